#include "engine/rulebook/changes/key_effects.h"

#include <algorithm>
#include <array>

namespace huiqi {
namespace {

using enum Scope;

struct Keys {
    Scope scope;
    std::array<std::string_view, 26> keys;
};

/// Nowhere do these change a result.
constexpr std::array<std::string_view, 10> kNowhere{"kind", "title", "issuer", "note", "source", "interpretation", "clauses", "suppress", "cases", "label"};

constexpr Keys kNone[]{
    {incentive_file, {"uses", "units"}},   // names alone: what is taken by them is compared
    {library_file, {"sources"}},
    {bundle_file, {"sources"}},
    {detector_file, {"sources", "world"}},
    {citation, {"document", "number", "clause", "quote", "url", "part_of", "text"}},
    {region, {"name"}},
    {enumeration, {"labels"}},
    {input, {"question", "help", "evidence", "role"}},
    {condition, {"reason"}},
    {alternative, {"id", "reason"}},
    {data_table, {"row_name"}},
    {check, {"description", "clear"}},
};

/// What `rule_changes` and the plans of two versions see of an incentive.
constexpr Keys kCompared[]{
    {incentive_file, {"id", "parent", "region", "currency", "rank", "sources", "effective", "replaces", "enums", "parameters", "inputs",
                      "define", "population", "tables", "conditions", "award", "parts", "also", "shares", "recipients", "schedule", "recover", "anomalies",
                      "targets"}},
    {region, {"code"}},
    {citation, {"issued"}},
    {effective, {"from", "to", "by"}},
    {enumeration, {"ordered", "values"}},
    {parameter, {"type", "unit", "fields", "value", "series", "valid_through", "local", "band"}},
    {input, {"type", "unit", "decimals", "range", "optional", "when", "aliases", "fields", "from"}},
    {feed, {"incentive", "take"}},
    {definition, {"value", "steps", "each", "as", "state", "step", "yields", "result", "unit"}},
    {table, {"hit", "columns", "output", "rows", "else", "priorities"}},
    {table_row, {"cells"}},
    {condition, {"id", "test", "any_of", "first_time"}},
    {alternative, {"test", "first_time"}},
    {first_time, {"records", "key"}},
    {step, {"base", "times", "uplift", "bands", "plus", "minus", "round", "cap", "floor", "none_below", "when"}},
    {uplift, {"relative", "points"}},
    {bands, {"method", "bands"}},
    {band, {"above", "from", "upto", "below", "rate", "amount"}},
    {anomaly, {"id", "when", "level", "severity"}},
    {target, {"id", "of", "value", "over", "distinct", "when", "by_year", "period", "mode", "base", "at_least", "above", "at_most", "below", "about"}},
    {target_base, {"year", "value"}},
    {about, {"value", "band", "plus_minus"}},
    {share, {"party", "rate", "amount", "round", "cap", "rest"}},
    {schedule, {"on_failure", "parts"}},
    {instalment, {"id", "rate", "amount", "round", "cap", "rest", "date", "when"}},
    {recovery, {"paid", "when", "steps"}},
    {population, {"per", "of", "value", "rank", "ties", "when", "decimals", "round"}},
    {ranking, {"by", "order"}},
};

template <class Rows>
[[nodiscard]] bool holds(const Rows& rows, Scope scope, std::string_view en) noexcept {
    return std::any_of(std::begin(rows), std::end(rows), [&](const Keys& row) {
        return row.scope == scope && !en.empty() && std::find(row.keys.begin(), row.keys.end(), en) != row.keys.end();
    });
}

}  // namespace

KeyEffect key_effect(Scope scope, std::string_view en) noexcept {
    if (holds(kNone, scope, en) || std::find(kNowhere.begin(), kNowhere.end(), en) != kNowhere.end()) {
        return KeyEffect::none;
    }
    return holds(kCompared, scope, en) ? KeyEffect::compared : KeyEffect::may_change;
}

}  // namespace huiqi
