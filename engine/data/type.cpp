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

std::string number_name(const Type& type, bool chinese) {
    const Unit& unit = type.unit();
    if (unit.plain()) {
        return chinese ? "数" : "number";
    }
    const std::string name = unit_name(unit, chinese);
    if (unit.is_money()) {
        return fmt::format(fmt::runtime(chinese ? "金额({})" : "money in {}"), name);
    }
    if (unit == Unit::of("day")) {
        return chinese ? "天数" : "number of days";
    }
    if (unit == Unit::of("month")) {
        return chinese ? "月数" : "number of months";
    }
    return fmt::format(fmt::runtime(chinese ? "数({})" : "number in {}"), name);
}

std::string plain_name(const Type& type, bool chinese) {
    switch (type.kind()) {
        case TypeKind::nothing: return chinese ? "不明的类型" : "unknown type";
        case TypeKind::null: return chinese ? "无" : "null";
        case TypeKind::boolean: return chinese ? "是否" : "boolean";
        case TypeKind::number: return number_name(type, chinese);
        case TypeKind::text: return chinese ? "文本" : "text";
        case TypeKind::date: return chinese ? "日期" : "date";
        case TypeKind::enumeration: return type.values()->name;
        case TypeKind::list:
            if (type.element().is(TypeKind::nothing)) {
                return chinese ? "空列表" : "empty list";
            }
            return fmt::format(fmt::runtime(chinese ? "列表({})" : "list of {}"),
                               type_name(type.element(), chinese));
        case TypeKind::record: return chinese ? "记录" : "record";
        case TypeKind::interval:
            return fmt::format(fmt::runtime(chinese ? "区间({})" : "interval of {}"),
                               type_name(type.element(), chinese));
    }
    return {};
}

}  // namespace

std::optional<std::int32_t> Enumeration::code(std::string_view value) const noexcept {
    const auto found = std::find(values.begin(), values.end(), value);
    if (found == values.end()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(found - values.begin());
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
    const std::string name = plain_name(type, chinese);
    if (!type.optional()) {
        return name;
    }
    return fmt::format(fmt::runtime(chinese ? "{}(可无)" : "{} or absent"), name);
}

}  // namespace huiqi
