#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

class Coverage;
struct Compared;

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
    bool unconfirmed = false;   ///< 待确认: whatever came out, it proves nothing yet

    [[nodiscard]] bool passed() const noexcept { return mismatches.empty() && !unconfirmed; }
};

/// Runs the cases of an incentive; amounts compare exactly. A case of an abstract incentive that leaves a required
/// parameter unset, and any other fault of compiling, is reported and gives no result. `coverage`, when there is one, is told
/// what each case reaches in the evaluation that decides it.
[[nodiscard]] std::vector<CaseResult> run_cases(const Incentive& incentive, Language language, Diagnostics& diagnostics,
                                                Coverage* coverage = nullptr);

/// Runs the cases of a bundle of this rulebook likewise; not those of several applications (各件), which are settled.
[[nodiscard]] std::vector<CaseResult> run_cases(const Rulebook& rulebook, const Bundle& bundle, Language language,
                                                Diagnostics& diagnostics, Coverage* coverage = nullptr);

/// Tells `coverage` of all that cases of an incentive can reach, whether it has any.
void expect_coverage(const Incentive& incentive, Coverage& coverage);

/// Tells `coverage` what a row of the evaluator's last run reached of the incentives of a bundle and of its totals. Without a
/// case what can be reached alone. `compared` tells what the case compares of a member.
void see_bundle(const Bundle& bundle, const std::vector<const Incentive*>& incentives, const Evaluator& evaluator, std::size_t row,
                Coverage& coverage, const std::string* test_case, const std::function<Compared(std::size_t)>& compared);

/// Compares what a row of the evaluator's last run came to with what is expected of the members and totals of a bundle.
[[nodiscard]] std::vector<CaseMismatch> bundle_mismatches(const std::vector<const Incentive*>& incentives,
                                                          const Evaluator& evaluator, std::size_t row,
                                                          const std::vector<std::pair<std::size_t, Case>>& expected,
                                                          const std::map<std::string, Value, std::less<>>& totals,
                                                          Language language);

/// Gives a row of the plan's schema from values by name; the others are unknown.
[[nodiscard]] std::vector<Value> row_of(const Plan& plan, const std::vector<std::pair<std::string, Value>>& given);

/// Gives a row of the plan's schema from values in the order of one incentive's inputs.
[[nodiscard]] std::vector<Value> row_in_schema_order(const Plan& plan, std::size_t index, const std::vector<Value>& given);

}  // namespace huiqi
