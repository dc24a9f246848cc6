#pragma once

#include <optional>
#include <vector>

#include "tools/web/page_parts.h"

namespace huiqi {

/// One point of a chart: what is certain when the answer is `x`.
struct CurvePoint {
    Rational x;
    Rational y;
    bool step = false;  ///< the amount jumps from the point before to this one
    bool bend = false;  ///< from here on it grows at another pace by the rules, roundings put aside
    bool own = false;   ///< what the applicant answered
    Rational pace = 0;  ///< how much the amount grows by the rules beyond this point, for one of the answer
};

/// What is certain against one answer, over the part of its range in which something happens and in which the
/// applicant's own answer lies.
struct AwardCurve {
    std::vector<CurvePoint> points;     ///< rising, two at least
    std::optional<Rational> level_from; ///< from here on the amount stays at its most
    bool all_bends = true;              ///< false: there are more bends than are looked for, or some may be missed since the rules go along no straight lines
    Rational most = 0;
};

/// Looks at the answers of the state with that of one number changed. Bends are worked out from the plan, one after the
/// other: where two numbers of the rules meet. Jumps are looked for there, at the numbers that the rules name, and between
/// points that decide differently; they are found to the last step of the input.
[[nodiscard]] AwardCurve award_curve(const PageState& state, Interview& interview, const FieldSchema& field);

}  // namespace huiqi
