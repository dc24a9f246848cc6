#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/data/unit.h"

namespace huiqi {

/// Folds a heading for comparison: NFKC (full-width forms become ASCII), case folded, blanks dropped. A text
/// that is not UTF-8 is given back as it is.
[[nodiscard]] std::string folded_heading(std::string_view heading);

/// Gives a text in NFKC without blanks, its case kept.
[[nodiscard]] std::string plain_heading(std::string_view heading);

/// A heading as people write it: the name, and what stands in brackets behind it (a unit, as a rule).
struct HeadingParts {
    std::string name;                    ///< folded, without the bracket
    std::optional<std::string> bracket;  ///< NFKC, not folded otherwise: `万元`, `%/年`
};

/// Splits `合同金额（万元）` or `Amount [yuan]`.
[[nodiscard]] HeadingParts heading_parts(std::string_view heading);

/// Reads the unit of a heading; count units are those that the field itself has. Nothing when it is no unit.
[[nodiscard]] std::optional<EntryUnit> heading_unit(std::string_view bracket, const Unit& field_unit);

/// Whether a unit that a cell's format shows (元, 万元) is that in which its column is read; one that is none says nothing.
[[nodiscard]] bool shows_same_unit(std::string_view shown, const EntryUnit& column);

}  // namespace huiqi
