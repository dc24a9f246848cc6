#include <nlohmann/json.hpp>

#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/author/diff_report.h"
#include "tools/huiqi/author/witness_words.h"
#include "tools/huiqi/json_values.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

[[nodiscard]] json both(const Bilingual& text) { return text.empty() ? json(nullptr) : json{{"zh", text.zh}, {"en", text.en}}; }

[[nodiscard]] json outcome_json(const WitnessOutcome& outcome, const Incentive& rule) {
    return {{"readable", outcome.readable},
            {"eligible", value_json(outcome.eligible, Type::boolean())},
            {"award", outcome.has_award ? value_json(outcome.award, Type::number(rule.currency)) : json(nullptr)}};
}

[[nodiscard]] json witness_json(const Program& program, const ComparedIncentive& one, const RuleWitness& witness) {
    json given = json::object();
    for (const auto& [name, value] : witness.given) {
        if (const Input* input = input_of(one, name, value)) {
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

/// Gives the key under which a file is named.
[[nodiscard]] const char* file_key(BundleChange::Kind kind) {
    switch (kind) {
        case BundleChange::Kind::bundle: return "bundle";
        case BundleChange::Kind::detectors: return "detectors";
        case BundleChange::Kind::library: return "library";
        case BundleChange::Kind::rules: return "rules";
    }
    return "";
}

[[nodiscard]] json tally_json(const AwardTally& tally) {
    return {{"rows", tally.rows},
            {"gaining", tally.gaining},
            {"losing", tally.losing},
            {"otherwise", tally.otherwise},
            {"unchanged", tally.unchanged},
            {"newly_eligible", tally.newly_eligible},
            {"newly_refused", tally.newly_refused},
            {"opened", tally.opened},
            {"closed", tally.closed},
            {"before", fixed_text(tally.before_cents, 2)},
            {"after", fixed_text(tally.after_cents, 2)},
            {"gain", fixed_text(tally.gain_cents, 2)},
            {"loss", fixed_text(tally.loss_cents, 2)},
            {"difference", fixed_text(tally.after_cents - tally.before_cents, 2)}};
}

[[nodiscard]] json row_json(const BatchDifference& batch, const std::optional<RowDifference>& row) {
    if (!row) {
        return nullptr;
    }
    json awards = json::array();
    for (std::size_t at = 0; at < row->before.size(); ++at) {
        awards.push_back({{"incentive", batch.awards[at].id},
                          {"old_decision", award_state_word(row->before[at].first)},
                          {"new_decision", award_state_word(row->after[at].first)},
                          {"before", fixed_text(row->before[at].second, 2)},
                          {"after", fixed_text(row->after[at].second, 2)}});
    }
    return {{"line", row->line}, {"application", row->number}, {"difference", fixed_text(row->difference, 2)}, {"awards", std::move(awards)}};
}

[[nodiscard]] json batch_json(const DiffResult& result, const BatchDifference& batch) {
    json awards = json::array();
    for (std::size_t at = 0; at < batch.awards.size(); ++at) {
        json one = tally_json(batch.found.awards[at]);
        one["incentive"] = batch.awards[at].id;
        awards.push_back(std::move(one));
    }
    json groups = json::array();
    for (const auto& [name, tally] : batch.found.groups) {
        json one = tally_json(tally);
        one["value"] = name;
        groups.push_back(std::move(one));
    }
    json changes = json::array();
    for (const BatchDifference::Change& change : batch.changes) {
        const ComparedIncentive& one = result.rules.incentives[change.incentive];
        changes.push_back({{"incentive", one.any().id},
                           {"change", change.change},
                           {"what", both(one.changes[change.change].what)},
                           {"alone", change.alone},
                           {"difference", change.alone ? json(fixed_text(change.cents, 2)) : json(nullptr)}});
    }
    return {{"input", batch.input},
            {"rows_read", batch.found.rows_read},
            {"set_aside", {{"old", batch.found.unread_before}, {"new", batch.found.unread_after}}},
            {"all", tally_json(batch.found.rows)},
            {"incentives", std::move(awards)},
            {"by", batch.by.empty() ? json(nullptr) : json(batch.by)},
            {"groups", std::move(groups)},
            {"largest_loss", row_json(batch, batch.found.largest_loss)},
            {"largest_gain", row_json(batch, batch.found.largest_gain)},
            {"attribution", {{"changes", std::move(changes)}, {"remainder", fixed_text(batch.remainder_cents, 2)}}}};
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
                  {"localities_may_set_otherwise", one.opens_otherwise()},
                  {"changes", std::move(changes)}};
        if (found != nullptr) {
            made["looked_at"] = found->looked_at;
            made["witness"] = found->any ? witness_json(program, one, *found->any) : json(nullptr);
        }
        incentives.push_back(std::move(made));
    }
    json bundles = json::array();
    for (const BundleChange& change : result.rules.bundles) {
        bundles.push_back({{file_key(change.kind), change.bundle}, {"decides", change.decides}, {"what", both(change.what)}, {"before", both(change.before)}, {"after", both(change.after)}});
    }
    json all{{"old", result.old_name},
                   {"new", result.new_name},
                   {"same_text", result.rules.same_text},
                   {"can_differ", result.rules.can_differ()},
                   {"localities_may_set_otherwise", result.rules.opens_otherwise()},
                   {"verdict", both(diff_verdict(result))},
                   {"incentives", std::move(incentives)},
                   {"bundles", std::move(bundles)}};
    if (result.batch) {
        all["batch"] = batch_json(result, *result.batch);
    }
    return all.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace huiqi
