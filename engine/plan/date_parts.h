#pragma once

#include <cstdint>

namespace huiqi {

/// What `Op::date_part` takes out of a date (its `aux`); the codes count from 0.
enum class DatePart : std::uint8_t {
    year, month, day, weekday, day_of_year, iso_week, weekday_code, month_code, month_last_day,
};

}  // namespace huiqi
