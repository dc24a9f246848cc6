#pragma once

#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One thing that a case wants and the rules do not give.
struct CaseMismatch {
    Bilingual what;        ///< the key of the expectation: 金额 / amount
    std::string expected;
    std::string actual;
};

/// How one case went.
struct CaseResult {
    std::string name;
    Span declared;
    std::vector<CaseMismatch> mismatches;

    [[nodiscard]] bool passed() const noexcept { return mismatches.empty(); }
};

/// Runs the cases of an incentive; amounts compare exactly. A case of an abstract incentive that leaves a required
/// parameter unset, and any other fault of compiling, is reported and gives no result.
[[nodiscard]] std::vector<CaseResult> run_cases(const Incentive& incentive, Language language, Diagnostics& diagnostics);

/// Runs the cases of a bundle of this rulebook likewise.
[[nodiscard]] std::vector<CaseResult> run_cases(const Rulebook& rulebook, const Bundle& bundle, Language language,
                                                Diagnostics& diagnostics);

/// Gives a row of the plan's schema from values in the order of one incentive's inputs.
[[nodiscard]] std::vector<Value> row_in_schema_order(const Plan& plan, std::size_t index, const std::vector<Value>& given);

}  // namespace huiqi
