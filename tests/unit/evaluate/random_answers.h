#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/data/batch.h"
#include "engine/data/datum.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi::testing {

/// Makes answers to what a plan asks: values at the ends of declared ranges, next to numbers that the rules
/// compare with, and between. The same seed gives the same answers.
class RandomAnswers {
public:
    RandomAnswers(const Plan& plan, unsigned seed) : plan_(plan), random_(seed) {}

    [[nodiscard]] std::size_t below(std::size_t count) { return random_() % count; }
    [[nodiscard]] bool chance(unsigned percent) { return random_() % 100 < percent; }
    /// A whole application; a list has at most three elements.
    [[nodiscard]] std::vector<Value> row() {
        std::vector<Value> made;
        for (const FieldSchema& field : plan_.schema.fields) {
            made.push_back(value(field));
        }
        return made;
    }
    [[nodiscard]] Value value(const FieldSchema& field) {
        if (field.optional() && chance(25)) {
            return Value::absent();
        }
        Value made = present(field);
        while (datum_fault(made, field)) {  // an end that does not belong to its range
            made = present(field);
        }
        return made;
    }
    /// The same answers with some left open.
    [[nodiscard]] std::vector<Value> partial(const std::vector<Value>& row, unsigned percent) {
        std::vector<Value> made;
        for (std::size_t at = 0; at < row.size(); ++at) {
            made.push_back(opened(row[at], plan_.schema.fields[at], percent));
        }
        return made;
    }
    /// What was left open, answered.
    [[nodiscard]] std::vector<Value> completed(const std::vector<Value>& row) {
        std::vector<Value> made;
        for (std::size_t at = 0; at < row.size(); ++at) {
            made.push_back(filled(row[at], plan_.schema.fields[at]));
        }
        return made;
    }

private:
    [[nodiscard]] Value opened(const Value& one, const FieldSchema& field, unsigned percent) {
        if (chance(percent)) {
            return Value::unknown({field.name});
        }
        if (field.kind != ColumnKind::list || !one.known()) {
            return one;
        }
        return each(one, field,
                    [&](const Value& part, const FieldSchema& of) { return opened(part, of, percent / 2); });
    }
    [[nodiscard]] Value filled(const Value& one, const FieldSchema& field) {
        if (one.state() == State::unknown) {
            return value(field);
        }
        return field.kind == ColumnKind::list && one.known()
                   ? each(one, field,
                          [&](const Value& part, const FieldSchema& of) { return filled(part, of); })
                   : one;
    }
    template <class Change>
    [[nodiscard]] Value each(const Value& list, const FieldSchema& field, Change change) {
        Value::List elements;
        for (const Value& element : list.elements()) {
            if (!field.type.element().is(TypeKind::record)) {
                elements.push_back(change(element, field.fields[0]));
                continue;
            }
            Value::List parts;
            for (std::size_t at = 0; at < field.fields.size(); ++at) {
                parts.push_back(change(element.elements()[at], field.fields[at]));
            }
            elements.push_back(Value::record(std::move(parts)));
        }
        return Value::list(std::move(elements));
    }
    [[nodiscard]] Value list(const FieldSchema& field) {
        Value::List elements;
        for (std::size_t count = below(4); count > 0; --count) {
            if (!field.type.element().is(TypeKind::record)) {
                elements.push_back(value(field.fields[0]));
                continue;
            }
            Value::List parts;
            for (const FieldSchema& part : field.fields) {
                parts.push_back(value(part));
            }
            elements.push_back(Value::record(std::move(parts)));
        }
        return Value::list(std::move(elements));
    }
    [[nodiscard]] Value present(const FieldSchema& field) {
        switch (field.kind) {
            case ColumnKind::boolean: return Value::of(chance(60));
            case ColumnKind::enumeration:
                return Value::enumerated(
                    static_cast<std::int32_t>(below(field.type.values()->values.size())));
            case ColumnKind::list: return list(field);
            case ColumnKind::text: return Value::of(std::string(chance(50) ? "甲" : "乙"));
            case ColumnKind::date: return Value::of(Date::from_days(day(field)));
            default: return Value::of(number(field));
        }
    }
    [[nodiscard]] std::int32_t day(const FieldSchema& field) {
        std::int64_t low = 17'000;   // 2016
        std::int64_t high = 20'500;  // 2026
        if (!field.range.empty()) {
            low = field.range.front().low ? to_int64(ceiling(*field.range.front().low)) : low;
            high = field.range.back().high ? to_int64(floor(*field.range.back().high)) : std::max(high, low);
        }
        if (const auto near = constant(LaneKind::date); near && chance(60)) {
            const std::int64_t at = to_int64(*near) + static_cast<std::int64_t>(below(3)) - 1;
            return static_cast<std::int32_t>(std::clamp(at, low, high));
        }
        return static_cast<std::int32_t>(
            low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low) + 1)));
    }
    /// A number that the plan compares with or holds.
    [[nodiscard]] std::optional<Integer> constant(LaneKind kind) {
        std::vector<const Node*> nodes;
        for (const Node& node : plan_.nodes) {
            const bool compares =
                node.op == Op::compare_constant &&
                (kind == LaneKind::date) == (plan_.nodes[node.operands[0]].kind == LaneKind::date);
            if (compares) {
                nodes.push_back(&node);
            }
        }
        return nodes.empty() ? std::nullopt : std::optional(nodes[below(nodes.size())]->immediate);
    }
    [[nodiscard]] Rational number(const FieldSchema& field) {
        const Integer low = ceiling(field.least / field.step);
        const Integer high = floor(field.most / field.step);
        Integer at = low;
        const auto kind = below(10);
        if (kind < 4) {
            const auto near = constant(LaneKind::int64);
            at = near ? Integer(*near + static_cast<int>(below(3)) - 1) : high;
        } else if (kind < 7) {  // of the size that people write
            at = floor(Rational(static_cast<std::int64_t>(below(2'000'000))) / 100 / field.step *
                       (chance(50) ? 1 : 100));
        } else if (kind == 7) {
            at = high;
        } else if (kind == 8) {
            at = low + Integer(static_cast<std::int64_t>(below(1000)));
        }
        at = std::clamp(at, low, high);
        return Rational(at) * field.step;
    }

    const Plan& plan_;
    std::mt19937_64 random_;
};

}  // namespace huiqi::testing
