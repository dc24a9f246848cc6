#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/data/type.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// How a value stands (docs/language.md, "absent, unknown, error"). None ever turns into another quietly.
enum class State : std::uint8_t { known, absent, unknown, error };

/// The run-time faults that a value can carry.
enum class RuntimeError : std::uint8_t {
    none,
    division_by_zero,   ///< R01
    empty_list,         ///< R02
    index_range,        ///< R03
    not_integer,        ///< R04
    date_range,         ///< R05
    no_such_day,        ///< R06
    day_count_basis,    ///< R07
    absent_value,       ///< R08
    too_large,          ///< R09: beyond the declared limits of work or size
    table_rows,         ///< R10
    not_in_force,       ///< R11
    negative_award,     ///< R12
    tie,                ///< R13
    argument_range,     ///< R14: an argument that its function cannot take
    falling_edges,      ///< R15: a computed edge of bands lies below the one before
    parts_apart,        ///< R16: shares or instalments into which the award cannot be divided
    feed_range,         ///< R18: a result of another incentive that the input does not allow
};

/// Gives `R01` … .
[[nodiscard]] std::string_view error_code(RuntimeError error) noexcept;

class Value;

/// An interval of values; a missing end is unbounded.
struct IntervalValue;

/// One value of any type, for constants, cases, explanations and the public interface; never used in bulk.
/// Numbers are exact and in base units (元, day, month, fraction of one).
class Value {
public:
    using List = std::vector<Value>;  ///< list elements, or the fields of a record in order

    Value() = default;  ///< absent
    [[nodiscard]] static Value absent() { return {}; }
    /// Not answered: waits for the inputs of these names.
    [[nodiscard]] static Value unknown(std::vector<std::string> waits_for);
    [[nodiscard]] static Value failed(RuntimeError error);
    /// Takes nothing but bool, so that `of(5)` is a number and `of("text")` a text.
    [[nodiscard]] static Value of(std::same_as<bool> auto value) { return of_boolean(value); }
    [[nodiscard]] static Value of(Rational value);
    [[nodiscard]] static Value of(Date value);
    [[nodiscard]] static Value of(std::string text);
    [[nodiscard]] static Value enumerated(std::int32_t code);
    [[nodiscard]] static Value list(List elements);
    [[nodiscard]] static Value record(List fields);
    [[nodiscard]] static Value interval(IntervalValue interval);

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] bool known() const noexcept { return state_ == State::known; }
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] const Rational& number() const;
    [[nodiscard]] Date date() const;
    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] std::int32_t code() const;
    [[nodiscard]] const List& elements() const;
    [[nodiscard]] const IntervalValue& interval_value() const;
    [[nodiscard]] RuntimeError error() const noexcept { return error_; }
    [[nodiscard]] const std::vector<std::string>& waits_for() const noexcept { return waits_for_; }

    /// Same state and same content (names of an unknown and codes of an error included).
    friend bool operator==(const Value& left, const Value& right);

private:
    /// A code apart from numbers, so that the two never compare equal.
    struct Enumerated {
        std::int32_t code = 0;
        friend bool operator==(const Enumerated&, const Enumerated&) = default;
    };
    [[nodiscard]] static Value of_boolean(bool value);
    template <class Content>
    [[nodiscard]] static Value known_with(Content content);
    template <class Content>
    [[nodiscard]] const Content& content() const;

    State state_ = State::absent;
    RuntimeError error_ = RuntimeError::none;
    std::variant<std::monostate, bool, Rational, Date, std::string, Enumerated, std::shared_ptr<const List>,
                 std::shared_ptr<const IntervalValue>>
        content_;
    std::vector<std::string> waits_for_;
};

struct IntervalValue {
    std::optional<Value> low;
    std::optional<Value> high;
    bool low_included = true;
    bool high_included = true;

    friend bool operator==(const IntervalValue& left, const IntervalValue& right);
};

/// Gives the value for people in base or entry units: `617.28元`, `2024-01-31`, `小型`, `是`/`true`, `未知`/`unknown`.
/// A number that needs more than 20 decimals is cut after the tenth and ends in `…`.
[[nodiscard]] std::string value_text(const Value& value, const Type& type, bool chinese,
                                     const EntryUnit* unit = nullptr);

}  // namespace huiqi
