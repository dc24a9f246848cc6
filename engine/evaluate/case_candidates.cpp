#include "engine/evaluate/case_candidates.h"

#include <algorithm>
#include <utility>

#include "engine/data/datum.h"
#include "engine/rulebook/rule_parts.h"

namespace huiqi {
namespace {

[[nodiscard]] bool is_number(const FieldSchema& field) { return field.type.without_optional().is(TypeKind::number); }
[[nodiscard]] bool is_date(const FieldSchema& field) { return field.type.without_optional().is(TypeKind::date); }

/// Adds a value that the field takes and that is not there yet.
void add(std::vector<Value>& values, const FieldSchema& field, Value value) {
    if (!datum_fault(value, field) && std::find(values.begin(), values.end(), value) == values.end()) {
        values.push_back(std::move(value));
    }
}

/// Adds a number that the field can have, and its neighbours.
void add_around(std::vector<Value>& values, const FieldSchema& field, const Rational& number) {
    const Rational step = CaseCandidates::step(field);
    const Rational near = Rational(floor(Rational(number / step))) * step;
    for (const int steps : {0, -1, 1}) {
        add(values, field, CaseCandidates::at(field, near + step * steps));
    }
}

}  // namespace

CaseCandidates::CaseCandidates(const Incentive& incentive) : incentive_(incentive) {
    for (const RulePart& part : rule_parts(incentive)) {
        for (const CheckedExpression* expression : part.expressions) {
            for (const WrittenNumber& one : written_numbers(*expression)) {
                if (!one.value.known()) {
                    continue;
                }
                if (one.type.is(TypeKind::number)) {
                    numbers_.emplace_back(one.type.unit(), one.value.number());
                } else if (one.type.is(TypeKind::date)) {
                    days_.push_back(one.value.date());
                }
            }
        }
    }
    for (const Parameter& parameter : incentive.parameters) {
        for (const Parameter::Version& version : parameter.versions) {
            if (version.from) {
                days_.push_back(*version.from);
            }
            if (version.value.known() && parameter.type.is(TypeKind::number)) {
                numbers_.emplace_back(parameter.type.unit(), version.value.number());
            }
        }
    }
    if (incentive.effective) {
        for (const std::optional<Date>& day : {incentive.effective->from, incentive.effective->to}) {
            if (day) {
                days_.push_back(*day);
            }
        }
    }
}

Rational CaseCandidates::step(const FieldSchema& field) { return is_date(field) ? Rational(1) : field.step; }

bool CaseCandidates::takes(const FieldSchema& field, const Value& value) { return !datum_fault(value, field).has_value(); }

Value CaseCandidates::at(const FieldSchema& field, const Rational& number) {
    if (!is_date(field)) {
        return Value::of(number);
    }
    const Integer days = floor(number);
    const bool is_day = days > -700'000 && days < 2'900'000;   // about the years 54 to 9900
    return is_day ? Value::of(Date::from_days(static_cast<std::int32_t>(days))) : Value::absent();
}

std::vector<Value> CaseCandidates::scalars(const FieldSchema& field, const std::vector<Value>& seen) const {
    std::vector<Value> values;
    const Type type = field.type.without_optional();
    for (const Value& value : seen) {
        add(values, field, value);
    }
    if (type.is(TypeKind::boolean)) {
        add(values, field, Value::of(true));
        add(values, field, Value::of(false));
    } else if (type.is(TypeKind::enumeration)) {
        for (std::size_t code = 0; code < type.values()->values.size(); ++code) {
            add(values, field, Value::enumerated(static_cast<std::int32_t>(code)));
        }
    } else if (is_number(field)) {
        for (const auto& [unit, number] : numbers_) {
            if (unit == type.unit()) {
                add_around(values, field, number);
            }
        }
        for (const AllowedRange& range : field.range) {
            for (const std::optional<Rational>& end : {range.low, range.high}) {
                if (end) {
                    add_around(values, field, *end);
                }
            }
        }
        // powers of ten reach what is computed of the number
        Rational size = 1;
        for (int power = 0; power < 10; ++power, size *= 10) {
            add(values, field, at(field, size));
        }
    } else if (is_date(field)) {
        for (const Date day : days_) {
            add_around(values, field, Rational(day.days()));
        }
    }
    return values;
}

std::vector<Value> CaseCandidates::lists(const FieldSchema& field, const Value& now, const std::vector<Value>& seen) const {
    constexpr std::size_t kElements = 3;
    std::vector<Value> values = {};
    for (const Value& value : seen) {
        add(values, field, value);
    }
    add(values, field, Value::list({}));
    if (!now.known() || now.elements().empty()) {
        return values;
    }
    const Value::List& elements = now.elements();
    Value::List twice = elements;
    twice.push_back(elements.back());
    add(values, field, Value::list(std::move(twice)));
    add(values, field, Value::list(Value::List(elements.begin(), elements.end() - 1)));
    const bool plain = field.fields.size() == 1 && field.fields.front().name.empty();
    for (std::size_t at = 0; at < std::min(elements.size(), kElements); ++at) {
        for (std::size_t part = 0; part < field.fields.size(); ++part) {
            if (!plain && (!elements[at].known() || field.fields[part].kind == ColumnKind::list)) {
                continue;
            }
            for (const Value& value : scalars(field.fields[part], {})) {
                Value::List changed = elements;
                if (plain) {
                    changed[at] = value;
                } else {
                    Value::List record = changed[at].elements();
                    record[part] = value;
                    changed[at] = Value::record(std::move(record));
                }
                add(values, field, Value::list(std::move(changed)));
            }
        }
    }
    return values;
}

std::vector<Value> CaseCandidates::of(const Input& input, const Value& now) const {
    const auto found = std::find_if(incentive_.inputs.begin(), incentive_.inputs.end(),
                                    [&](const Input& one) { return one.field.name == input.field.name; });
    const auto index = static_cast<std::size_t>(found - incentive_.inputs.begin());
    std::vector<Value> seen;
    for (const Case& one : incentive_.cases) {
        if (index < one.given.size() && one.given[index].known() && std::find(seen.begin(), seen.end(), one.given[index]) == seen.end()) {
            seen.push_back(one.given[index]);
        }
    }
    std::vector<Value> values = input.field.kind == ColumnKind::list ? lists(input.field, now, seen) : scalars(input.field, seen);
    if (input.may_be_absent) {
        add(values, input.field, Value::absent());
    }
    values.push_back(Value::unknown({input.field.name}));
    std::erase(values, now);
    return values;
}

}  // namespace huiqi
