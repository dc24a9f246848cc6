#include "engine/data/type.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

bool same_enumeration(const std::shared_ptr<const Enumeration>& left,
                      const std::shared_ptr<const Enumeration>& right) {
    if (left == right) {
        return true;
    }
    return left && right && left->name == right->name && left->ordered == right->ordered &&
           left->values == right->values;
}

template <class T>
bool same_content(const std::shared_ptr<const T>& left, const std::shared_ptr<const T>& right) {
    return left == right || (left && right && *left == *right);
}

std::optional<Type> common_number(const Type& left, const Type& right) {
    if (left.any_unit()) {
        return right;
    }
    if (right.any_unit() || left.unit() == right.unit()) {
        return left;
    }
    return std::nullopt;
}

std::optional<Type> common_record(const Type& left, const Type& right) {
    if (left.fields().size() != right.fields().size()) {
        return std::nullopt;
    }
    std::vector<RecordField> fields;
    for (std::size_t i = 0; i < left.fields().size(); ++i) {
        const RecordField& field = left.fields()[i];
        const std::optional<Type> type = common_type(field.type, right.fields()[i].type);
        if (field.name != right.fields()[i].name || !type) {
            return std::nullopt;
        }
        fields.push_back({.name = field.name, .type = *type});
    }
    return Type::record(std::move(fields));
}

/// Requires both to be of one kind, and neither `T?`.
std::optional<Type> common_of_kind(const Type& left, const Type& right) {
    switch (left.kind()) {
        case TypeKind::nothing:
        case TypeKind::null:
        case TypeKind::boolean:
        case TypeKind::text:
        case TypeKind::date: return left;
        case TypeKind::number: return common_number(left, right);
        case TypeKind::enumeration: return left == right ? std::optional(left) : std::nullopt;
        case TypeKind::record: return common_record(left, right);
        case TypeKind::list:
        case TypeKind::interval: {
            const std::optional<Type> element = common_type(left.element(), right.element());
            if (!element) {
                return std::nullopt;
            }
            return left.is(TypeKind::list) ? Type::list(*element) : Type::interval(*element);
        }
    }
    return std::nullopt;
}

[[nodiscard]] std::string several_name(const Type& type, bool chinese);

/// Says a kind of number; of several, as elements of a list, without an article.
std::string number_name(const Type& type, bool chinese, bool several) {
    const Unit& unit = type.unit();
    const std::string_view one = several ? "numbers" : "a number";
    if (unit.plain()) {
        return chinese ? "数" : std::string(one);
    }
    const std::string name = unit_name(unit, chinese);
    if (unit.is_money()) {
        return fmt::format(fmt::runtime(chinese ? "金额({})" : "money in {}"), name);
    }
    if (unit == Unit::of("day")) {
        return chinese ? "天数" : fmt::format("{} of days", one);
    }
    if (unit == Unit::of("month")) {
        return chinese ? "月数" : fmt::format("{} of months", one);
    }
    return chinese ? fmt::format("数({})", name) : fmt::format("{} in {}", one, name);
}

std::string plain_name(const Type& type, bool chinese, bool several) {
    const auto say = [&](const char* zh, const char* one, const char* many) {
        return std::string(chinese ? zh : several ? many : one);
    };
    switch (type.kind()) {
        case TypeKind::nothing: return say("不明的类型", "an unknown type", "an unknown type");
        case TypeKind::null: return say("无", "null", "null");
        case TypeKind::boolean: return say("是否", "a yes/no value", "yes/no values");
        case TypeKind::number: return number_name(type, chinese, several);
        case TypeKind::text: return say("文本", "a text", "texts");
        case TypeKind::date: return say("日期", "a date", "dates");
        case TypeKind::enumeration: return type.values()->name;
        case TypeKind::list:
            if (type.element().is(TypeKind::nothing)) {
                return say("空列表", "an empty list", "empty lists");
            }
            return fmt::format(fmt::runtime(say("列表({})", "a list of {}", "lists of {}")), several_name(type.element(), chinese));
        case TypeKind::record: return say("记录", "a record", "records");
        case TypeKind::interval:
            return fmt::format(fmt::runtime(say("区间({})", "an interval of {}", "intervals of {}")),
                               several_name(type.element(), chinese));
    }
    return {};
}

std::string several_name(const Type& type, bool chinese) {
    const std::string name = plain_name(type, chinese, true);
    return type.optional() ? fmt::format(fmt::runtime(chinese ? "{}(可无)" : "{} or absent"), name) : name;
}

}  // namespace

std::optional<std::int32_t> Enumeration::code(std::string_view value) const noexcept {
    const auto found = std::find(values.begin(), values.end(), value);
    if (found == values.end()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(found - values.begin());
}

Bilingual Enumeration::label(std::size_t place) const {
    const std::string& value = values.at(place);
    return labels.empty() || labels.at(place).empty() ? Bilingual{value, value} : labels[place];
}

Type Type::number(Unit unit) {
    Type type(TypeKind::number);
    if (!unit.plain()) {
        type.unit_ = std::make_shared<const Unit>(std::move(unit));
    }
    return type;
}

Type Type::zero() {
    Type type(TypeKind::number);
    type.any_unit_ = true;
    return type;
}

Type Type::enumeration(std::shared_ptr<const Enumeration> values) {
    expect(values != nullptr, "an enumeration type has its values");
    Type type(TypeKind::enumeration);
    type.enumeration_ = std::move(values);
    return type;
}

Type Type::list(Type element) {
    Type type(TypeKind::list);
    type.element_ = std::make_shared<const Type>(std::move(element));
    return type;
}

Type Type::interval(Type bound) {
    Type type(TypeKind::interval);
    type.element_ = std::make_shared<const Type>(std::move(bound));
    return type;
}

Type Type::record(std::vector<RecordField> fields) {
    Type type(TypeKind::record);
    type.fields_ = std::make_shared<const std::vector<RecordField>>(std::move(fields));
    return type;
}

Type Type::as_optional() const {
    Type type = *this;
    // What is always absent, and what is wrong, gain nothing by a mark.
    type.optional_ = !is(TypeKind::null) && !is(TypeKind::nothing);
    return type;
}

Type Type::without_optional() const {
    Type type = *this;
    type.optional_ = false;
    return type;
}

const Unit& Type::unit() const noexcept {
    static const Unit plain;
    return unit_ ? *unit_ : plain;
}

const Type& Type::element() const {
    expect(element_ != nullptr, "only a list or an interval has an element type");
    return *element_;
}

const std::vector<RecordField>& Type::fields() const {
    expect(fields_ != nullptr, "only a record has fields");
    return *fields_;
}

std::optional<std::size_t> Type::field_index(std::string_view name) const {
    const std::vector<RecordField>& all = fields();
    const auto found =
        std::find_if(all.begin(), all.end(), [name](const RecordField& field) { return field.name == name; });
    if (found == all.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - all.begin());
}

bool Type::ordered() const noexcept {
    return is(TypeKind::number) || is(TypeKind::date) || (is(TypeKind::enumeration) && enumeration_->ordered);
}

bool operator==(const Type& left, const Type& right) {
    return left.kind_ == right.kind_ && left.optional_ == right.optional_ &&
           left.any_unit_ == right.any_unit_ && same_content(left.unit_, right.unit_) &&
           same_enumeration(left.enumeration_, right.enumeration_) &&
           same_content(left.element_, right.element_) && same_content(left.fields_, right.fields_);
}

std::optional<Type> common_type(const Type& left, const Type& right) {
    if (left.is(TypeKind::nothing)) {
        return right;
    }
    if (right.is(TypeKind::nothing)) {
        return left;
    }
    if (left.is(TypeKind::null)) {
        return right.as_optional();
    }
    if (right.is(TypeKind::null)) {
        return left.as_optional();
    }
    if (left.kind() != right.kind()) {
        return std::nullopt;
    }
    const std::optional<Type> common = common_of_kind(left.without_optional(), right.without_optional());
    return common && (left.optional() || right.optional()) ? common->as_optional() : common;
}

std::string type_name(const Type& type, bool chinese) {
    const std::string name = plain_name(type, chinese, false);
    if (!type.optional()) {
        return name;
    }
    return fmt::format(fmt::runtime(chinese ? "{}(可无)" : "{} or absent"), name);
}

}  // namespace huiqi
