#pragma once

#include <optional>
#include <string_view>

#include "engine/data/schema.h"
#include "engine/data/value.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// What is wrong with one datum, for a data diagnostic (codes D1xx).
struct DatumFault {
    std::string_view code;
    Bilingual message;
    Bilingual help;
};

/// Reads one datum of a scalar field from its text, in the entry unit of the field or with its own unit
/// (`120万元`, `5%`), full-width digits refused with their own fault. Empty is not handled here.
/// Gives the value in base units or the fault: wrong form (D103 number, D104 date, D105 boolean, D106 unknown
/// enumeration value with the nearest one), more decimals than declared (D107), outside the declared range (D108),
/// beyond the wide default (D109), wrong unit (D110), that there is none where there always is (D111).
struct DatumResult {
    std::optional<Value> value;
    std::optional<DatumFault> fault;
};
[[nodiscard]] DatumResult read_datum(std::string_view text, const FieldSchema& field);

/// Whether a text of the data says that there is none: `无` or `null`, but not a value of the enumeration that is called so, nor a
/// text where there is always one. Where `field.takes_none()` it is absent (`field.none()`), else `read_datum` refuses it (D111).
[[nodiscard]] bool says_absent(std::string_view text, const FieldSchema& field);

/// Checks a value (any state, list or record included) against its field; nothing when it may be appended.
[[nodiscard]] std::optional<DatumFault> datum_fault(const Value& value, const FieldSchema& field);

}  // namespace huiqi
