#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/block_source.h"
#include "engine/io/table_layout.h"
#include "engine/io/text_encoding.h"

namespace huiqi {

struct RepeatedNumbers;

/// Names under which the number of an application is looked for when nobody says how it is called.
inline constexpr std::array<std::string_view, 5> kUsualKeys{"申请编号", "编号", "application", "application_id", "id"};

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
    /// Without a `key`, takes the first of kUsualKeys that a file has.
    bool find_key = false;
    /// Numbers known to stand on several rows: those rows are set aside. Must outlive the input.
    const RepeatedNumbers* repeated = nullptr;
    /// How a CSV file is written, where somebody says so; told from the file otherwise.
    std::optional<TextEncoding> encoding;
    /// What separates the cells of a CSV file, where somebody says so; told from the file otherwise.
    std::optional<char> separator;
    /// The column that names the applicant; may be empty, then a folder looks for a usual one where a list needs it.
    std::string applicant;
    /// How the main table is laid out, and the tables of lists by the names of the lists.
    TableLayout layout;
    std::map<std::string, TableLayout, std::less<>> list_layouts;
    /// Folded names by which the row of headings is told from title rows above it; empty: those of the schema.
    std::vector<std::string> heading_names;
    /// A block and what becomes of it stay in the second cache.
    std::size_t block_bytes = std::size_t{1} << 19;
    ReadLimits limits;
};

}  // namespace huiqi
