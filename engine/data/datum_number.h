#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/data/datum.h"

namespace huiqi {

/// Reads the text of a number, in the entry unit or with a unit of its own, into base units. Range and decimals are
/// not looked at yet. Fails with D103, D109 (more digits than anybody needs) or D110.
[[nodiscard]] DatumResult read_number_datum(std::string_view text, const FieldSchema& field);

/// Takes the commas out of a number that is grouped by thousands, `1,234,567.50`; gives one without commas as it is, and
/// nothing where commas stand elsewhere: such a text may mean several numbers.
[[nodiscard]] std::optional<std::string> ungrouped_number(std::string_view text);

/// Tells whether `datum_fault` has nothing to say; quicker, since no words are made.
[[nodiscard]] bool is_datum(const Value& value, const FieldSchema& field);

/// Says D107 of a number that is shown as `shown`.
[[nodiscard]] DatumFault too_many_decimals(const std::string& shown, const FieldSchema& field);

/// Says D109 likewise.
[[nodiscard]] DatumFault too_large(const std::string& shown, const FieldSchema& field);

}  // namespace huiqi
