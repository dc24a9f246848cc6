#include "tools/huiqi/required_cells.h"

#include <algorithm>
#include <cstddef>

#include "engine/io/each_block.h"

namespace huiqi {
namespace {

[[nodiscard]] DataFault empty_cell(const std::string& path, const RowPlace& place, const std::string& column) {
    DataFault fault;
    fault.code = "D049";
    fault.file = path;
    fault.line = place.line;
    fault.column_name = column;
    fault.message = {"这一格不能空", "this cell cannot be empty"};
    fault.help = {"补上它；没有的金额写 0", "fill it in; write 0 where there is no amount"};
    return fault;
}

[[nodiscard]] bool is_known(const Column& column, std::size_t row) {
    return column.states.empty() || column.states[row] == static_cast<std::uint8_t>(State::known);
}

}  // namespace

std::vector<DataFault> empty_cells(const std::string& path, const ParsedBlock& block, const Schema& schema,
                                   const std::vector<std::string>& may_lack, const std::vector<std::string>& carried) {
    std::vector<DataFault> faults;
    const Table& table = block.batch.root();
    for (std::size_t row = 0; row < table.rows; ++row) {
        for (std::size_t at = 0; at < schema.fields.size(); ++at) {
            const std::string& name = schema.fields[at].name;
            const bool may = std::find(may_lack.begin(), may_lack.end(), name) != may_lack.end();
            if (!may && !is_known(table.columns[at], row)) {
                faults.push_back(empty_cell(path, block.places[row], name));
            }
        }
        for (std::size_t at = 0; at < carried.size(); ++at) {
            if (block.pass_through[at][row].empty()) {
                faults.push_back(empty_cell(path, block.places[row], carried[at]));
            }
        }
    }
    return faults;
}

void read_required(RecordInput& input, const std::string& path, const Schema& schema, const std::vector<std::string>& may_lack,
                   const std::vector<std::string>& carried, std::vector<DataFault>& faults,
                   const std::function<void(const ParsedBlock&, FirstFaults&)>& take) {
    FirstFaults of_rows;
    each_block(input, schema, [&](const ParsedBlock& block) {
        for (const RejectedRow& row : block.rejected) {
            of_rows.add(row.faults);
        }
        const std::vector<DataFault> empty = empty_cells(path, block, schema, may_lack, carried);
        of_rows.add(empty);
        if (empty.empty()) {   // else nothing comes of the file: what follows is read for its faults
            take(block, of_rows);
        }
    });
    const std::vector<DataFault> told = of_rows.told();
    faults.insert(faults.end(), told.begin(), told.end());
    if (const DataFault* failure = input.failure()) {
        faults.push_back(*failure);
    }
}

}  // namespace huiqi
