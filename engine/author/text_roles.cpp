#include "engine/author/text_roles.h"

namespace huiqi {
namespace {

using enum Scope;
using enum TextRole;
using enum TextPlace;

struct Row {
    Scope scope;
    std::string_view en;
    TextPlace place;
    TextRole role;
};

/// Keys that are the same in every kind of file stand under `incentive_file`.
constexpr Row kRoles[]{
    {incentive_file, "id", behind, declares_rule},
    {incentive_file, "parent", behind, rule_name},
    {incentive_file, "replaces", behind, rule_name},
    {incentive_file, "uses", behind, rule_name},
    {incentive_file, "sources", name, declares_source},
    {incentive_file, "enums", name, declares_type},
    {incentive_file, "enums", behind_name, declares_enum_value},
    {incentive_file, "parameters", name, declares_value},
    {incentive_file, "inputs", name, declares_value},
    {incentive_file, "inputs", behind_name, type_name},
    {incentive_file, "define", name, declares_value},
    {incentive_file, "define", behind_name, expression},
    {incentive_file, "population", name, declares_value},
    {incentive_file, "tables", name, declares_value},
    {incentive_file, "parts", behind, value_name},
    {incentive_file, "also", name, declares_amount},
    {incentive_file, "also", behind_name, expression},
    {bundle_file, "incentives", behind, rule_name},
    {bundle_file, "shared", behind, value_name},
    {bundle_file, "totals", name, declares_amount},
    {bundle_file, "totals", behind_name, expression},
    {cases_file, "incentive", behind, rule_name},
    {citation, "part_of", behind, source_name},
    {effective, "by", behind, value_name},
    {enumeration, "values", behind, declares_enum_value},
    {enumeration, "labels", name, datum},
    {parameter, "type", behind, type_name},
    {parameter, "value", behind, expression},
    {parameter, "series", behind_name, expression},
    {parameter, "band", behind, cell},
    {input, "type", behind, type_name},
    {input, "range", behind, cell},
    {input, "when", behind, expression},
    {feed, "incentive", behind, rule_name},
    {definition, "value", behind, expression},
    {definition, "each", behind, loop},
    {definition, "state", behind_name, expression},
    {definition, "step", behind_name, expression},
    {definition, "yields", behind, expression},
    {definition, "result", behind, expression},
    {table, "columns", behind, expression},
    {table, "columns", behind_name, type_name},
    {table, "output", behind, type_name},
    {table, "output", behind_name, type_name},
    {table, "rows", behind, cell},
    {table, "else", behind, expression},
    {table, "priorities", behind, datum},
    {table_row, "cells", behind, cell},
    {condition, "id", behind, declares_condition},
    {condition, "test", behind, expression},
    {condition, "reason", behind, sentence},
    {alternative, "id", behind, declares_condition},
    {alternative, "test", behind, expression},
    {alternative, "reason", behind, sentence},
    {first_time, "records", behind, expression},
    {first_time, "key", behind, expression},
    {first_time, "key", behind_name, expression},
    {step, "base", behind, expression},
    {step, "times", behind, expression},
    {step, "uplift", behind, expression},
    {step, "plus", behind, expression},
    {step, "minus", behind, expression},
    {step, "cap", behind, expression},
    {step, "floor", behind, expression},
    {step, "none_below", behind, expression},
    {step, "when", behind, expression},
    {uplift, "relative", behind, expression},
    {uplift, "points", behind, expression},
    {band, "above", behind, expression},
    {band, "from", behind, expression},
    {band, "upto", behind, expression},
    {band, "below", behind, expression},
    {band, "rate", behind, expression},
    {band, "amount", behind, expression},
    {anomaly, "id", behind, declares_anomaly},
    {anomaly, "when", behind, expression},
    {anomaly, "note", behind, sentence},
    {target, "value", behind, expression},
    {target, "over", behind, expression},
    {target, "distinct", behind, expression},
    {target, "when", behind, expression},
    {target, "by_year", behind, expression},
    {population, "per", behind, expression},
    {population, "value", behind, expression},
    {population, "when", behind, expression},
    {ranking, "by", behind, expression},
    {stacking, "group", behind, rule_name},
    {stacking, "choice", behind, expression},
    {stacking, "cost", behind, expression},
    {limit, "cap", behind, expression},
    {limit, "incentives", behind, rule_name},
    {budget, "amount", behind, expression},
    {budget, "incentives", behind, rule_name},
    {quota, "incentives", behind, rule_name},
    {bundle_keys, "application", behind, value_name},
    {bundle_keys, "applicant", behind, value_name},
    {bundle_keys, "sequence", behind, value_name},
    {bundle_keys, "period_date", behind, value_name},
    {bundle_keys, "region", behind, value_name},
    {share, "rate", behind, expression},
    {share, "amount", behind, expression},
    {share, "cap", behind, expression},
    {instalment, "rate", behind, expression},
    {instalment, "amount", behind, expression},
    {instalment, "cap", behind, expression},
    {instalment, "date", behind, expression},
    {instalment, "when", behind, expression},
    {recovery, "paid", behind, expression},
    {recovery, "when", behind, expression},
    {clause, "by", behind, part_name},
    {clause, "part_of", behind, source_name},
    {case_, "bind", name, value_name},
    {case_, "bind", behind_name, datum},
    {case_, "given", name, value_name},
    {case_, "given", behind_name, datum},
    {bundle_case, "given", name, value_name},
    {bundle_case, "given", behind_name, datum},
    {batch_application, "given", name, value_name},
    {batch_application, "given", behind_name, datum},
    {expectation, "failed", behind, condition_name},
    {expectation, "anomalies", behind, anomaly_name},
    {expectation, "next", behind, value_name},
    {expectation, "parts", name, value_name},
    {bundle_expectation, "totals", name, value_name},
};

}  // namespace

TextRole text_role(Scope scope, std::string_view en, TextPlace place) noexcept {
    if (en == "source" && place == behind) {
        return source_name;
    }
    for (const Row& row : kRoles) {
        if (row.en == en && row.place == place && row.scope == scope) {
            return row.role;
        }
    }
    const bool other_file = scope == library_file || scope == bundle_file || scope == cases_file || scope == detector_file;
    return other_file ? text_role(incentive_file, en, place) : TextRole::other;
}

}  // namespace huiqi
