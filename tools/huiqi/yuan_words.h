#pragma once

#include <string>

#include "engine/numeric/grouped_text.h"

namespace huiqi {

/// Gives an amount of yuan in the capital numerals of Chinese vouchers: 壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整. Requires whole
/// cents and an amount that is not negative and below 10^16.
[[nodiscard]] std::string yuan_words(const Rational& amount);

}  // namespace huiqi
