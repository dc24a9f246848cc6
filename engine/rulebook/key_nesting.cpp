#include "engine/rulebook/key_nesting.h"

namespace huiqi {
namespace {

using enum Scope;

constexpr Nesting kNestings[]{
    {incentive_file, "kind", Behind::word, kind_word},
    {incentive_file, "region", Behind::text},
    {incentive_file, "region", Behind::one, region},
    {incentive_file, "uses", Behind::texts},
    {incentive_file, "sources", Behind::named, citation},
    {incentive_file, "effective", Behind::one, effective},
    {incentive_file, "units", Behind::texts},
    {incentive_file, "enums", Behind::named, enumeration},
    {incentive_file, "enums", Behind::named_texts},
    {incentive_file, "parameters", Behind::named, parameter},
    {incentive_file, "inputs", Behind::named, input},
    {incentive_file, "inputs", Behind::named_text},
    {incentive_file, "define", Behind::named, definition},
    {incentive_file, "define", Behind::named_text},
    {incentive_file, "population", Behind::named, population},
    {incentive_file, "tables", Behind::named, table},
    {incentive_file, "conditions", Behind::each, condition},
    {incentive_file, "award", Behind::each, step},
    {incentive_file, "parts", Behind::texts},
    {incentive_file, "also", Behind::named_text},
    {incentive_file, "also", Behind::named_each, step},
    {incentive_file, "shares", Behind::each, share},
    {incentive_file, "recipients", Behind::each, share},
    {incentive_file, "schedule", Behind::one, schedule},
    {incentive_file, "schedule", Behind::each, instalment},
    {incentive_file, "recover", Behind::one, recovery},
    {incentive_file, "anomalies", Behind::each, anomaly},
    {incentive_file, "targets", Behind::each, target},
    {incentive_file, "clauses", Behind::named, clause},
    {incentive_file, "clauses", Behind::named_text},
    {incentive_file, "suppress", Behind::each, suppression},
    {incentive_file, "cases", Behind::each, case_},

    {library_file, "kind", Behind::word, kind_word},
    {library_file, "uses", Behind::texts},
    {library_file, "sources", Behind::named, citation},
    {library_file, "units", Behind::texts},
    {library_file, "enums", Behind::named, enumeration},
    {library_file, "enums", Behind::named_texts},
    {library_file, "parameters", Behind::named, parameter},
    {library_file, "inputs", Behind::named, input},
    {library_file, "inputs", Behind::named_text},
    {library_file, "clauses", Behind::named, clause},
    {library_file, "clauses", Behind::named_text},
    {library_file, "suppress", Behind::each, suppression},

    {bundle_file, "kind", Behind::word, kind_word},
    {bundle_file, "region", Behind::text},
    {bundle_file, "region", Behind::one, region},
    {bundle_file, "sources", Behind::named, citation},
    {bundle_file, "incentives", Behind::texts},
    {bundle_file, "keys", Behind::one, bundle_keys},
    {bundle_file, "totals", Behind::named_text},
    {bundle_file, "stacking", Behind::each, stacking},
    {bundle_file, "limits", Behind::one, limit},
    {bundle_file, "limits", Behind::each, limit},
    {bundle_file, "budget", Behind::one, budget},
    {bundle_file, "budget", Behind::each, budget},
    {bundle_file, "quota", Behind::one, quota},
    {bundle_file, "quota", Behind::each, quota},
    {bundle_file, "shares", Behind::each, share},
    {bundle_file, "suppress", Behind::each, suppression},
    {bundle_file, "cases", Behind::each, bundle_case},

    {cases_file, "kind", Behind::word, kind_word},
    {cases_file, "cases", Behind::each, case_},
    {cases_file, "cases", Behind::each, bundle_case},

    {enumeration, "ordered", Behind::word, boolean_word},
    {enumeration, "values", Behind::texts},
    {enumeration, "labels", Behind::named_text},
    {enumeration, "labels", Behind::named, prose},

    {parameter, "type", Behind::word, type_word},
    {parameter, "type", Behind::text},
    {parameter, "local", Behind::word, local_word},
    {parameter, "series", Behind::named_text},

    {input, "type", Behind::word, type_word},
    {input, "type", Behind::text},
    {input, "optional", Behind::word, boolean_word},
    {input, "aliases", Behind::texts},
    {input, "role", Behind::word, role_word},
    {input, "fields", Behind::text},
    {input, "fields", Behind::named, input},
    {input, "fields", Behind::named_text},
    {input, "from", Behind::text},
    {input, "from", Behind::texts},
    {input, "from", Behind::one, feed},
    {input, "from", Behind::each, feed},

    {feed, "take", Behind::word, feed_word},
    {feed, "take", Behind::text},

    {definition, "steps", Behind::each, step},
    {definition, "state", Behind::named_text},
    {definition, "step", Behind::named_text},

    {table, "hit", Behind::word, hit_word},

    {condition, "any_of", Behind::each, alternative},
    {condition, "first_time", Behind::one, first_time},

    {alternative, "first_time", Behind::one, first_time},

    {first_time, "key", Behind::text},
    {first_time, "key", Behind::texts},
    {first_time, "key", Behind::named_text},

    {step, "uplift", Behind::text},
    {step, "uplift", Behind::one, uplift},
    {step, "bands", Behind::one, bands},

    {bands, "method", Behind::word, bands_word},
    {bands, "bands", Behind::each, band},

    {anomaly, "level", Behind::word, level_word},
    {anomaly, "severity", Behind::word, severity_word},

    {target, "of", Behind::word, target_word},
    {target, "mode", Behind::word, target_mode_word},
    {target, "base", Behind::text},
    {target, "base", Behind::one, target_base},
    {target, "about", Behind::one, about},

    {case_, "expect", Behind::one, expectation},
    {case_, "unconfirmed", Behind::word, boolean_word},

    {expectation, "eligible", Behind::word, eligible_word},
    {expectation, "failed", Behind::texts},
    {expectation, "anomalies", Behind::texts},
    {expectation, "steps", Behind::texts},
    {expectation, "settled", Behind::text},
    {expectation, "settled", Behind::one, settled},

    {bundle_case, "bind", Behind::one, batch_bind},
    {bundle_case, "history", Behind::each, prior_payment},
    {bundle_case, "applications", Behind::named, batch_application},
    {bundle_case, "unconfirmed", Behind::word, boolean_word},
    {bundle_case, "expect", Behind::one, bundle_expectation},
    {bundle_case, "expect", Behind::one, batch_expectation},

    {batch_application, "expect", Behind::one, bundle_expectation},

    {batch_expectation, "settled", Behind::one, settled},

    {settled, "reductions", Behind::named_text},
    {settled, "shares", Behind::named_text},

    {stacking, "group", Behind::texts},
    {stacking, "method", Behind::word, stacking_word},

    {limit, "period", Behind::word, period_word},
    {limit, "cut", Behind::word, cut_word},
    {limit, "incentives", Behind::texts},
    {limit, "ranking", Behind::each, ranking},

    {budget, "method", Behind::word, budget_word},
    {budget, "period", Behind::word, period_word},
    {budget, "incentives", Behind::texts},
    {budget, "remainder", Behind::word, remainder_word},
    {budget, "ranking", Behind::each, ranking},
    {budget, "last", Behind::word, last_word},

    {ranking, "order", Behind::word, order_word},

    {quota, "period", Behind::word, period_word},
    {quota, "incentives", Behind::texts},
    {quota, "ranking", Behind::each, ranking},

    {share, "rest", Behind::word, boolean_word},

    {schedule, "on_failure", Behind::word, on_failure_word},
    {schedule, "parts", Behind::each, instalment},

    {instalment, "rest", Behind::word, boolean_word},
    {instalment, "when", Behind::word, recheck_word},
    {instalment, "when", Behind::text},

    {recovery, "steps", Behind::each, step},

    {clause, "treatment", Behind::word, treatment_word},
    {clause, "by", Behind::texts},
    {clause, "whole", Behind::word, boolean_word},

    {population, "per", Behind::text},
    {population, "per", Behind::texts},
    {population, "of", Behind::word, population_word},
    {population, "rank", Behind::each, ranking},
    {population, "ties", Behind::word, ties_word},

    {detector_file, "kind", Behind::word, kind_word},
    {detector_file, "uses", Behind::texts},
    {detector_file, "sources", Behind::named, citation},
    {detector_file, "units", Behind::texts},
    {detector_file, "enums", Behind::named, enumeration},
    {detector_file, "enums", Behind::named_texts},
    {detector_file, "parameters", Behind::named, parameter},
    {detector_file, "data", Behind::named, data_table},
    {detector_file, "subject", Behind::one, subject},
    {detector_file, "views", Behind::named, view},
    {detector_file, "checks", Behind::each, check},

    {data_table, "normal", Behind::named_text},
    {data_table, "row_name", Behind::texts},
    {data_table, "arrow", Behind::texts},
    {subject, "refers", Behind::named_texts},

    {view, "union", Behind::texts},
    {view, "group", Behind::one, group},
    {view, "join", Behind::named, join},
    {view, "ties", Behind::named, ties},
    {view, "path", Behind::named, path},
    {view, "peer", Behind::named, peer},
    {view, "cluster", Behind::named, cluster},
    {view, "define", Behind::named_text},

    {check, "level", Behind::word, level_word},
    {check, "severity", Behind::word, severity_word},
    {check, "union", Behind::texts},
    {check, "group", Behind::one, group},
    {check, "join", Behind::named, join},
    {check, "ties", Behind::named, ties},
    {check, "path", Behind::named, path},
    {check, "peer", Behind::named, peer},
    {check, "cluster", Behind::named, cluster},
    {check, "define", Behind::named_text},
    {check, "evidence", Behind::named_text},
    {check, "cases", Behind::each, detector_case},

    {group, "by", Behind::texts},
    {group, "window", Behind::one, window},

    {join, "on", Behind::named_text},

    {peer, "by", Behind::texts},

    {detector_case, "flags", Behind::texts},
};

constexpr KeyGroup kGroups[]{
    {parameter, KeyGroup::Count::at_most_one, {"value", "series"}},
    {definition, KeyGroup::Count::one, {"value", "steps", "each"}},
    {condition, KeyGroup::Count::one, {"test", "any_of", "first_time"}},
    {condition, KeyGroup::Count::some, {"reason", "any_of"}},
    {alternative, KeyGroup::Count::one, {"test", "first_time"}},
    {step, KeyGroup::Count::one, {"base", "times", "uplift", "bands", "plus", "minus", "round", "cap", "floor", "none_below"}},
    {bands, KeyGroup::Count::some, {"method"}},
    {share, KeyGroup::Count::at_most_one, {"rate", "amount"}},
    {share, KeyGroup::Count::some, {"rate", "amount", "rest"}},
    {instalment, KeyGroup::Count::at_most_one, {"rate", "amount"}},
    {instalment, KeyGroup::Count::some, {"rate", "amount", "rest"}},
    {population, KeyGroup::Count::one, {"of", "rank"}},
};

}  // namespace

std::span<const KeyGroup> key_groups() noexcept { return kGroups; }

std::span<const Nesting> nestings() noexcept { return kNestings; }

bool never_empty(Scope scope, std::string_view en) noexcept {
    return (scope == incentive_file && en == "award") || (scope == definition && en == "steps") || (scope == bands && en == "bands") ||
           (scope == table && en == "rows") || (scope == enumeration && en == "values");
}

bool takes_other_names(Scope scope) noexcept {
    return scope == expectation || scope == bundle_expectation || scope == batch_expectation || scope == prior_payment;
}

}  // namespace huiqi
