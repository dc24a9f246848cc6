#include "engine/evaluate/rule_lints.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/falling_award.h"
#include "engine/plan/compile.h"
#include "engine/plan/constant_conditions.h"
#include "engine/plan/unreachable_tiers.h"

namespace huiqi {

void check_plans(const Rulebook& rulebook, Diagnostics& diagnostics) {
    CompileOptions options;
    options.abstract = true;
    for (const Incentive& incentive : rulebook.incentives) {
        const auto plan = std::make_shared<const Plan>(compile(incentive, options, diagnostics));
        if (diagnostics.has_errors()) {
            continue;
        }
        warn_of_constant_conditions(incentive, *plan, diagnostics);
        warn_of_unreachable_tiers(incentive, *plan, diagnostics);
        if (!incentive.abstract) {
            warn_of_falling_award(incentive, plan, diagnostics);
        }
    }
    if (diagnostics.has_errors()) {
        return;
    }
    for (const Bundle& bundle : rulebook.bundles) {
        std::vector<const Incentive*> incentives;
        for (const std::string& id : bundle.incentives) {
            incentives.push_back(rulebook.find(id));
        }
        static_cast<void>(compile(incentives, &bundle, options, diagnostics));
    }
}

}  // namespace huiqi
