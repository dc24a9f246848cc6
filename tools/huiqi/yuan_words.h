#pragma once

#include <string>

#include "engine/numeric/rational.h"

namespace huiqi {

/// Gives an amount of yuan for people: `12,345,678.90`. Cents are written out; what lies below them stays.
[[nodiscard]] std::string grouped(const Rational& amount);

/// Gives an amount of yuan in the capital numerals of Chinese vouchers: 壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整. Requires whole
/// cents and an amount that is not negative and below 10^16.
[[nodiscard]] std::string yuan_words(const Rational& amount);

}  // namespace huiqi
