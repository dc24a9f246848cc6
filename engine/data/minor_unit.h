#pragma once

#include "engine/data/unit.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// Gives the least amount that is paid in a currency, never below a hundredth: one yen, 0.01 yuan.
[[nodiscard]] Rational minor_unit(const Unit& currency);

/// Gives it for people, as a rule may write it behind `取整: 截尾到` and `round down to`: 分, 1日元, 0.01 USD.
[[nodiscard]] Bilingual minor_unit_text(const Unit& currency);

}  // namespace huiqi
