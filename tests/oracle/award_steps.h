#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tests/oracle/expression.h"
#include "tests/oracle/oracle.h"

namespace huiqi::oracle {

/// Runs the steps of an award or of another amount (docs/language.md, "award steps"): "each step takes the running
/// amount and gives the next one". It begins with 0 yuan.
[[nodiscard]] std::vector<StepResult> run_steps(const std::vector<AwardStep>& steps, Meanings& meanings);

/// Runs steps that go on from an amount.
[[nodiscard]] std::vector<StepResult> run_steps(const std::vector<AwardStep>& steps, Meanings& meanings, Value amount);

}  // namespace huiqi::oracle
