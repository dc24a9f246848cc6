#pragma once

#include <vector>

#include "engine/api/selection.h"
#include "engine/evaluate/case_runner.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Runs the cases of a bundle that have several applications (各件): decides each, forms the values of the whole batch, settles
/// them as `huiqi settle` does, and compares. Faults of compiling are reported by `run_cases` of the bundle.
/// With `coverage`, what each application reaches of its incentives and the batch of the settlement is taken in.
[[nodiscard]] std::vector<CaseResult> run_batch_cases(const Rulebook& rulebook, const Bundle& bundle, Language language,
                                                      Coverage* coverage = nullptr);

/// Tells `coverage` of all that cases of a bundle can reach beside its incentives, whether it has any.
void expect_coverage(const Bundle& bundle, Coverage& coverage);

/// Gives the bundle with its incentives; without any when one of them is not there.
[[nodiscard]] Selection members_of(const Rulebook& rulebook, const Bundle& bundle);

}  // namespace huiqi
