#include "tools/huiqi/author/feel_values.h"

#include <algorithm>
#include <utility>

#include "engine/language/parser.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

using nlohmann::json;

/// The one key of `{"number": …}` and the like; empty for other values.
[[nodiscard]] std::string tag_of(const json& value) {
    return value.is_object() && value.size() == 1 ? value.begin().key() : std::string();
}

[[nodiscard]] Type base_type(const std::string& base) {
    if (base == "number") {
        return Type::number();
    }
    if (base == "string") {
        return Type::text();
    }
    if (base == "boolean") {
        return Type::boolean();
    }
    if (base == "date") {
        return Type::date();
    }
    if (base == "days and time duration" || base == "dayTimeDuration") {
        return Type::number(Unit::of("day"));
    }
    if (base == "years and months duration" || base == "yearMonthDuration") {
        return Type::number(Unit::of("month"));
    }
    throw NotSupported{base};
}

[[nodiscard]] Type record_type(const json& fields, const json& value) {
    std::vector<RecordField> parts;
    for (const auto& [name, type] : fields.items()) {
        const json none;
        const json& content =
            tag_of(value) == "context" && value["context"].contains(name) ? value["context"][name] : none;
        parts.push_back({.name = name, .type = feel_type(type, content)});
    }
    return Type::record(std::move(parts));
}

[[nodiscard]] Type shown_type(const json& value) {
    const std::string tag = tag_of(value);
    if (value.is_boolean()) {
        return Type::boolean();
    }
    if (value.is_string()) {
        return Type::text();
    }
    if (value.is_null()) {
        return Type::null();
    }
    if (tag == "number") {
        return Type::number();
    }
    if (tag == "date") {
        return Type::date();
    }
    if (tag == "days duration") {
        return Type::number(Unit::of("day"));
    }
    if (tag == "months duration") {
        return Type::number(Unit::of("month"));
    }
    if (tag == "context") {
        std::vector<RecordField> parts;
        for (const auto& [name, content] : value["context"].items()) {
            parts.push_back({.name = name, .type = shown_type(content)});
        }
        return Type::record(std::move(parts));
    }
    if (!value.is_array()) {
        throw NotSupported{tag.empty() ? "value" : tag};
    }
    Type element = Type::nothing();
    for (const json& one : value) {
        const auto common = common_type(element, shown_type(one));
        if (!common) {
            throw NotSupported{"a list of several types"};
        }
        element = *common;
    }
    return Type::list(element);
}

[[nodiscard]] Rational number_of(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string::npos) {
        const Rational below = number_of(text.substr(slash + 1));
        return below == 0 ? throw NotSupported{"number " + text}
                          : Rational(number_of(text.substr(0, slash)) / below);
    }
    const auto parsed = parse_decimal(text);
    if (!parsed) {
        throw NotSupported{"number " + text};
    }
    return parsed->value();
}

[[nodiscard]] Value duration_of(const json& text) {
    Diagnostics faults;
    MappedText literal;
    literal.text = "@\"" + text.get<std::string>() + "\"";
    const SyntaxTree tree = parse_expression(std::move(literal), {}, faults);
    if (faults.has_errors() || tree[tree.root].kind != SyntaxKind::number) {
        throw NotSupported{"duration " + text.get<std::string>()};
    }
    return Value::of(tree[tree.root].number);
}

/// Widens a number field until it holds this value.
void cover(FieldSchema& field, const Value& value) {
    if (!value.known()) {
        return;
    }
    if (field.type.is(TypeKind::list)) {
        for (const Value& element : value.elements()) {
            if (field.type.element().is(TypeKind::record) && element.known()) {
                for (std::size_t at = 0; at < field.fields.size(); ++at) {
                    cover(field.fields[at], element.elements()[at]);
                }
            } else {
                cover(field.fields.front(), element);
            }
        }
        return;
    }
    if (field.type.is(TypeKind::record)) {
        for (std::size_t at = 0; at < field.fields.size(); ++at) {
            cover(field.fields[at], value.elements()[at]);
        }
        return;
    }
    if (field.type.is(TypeKind::number)) {
        // any fraction is whole in steps small enough
        field.step = ratio(1, lcm(denominator(field.step), denominator(value.number())));
        field.least = std::min(field.least, value.number());
        field.most = std::max(field.most, value.number());
    }
}

[[nodiscard]] ColumnKind column_kind(const Type& type) {
    switch (type.kind()) {
        case TypeKind::boolean: return ColumnKind::boolean;
        case TypeKind::text: return ColumnKind::text;
        case TypeKind::date: return ColumnKind::date;
        case TypeKind::number: return ColumnKind::wide;
        case TypeKind::list: return ColumnKind::list;
        case TypeKind::record: return ColumnKind::record;
        case TypeKind::nothing:
        case TypeKind::null:
        case TypeKind::enumeration:
        case TypeKind::interval: break;
    }
    throw NotSupported{"an input of no known type"};
}

[[nodiscard]] FieldSchema shaped(const std::string& name, const Type& type) {
    FieldSchema field;
    field.name = name;
    field.type = type;
    field.kind = column_kind(type);
    if (type.is(TypeKind::list) && !type.element().is(TypeKind::record)) {
        field.fields.push_back(
            shaped("", type.element().is(TypeKind::nothing) ? Type::boolean() : type.element()));
    } else if (type.is(TypeKind::list) || type.is(TypeKind::record)) {
        for (const RecordField& part : (type.is(TypeKind::list) ? type.element() : type).fields()) {
            field.fields.push_back(shaped(part.name, part.type));
        }
    }
    return field;
}

[[nodiscard]] json number_json(const Value& value, const Type& type) {
    const Rational& number = value.number();
    if (type.unit() == Unit::of("day")) {
        return {{"days duration", (number < 0 ? "-P" : "P") + decimal_text(abs(number)) + "D"}};
    }
    if (type.unit() == Unit::of("month")) {
        // the protocol has no parts of a month: what it cannot say is cut off, as the cases expect
        const Integer months = floor(Rational(abs(number)));
        const Integer years = months / 12;
        const Integer rest = months % 12;
        std::string text = number < 0 ? "-P" : "P";
        text += years == 0 ? "" : years.str() + "Y";
        text += rest == 0 && years != 0 ? "" : rest.str() + "M";
        return {{"months duration", text}};
    }
    return {{"number", decimal_text(number)}};
}

}  // namespace

Type feel_type(const json& declared, const json& value) {
    if (declared.is_null()) {
        return shown_type(value);
    }
    if (declared.contains("list")) {
        if (value.is_array() && !value.empty()) {
            return shown_type(value);
        }
        const json none;
        return Type::list(feel_type(declared["list"], none));
    }
    if (declared.contains("record")) {
        return record_type(declared["record"], value);
    }
    const std::string base = declared.value("base", "Any");
    return base == "Any" ? shown_type(value) : base_type(base);
}

Value feel_value(const json& value, const Type& type, const std::string& name) {
    if (value.is_null()) {
        return Value::unknown({name});
    }
    if (value.is_boolean()) {
        return Value::of(value.get<bool>());
    }
    if (value.is_string()) {
        return Value::of(value.get<std::string>());
    }
    if (value.is_array()) {
        Value::List elements;
        for (const json& one : value) {
            elements.push_back(feel_value(one, type.element(), name));
        }
        return Value::list(std::move(elements));
    }
    const std::string tag = tag_of(value);
    if (tag == "number") {
        return Value::of(number_of(value["number"].get<std::string>()));
    }
    if (tag == "date") {
        const auto date = Date::parse(value["date"].get<std::string>());
        return date ? Value::of(*date) : throw NotSupported{"date"};
    }
    if (tag == "days duration" || tag == "months duration") {
        return duration_of(value[tag]);
    }
    if (tag != "context" || !type.is(TypeKind::record)) {
        throw NotSupported{tag};
    }
    Value::List fields;
    for (const RecordField& field : type.fields()) {
        const json none;
        const json& content = value["context"].contains(field.name) ? value["context"][field.name] : none;
        fields.push_back(feel_value(content, field.type, name));
    }
    return Value::record(std::move(fields));
}

FieldSchema feel_field(const std::string& name, const Type& type, const Value& value) {
    FieldSchema field = shaped(name, type);
    cover(field, value);
    return field;
}

json feel_json(const Value& value, const Type& type) {
    if (!value.known()) {
        return nullptr;
    }
    switch (type.kind()) {
        case TypeKind::boolean: return value.boolean();
        case TypeKind::text: return value.text();
        case TypeKind::date: return {{"date", value.date().text()}};
        case TypeKind::number: return number_json(value, type);
        case TypeKind::list: {
            json list = json::array();
            for (const Value& element : value.elements()) {
                list.push_back(feel_json(element, type.element()));
            }
            return list;
        }
        case TypeKind::record: {
            json fields = json::object();
            for (std::size_t at = 0; at < type.fields().size(); ++at) {
                fields[type.fields()[at].name] = feel_json(value.elements()[at], type.fields()[at].type);
            }
            return {{"context", std::move(fields)}};
        }
        case TypeKind::nothing:
        case TypeKind::null:
        case TypeKind::enumeration:
        case TypeKind::interval: break;
    }
    return nullptr;
}

}  // namespace huiqi
