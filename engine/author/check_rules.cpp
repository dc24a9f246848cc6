#include "engine/author/check_rules.h"

#include <string>
#include <vector>

#include "engine/anomaly/detection.h"
#include "engine/plan/compile.h"
#include "engine/plan/constant_conditions.h"

namespace huiqi {
namespace {

void compile_all(const Rulebook& rulebook, Diagnostics& diagnostics) {
    CompileOptions options;
    options.abstract = true;
    for (const Incentive& incentive : rulebook.incentives) {
        const Plan plan = compile(incentive, options, diagnostics);
        if (!diagnostics.has_errors()) {
            warn_of_constant_conditions(incentive, plan, diagnostics);
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
        (void)compile(incentives, &bundle, options, diagnostics);
    }
}

}  // namespace

std::size_t check_rules(const Rulebook& rulebook, Diagnostics& diagnostics) {
    if (diagnostics.has_errors()) {
        return 0;
    }
    compile_all(rulebook, diagnostics);
    const Detectors detectors = load_detectors(rulebook, diagnostics);
    if (!diagnostics.has_errors()) {
        check_detectors(detectors, diagnostics);
    }
    return detectors.checks.size();
}

}  // namespace huiqi
