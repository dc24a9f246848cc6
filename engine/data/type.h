#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/unit.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// The kinds of type. `nothing` is the type of what is already reported wrong, and the element of `[]`:
/// it agrees with every type and silences later messages. `null` is the type of the literal 无.
enum class TypeKind : std::uint8_t { nothing, null, boolean, number, text, date, enumeration, list, record, interval };

/// A set of names, ordered or not.
struct Enumeration {
    std::string name;
    std::vector<std::string> values;
    bool ordered = false;
    std::vector<Bilingual> labels = {};  ///< what people see in the place of each value; empty where the rules name none

    [[nodiscard]] std::optional<std::int32_t> code(std::string_view value) const noexcept;
    /// What people see of the value at a place: its label, or the value itself. Files have the value.
    [[nodiscard]] Bilingual label(std::size_t place) const;
};

class Type;

/// The fields of a record, in order.
struct RecordField;

/// A static type with its unit. A small immutable value, cheap to copy.
class Type {
public:
    Type() = default;
    [[nodiscard]] static Type nothing() { return Type(TypeKind::nothing); }
    [[nodiscard]] static Type null() { return Type(TypeKind::null); }
    [[nodiscard]] static Type boolean() { return Type(TypeKind::boolean); }
    [[nodiscard]] static Type text() { return Type(TypeKind::text); }
    [[nodiscard]] static Type date() { return Type(TypeKind::date); }
    [[nodiscard]] static Type number(Unit unit = {});
    /// The literal 0: a number that fits every unit.
    [[nodiscard]] static Type zero();
    [[nodiscard]] static Type enumeration(std::shared_ptr<const Enumeration> values);
    [[nodiscard]] static Type list(Type element);
    [[nodiscard]] static Type interval(Type bound);
    [[nodiscard]] static Type record(std::vector<RecordField> fields);

    [[nodiscard]] TypeKind kind() const noexcept { return kind_; }
    [[nodiscard]] bool is(TypeKind kind) const noexcept { return kind_ == kind; }
    /// "T or absent".
    [[nodiscard]] bool optional() const noexcept { return optional_; }
    [[nodiscard]] Type as_optional() const;
    [[nodiscard]] Type without_optional() const;
    /// Of a number: its unit; `any_unit` for the literal 0.
    [[nodiscard]] const Unit& unit() const noexcept;
    [[nodiscard]] bool any_unit() const noexcept { return any_unit_; }
    /// Of a list or an interval.
    [[nodiscard]] const Type& element() const;
    /// Of an enumeration.
    [[nodiscard]] const std::shared_ptr<const Enumeration>& values() const noexcept { return enumeration_; }
    /// Of a record.
    [[nodiscard]] const std::vector<RecordField>& fields() const;
    [[nodiscard]] std::optional<std::size_t> field_index(std::string_view name) const;
    /// True for what `<` works on: numbers, dates, ordered enumerations.
    [[nodiscard]] bool ordered() const noexcept;

    /// Same type, optionality included. `nothing` equals only itself; see `agree`.
    friend bool operator==(const Type& left, const Type& right);

private:
    explicit Type(TypeKind kind) : kind_(kind) {}

    TypeKind kind_ = TypeKind::nothing;
    bool optional_ = false;
    bool any_unit_ = false;
    std::shared_ptr<const Unit> unit_;
    std::shared_ptr<const Enumeration> enumeration_;
    std::shared_ptr<const Type> element_;
    std::shared_ptr<const std::vector<RecordField>> fields_;
};

struct RecordField {
    std::string name;
    Type type;

    friend bool operator==(const RecordField&, const RecordField&) = default;
};

/// Gives the type that holds values of both (zero takes the other's unit, null makes optional, `nothing` gives
/// way), or nothing when there is none.
[[nodiscard]] std::optional<Type> common_type(const Type& left, const Type& right);

/// Gives the type in the author's words: 金额(元) / money in yuan, 日期 / date, 数 / number, 列表, 企业规模 …
[[nodiscard]] std::string type_name(const Type& type, bool chinese);

}  // namespace huiqi
