#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// A number as a workbook stores it: the decimal text of a binary fraction, with up to 17 digits.
///
/// A spreadsheet shows, and compares, 15 digits. Where 15 digits name the same binary fraction, the rest is only how
/// the program wrote it (`1.1000000000000001` is 1.1) and nothing is lost. Where they do not, the number is what a
/// calculation left (`0.30000000000000004`): it is read as the 15 digits that are shown, and told of. More than 15
/// digits before the point cannot be told apart any more and are no number.
struct StoredNumber {
    std::string text;        ///< plain decimal, no exponent
    bool tail = false;       ///< what a calculation left was taken off
    bool too_long = false;   ///< more than 15 digits before the point: `text` may be another number than was typed
};

/// Reads the number; nothing when it is none. With `hundredfold` it is what a percent format shows: 0.05 gives 5.
[[nodiscard]] std::optional<StoredNumber> read_stored_number(std::string_view text, bool hundredfold = false);

/// The day and the second of a date as a workbook stores it.
struct StoredDate {
    std::int32_t days = 0;       ///< since 1970-01-01
    std::int32_t seconds = 0;    ///< since midnight
};

/// Reads days since 1900 (which Excel takes for a leap year) or since 1904. Nothing for a day that does not exist: day
/// 0, day 60 (29 February 1900) and days before 1900 or after 9999.
[[nodiscard]] std::optional<StoredDate> read_stored_date(std::string_view text, bool from_1904);
/// Gives `2024-01-31`, with ` 14:30:00` behind it unless it is midnight.
[[nodiscard]] std::string stored_date_text(const StoredDate& date);

}  // namespace huiqi
