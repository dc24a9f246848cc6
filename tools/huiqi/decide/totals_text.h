#pragma once

#include <string>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives the totals of a bundle as the members of a JSON object: an amount in full, null where it is not known.
[[nodiscard]] std::string totals_json(const Evaluator& evaluator);

/// Gives for each total how the bundle calculates it, as written, as the members of a JSON object. Nothing without a bundle.
[[nodiscard]] std::string totals_how_json(const Bundle* bundle, const Plan& plan);

/// How the bundle calculates a total, as written; empty where no bundle was chosen or it does not say.
[[nodiscard]] std::string total_expression(const Bundle* bundle, const std::string& total);

}  // namespace huiqi
