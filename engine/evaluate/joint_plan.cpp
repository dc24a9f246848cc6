#include "engine/evaluate/joint_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/plan/compile.h"
#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/changes/rule_changes.h"

namespace huiqi {
namespace {

[[nodiscard]] bool same_all(const std::vector<PlanValue>& left, const std::vector<PlanValue>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_value);
}

[[nodiscard]] bool same_named(const std::vector<IncentivePlan::Named>& left, const std::vector<IncentivePlan::Named>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& one, const auto& other) {
        return one.name == other.name && same_value(one.value, other.value);
    });
}

[[nodiscard]] bool same_extras(const std::vector<IncentivePlan::Extra>& left, const std::vector<IncentivePlan::Extra>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& one, const auto& other) {
        return one.name == other.name && same_value(one.amount, other.amount);
    });
}

[[nodiscard]] bool same_optional(const std::optional<PlanValue>& left, const std::optional<PlanValue>& right) {
    return left && right ? same_value(*left, *right) : left.has_value() == right.has_value();
}

[[nodiscard]] bool same_schedule(const std::vector<IncentivePlan::Instalment>& left, const std::vector<IncentivePlan::Instalment>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& one, const auto& other) {
        return one.planned.name == other.planned.name && same_value(one.amount, other.amount) && same_value(one.goes_on, other.goes_on) &&
               same_value(one.passes, other.passes) && same_optional(one.date, other.date);
    });
}

/// Conditions by their ids: none is before another when it comes to who is eligible.
[[nodiscard]] bool same_conditions(const IncentivePlan& left, const Incentive& left_rule, const IncentivePlan& right, const Incentive& right_rule) {
    if (left.conditions.size() != right.conditions.size()) {
        return false;
    }
    std::map<std::string, const PlanValue*> others;
    for (std::size_t at = 0; at < right.conditions.size(); ++at) {
        others.emplace(right_rule.conditions[at].id, &right.conditions[at]);
    }
    for (std::size_t at = 0; at < left.conditions.size(); ++at) {
        const auto other = others.find(left_rule.conditions[at].id);
        if (other == others.end() || !same_value(left.conditions[at], *other->second)) {
            return false;
        }
    }
    return true;
}

}  // namespace

JointPlan::JointPlan(const std::vector<VersionRules>& versions, Diagnostics& diagnostics) {
    std::set<std::string> names;
    for (std::size_t version = 0; version < versions.size(); ++version) {
        const VersionRules& rules = versions[version];
        const BundleInputs links(rules.incentives, rules.bundle);
        const std::string mark = std::to_string(version) + "/";
        first_.push_back(made_.size());
        for (std::size_t member = 0; member < rules.incentives.size(); ++member) {
            auto made = std::make_unique<Incentive>(*rules.incentives[member]);
            made->id = mark + made->id;
            made->lineage.clear();
            made->cases.clear();
            for (std::size_t input = 0; input < made->inputs.size(); ++input) {
                Input& one = made->inputs[input];
                if (const auto source = links.source(member, input)) {
                    one.feed->incentive = mark + rules.incentives[*source]->id;
                } else if (one.feed && one.feed->kind != Feed::Kind::history) {
                    one.feed.reset();   // data, here
                }
                one.from_batch = false;   // a column here, as any other
                one.field.name = links.column(member, input);
                names.insert(one.field.name);
            }
            made_.push_back(std::move(made));
        }
    }
    Bundle all;
    all.shared.assign(names.begin(), names.end());
    std::vector<const Incentive*> incentives;
    for (const auto& one : made_) {
        incentives.push_back(one.get());
    }
    CompileOptions options;
    options.explain = false;
    options.abstract = true;
    plan_ = std::make_shared<const Plan>(compile(incentives, &all, options, diagnostics));
}

bool same_value(const PlanValue& left, const PlanValue& right) {
    return left.node == right.node && left.denominator == right.denominator && left.scale == right.scale && left.constant == right.constant &&
           left.table == right.table && left.element_table == right.element_table && same_all(left.parts, right.parts);
}

bool same_results(const IncentivePlan& left, const Incentive& left_rule, const IncentivePlan& right, const Incentive& right_rule) {
    if (!same_conditions(left, left_rule, right, right_rule) || !same_optional(left.in_force, right.in_force) || left.has_award != right.has_award) {
        return false;
    }
    return same_value(left.eligible, right.eligible) && same_value(left.award, right.award) && same_named(left.parts, right.parts) &&
           same_extras(left.extras, right.extras) && same_extras(left.shares, right.shares) && same_extras(left.recipients, right.recipients) &&
           same_schedule(left.schedule, right.schedule) && same_all(left.anomalies, right.anomalies) &&
           same_optional(left.recovery_applies, right.recovery_applies) &&
           (left.recovery && right.recovery ? same_value(left.recovery->amount, right.recovery->amount) : left.recovery.has_value() == right.recovery.has_value());
}

bool same_columns(const VersionRules& left, const VersionRules& right) {
    std::map<std::string, const Input*> asked;
    const auto each = [](const VersionRules& rules, const auto& visit) {
        const BundleInputs links(rules.incentives, rules.bundle);
        for (std::size_t member = 0; member < rules.incentives.size(); ++member) {
            for (std::size_t input = 0; input < rules.incentives[member]->inputs.size(); ++input) {
                if (!links.source(member, input)) {
                    visit(links.column(member, input), rules.incentives[member]->inputs[input]);
                }
            }
        }
    };
    each(left, [&](const std::string& column, const Input& input) { asked.emplace(column, &input); });
    bool same = true;
    each(right, [&](const std::string& column, const Input& input) {
        const auto other = asked.find(column);
        same = same && (other == asked.end() || same_data(*other->second, input));
    });
    return same;
}

}  // namespace huiqi
