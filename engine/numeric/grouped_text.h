#pragma once

#include <string>
#include <string_view>

#include "engine/numeric/rational.h"

namespace huiqi {

/// Gives an amount of yuan for people: `12,345,678.90`. Cents are written out; what lies below them stays.
[[nodiscard]] std::string grouped(const Rational& amount);

/// Groups the digits of amounts that a text names: `min(a, 1000000元)` → `min(a, 1,000,000元)`.
[[nodiscard]] std::string grouped_amounts(std::string_view text);

}  // namespace huiqi
