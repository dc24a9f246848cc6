#pragma once

#include <optional>
#include <vector>

#include "engine/data/schema.h"
#include "engine/language/checked.h"
#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// The names that a constant may use: values of enumerations, nothing else.
class ConstantNames final : public NameSource {
public:
    explicit ConstantNames(const Enumerations& enumerations) : enumerations_(&enumerations) {}

    [[nodiscard]] std::optional<Symbol> find(std::string_view) override { return std::nullopt; }
    [[nodiscard]] std::shared_ptr<const Enumeration> enumeration(std::string_view name) override;
    [[nodiscard]] std::vector<std::string_view> names() override { return {}; }
    [[nodiscard]] std::vector<RecordField> table_columns(std::uint32_t) override { return {}; }

private:
    const Enumerations* enumerations_;
};

/// A value known when the file is read, with the type that it has by itself.
struct Constant {
    Value value;
    Type type;
};

/// Reads a constant expression: literals, arithmetic of literals, the value of an enumeration, 无. With `expected`
/// the value has that type; a text is then taken as it stands. Reports what is wrong (E324 when it is no constant).
[[nodiscard]] std::optional<Constant> read_constant(LoadContext& context, const MappedText& text,
                                                    const std::optional<Type>& expected,
                                                    const Enumerations& enumerations);

/// Tells whether a scalar is `无` or `null`.
[[nodiscard]] bool is_null_word(std::string_view text);

/// Tells whether a text is a number without a unit, 0 aside. A rate written so says nothing: is 5 five or 5%?
[[nodiscard]] bool is_bare_number(std::string_view text);
/// Reports E301 for such a rate.
void report_bare_rate(LoadContext& context, const MappedText& text);

/// Reads a date (E103 when there is no such day).
[[nodiscard]] std::optional<Date> read_date(LoadContext& context, const MappedText& text);

/// Reads a whole number from 0 up to `most`, or reports E457.
[[nodiscard]] std::optional<unsigned> read_count(LoadContext& context, const MappedText& text, unsigned most);

/// Reads a test whose bounds are constants (`范围`, `幅度`) as stretches of the values that it allows: empty for 不限.
/// Reports what is wrong (E323 when a bound is no constant or the type has no order).
[[nodiscard]] std::optional<std::vector<AllowedRange>> read_ranges(LoadContext& context, const MappedText& text,
                                                                   const Type& type,
                                                                   const Enumerations& enumerations);

/// Tells whether a number, date, code or boolean lies in one of the stretches; everything does when there is none.
[[nodiscard]] bool in_ranges(const Value& value, const Type& type, const std::vector<AllowedRange>& ranges);

}  // namespace huiqi
