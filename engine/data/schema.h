#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/type.h"
#include "engine/data/value.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/numeric/integer.h"

namespace huiqi {

/// How a column of values is laid out in memory.
enum class ColumnKind : std::uint8_t { boolean, int64, int128, wide, date, enumeration, text, list, record };

/// One stretch of allowed numbers or dates, in base units; a missing end is open to the side.
struct AllowedRange {
    std::optional<Rational> low;   ///< dates as days since 1970-01-01
    std::optional<Rational> high;
    bool low_included = true;
    bool high_included = true;
};

/// One field of an application: what a datum may look like and how it is kept.
/// A number is kept as a count of steps: value in base units = count * step.
struct FieldSchema {
    std::string name;              ///< as declared; the heading in data files
    std::vector<std::string> aliases;  ///< other headings that mean this field
    Bilingual label = {};          ///< what people see in the place of the name; empty where the rules say nothing
    Type type;                     ///< `optional()` when the datum may be absent
    ColumnKind kind = ColumnKind::int64;
    EntryUnit entry;               ///< of a number: the unit in which data arrive
    unsigned decimals = 0;         ///< of a number: most decimals of a datum in its entry unit
    Rational step = 1;             ///< of a number: entry.factor / 10^decimals
    std::vector<AllowedRange> range;   ///< any of them; empty: only the wide default below
    Rational least;                ///< of a number: proven bounds in base units (declared range or wide default)
    Rational most;
    bool default_bounds = false;   ///< the bounds are the wide default, not declared
    bool of_applicant = false;     ///< a list of what the applicant had before: joined by the applicant, not the application
    bool of_payments = false;      ///< such a list of payments, which a ledger can fill
    bool guarded = false;          ///< of an application: asked only where a condition of the rules holds (当)
    std::vector<FieldSchema> fields;   ///< of a list or a record: its fields (a list of plain values has one, unnamed)

    /// What people see in the place of the name: the label, or the name itself.
    [[nodiscard]] Bilingual shown_name() const { return label.empty() ? Bilingual{name, name} : label; }
    /// Whether a datum may be left out (then it is absent).
    [[nodiscard]] bool optional() const noexcept { return type.optional(); }
    /// Whether data may say that there is none.
    [[nodiscard]] bool takes_none() const noexcept { return optional() || guarded; }
    /// What data mean that say so, or leave a cell empty. Whether a guarded field had to be answered only the rules can tell:
    /// they make it absent where its condition is false, and wait for it where the condition holds.
    [[nodiscard]] State none() const noexcept { return optional() ? State::absent : State::unknown; }
};

/// The fields of one application, in order.
struct Schema {
    std::vector<FieldSchema> fields;

    [[nodiscard]] std::optional<std::size_t> index(std::string_view name) const;
    /// Whether an application has a list of payments that a ledger can fill.
    [[nodiscard]] bool asks_payments() const;
};

}  // namespace huiqi
