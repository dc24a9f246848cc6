#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi::oracle {

/// Values of parameters that the run sets, by name.
using Bindings = std::map<std::string, Value, std::less<>>;

/// What one step of a calculation did.
struct StepResult {
    Value before;
    Value after;
    std::optional<Value> value;     ///< of steps that have one
    std::optional<Value> applies;   ///< of steps with a 当
};

/// What one party pays or gets, or one part of a schedule when every re-check passes.
struct ShareResult {
    std::vector<StepResult> steps;
    Value amount;
};
struct InstalmentResult {
    ShareResult planned;
    Value goes_on, passes;           ///< what is before it has not ended the schedule; its own re-check
    Value amount;                    ///< what is due
    std::optional<Value> date;
};
struct RecoveryResult {
    std::vector<StepResult> steps;
    std::optional<Value> applies;
    Value amount;
};

/// All that one incentive says about one application.
struct Verdict {
    std::vector<Value> inputs, parameters, definitions, conditions, anomalies;
    std::vector<std::vector<StepResult>> definition_steps;   ///< in step with the definitions
    std::vector<std::vector<Value>> passages;                ///< likewise: of folds the states behind each element
    std::vector<std::vector<Value>> alternatives;   ///< 任一, in step with the conditions
    std::optional<Value> in_force;   ///< 施行期
    Value eligible;
    Value reason;                    ///< 0 eligible, n the n-th written condition, −1 施行期
    std::vector<StepResult> steps;
    Value award;                     ///< 0 where not eligible
    std::vector<std::pair<std::vector<StepResult>, Value>> extras;
    std::vector<ShareResult> shares, recipients;
    std::vector<InstalmentResult> schedule;
    std::optional<RecoveryResult> recovery;
    std::vector<Value> parts;        ///< 分项, then the amounts of `extras`
};

/// Judges one application, given as values in the order of the incentive's inputs, by walking the rule's trees.
[[nodiscard]] Verdict judge(const Incentive& incentive, const std::vector<Value>& application, const Bindings& bind = {});

}  // namespace huiqi::oracle
