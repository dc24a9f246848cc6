#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/io/block_source.h"

namespace huiqi {

/// How data files are read.
struct ReadOptions {
    /// Inputs that were not asked: their column, or their table, may be missing; then they are unknown in
    /// every row.
    std::vector<std::string> unknown_columns;
    /// Columns to carry along as text, whether or not a rule uses them.
    std::vector<std::string> pass_through;
    /// Columns that others read, such as the key of the applicant: not told of as unused.
    std::vector<std::string> used_elsewhere;
    /// Whether columns that nobody reads are told of.
    bool tell_unused = true;
    /// The column that names an application; may be empty, then a folder looks for one that its tables share.
    std::string key;
    /// A block and what becomes of it stay in the second cache.
    std::size_t block_bytes = std::size_t{1} << 18;
    ReadLimits limits;
};

}  // namespace huiqi
