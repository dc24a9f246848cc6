#pragma once

#include <string>
#include <string_view>

namespace huiqi {

/// Gives a usual heading of results or statements in Chinese, as a workbook has it: `转化.award` is `转化 金额（元）`. Other
/// headings stay as they are.
[[nodiscard]] std::string chinese_heading(std::string_view heading);
/// Whether it is such a heading of a column of states.
[[nodiscard]] bool is_state_heading(std::string_view heading);
/// Gives a state in Chinese: `eligible` is `符合`. Other words stay as they are.
[[nodiscard]] std::string_view chinese_state(std::string_view word);

}  // namespace huiqi
