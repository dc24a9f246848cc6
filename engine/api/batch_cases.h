#pragma once

#include <vector>

#include "engine/evaluate/case_runner.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Runs the cases of a bundle that have several applications (各件): decides each, forms the values of the whole batch, settles
/// them as `huiqi settle` does, and compares. Faults of compiling are reported by `run_cases` of the bundle.
/// With `coverage`, what each application reaches of its incentives is taken in.
[[nodiscard]] std::vector<CaseResult> run_batch_cases(const Rulebook& rulebook, const Bundle& bundle, Language language,
                                                      Coverage* coverage = nullptr);

}  // namespace huiqi
