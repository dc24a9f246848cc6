#include "engine/evaluate/joint_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/plan/compile.h"
#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/changes/rule_changes.h"
#include "engine/rulebook/field_builder.h"

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

/// Tells whether two values of the whole batch come out alike for the same applications.
[[nodiscard]] bool same_formed(const Population& left_rule, const IncentivePlan::Population& left, const Population& right_rule,
                               const IncentivePlan::Population& right) {
    const bool same_rule = left_rule.kind == right_rule.kind && left_rule.ties_refused == right_rule.ties_refused &&
                           left_rule.rounding == right_rule.rounding && left_rule.round_step == right_rule.round_step &&
                           std::equal(left_rule.ranks.begin(), left_rule.ranks.end(), right_rule.ranks.begin(), right_rule.ranks.end(),
                                      [](const auto& one, const auto& other) { return one.descending == other.descending; });
    return same_rule && same_all(left.per, right.per) && same_all(left.ranks, right.ranks) && same_optional(left.when, right.when) &&
           same_optional(left.value, right.value);
}

}  // namespace

JointPlan::JointPlan(const std::vector<VersionRules>& versions, Diagnostics& diagnostics, BatchValues batch_values, Use use) : use_(use) {
    for (std::size_t version = 0; version < versions.size(); ++version) {
        first_.push_back(made_.size());
        add(versions[version], std::to_string(version) + "/", batch_values);
    }
    const bool forms = batch_values == BatchValues::formed &&
                       std::any_of(made_.begin(), made_.end(), [](const auto& one) { return !one->populations.empty(); });
    if (forms) {
        Diagnostics silent;   // said when the plan itself is compiled
        share_batch_values(*compiled(true, silent));
        populations_ = compiled(true, silent);
    }
    plan_ = compiled(false, diagnostics);
}

void JointPlan::add(const VersionRules& rules, const std::string& mark, BatchValues batch_values) {
    const BundleInputs links(rules.incentives, rules.bundle);
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
            const bool formed = one.from_batch && batch_values == BatchValues::formed;
            one.from_batch = false;   // a column here, as any other
            one.field.name = (formed ? mark : std::string()) + links.column(member, input);
        }
        if (use_ == Use::compare_for_localities) {
            ask_for_parameters(*made);
        }
        made_.push_back(std::move(made));
    }
}

/// Asks for each parameter that a locality may set, as if an applicant said it.
void JointPlan::ask_for_parameters(Incentive& incentive) {
    for (const Parameter& parameter : incentive.parameters) {
        const bool one_value = parameter.type.is(TypeKind::number) || parameter.type.is(TypeKind::boolean) || parameter.type.is(TypeKind::date) ||
                               parameter.type.is(TypeKind::enumeration);
        if (parameter.local == Parameter::Local::fixed || !one_value) {
            continue;
        }
        Input asked;
        asked.field.name = "/" + parameter.name;   // no input is called so
        asked.field.type = parameter.type;
        asked.field.kind = parameter.type.is(TypeKind::boolean) ? ColumnKind::boolean : parameter.type.is(TypeKind::date) ? ColumnKind::date : ColumnKind::enumeration;
        asked.field.range = parameter.band;
        if (parameter.type.is(TypeKind::number)) {
            asked.field.entry = {parameter.type.unit(), 1, {}};
            asked.field.decimals = parameter.type.unit().is_money() ? 2 : 6;   // as of what is not set yet
            asked.field.step = Rational(1) / Rational(pow10(asked.field.decimals));
            const std::string_view word = parameter.type.unit().is_money() ? "money" : parameter.rate ? "rate" : "number";
            settle_bounds({.word = word, .type = parameter.type, .entry = asked.field.entry}, asked.field);
        }
        asked_.emplace(std::pair(incentive.id, parameter.name), static_cast<std::uint32_t>(incentive.inputs.size()));
        incentive.inputs.push_back(std::move(asked));
    }
}

std::shared_ptr<const Plan> JointPlan::compiled(bool populations, Diagnostics& diagnostics) const {
    std::set<std::string> names;
    std::vector<const Incentive*> incentives;
    for (const auto& one : made_) {
        incentives.push_back(one.get());
        for (const Input& input : one->inputs) {
            names.insert(input.field.name);
        }
    }
    Bundle all;
    all.shared.assign(names.begin(), names.end());
    CompileOptions options;
    options.explain = use_ != Use::decide;
    options.asked = asked_;
    options.abstract = true;
    options.populations = populations;
    return std::make_shared<const Plan>(compile(incentives, &all, options, diagnostics));
}

/// Lets versions that form a value alike have one column of it: a rank of all applications is kept once.
void JointPlan::share_batch_values(const Plan& asked) {
    struct Formed {
        const Population* rule = nullptr;
        const IncentivePlan::Population* asks = nullptr;
        std::string column;
    };
    std::vector<Formed> known;
    for (std::size_t at = 0; at < made_.size() && at < asked.incentives.size(); ++at) {
        for (std::size_t which = 0; which < made_[at]->populations.size() && which < asked.incentives[at].populations.size(); ++which) {
            const Population& rule = made_[at]->populations[which];
            const IncentivePlan::Population& asks = asked.incentives[at].populations[which];
            std::string& column = made_[at]->inputs[rule.input].field.name;
            const auto same = std::find_if(known.begin(), known.end(), [&](const Formed& one) {
                return unmarked_column(one.column) == unmarked_column(column) && same_formed(*one.rule, *one.asks, rule, asks);
            });
            if (same != known.end()) {
                column = same->column;
            } else {
                known.push_back({.rule = &rule, .asks = &asks, .column = column});
            }
        }
    }
}

std::string unmarked_column(const std::string& column) { return column.substr(column.find('/') + 1); }

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

bool same_named_values(const IncentivePlan& left, const Incentive& left_rule, const IncentivePlan& right, const Incentive& right_rule,
                       const std::set<std::string>& names) {
    const auto value = [](const IncentivePlan& plan, const Incentive& rule, const std::string& name) -> const PlanValue* {
        for (std::size_t at = 0; at < rule.definitions.size() && at < plan.definitions.size(); ++at) {
            if (rule.definitions[at].name == name) {
                return &plan.definitions[at];
            }
        }
        const auto extra = std::find_if(plan.extras.begin(), plan.extras.end(), [&](const auto& one) { return one.name == name; });
        return extra == plan.extras.end() ? nullptr : &extra->amount;
    };
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        const PlanValue* one = value(left, left_rule, name);
        const PlanValue* other = value(right, right_rule, name);
        return one == nullptr || other == nullptr || same_value(*one, *other);
    });
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
