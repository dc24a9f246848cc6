#include "engine/evaluate/rule_sameness.h"

#include <algorithm>
#include <variant>

namespace huiqi {

std::set<std::string> read_by_bundles(const Rulebook& rulebook) {
    std::set<std::string> names;
    for (const Bundle& bundle : rulebook.bundles) {
        const auto read = [&](const SettlementValue& value) {
            const Incentive* member = value.kind == SettlementValue::Kind::definition ? rulebook.find(bundle.incentives[value.incentive]) : nullptr;
            if (member != nullptr) {
                names.insert(member->definitions[value.index].name);
            }
        };
        const auto ranks = [&](const auto& all) {
            for (const auto& one : all) {
                std::for_each(one.ranking.begin(), one.ranking.end(), [&](const BundleSettlement::Rank& rank) { read(rank.by); });
            }
        };
        for (const BundleSettlement::Group& one : bundle.settlement.stacking) {
            if (one.value) {
                read(*one.value);
            }
        }
        for (const BundleSettlement::Limit& one : bundle.settlement.limits) {
            read(one.per);
            if (const auto* cap = std::get_if<SettlementValue>(&one.cap)) {
                read(*cap);
            }
        }
        ranks(bundle.settlement.limits);
        ranks(bundle.settlement.quotas);
        ranks(bundle.settlement.budgets);
    }
    return names;
}

void add_extras(const Incentive& incentive, std::set<std::string>& names) {
    for (const ExtraAmount& one : incentive.extras) {
        names.insert(one.name);
    }
}

bool has_local(const Incentive& incentive) {
    return std::any_of(incentive.parameters.begin(), incentive.parameters.end(),
                       [](const Parameter& one) { return one.local != Parameter::Local::fixed; });
}

bool same_for_localities(const Incentive& before, const Incentive& after, const std::set<std::string>& names) {
    const VersionRules was{.incentives = {&before}, .bundle = nullptr};
    const VersionRules is{.incentives = {&after}, .bundle = nullptr};
    Diagnostics faults;
    const JointPlan both({was, is}, faults, JointPlan::BatchValues::given, JointPlan::Use::compare_for_localities);
    return !faults.has_errors() && both.plan()->incentives.size() == 2 && same_results(both.of(0, 0), before, both.of(1, 0), after) &&
           same_named_values(both.of(0, 0), before, both.of(1, 0), after, names);
}

}  // namespace huiqi
