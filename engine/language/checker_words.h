#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/type.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/language/ast.h"

namespace huiqi {

/// Names a type in both languages.
[[nodiscard]] Bilingual type_words(const Type& type);

/// Says what a side is, for a second place: “这里是日期” / “this is a date”; for numbers whose units differ
/// the units.
[[nodiscard]] Bilingual side_words(const Type& type, bool unit_only);

/// Says how units stand beside each other: “左边是元，右边没有单位”.
[[nodiscard]] Bilingual unit_clash_words(const Unit& left, const Unit& right);

/// Says how to mend two numbers of different units. `left_literal` and `right_literal` are the numbers where
/// a side is written as one, else nullptr.
[[nodiscard]] Bilingual unit_help(const Unit& left, const Unit& right, const Rational* left_literal,
                                  const Rational* right_literal);

/// Says how a plain number is made of one with a unit, where a plain number is wanted.
[[nodiscard]] Bilingual plain_number_help(const Unit& got);

/// Says that a number written with a unit, `60年`, stands beside a plain one.
[[nodiscard]] Bilingual no_unit_help(std::string_view literal);

/// Gives how a value of the wanted type is written, where a value of another kind stands.
[[nodiscard]] Bilingual kind_help(const Type& wanted, const Type& got);

/// Tells what a product has too much of when days met a rate per month: 天数要用 折年(…) 换成年. Empty when
/// the units differ otherwise.
[[nodiscard]] Bilingual year_fraction_help(const Unit& wanted, const Unit& got);

/// Gives “a、b、c” and “a, b, c”, cut after twenty.
[[nodiscard]] Bilingual enumerate(std::span<const std::string> names);

/// Gives the operation of a node in words: {“相加”, “add”}.
[[nodiscard]] Bilingual operation_words(SyntaxKind kind);

}  // namespace huiqi
