#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A value that records of the history are held against.
struct HistoryKey {
    const CheckedExpression* in = nullptr;
    CoreId at = 0;
};

/// Finds what a test asks to be in no record of the history, however it is written: `not(some … satisfies …)`, `every … satisfies
/// not(…)`, `count(past[…]) = 0`, `not(list_contains(past.field, …))`, or a name for one of them. One element for each such demand:
/// the values that all have to agree with a record.
[[nodiscard]] std::vector<std::vector<HistoryKey>> history_demands(const Incentive& incentive, const CheckedExpression& test);

}  // namespace huiqi
