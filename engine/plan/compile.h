#pragma once

#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/passes.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// How a plan is to be made.
struct CompileOptions {
    /// Values for parameters that are required or allowed locally, by name (`取` of a case).
    std::map<std::string, Value, std::less<>> bind;
    /// Answers that are known beforehand, by the name of the input: what holds for each of them holds for all.
    std::map<std::string, Value, std::less<>> given = {};
    /// Parameters that are answers here, by the id of the incentive and their name: the place of the input that has the value.
    std::map<std::pair<std::string, std::string>, std::uint32_t> asked = {};
    /// Keep what an explanation shows (inputs, definitions, parameters, steps), not the decisions only.
    bool explain = true;
    /// With `explain`: tell how every test, comparison and rounding went, too.
    bool watch = false;
    /// Compute what targets need of each row; nothing else asks for it.
    bool targets = false;
    /// With `explain`: whether inputs are kept that nothing uses.
    bool all_inputs = true;
    /// Compile incentives that lack a local parameter too, as `check` does; what needs it is then the error R11.
    bool abstract = false;
    /// Compile these though they lack one, likewise.
    std::vector<const Incentive*> open{};
    /// Give out what 全批 asks of each application, and nothing else.
    bool populations = false;
    /// Rewritings that make the plan faster; none of them changes an outcome.
    std::vector<Pass> passes{std::begin(kPasses), std::end(kPasses)};
    PlanLimits limits;
};

/// Compiles incentives that decide one application side by side. Inputs of one name are one column where `bundle`
/// lists them as shared, else `incentive.name`; inputs of a bundle that take the results of its members are none. Reports what only the plan can see: an award that can carry a digit
/// below one cent (E306), an abstract incentive (E308, unless `bind` sets what it lacks), limits (E609).
/// The plan is whole only when no error was reported.
[[nodiscard]] Plan compile(const std::vector<const Incentive*>& incentives, const Bundle* bundle,
                           const CompileOptions& options, Diagnostics& diagnostics);

/// Compiles one incentive.
[[nodiscard]] Plan compile(const Incentive& incentive, const CompileOptions& options, Diagnostics& diagnostics);

}  // namespace huiqi
