#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// Orders application numbers as people count: digits by their value (9 before 10), other characters as they are; numbers that
/// differ only in zeros before them as texts. Equal only where the texts are.
[[nodiscard]] bool number_before(std::string_view left, std::string_view right) noexcept;

/// Gives the rows of these application numbers in the order of `number_before`, equal ones by row.
[[nodiscard]] std::vector<std::size_t> in_number_order(const std::vector<std::string>& numbers);

}  // namespace huiqi
