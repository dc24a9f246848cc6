#include "engine/evaluate/rule_lints.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/diagnostic/side_by_side.h"
#include "engine/evaluate/falling_award.h"
#include "engine/plan/compile.h"
#include "engine/plan/constant_conditions.h"
#include "engine/plan/unreachable_tiers.h"

namespace huiqi {

namespace {

/// What the plan of one incentive shows.
struct Shown {
    Diagnostics faults;
    Diagnostics hints;   ///< nothing for an incentive with faults
};

[[nodiscard]] Shown look_at(const Incentive& incentive, const CompileOptions& options, const Diagnostics& told) {
    Shown shown;
    const auto plan = std::make_shared<const Plan>(compile(incentive, options, shown.faults));
    if (shown.faults.has_errors()) {
        return shown;
    }
    warn_of_constant_conditions(incentive, *plan, shown.hints, &told);
    warn_of_unreachable_tiers(incentive, *plan, shown.hints);
    if (!incentive.abstract) {
        warn_of_falling_award(incentive, plan, shown.hints);
    }
    return shown;
}

}  // namespace

void check_plans(const Rulebook& rulebook, Diagnostics& diagnostics) {
    constexpr std::size_t kIncentivesAThread = 2;
    CompileOptions options;
    options.abstract = true;
    std::vector<Shown> shown(rulebook.incentives.size());
    side_by_side(shown.size(), kIncentivesAThread, [&](std::size_t at) { shown[at] = look_at(rulebook.incentives[at], options, diagnostics); });
    for (Shown& one : shown) {
        diagnostics.append(std::move(one.faults));
        if (!diagnostics.has_errors()) {   // behind a fault, hints only bury it
            diagnostics.append(std::move(one.hints));
        }
    }
    if (diagnostics.has_errors()) {
        return;
    }
    std::unordered_map<std::string_view, const Incentive*> by_id;
    for (const Incentive& incentive : rulebook.incentives) {
        by_id.try_emplace(incentive.id, &incentive);
    }
    for (const Bundle& bundle : rulebook.bundles) {
        std::vector<const Incentive*> incentives;
        for (const std::string& id : bundle.incentives) {
            const auto found = by_id.find(id);
            incentives.push_back(found == by_id.end() ? nullptr : found->second);
        }
        static_cast<void>(compile(incentives, &bundle, options, diagnostics));
    }
}

}  // namespace huiqi
