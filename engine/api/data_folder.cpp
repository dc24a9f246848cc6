#include "engine/api/data_folder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "engine/diagnostic/on_threads.h"
#include "engine/io/csv_input.h"
#include "engine/io/parsed_block.h"
#include "engine/io/read_options.h"

namespace huiqi {
namespace {

/// What is kept of the faults of one table; more of them say nothing new.
constexpr std::size_t kMostFaults = 50;

struct OneTable {
    std::shared_ptr<const RowSet> relation;
    TableRead count;
    std::vector<DataFault> faults;
};

/// Rows that could not be read are set aside and told of; the first of them in words.
void keep_faults(ParsedBlock& block, std::vector<DataFault>& faults) {
    for (RejectedRow& row : block.rejected) {
        for (DataFault& fault : row.faults) {
            if (faults.size() < kMostFaults) {
                fault.severity = Severity::warning;
                faults.push_back(std::move(fault));
            }
        }
    }
}

/// Tells whether a word stands for yuan; an amount without a currency is in yuan.
[[nodiscard]] bool is_yuan(std::string_view text) {
    constexpr std::array<std::string_view, 9> kWords{"", "CNY", "RMB", "人民币", "人民币元", "元", "¥", "￥", "156"};
    std::string word;
    for (const char c : text) {
        if (c != ' ' && c != '\t') {
            word.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        }
    }
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// Tells whether a file lacks the column of currencies, which few files have: then its amounts are in yuan.
[[nodiscard]] bool lacks_currency(const DataTable& table, const std::string& path, const ReadOptions& how) {
    if (!table.currency) {
        return false;
    }
    Schema alone;
    alone.fields.push_back(table.schema.fields[*table.currency]);
    std::vector<DataFault> faults;
    const CsvInput input(path, alone, how, faults);
    return std::any_of(faults.begin(), faults.end(), [](const DataFault& one) { return one.severity == Severity::error; });
}

/// Sets rows aside whose amounts are in another currency: detectors compare yuan, and have no rate of exchange.
void set_aside_other_currencies(const DataTable& table, const std::string& path, ParsedBlock& block) {
    if (!table.currency) {
        return;
    }
    const Column& column = block.batch.root().columns[*table.currency];
    std::vector<std::pair<std::size_t, DataFault>> faults;
    for (std::size_t row = 0; row < block.batch.rows(); ++row) {
        const bool known = column.states.empty() || column.states[row] == 0;
        if (known && !is_yuan(column.texts[row])) {
            DataFault fault;
            fault.code = "D051";
            fault.file = path;
            fault.line = block.places[row].line;
            fault.column_name = table.schema.fields[*table.currency].name;
            fault.value = std::string(column.texts[row].substr(0, 40));
            fault.message = {"金额不是人民币，这一行搁置", "the amount is not in yuan: the row is set aside"};
            fault.help = {"按当日汇率折成人民币，币种写 CNY", "convert it at the rate of its day and write CNY"};
            faults.emplace_back(row, std::move(fault));
        }
    }
    block.reject_good(std::move(faults));
}

/// Sets applications without a number aside: what is found of one would be nobody's.
void set_aside_unnamed(const DataTable& table, const std::string& path, ParsedBlock& block) {
    const auto key = table.schema.index(table.key);
    if (!key || table.schema.fields[*key].kind != ColumnKind::text) {
        return;
    }
    const Column& column = block.batch.root().columns[*key];
    std::vector<std::pair<std::size_t, DataFault>> faults;
    for (std::size_t row = 0; row < block.batch.rows(); ++row) {
        if (column.texts[row].find_first_not_of(" \t") == std::string_view::npos) {
            DataFault fault;
            fault.code = "D062";
            fault.file = path;
            fault.line = block.places[row].line;
            fault.column_name = table.key;
            fault.message = {"这份申报没有编号，这一行搁置", "this application has no number: the row is set aside"};
            fault.help = {"填上申报编号", "give the number of the application"};
            faults.emplace_back(row, std::move(fault));
        }
    }
    block.reject_good(std::move(faults));
}

/// A table of which no row can be read is not a table without rows: what stands on it would accuse those who did pay.
[[nodiscard]] DataFault nothing_read(const DataTable& table, const std::string& path, std::uint64_t rows) {
    DataFault fault;
    fault.code = "D061";
    fault.severity = Severity::error;
    fault.file = path;
    fault.message = {"表“" + table.name + "”的 " + std::to_string(rows) + " 行都读不了",
                     "of the table `" + table.name + "` none of the " + std::to_string(rows) + " rows can be read"};
    fault.help = {"按上面的提示改正这个文件", "mend the file as the lines above say"};
    return fault;
}

/// Tells of rows that have the key of another.
void tell_repeated(const DataTable& table, const std::string& path, const std::vector<RepeatedRow>& repeated, OneTable& out) {
    using Kind = RepeatedRow::Kind;
    std::array<std::size_t, 3> told{};
    for (const RepeatedRow& one : repeated) {
        out.count.repeated += one.kind == Kind::same ? 1U : 0U;
        if (++told[static_cast<std::size_t>(one.kind)] > kMostFaults) {
            continue;
        }
        const std::string first = std::to_string(one.first);
        DataFault fault;
        fault.severity = one.kind == Kind::differs ? Severity::error : Severity::warning;
        fault.file = path;
        fault.line = one.line;
        fault.column_name = table.key;
        fault.value = one.key;
        switch (one.kind) {
            case Kind::same:
                fault.code = "D052";
                fault.message = {"表“" + table.name + "”的这一行和第 " + first + " 行完全相同，只算一次",
                                 "this row of the table `" + table.name + "` is that of line " + first + " again: it counts once"};
                fault.help = {"删去重复的行", "take the repeated row out"};
                break;
            case Kind::differs:
                fault.code = "D053";
                fault.message = {"表“" + table.name + "”的这一行和第 " + first + " 行的键相同，内容不同",
                                 "this row of the table `" + table.name + "` has the key of line " + first + " and other cells"};
                fault.help = {"两行只有一行是真的：查清以后删去另一行，或者改正键", "only one of them is true: find out which and take the other out, or mend the key"};
                break;
            case Kind::alike:
                fault.code = "D054";
                fault.message = {"表“" + table.name + "”的这一行和第 " + first + " 行的键写法不同，整理以后却相同",
                                 "the key of this row of the table `" + table.name + "` is typed otherwise than that of line " + first +
                                     ", and the same in normal form"};
                fault.help = {"同一个编号就删去一行；不同的编号，请改用这种整理办法分得清的编号", "if they are one, take a row out; if not, use numbers that the normal form tells apart"};
                break;
        }
        out.faults.push_back(std::move(fault));
    }
}

/// Tells whether a file lies in a folder when all links are followed: what lies beside it was not handed in.
[[nodiscard]] bool leads_outside(const std::filesystem::path& folder, const std::filesystem::path& path) {
    std::error_code error;
    const auto whole = std::filesystem::canonical(path, error);
    if (error) {
        return false;   // not there: said when it is opened
    }
    const auto inside = std::filesystem::canonical(folder, error);
    const auto [mine, its] = std::mismatch(inside.begin(), inside.end(), whole.begin(), whole.end());
    return error || mine != inside.end();
}

[[nodiscard]] DataFault outside(const std::string& path) {
    DataFault fault;
    fault.code = "D059";
    fault.file = path;
    fault.message = {"链接指到数据文件夹以外，不读", "a link that leads out of the data folder is not followed"};
    fault.help = {"把文件本身放进数据文件夹", "put the file itself into the data folder"};
    return fault;
}

OneTable read_table(const DataTable& table, bool main, const std::filesystem::path& folder, TextPool& pool) {
    OneTable out;
    out.count.table = table.name;
    TableBuilder builder(table, pool);
    const std::filesystem::path path = folder / table.file;
    if (leads_outside(folder, path)) {
        out.faults.push_back(outside(path.string()));
        out.relation = builder.finish();
        return out;
    }
    std::error_code error;
    if (table.optional && !std::filesystem::exists(path, error)) {
        out.count.missing = true;
        out.relation = builder.finish();
        return out;
    }
    ReadOptions how;
    how.tell_unused = false;
    how.block_bytes = std::size_t{1} << 20U;
    if (lacks_currency(table, path.string(), how)) {
        how.unknown_columns.push_back(table.schema.fields[*table.currency].name);
    }
    CsvInput input(path.string(), table.schema, how, out.faults);
    for (DataFault& fault : out.faults) {
        if (fault.code == "D001") {   // here no column can be said to be unknown
            fault.help.zh.erase(std::min(fault.help.zh.find("，或者加 --unknown"), fault.help.zh.size()));
            fault.help.en.erase(std::min(fault.help.en.find(", or add --unknown"), fault.help.en.size()));
        }
    }
    const bool sound = std::none_of(out.faults.begin(), out.faults.end(),
                                    [](const DataFault& one) { return one.severity == Severity::error; });
    if (sound) {
        const auto parser = input.parser();
        ParsedBlock block(table.schema);
        Rows lines;
        while (input.next(block.block)) {
            parser->parse(block);
            set_aside_other_currencies(table, path.string(), block);
            if (main) {
                set_aside_unnamed(table, path.string(), block);
            }
            out.count.rows += block.batch.rows();
            out.count.rejected += block.rejected.size();
            keep_faults(block, out.faults);
            lines.clear();
            for (const RowPlace& place : block.places) {
                lines.push_back(static_cast<std::uint32_t>(place.line));
            }
            builder.add(block.batch, lines);
        }
        if (const DataFault* failure = input.failure()) {
            out.faults.push_back(*failure);
        }
    }
    if (out.count.rows == 0 && out.count.rejected != 0) {
        out.faults.push_back(nothing_read(table, path.string(), out.count.rejected));
    }
    out.relation = builder.finish();
    tell_repeated(table, path.string(), builder.repeated(), out);
    return out;
}

}  // namespace

DataFolder read_data_folder(const Detectors& rules, const std::string& folder, unsigned threads) {
    DataFolder out;
    std::vector<OneTable> read(rules.tables.size());
    const auto path_of = [&](const DataTable& table) { return std::filesystem::path(folder) / table.file; };
    // the largest files first, so that threads end together
    std::vector<std::size_t> order(read.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto bytes = [&](std::size_t at) {
        std::error_code error;
        const auto size = std::filesystem::file_size(path_of(rules.tables[at]), error);
        return error ? 0 : size;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return bytes(left) > bytes(right); });
    std::atomic<std::size_t> next{0};
    on_threads(std::max<std::size_t>(threads, 1), [&](std::size_t /*thread*/) {
        for (std::size_t at = next++; at < order.size(); at = next++) {
            const DataTable& table = rules.tables[order[at]];
            read[order[at]] = read_table(table, rules.subject && rules.subject->table == table.name, folder, *out.data.pool);
        }
    });
    for (std::size_t at = 0; at < read.size(); ++at) {
        out.data.tables.emplace(rules.tables[at].name, read[at].relation);
        out.tables.push_back(read[at].count);
        if (read[at].count.missing) {
            out.data.missing.push_back(rules.tables[at].name);
        }
        if (read[at].count.rejected != 0) {
            out.data.set_aside.emplace_back(rules.tables[at].name, read[at].count.rejected);
        }
        out.faults.insert(out.faults.end(), read[at].faults.begin(), read[at].faults.end());
    }
    return out;
}

}  // namespace huiqi
