#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/data_fault.h"
#include "engine/io/parsed_block.h"
#include "engine/io/record_input.h"

namespace huiqi {

/// Tells (D049) of each empty cell of the good rows of a file that counts as a whole: an empty amount is not 0, an empty day is
/// no day. `may_lack` names columns that may be empty; `carried` are the names of what the block carries along, which may not.
[[nodiscard]] std::vector<DataFault> empty_cells(const std::string& path, const ParsedBlock& block, const Schema& schema,
                                                 const std::vector<std::string>& may_lack,
                                                 const std::vector<std::string>& carried);

/// Reads an input that counts as a whole. `take` gets the blocks in which no cell is empty, and may add faults of their rows;
/// what is wrong with rows is told behind the last, then why the input could not be read to its end.
void read_required(RecordInput& input, const std::string& path, const Schema& schema, const std::vector<std::string>& may_lack,
                   const std::vector<std::string>& carried, std::vector<DataFault>& faults,
                   const std::function<void(const ParsedBlock&, FirstFaults&)>& take);

}  // namespace huiqi
