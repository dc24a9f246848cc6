#include "tools/huiqi/author/covered_cases.h"

#include "engine/api/batch_cases.h"
#include "engine/evaluate/coverage_proofs.h"

namespace huiqi {

void run_cases_of_rules(const Rulebook& rulebook, Language language, Diagnostics& faults, Coverage* coverage, const CaseSink& sink,
                        const std::function<bool()>& goes_on) {
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support && goes_on()) {
            if (coverage != nullptr) {
                expect_coverage(incentive, *coverage);
            }
            sink(incentive.id, run_cases(incentive, language, faults, coverage));
        }
    }
    for (const Bundle& bundle : rulebook.bundles) {
        if (!goes_on()) {
            return;
        }
        if (coverage != nullptr) {
            expect_coverage(bundle, *coverage);
        }
        sink(bundle.id, run_cases(rulebook, bundle, language, faults, coverage));
        sink(bundle.id, run_batch_cases(rulebook, bundle, language, coverage));
    }
    if (coverage != nullptr && goes_on()) {
        rule_out_by_choices(rulebook, *coverage);
    }
}

std::set<SourceId> covered_texts(const Rulebook& rulebook) {
    std::set<SourceId> texts;
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support) {
            texts.insert(incentive.declared.source);
        }
    }
    for (const Bundle& bundle : rulebook.bundles) {
        texts.insert(bundle.declared.source);
    }
    return texts;
}

}  // namespace huiqi
