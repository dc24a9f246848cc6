#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/data/datum.h"
#include "engine/data/schema.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// What a person typed, as it is understood.
struct TypedAnswer {
    std::string text;            ///< as the readers of data take it
    std::optional<Value> value;  ///< nothing: see the fault
    std::optional<DatumFault> fault;
    Bilingual reading;  ///< `12,345,678.90 元`, to be read back
};

/// Reads what people type on phones: full-width digits, grouping, 万 and 亿 without 元, dates like
/// 2022年9月15日, 是/yes/对. Nothing is guessed: what is still no datum is a fault.
[[nodiscard]] TypedAnswer read_typed(std::string_view typed, const FieldSchema& field);

/// Gives the text that is kept of a number that was read: with the unit in which it was asked for, so that it means the same
/// where another unit is asked for later; other texts as they are.
[[nodiscard]] std::string text_to_keep(const TypedAnswer& read, const FieldSchema& field);
/// Gives a kept text as it is typed: a number in the unit that is asked for without that unit.
[[nodiscard]] std::string text_to_type(const std::string& kept, const FieldSchema& field);

/// Whether somebody wrote that it is not known: 不清楚, not known, ?. A word that the field itself has is that word.
[[nodiscard]] bool says_unknown(std::string_view typed, const FieldSchema& field);

/// Whether somebody wrote that there is none (无, 没有, none), where there may be none.
[[nodiscard]] bool says_none(std::string_view typed, const FieldSchema& field);

/// Whether a field is a rate a year that the rules take as a fraction: people write it in per cent.
[[nodiscard]] bool is_yearly_fraction(const FieldSchema& field);

/// Gives a value as it is read back: money grouped and in yuan, a rate a year in per cent, else in the unit it is asked in.
[[nodiscard]] std::string reading_text(const Value& value, const FieldSchema& field, bool chinese);

}  // namespace huiqi
