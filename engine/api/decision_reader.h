#pragma once

#include "engine/api/selection.h"
#include "engine/evaluate/evaluator.h"
#include "huiqi/decision.h"

namespace huiqi {

/// Reads what the evaluator's last run, of one application, decided. Requires a plan of this selection that
/// was compiled to explain.
[[nodiscard]] Decision read_decision(const Evaluator& evaluator, const Selection& selection,
                                     const Sources& sources);

}  // namespace huiqi
