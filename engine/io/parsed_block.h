#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/batch.h"
#include "engine/io/block_source.h"
#include "engine/io/data_fault.h"

namespace huiqi {

/// Where a row stands in its block and in its file.
struct RowPlace {
    std::uint64_t line = 0;   ///< of the file, from 1
    std::uint32_t begin = 0;  ///< of the block's text
    std::uint32_t end = 0;    ///< without the line end
};

/// What became of one block: the applications that could be read, as columns, and those that could not.
/// Invariant: rows_read == batch.rows() + rejected.size(). Texts point into the block, so the two stay
/// together. Used again and again by one thread; nothing is allocated per row once it has grown.
struct ParsedBlock {
    explicit ParsedBlock(const Schema& schema) : batch(schema) {}

    Block block;
    Batch batch;
    std::vector<std::vector<std::string_view>>
        pass_through;                    ///< one column a name asked for, one text a good row
    std::vector<std::string_view> keys;  ///< of the good rows, when the options name a key
    std::vector<RowPlace> places;        ///< of the good rows
    std::vector<RejectedRow> rejected;   ///< in the order of their lines
    std::uint64_t rows_read = 0;
    /// JSON keys that no rule uses, with the rows that have them; of a bounded number of names.
    std::map<std::string, std::uint64_t, std::less<>> ignored_keys;
    /// JSON keys of inputs that were not asked and are there all the same, likewise.
    std::map<std::string, std::uint64_t, std::less<>> not_asked_keys;

    /// Empties everything but the block.
    void clear();
    /// Counts a row and sets it aside; its line is that of the place. Keeps `rejected` in order only when
    /// rows come in order.
    void reject(const RowPlace& place, std::vector<DataFault> faults, std::string_view number = {});
    /// Sets good rows aside for a reason found later, such as an application that is not there. `faults` names them
    /// in rising order, one fault each.
    void reject_good(std::vector<std::pair<std::size_t, DataFault>> faults);
};

}  // namespace huiqi
