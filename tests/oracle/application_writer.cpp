#include "tests/oracle/application_writer.h"

#include <utility>

#include "engine/data/datum.h"
#include "engine/numeric/rounding.h"

namespace huiqi::oracle {
namespace {

[[nodiscard]] bool is_plain_list(const FieldSchema& field) {
    return field.fields.size() == 1 && field.fields.front().name.empty();
}

[[nodiscard]] Measure measure_of(const Unit& unit) {
    if (unit.is_money()) {
        return Measure::money;
    }
    if (unit == Unit::of("day")) {
        return Measure::day;
    }
    if (unit == Unit::of("month")) {
        return Measure::month;
    }
    return unit == Unit::of("件") ? Measure::piece : Measure::plain;
}

[[nodiscard]] std::string below(const std::string& name, const FieldSchema& field) {
    return field.name.empty() ? name : name + "." + field.name;
}

}  // namespace

std::vector<FieldSchema> ApplicationWriter::fields() const {
    std::vector<FieldSchema> all;
    for (const Input& input : incentive_.inputs) {
        all.push_back(input.field);
        if (!input.may_be_absent) {   // asked only sometimes: that there is none counts as no answer then
            all.back().type = all.back().type.without_optional();
        }
    }
    return all;
}

ApplicationData ApplicationWriter::write(unsigned unknown_percent) {
    ApplicationData data;
    for (const FieldSchema& field : fields()) {
        data.push_back(value(field, field.name, unknown_percent));
    }
    return data;
}

Value ApplicationWriter::value(const FieldSchema& field, const std::string& name, unsigned unknown_percent) {
    if (field.kind != ColumnKind::record && random_.chance(unknown_percent)) {
        return Value::unknown({name});
    }
    return answered(field, name, unknown_percent);
}

Value ApplicationWriter::answered(const FieldSchema& field, const std::string& name, unsigned unknown_percent) {
    static const std::vector<std::string> kTexts{"", "甲", "abc", "aBc甲", "惠企政策", "91350100M000100Y43", "b"};
    if (field.takes_none() && field.kind != ColumnKind::record && random_.chance(field.optional() ? 30 : 10)) {
        return Value::absent();
    }
    switch (field.kind) {
        case ColumnKind::boolean: return Value::of(random_.chance(50));
        case ColumnKind::int64:
        case ColumnKind::int128:
        case ColumnKind::wide: return number(field);
        case ColumnKind::date: return day(field);
        case ColumnKind::enumeration:
            return Value::enumerated(static_cast<std::int32_t>(random_.below(field.type.values()->values.size())));
        case ColumnKind::text: return Value::of(random_.pick(kTexts));
        case ColumnKind::list: return list(field, name, unknown_percent);
        case ColumnKind::record: return element(field, name, unknown_percent);
    }
    return {};
}

Rational ApplicationWriter::candidate(const FieldSchema& field) {
    const auto edges = rulebook_.edges.find(measure_of(field.type.unit()));
    const Rational step = field.step;
    switch (random_.below(8)) {
        case 0: return field.least;
        case 1: return field.most;
        case 2: return random_.chance(50) ? Rational(0) : Rational(step * Rational(random_.between(-3, 3)));
        case 3:
        case 4:
            if (edges != rulebook_.edges.end()) {   // exactly at a number of the rules, or one step beside it
                return random_.pick(edges->second) + step * Rational(random_.between(-1, 1));
            }
            return step;
        case 5: {
            const Integer whole = numerator(floor(Rational((field.most - field.least) / step)));
            const Integer wide = Integer(random_.next()) * Integer(random_.next()) * Integer(random_.next());
            return field.least + step * Rational(Integer(wide % (whole + 1)));
        }
        default: return Rational(random_.between(0, 20'000)) * (random_.chance(50) ? step : Rational(1));
    }
}

Value ApplicationWriter::number(const FieldSchema& field) {
    for (int attempt = 0; attempt < 30; ++attempt) {
        const Rational wanted = candidate(field);
        const Value value = Value::of(Rational(round(Rational(wanted / field.step), Rounding::down)) * field.step);
        if (!datum_fault(value, field)) {
            return value;
        }
    }
    return Value::of(Rational(ceiling(Rational((field.least + field.most) / 2 / field.step))) * field.step);
}

Value ApplicationWriter::day(const FieldSchema& field) {
    for (int attempt = 0; attempt < 20; ++attempt) {
        std::int64_t days = random_.between(17'500, 20'200);   // 2017 to 2025
        const std::size_t drawn = random_.below(10);
        if (drawn < 4) {
            static const std::vector<std::string> kDays{"2020-01-01", "2024-12-31", "2021-01-31", "2022-03-01",
                                                        "2024-02-29", "2023-06-30", "2020-02-29", "1999-12-31"};
            const auto parsed = Date::parse(random_.pick(kDays));
            days = parsed->days() + random_.between(-1, 1);
        } else if (drawn == 4) {
            days = random_.chance(50) ? kFirstDay : kLastDay;
        }
        const Value value = Value::of(Date::from_days(static_cast<std::int32_t>(days)));
        if (!datum_fault(value, field)) {
            return value;
        }
    }
    return Value::of(Date::from_days(18'000));
}

Value ApplicationWriter::element(const FieldSchema& field, const std::string& name, unsigned unknown_percent) {
    if (field.kind == ColumnKind::list && is_plain_list(field)) {
        return value(field.fields.front(), name, unknown_percent);
    }
    Value::List values;
    for (const FieldSchema& part : field.fields) {
        values.push_back(value(part, below(name, part), unknown_percent));
    }
    return Value::record(std::move(values));
}

Value ApplicationWriter::list(const FieldSchema& field, const std::string& name, unsigned unknown_percent) {
    const std::size_t drawn = random_.below(20);
    const std::size_t size = drawn < 3 ? 0 : drawn < 19 ? 1 + random_.below(4) : 17;
    Value::List elements;
    for (std::size_t at = 0; at < size; ++at) {
        elements.push_back(element(field, name, unknown_percent / 3));
    }
    return Value::list(std::move(elements));
}

ApplicationData ApplicationWriter::completed(const ApplicationData& partial, unsigned percent) {
    const std::vector<FieldSchema> all = fields();
    ApplicationData data;
    for (std::size_t at = 0; at < all.size(); ++at) {
        data.push_back(completed(partial[at], all[at], all[at].name, percent));
    }
    return data;
}

Value ApplicationWriter::completed(const Value& partial, const FieldSchema& field, const std::string& name,
                                   unsigned percent) {
    if (partial.state() == State::unknown) {
        return random_.chance(percent) ? answered(field, name, 100 - percent) : partial;
    }
    const bool compound = field.kind == ColumnKind::list || field.kind == ColumnKind::record;
    if (!partial.known() || !compound) {
        return partial;
    }
    const auto parts = [&](const Value& record) {
        Value::List values;
        for (std::size_t at = 0; at < field.fields.size(); ++at) {
            const FieldSchema& part = field.fields[at];
            values.push_back(completed(record.elements()[at], part, below(name, part), percent));
        }
        return Value::record(std::move(values));
    };
    if (field.kind == ColumnKind::record) {
        return parts(partial);
    }
    Value::List elements;
    for (const Value& element : partial.elements()) {
        elements.push_back(is_plain_list(field) ? completed(element, field.fields.front(), name, percent) : parts(element));
    }
    return Value::list(std::move(elements));
}

}  // namespace huiqi::oracle
