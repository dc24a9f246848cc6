#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/read_options.h"

namespace huiqi {

/// Rows that are looked at for the headings.
inline constexpr std::size_t kHeaderRows = 30;

/// Gives the folded names that headings of a table may have: of the inputs, of keys and of what is carried along.
[[nodiscard]] std::vector<std::string> heading_names(const Schema& schema, const ReadOptions& options);

/// Counts the cells of a row that are such names, a unit in brackets aside.
[[nodiscard]] std::size_t heading_score(std::span<const std::string> row, std::span<const std::string> names);

/// Gives the row of headings: the first, unless a later one holds more than twice as many names.
[[nodiscard]] std::size_t find_header(std::span<const std::vector<std::string>> rows,
                                      std::span<const std::string> names);

}  // namespace huiqi
