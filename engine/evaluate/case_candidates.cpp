#include "engine/evaluate/case_candidates.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

#include "engine/data/datum_number.h"
#include "engine/rulebook/changes/rule_parts.h"

namespace huiqi {
namespace {

constexpr std::size_t kTexts = 40;   // that rules state: more would leave no effort for the rest

[[nodiscard]] bool is_number(const FieldSchema& field) { return field.type.without_optional().is(TypeKind::number); }
[[nodiscard]] bool is_date(const FieldSchema& field) { return field.type.without_optional().is(TypeKind::date); }

/// Values of one field, each once, in the order in which they came. A table may state them by the thousand.
class Values {
public:
    explicit Values(const FieldSchema& field) : field_(field), type_(field.type.without_optional()) {}

    /// Adds a value that the field takes and that is not there yet.
    void add(Value value) {
        if (is_datum(value, field_)) {
            add_any(std::move(value));
        }
    }

    /// Adds one whether the field takes it or not.
    void add_any(Value value) {
        const auto [first, last] = places_.equal_range(hash(value));
        if (std::none_of(first, last, [&](const auto& place) { return values_[place.second] == value; })) {
            places_.emplace(hash(value), values_.size());
            values_.push_back(std::move(value));
        }
    }

    /// Adds a number that the field can have, and its neighbours.
    void add_around(const Rational& number) {
        const Rational step = CaseCandidates::step(field_);
        const Rational near = Rational(floor(Rational(number / step))) * step;
        for (const int steps : {0, -1, 1}) {
            add(CaseCandidates::at(field_, near + step * steps));
        }
    }

    /// Adds the ends of the declared ranges, and what lies beside them.
    void add_ends() {
        for (const AllowedRange& range : field_.range) {
            for (const std::optional<Rational>& end : {range.low, range.high}) {
                if (end) {
                    add_around(*end);
                }
            }
        }
    }

    [[nodiscard]] std::vector<Value> take() { return std::move(values_); }

private:
    [[nodiscard]] std::size_t hash(const Value& value) const {
        if (!value.known()) {
            return 0;
        }
        switch (type_.kind()) {
            case TypeKind::number: return std::hash<Rational>()(value.number());
            case TypeKind::date: return std::hash<std::int32_t>()(value.date().days());
            case TypeKind::enumeration: return std::hash<std::int32_t>()(value.code());
            default: return 1;   // few, or not told apart by their type alone
        }
    }

    const FieldSchema& field_;
    Type type_;
    std::vector<Value> values_;
    std::unordered_multimap<std::size_t, std::size_t> places_;   ///< by the hash of a value
};

}  // namespace

CaseCandidates::CaseCandidates(const Incentive& incentive) : incentive_(incentive) {
    for (const RulePart& part : rule_parts(incentive)) {
        for (const CheckedExpression* expression : part.expressions) {
            for (const CoreNode& node : expression->nodes) {
                if (node.op == CoreOp::constant && node.constant.known() && node.type.without_optional().is(TypeKind::text) && texts_.size() < kTexts) {
                    texts_.insert(std::string(node.constant.text()));
                }
            }
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

bool CaseCandidates::takes(const FieldSchema& field, const Value& value) { return is_datum(value, field); }

Value CaseCandidates::at(const FieldSchema& field, const Rational& number) {
    if (!is_date(field)) {
        return Value::of(number);
    }
    const Integer days = floor(number);
    const bool is_day = days > -700'000 && days < 2'900'000;   // about the years 54 to 9900
    return is_day ? Value::of(Date::from_days(static_cast<std::int32_t>(days))) : Value::absent();
}

std::vector<Value> CaseCandidates::scalars(const FieldSchema& field, const std::vector<Value>& seen) const {
    Values values(field);
    const Type type = field.type.without_optional();
    for (const Value& value : seen) {
        values.add(value);
    }
    if (type.is(TypeKind::boolean)) {
        values.add(Value::of(true));
        values.add(Value::of(false));
    } else if (type.is(TypeKind::enumeration)) {
        for (std::size_t code = 0; code < type.values()->values.size(); ++code) {
            values.add(Value::enumerated(static_cast<std::int32_t>(code)));
        }
    } else if (type.is(TypeKind::text)) {
        for (const std::string& one : texts_) {
            values.add(Value::of(one));
        }
    } else if (is_number(field)) {
        for (const auto& [unit, number] : numbers_) {
            if (unit == type.unit()) {
                values.add_around(number);
            }
        }
        values.add_ends();
        // powers of ten reach what is computed of the number
        Rational size = 1;
        for (int power = 0; power < 10; ++power, size *= 10) {
            values.add(at(field, size));
        }
    } else if (is_date(field)) {
        for (const Date day : days_) {
            values.add_around(Rational(day.days()));
        }
        values.add_ends();
    }
    return values.take();
}

Value CaseCandidates::list_of_one(const FieldSchema& field) const {
    const bool plain = field.fields.size() == 1 && field.fields.front().name.empty();
    Value::List parts;
    for (const FieldSchema& part : field.fields) {
        const std::vector<Value> values = part.kind == ColumnKind::list ? std::vector{Value::list({})} : scalars(part, {});
        if (values.empty()) {
            return Value::unknown({field.name});
        }
        parts.push_back(values.front());
    }
    return parts.empty() ? Value::unknown({field.name}) : plain ? Value::list(std::move(parts)) : Value::list({Value::record(std::move(parts))});
}

std::vector<Value> CaseCandidates::lists(const FieldSchema& field, const Value& now, const std::vector<Value>& seen) const {
    constexpr std::size_t kElements = 3;
    Values values(field);
    for (const Value& value : seen) {
        values.add(value);
    }
    values.add(Value::list({}));
    const bool empty = !now.known() || now.elements().empty();
    const Value first = empty ? list_of_one(field) : now;
    if (!first.known()) {
        return values.take();
    }
    if (empty) {
        values.add(first);
    }
    const Value::List& elements = first.elements();
    Value::List twice = elements;
    twice.push_back(elements.back());
    values.add(Value::list(std::move(twice)));
    values.add(Value::list(Value::List(elements.begin(), elements.end() - 1)));
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
                values.add(Value::list(std::move(changed)));
            }
        }
    }
    return values.take();
}

std::vector<Value> CaseCandidates::of(const Input& input, const Value& now) const {
    const auto found = std::find_if(incentive_.inputs.begin(), incentive_.inputs.end(),
                                    [&](const Input& one) { return one.field.name == input.field.name; });
    const auto index = static_cast<std::size_t>(found - incentive_.inputs.begin());
    Values given(found == incentive_.inputs.end() ? input.field : found->field);
    for (const Case& one : incentive_.cases) {
        if (index < one.given.size() && one.given[index].known()) {
            given.add_any(one.given[index]);
        }
    }
    const std::vector<Value> seen = given.take();
    std::vector<Value> values = input.field.kind == ColumnKind::list ? lists(input.field, now, seen) : scalars(input.field, seen);
    if (input.may_be_absent && takes(input.field, Value::absent()) && std::find(values.begin(), values.end(), Value::absent()) == values.end()) {
        values.push_back(Value::absent());
    }
    values.push_back(Value::unknown({input.field.name}));
    std::erase(values, now);
    return values;
}

}  // namespace huiqi
