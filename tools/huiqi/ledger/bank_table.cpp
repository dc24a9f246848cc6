#include "tools/huiqi/ledger/bank_table.h"

#include <algorithm>
#include <span>

#include "engine/data/unit.h"
#include "engine/io/csv_layout.h"
#include "engine/io/each_block.h"
#include "engine/io/heading.h"
#include "engine/io/inspection.h"
#include "engine/io/record_input.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

constexpr std::string_view kAccounts[] = {"账号", "收款账号", "收款人账号", "收方账号", "银行账号", "对方账号", "account", "payeeaccount"};
constexpr std::string_view kNames[] = {"收款人", "收款人名称", "收款单位", "户名", "账户名称", "收方户名", "对方户名", "payee", "accountname"};
constexpr std::array<std::span<const std::string_view>, kPayeeParts> kUsual{kAccounts, kNames};
/// Lines behind the last payment that may be no payments: sums, notes, who made the file.
constexpr std::size_t kMostClosing = 3;

/// Gives how many fen one unit of the column is: a heading may state 万元.
[[nodiscard]] Rational fen_of_heading(const std::string& heading) {
    const auto bracket = heading_parts(heading).bracket;
    const auto unit = bracket ? heading_unit(*bracket, Unit::of("CNY")) : std::nullopt;
    return unit && unit->unit == Unit::of("CNY") ? Rational(unit->factor * 100) : Rational(100);
}

/// Reads an amount into fen; nothing where it is no number, or has parts of a fen.
[[nodiscard]] std::optional<std::int64_t> fen_of(std::string_view text, const Rational& unit) {
    const auto plain = plain_number(text);
    if (!plain) {
        return std::nullopt;
    }
    const auto digits = parse_decimal(*plain);
    if (!digits) {
        return std::nullopt;
    }
    const Rational fen = Rational(digits->value() * unit);
    return is_integer(fen) && fits_int64(numerator(fen)) ? std::optional(to_int64(numerator(fen))) : std::nullopt;
}

[[nodiscard]] DataFault no_amount(const std::string& path, std::uint64_t line, const std::string& column, std::string_view text) {
    DataFault fault;
    fault.code = "D103";
    fault.file = path;
    fault.line = line;
    fault.column_name = column;
    fault.value = text;
    fault.message = {"这一格不是到分的金额", "this cell is no amount to the fen"};
    fault.help = {"写成 1234.56、1,234.56；退回的写成负数 -1234.56", "write 1234.56 or 1,234.56, and -1234.56 for what came back"};
    return fault;
}

[[nodiscard]] DataFault two_columns(const std::string& path, const std::string& name) {
    DataFault fault;
    fault.code = "D002";
    fault.file = path;
    fault.column_name = name;
    fault.message = {"有两列都叫“" + name + "”，哪一列算数看不出来", "two columns are called `" + name + "`, and nothing says which of them counts"};
    fault.help = {"删去或改名其中一列，或者用 --mapping 按列号说明各列", "remove or rename one of them, or name the columns by their letters in a --mapping"};
    return fault;
}

/// One line of a file.
struct Line {
    std::uint64_t number = 0;
    std::string text;                    ///< as it can be shown
    std::string key;
    std::optional<std::int64_t> fen;     ///< nothing: the line cannot be read
    bool counts = true;
    std::array<std::string, kPayeeParts> payee;
    std::vector<DataFault> faults;
};

class BankReader {
public:
    BankReader(const Program& program, const BankTable& table) : program_(program), table_(table) {}

    Exit read(const BankRows* known, BankRows& rows, std::vector<std::pair<std::uint64_t, std::string>>& left_out) {
        if (const Exit problem = find_columns(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = read_lines(); problem != Exit::done) {
            return problem;
        }
        std::stable_sort(lines_.begin(), lines_.end(), [](const Line& left, const Line& right) { return left.number < right.number; });
        for (std::size_t closing = 0; known != nullptr && closing < kMostClosing && !lines_.empty() && is_closing(*known); ++closing) {
            left_out.insert(left_out.begin(), {lines_.back().number, lines_.back().text});
            lines_.pop_back();
        }
        return take(rows);
    }

private:
    /// Opens the file once for its headings, and says what of it is read.
    Exit find_columns() {
        ReadOptions how = table_.how;
        how.tell_unused = false;
        how.pass_through = {table_.key, table_.amount};   // tell the row of headings from titles above it
        const Schema none;
        const OpenedInput opened = open_input(table_.path, none, how);
        if (opened.input == nullptr) {
            show_faults(program_, opened.faults);
            return input_problem(opened.faults);
        }
        const std::vector<std::string>& headings = opened.input->headings();
        names_ = {table_.key, table_.amount};
        if (!table_.status.empty()) {
            names_.push_back(table_.status);
        }
        for (std::size_t part = 0; part < kPayeeParts; ++part) {
            const std::string name = table_.payee[part].empty() ? usual(headings, kUsual[part]) : table_.payee[part];
            payee_at_[part] = name.empty() ? 0 : names_.size();
            if (!name.empty()) {
                names_.push_back(name);
            }
        }
        std::vector<DataFault> faults;
        for (const std::string& name : names_) {
            const auto same = [&name](const std::string& heading) { return heading_parts(heading).name == heading_parts(name).name; };
            if (std::count_if(headings.begin(), headings.end(), same) > 1) {
                faults.push_back(two_columns(table_.path, name));
            }
        }
        show_faults(program_, faults);
        const std::size_t amount = find_heading(headings, table_.amount);
        unit_ = table_.unit.value_or(amount == kNoColumn ? Rational(100) : fen_of_heading(headings[amount]));
        return faults.empty() ? Exit::done : Exit::data_refused;
    }

    [[nodiscard]] static std::string usual(const std::vector<std::string>& headings, std::span<const std::string_view> names) {
        for (const std::string& heading : headings) {
            if (std::find(names.begin(), names.end(), folded_heading(heading)) != names.end()) {
                return heading;
            }
        }
        return {};
    }

    Exit read_lines() {
        ReadOptions how = table_.how;
        how.tell_unused = false;
        how.pass_through = names_;
        const Schema none;
        const OpenedInput opened = open_input(table_.path, none, how);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        each_block(*opened.input, none, [this](const ParsedBlock& block) {
            for (const RejectedRow& row : block.rejected) {
                Line& line = lines_.emplace_back();
                line.number = row.line;
                line.text = row.raw;
                line.faults = row.faults;
            }
            for (std::size_t row = 0; row < block.places.size(); ++row) {
                lines_.push_back(line_of(block, row));
            }
        });
        if (const DataFault* failure = opened.input->failure()) {
            show_faults(program_, {*failure});
            return Exit::input_output;
        }
        return Exit::done;
    }

    [[nodiscard]] Line line_of(const ParsedBlock& block, std::size_t row) const {
        const auto cell = [&](std::size_t at) { return block.pass_through[at][row]; };
        Line line;
        line.number = block.places[row].line;
        for (std::size_t at = 0; at < names_.size(); ++at) {
            line.text += (at == 0 ? "" : ",") + std::string(cell(at));
        }
        line.key = cell(0);
        line.fen = fen_of(cell(1), unit_);
        if (!line.fen) {
            line.faults.push_back(no_amount(table_.path, line.number, table_.amount, cell(1)));
        }
        line.counts = table_.status.empty() || std::find(table_.success.begin(), table_.success.end(), cell(2)) != table_.success.end();
        for (std::size_t part = 0; part < kPayeeParts; ++part) {
            line.payee[part] = payee_at_[part] == 0 ? std::string() : std::string(cell(payee_at_[part]));
        }
        return line;
    }

    /// Whether the last line is no payment: nothing of it is a number that was ordered, and it cannot be read or has the sum of
    /// those before it.
    [[nodiscard]] bool is_closing(const BankRows& known) const {
        const Line& last = lines_.back();
        if (last.fen) {
            Int128 all = 0;
            Int128 paid = 0;
            for (std::size_t at = 0; at + 1 < lines_.size(); ++at) {
                all += lines_[at].fen.value_or(0);
                paid += lines_[at].counts ? lines_[at].fen.value_or(0) : 0;
            }
            return !known.contains(last.key) && lines_.size() > 1 && (*last.fen == all || *last.fen == paid);
        }
        std::string_view text = last.text;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find_first_of(",;|\t\""), text.size());
            if (known.contains(std::string(text.substr(0, end)))) {
                return false;
            }
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return true;
    }

    Exit take(BankRows& rows) {
        FirstFaults faults;
        bool sound = true;
        for (const Line& line : lines_) {
            faults.add(line.faults);
            sound = sound && line.faults.empty();
            if (!line.faults.empty()) {
                continue;
            }
            BankRow& row = rows[line.key];
            row.paid += line.counts ? *line.fen : 0;
            for (std::size_t part = 0; part < kPayeeParts; ++part) {
                auto& spellings = row.payee[part];
                if (!line.payee[part].empty() && std::find(spellings.begin(), spellings.end(), line.payee[part]) == spellings.end()) {
                    spellings.push_back(line.payee[part]);
                }
            }
        }
        show_faults(program_, faults.told());
        return sound ? Exit::done : Exit::data_refused;
    }

    const Program& program_;
    const BankTable& table_;
    std::vector<std::string> names_;   ///< key, amount, status, account, name, as far as there are such
    std::array<std::size_t, kPayeeParts> payee_at_{};
    Rational unit_ = 100;
    std::vector<Line> lines_;
};

}  // namespace

Exit read_bank_table(const Program& program, const BankTable& table, const BankRows* known, BankRows& rows,
                     std::vector<std::pair<std::uint64_t, std::string>>& left_out) {
    return BankReader(program, table).read(known, rows, left_out);
}

}  // namespace huiqi
