#include "engine/evaluate/version_decisions.h"

#include <algorithm>
#include <utility>

#include "engine/data/batch.h"
#include "engine/data/datum.h"

namespace huiqi {
namespace {

/// Gives a value without what it waits for: versions may wait for other answers and be as open.
[[nodiscard]] Value bare(Value value) { return value.state() == State::unknown ? Value::unknown({}) : std::move(value); }

}  // namespace

bool operator==(const VersionDecision& left, const VersionDecision& right) {
    if (left.readable != right.readable || !(left.eligible == right.eligible) || !(left.award == right.award)) {
        return false;
    }
    // what only one of them has is no other result of the same thing
    return std::all_of(left.others.begin(), left.others.end(), [&](const auto& one) {
        const auto other = right.others.find(one.first);
        return other == right.others.end() || other->second == one.second;
    });
}

VersionDecisions::VersionDecisions(const std::vector<const Incentive*>& versions, std::size_t asks_otherwise) {
    add_group(versions, 0, std::min(asks_otherwise, versions.size()));
    if (asks_otherwise < versions.size()) {
        add_group(versions, asks_otherwise, versions.size());
    }
}

void VersionDecisions::add_group(const std::vector<const Incentive*>& all, std::size_t from, std::size_t to) {
    Group& group = groups_.emplace_back();
    std::vector<VersionRules> rules;
    for (std::size_t at = from; at < to; ++at) {
        rules.push_back({.incentives = {all[at]}, .bundle = nullptr});
        group.versions.push_back(at);
    }
    Diagnostics faults;
    group.plan = std::make_unique<JointPlan>(rules, faults);
    ready_ = ready_ && !faults.has_errors() && group.plan->plan()->incentives.size() == rules.size();
    if (ready_) {
        group.evaluator = std::make_unique<Evaluator>(group.plan->plan());
    }
}

bool VersionDecisions::same_as_first(std::size_t version) const {
    const Group& group = groups_.front();
    return ready_ && version < group.versions.size() &&
           same_results(group.plan->of(0, 0), group.plan->incentive(0, 0), group.plan->of(version, 0), group.plan->incentive(version, 0));
}

std::vector<std::vector<VersionDecision>> VersionDecisions::decide(const std::vector<std::string>& names,
                                                                   const std::vector<std::vector<Value>>& applications) {
    std::size_t versions = 0;
    for (const Group& group : groups_) {
        versions += group.versions.size();
    }
    std::vector<std::vector<VersionDecision>> decisions(applications.size(), std::vector<VersionDecision>(versions));
    for (Group& group : groups_) {
        decide(group, names, applications, decisions);
    }
    return decisions;
}

void VersionDecisions::decide(Group& group, const std::vector<std::string>& names, const std::vector<std::vector<Value>>& applications,
                              std::vector<std::vector<VersionDecision>>& decisions) {
    const Schema& schema = group.plan->plan()->schema;
    Batch batch(schema);
    std::vector<std::size_t> taken;   // applications that can be read
    for (std::size_t at = 0; at < applications.size(); ++at) {
        std::vector<Value> row;
        bool readable = true;
        for (const FieldSchema& field : schema.fields) {
            const auto found = std::find(names.begin(), names.end(), field.name);
            Value value = found == names.end() ? Value::unknown({field.name}) : applications[at][static_cast<std::size_t>(found - names.begin())];
            if (value.state() == State::unknown) {
                value = Value::unknown({field.name});
            }
            readable = readable && !datum_fault(value, field);
            row.push_back(std::move(value));
        }
        if (readable) {
            append_row(batch, schema, row);
            taken.push_back(at);
        } else {
            for (const std::size_t version : group.versions) {
                decisions[at][version].readable = false;
            }
        }
    }
    for (std::size_t done = 0; done < taken.size();) {
        const std::size_t some = group.evaluator->run_some(batch, done, taken.size() - done);
        for (std::size_t row = 0; row < some; ++row) {
            for (std::size_t at = 0; at < group.versions.size(); ++at) {
                decisions[taken[done + row]][group.versions[at]] = read(group, at, row);
            }
        }
        done += some;
    }
}

VersionDecision VersionDecisions::read(const Group& group, std::size_t at, std::size_t row) const {
    const IncentivePlan& plan = group.plan->of(at, 0);
    const Incentive& rule = group.plan->incentive(at, 0);
    VersionDecision made;
    const auto value = [&](const PlanValue& one) { return bare(group.evaluator->read(one, row)); };
    made.eligible = value(plan.eligible);
    made.award = value(plan.award);
    made.has_award = plan.has_award;
    for (std::size_t index = 0; index < plan.anomalies.size(); ++index) {
        made.others.emplace("!" + rule.anomalies[index].id, value(plan.anomalies[index]));
    }
    for (const IncentivePlan::Named& one : plan.parts) {
        made.others.emplace("part " + one.name, value(one.value));
    }
    for (const IncentivePlan::Extra& one : plan.shares) {
        made.others.emplace("share " + one.name, value(one.amount));
    }
    for (const IncentivePlan::Extra& one : plan.recipients) {
        made.others.emplace("recipient " + one.name, value(one.amount));
    }
    for (const IncentivePlan::Instalment& one : plan.schedule) {
        made.others.emplace("instalment " + one.planned.name, value(one.amount));
    }
    if (plan.recovery) {
        made.others.emplace("recovery", value(plan.recovery->amount));
    }
    return made;
}

}  // namespace huiqi
