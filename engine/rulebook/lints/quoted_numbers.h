#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/data/unit.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// What a sentence says a number of, where the word behind it tells: 3个月, 3年, 2024年, 3万元.
enum class QuotedKind : std::uint8_t { unsaid, money, years, months, days };

/// A number of a sentence.
struct QuotedNumber {
    Rational value;
    QuotedKind kind = QuotedKind::unsaid;
};

/// The numbers that a sentence of a document mentions, in digits or in Chinese: 5%, 10万元, 两年, 百分之五, 三分之一,
/// 10—30万元. It only tells what is surely not there: a sentence mentions more than its author meant.
class QuotedNumbers {
public:
    explicit QuotedNumbers(std::string_view sentence);

    /// Tells whether the number is mentioned, months also as years or quarters, days also as weeks; not where the word behind
    /// it says another kind: 3个月 does not mention three years, nor 2024年 an amount.
    [[nodiscard]] bool has(const Rational& value, const Unit& unit) const;
    /// Tells whether year, month and day are mentioned; the day may be left out at the ends of a month, and the month at
    /// those of a year.
    [[nodiscard]] bool has(Date date) const;

private:
    /// Tells whether the number is there at all.
    [[nodiscard]] bool mentions(const Rational& value) const;
    /// Tells whether the number is there, of this kind or of none that is said.
    [[nodiscard]] bool mentions(const Rational& value, QuotedKind kind) const;

    std::vector<QuotedNumber> values_;
};

}  // namespace huiqi
