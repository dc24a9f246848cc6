#pragma once

#include <vector>

#include "engine/plan/plan.h"

namespace huiqi {

/// Goes through the values that a plan (const or not) gives out, part by part.
template <class Visit>
class ResultWalk {
public:
    explicit ResultWalk(const Visit& visit) : visit_(visit) {}

    template <class AnyIncentive>
    void go_through(AnyIncentive& incentive) const {
        answers(incentive);
        conditions(incentive);
        steps(incentive.steps);
        visit_(incentive.award);
        for (auto& extra : incentive.extras) {
            amount(extra);
        }
        for (auto& part : incentive.parts) {
            visit_(part.value);
        }
        shares(incentive);
        over_applications(incentive);
        for (auto* sentences : {&incentive.reasons, &incentive.descriptions}) {
            for (auto& sentence : *sentences) {
                values(sentence.zh);
                values(sentence.en);
            }
        }
    }

private:
    template <class Values>
    void values(Values& all) const {
        for (auto& value : all) {
            visit_(value);
        }
    }

    template <class Optional>
    void where_given(Optional& value) const {
        if (value) {
            visit_(*value);
        }
    }

    template <class Seen>
    void seen(Seen& all) const {
        for (auto& one : all) {
            visit_(one.seen);
        }
    }

    template <class Steps>
    void steps(Steps& all) const {
        for (auto& step : all) {
            visit_(step.before);
            visit_(step.after);
            visit_(step.value);
            where_given(step.applies);
            for (auto& band : step.bands) {
                where_given(band.upto);
                visit_(band.worth);
                visit_(band.inside);
            }
        }
    }

    template <class Amount>
    void amount(Amount& one) const {
        steps(one.steps);
        visit_(one.amount);
    }

    /// Inputs, parameters and what is computed of them.
    template <class AnyIncentive>
    void answers(AnyIncentive& incentive) const {
        values(incentive.inputs);
        values(incentive.parameters);
        values(incentive.definitions);
        for (auto& passage : incentive.passages) {
            visit_(passage.elements);
            values(passage.after);
        }
        for (auto& list : incentive.definition_steps) {
            steps(list);
        }
        seen(incentive.watches);
        seen(incentive.traces);
        seen(incentive.table_uses);
    }

    /// Conditions and anomalies, and what comes of them.
    template <class AnyIncentive>
    void conditions(AnyIncentive& incentive) const {
        values(incentive.conditions);
        for (auto& tests : incentive.alternatives) {
            values(tests);
        }
        where_given(incentive.in_force);
        visit_(incentive.eligible);
        visit_(incentive.reason);
        values(incentive.anomalies);
    }

    /// What an award is divided into and what comes back of it.
    template <class AnyIncentive>
    void shares(AnyIncentive& incentive) const {
        for (auto* list : {&incentive.shares, &incentive.recipients}) {
            for (auto& share : *list) {
                amount(share);
            }
        }
        for (auto& part : incentive.schedule) {
            amount(part.planned);
            visit_(part.goes_on);
            visit_(part.passes);
            visit_(part.amount);
            where_given(part.date);
        }
        if (incentive.recovery) {
            amount(*incentive.recovery);
        }
        where_given(incentive.recovery_applies);
    }

    /// Targets, and what is asked of the whole batch.
    template <class AnyIncentive>
    void over_applications(AnyIncentive& incentive) const {
        for (auto& target : incentive.targets) {
            for (auto* value : {&target.when, &target.year, &target.value, &target.over, &target.distinct}) {
                where_given(*value);
            }
        }
        for (auto& population : incentive.populations) {
            values(population.per);
            values(population.ranks);
            where_given(population.when);
            where_given(population.value);
        }
    }

    const Visit& visit_;
};

/// Calls `visit` with every value that a plan (const or not) gives out.
template <class AnyPlan, class Visit>
void for_each_result(AnyPlan& plan, const Visit& visit) {
    const ResultWalk walk(visit);
    for (auto& incentive : plan.incentives) {
        walk.go_through(incentive);
    }
    for (auto& total : plan.totals) {
        visit(total.value);
    }
}

/// Marks the nodes that the values which a plan gives out are read from.
[[nodiscard]] std::vector<bool> nodes_given_out(const Plan& plan);

}  // namespace huiqi
