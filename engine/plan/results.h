#pragma once

#include <vector>

#include "engine/plan/plan.h"

namespace huiqi {

/// Calls `visit` with what an award is divided into and what comes back of it.
template <class AnyIncentive, class Visit, class Steps>
void for_each_part(AnyIncentive& incentive, const Visit& visit, const Steps& steps) {
    const auto amount = [&](auto& one) {
        steps(one.steps);
        visit(one.amount);
    };
    for (auto* shares : {&incentive.shares, &incentive.recipients}) {
        for (auto& share : *shares) {
            amount(share);
        }
    }
    for (auto& part : incentive.schedule) {
        amount(part.planned);
        visit(part.goes_on);
        visit(part.passes);
        visit(part.amount);
        if (part.date) {
            visit(*part.date);
        }
    }
    if (incentive.recovery) {
        amount(*incentive.recovery);
    }
    if (incentive.recovery_applies) {
        visit(*incentive.recovery_applies);
    }
}

/// Calls `visit` with every value that a plan (const or not) gives out.
template <class AnyPlan, class Visit>
void for_each_result(AnyPlan& plan, Visit visit) {
    const auto steps = [&visit](auto& list) {
        for (auto& step : list) {
            visit(step.before);
            visit(step.after);
            visit(step.value);
            if (step.applies) {
                visit(*step.applies);
            }
            for (auto& band : step.bands) {
                if (band.upto) {
                    visit(*band.upto);
                }
                visit(band.worth);
                visit(band.inside);
            }
        }
    };
    const auto all = [&visit](auto& values) {
        for (auto& value : values) {
            visit(value);
        }
    };
    for (auto& incentive : plan.incentives) {
        all(incentive.inputs);
        all(incentive.parameters);
        all(incentive.definitions);
        for (auto& passage : incentive.passages) {
            visit(passage.elements);
            all(passage.after);
        }
        for (auto& list : incentive.definition_steps) {
            steps(list);
        }
        for (auto& one : incentive.watches) {
            visit(one.seen);
        }
        for (auto& one : incentive.traces) {
            visit(one.seen);
        }
        for (auto& use : incentive.table_uses) {
            visit(use.seen);
        }
        all(incentive.conditions);
        for (auto& tests : incentive.alternatives) {
            all(tests);
        }
        if (incentive.in_force) {
            visit(*incentive.in_force);
        }
        visit(incentive.eligible);
        visit(incentive.reason);
        steps(incentive.steps);
        visit(incentive.award);
        for (auto& extra : incentive.extras) {
            steps(extra.steps);
            visit(extra.amount);
        }
        for (auto& part : incentive.parts) {
            visit(part.value);
        }
        for_each_part(incentive, visit, steps);
        all(incentive.anomalies);
        for (auto& target : incentive.targets) {
            for (auto* value : {&target.when, &target.year, &target.value, &target.over, &target.distinct}) {
                if (*value) {
                    visit(**value);
                }
            }
        }
        for (auto& population : incentive.populations) {
            all(population.per);
            all(population.ranks);
            for (auto* one : {&population.when, &population.value}) {
                if (*one) {
                    visit(**one);
                }
            }
        }
        for (auto* sentences : {&incentive.reasons, &incentive.descriptions}) {
            for (auto& sentence : *sentences) {
                all(sentence.zh);
                all(sentence.en);
            }
        }
    }
    for (auto& total : plan.totals) {
        visit(total.value);
    }
}

/// Marks the nodes that the values which a plan gives out are read from.
[[nodiscard]] std::vector<bool> nodes_given_out(const Plan& plan);

}  // namespace huiqi
