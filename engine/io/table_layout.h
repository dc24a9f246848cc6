#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace huiqi {

/// What a person says about a table whose layout does not speak for itself.
struct TableLayout {
    std::string sheet = {};         ///< of a workbook, or several between `/`, or `*`; empty: found by its name and headings
    std::uint64_t header_row = 0;   ///< on which the headings stand, from 1; 0: found among the first rows
    bool no_header = false;         ///< there are no headings: columns are called by their letters
    /// What a column, named by its letters (`C`) or its heading, is to be called.
    std::vector<std::pair<std::string, std::string>> columns = {};
};

}  // namespace huiqi
