#pragma once

#include <string_view>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/data/unit.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// The numbers that a sentence of a document mentions, in digits or in Chinese: 5%, 10万元, 两年, 百分之五, 三分之一,
/// 10—30万元. It only tells what is surely not there: a sentence mentions more than its author meant.
class QuotedNumbers {
public:
    explicit QuotedNumbers(std::string_view sentence);

    /// Tells whether the number is mentioned, months also as years or quarters, days also as weeks.
    [[nodiscard]] bool has(const Rational& value, const Unit& unit) const;
    /// Tells whether year, month and day are mentioned; the day may be left out at the ends of a month, and the month at
    /// those of a year.
    [[nodiscard]] bool has(Date date) const;

private:
    [[nodiscard]] bool mentions(const Rational& value) const;

    std::vector<Rational> values_;
};

}  // namespace huiqi
