#pragma once

#include <optional>

#include "engine/data/unit.h"
#include "engine/numeric/rounding.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// How an amount is rounded: the mode and the step in base units of the amount.
struct RoundingRule {
    Rounding mode = Rounding::half_up;
    Rational step;
};

/// Reads `四舍五入到分`, `截尾到100元`, `round half up to 0.01元`. Reports E316 when mode or step is none, or when the step
/// has another unit than `unit`.
[[nodiscard]] std::optional<RoundingRule> read_rounding(LoadContext& context, const MappedText& text, const Unit& unit);

}  // namespace huiqi
