#include "engine/api/data_folder.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <numeric>
#include <thread>
#include <utility>

#include "engine/io/csv_input.h"
#include "engine/io/parsed_block.h"

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

OneTable read_table(const DataTable& table, const std::filesystem::path& path, TextPool& pool) {
    OneTable out;
    out.count.table = table.name;
    TableBuilder builder(table, pool);
    std::error_code error;
    if (table.optional && !std::filesystem::exists(path, error)) {
        out.count.missing = true;
        out.relation = builder.finish();
        return out;
    }
    ReadOptions how;
    how.tell_unused = false;
    how.block_bytes = std::size_t{1} << 20U;
    CsvInput input(path.string(), table.schema, how, out.faults);
    const bool sound = std::none_of(out.faults.begin(), out.faults.end(),
                                    [](const DataFault& one) { return one.severity == Severity::error; });
    if (sound) {
        const auto parser = input.parser();
        ParsedBlock block(table.schema);
        while (input.next(block.block)) {
            parser->parse(block);
            out.count.rows += block.batch.rows();
            out.count.rejected += block.rejected.size();
            keep_faults(block, out.faults);
            builder.add(block.batch);
        }
        if (const DataFault* failure = input.failure()) {
            out.faults.push_back(*failure);
        }
    }
    out.relation = builder.finish();
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
    const auto work = [&] {
        for (std::size_t at = next++; at < order.size(); at = next++) {
            const DataTable& table = rules.tables[order[at]];
            read[order[at]] = read_table(table, path_of(table), *out.data.pool);
        }
    };
    std::vector<std::thread> others;
    for (unsigned at = 1; at < threads; ++at) {
        others.emplace_back(work);
    }
    work();
    for (std::thread& other : others) {
        other.join();
    }
    for (std::size_t at = 0; at < read.size(); ++at) {
        out.data.tables.emplace(rules.tables[at].name, read[at].relation);
        out.tables.push_back(read[at].count);
        out.faults.insert(out.faults.end(), read[at].faults.begin(), read[at].faults.end());
    }
    return out;
}

}  // namespace huiqi
