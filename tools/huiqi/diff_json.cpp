#include <nlohmann/json.hpp>

#include "tools/huiqi/diff_report.h"
#include "tools/huiqi/json_values.h"
#include "tools/huiqi/witness_words.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

[[nodiscard]] json both(const Bilingual& text) { return text.empty() ? json(nullptr) : json{{"zh", text.zh}, {"en", text.en}}; }

[[nodiscard]] json outcome_json(const WitnessOutcome& outcome, const Incentive& rule) {
    return {{"readable", outcome.readable},
            {"eligible", value_json(outcome.eligible, Type::boolean())},
            {"award", outcome.has_award ? value_json(outcome.award, Type::number(rule.currency)) : json(nullptr)}};
}

[[nodiscard]] const Input* input_of(const ComparedIncentive& one, const std::string& name) {
    for (const Incentive* rule : {one.after, one.before}) {
        for (const Input& input : rule->inputs) {
            if (input.field.name == name) {
                return &input;
            }
        }
    }
    return nullptr;
}

[[nodiscard]] json witness_json(const Program& program, const ComparedIncentive& one, const RuleWitness& witness) {
    json given = json::object();
    for (const auto& [name, value] : witness.given) {
        if (const Input* input = input_of(one, name)) {
            given[name] = value_json(value, input->field.type);
        }
    }
    json axes = json::array();
    for (const WitnessAxis& axis : witness.axes) {
        axes.push_back({{"input", axis.input}, {"text", axis_text(program, one, axis)}});
    }
    return {{"like", witness.like.empty() ? json(nullptr) : json(witness.like)},
            {"changed", witness.changed},
            {"given", std::move(given)},
            {"before", outcome_json(witness.before, *one.before)},
            {"alone", witness.alone ? outcome_json(*witness.alone, *one.before) : json(nullptr)},
            {"after", outcome_json(witness.after, *one.after)},
            {"boundaries", std::move(axes)}};
}

[[nodiscard]] json change_json(const DiffResult& result, const RuleChange& change) {
    const auto place = [](const LoadedRules& rules, const std::optional<Span>& span) {
        return span ? place_json(*span, *rules.rulebook.sources) : json(nullptr);
    };
    return {{"part", part_name(change.part)},
            {"how", how_name(change.how)},
            {"decides", change.decides},
            {"what", both(change.what)},
            {"before", both(change.before)},
            {"after", both(change.after)},
            {"old_place", place(*result.before, change.old_place)},
            {"new_place", place(*result.after, change.new_place)},
            {"old_clause", change.old_clause},
            {"new_clause", change.new_clause}};
}

}  // namespace

std::string diff_json(const Program& program, const DiffResult& result) {
    json incentives = json::array();
    for (std::size_t at = 0; at < result.rules.incentives.size(); ++at) {
        const ComparedIncentive& one = result.rules.incentives[at];
        const RuleWitnesses* found = at < result.witnesses.size() && result.witnesses[at] ? &*result.witnesses[at] : nullptr;
        json changes = json::array();
        for (std::size_t index = 0; index < one.changes.size(); ++index) {
            json made = change_json(result, one.changes[index]);
            if (found != nullptr) {
                const ChangeWitness& change = found->changes[index];
                made["can_stand_alone"] = change.can_stand_alone;
                made["no_effect_alone"] = change.no_effect;
                made["witness"] = change.witness ? witness_json(program, one, *change.witness) : json(nullptr);
            }
            changes.push_back(std::move(made));
        }
        json made{{"old", one.before == nullptr ? json(nullptr) : json(one.before->id)},
                  {"new", one.after == nullptr ? json(nullptr) : json(one.after->id)},
                  {"can_differ", one.can_differ()},
                  {"changes", std::move(changes)}};
        if (found != nullptr) {
            made["looked_at"] = found->looked_at;
            made["witness"] = found->any ? witness_json(program, one, *found->any) : json(nullptr);
        }
        incentives.push_back(std::move(made));
    }
    json bundles = json::array();
    for (const BundleChange& change : result.rules.bundles) {
        bundles.push_back({{"bundle", change.bundle}, {"decides", change.decides}, {"what", both(change.what)}, {"before", both(change.before)}, {"after", both(change.after)}});
    }
    const json all{{"old", result.old_name},
                   {"new", result.new_name},
                   {"same_text", result.rules.same_text},
                   {"can_differ", result.rules.can_differ()},
                   {"verdict", both(diff_verdict(result))},
                   {"incentives", std::move(incentives)},
                   {"bundles", std::move(bundles)}};
    return all.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace huiqi
