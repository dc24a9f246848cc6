#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"

namespace huiqi {

/// What a cell's number format says about its number.
struct NumberFormat {
    enum class Kind : std::uint8_t {
        general,   ///< no format of its own
        number,    ///< digits, maybe with a currency
        percent,   ///< shown times a hundred
        date,      ///< a day, maybe with a time
        time,      ///< a time without a day
        scaled,    ///< shown divided, with 万 or 亿 behind it, in a currency that is no unit, with a point of its own, or not at all: what is shown is not what is stored
        text,      ///< `@`
    };

    Kind kind = Kind::general;
    std::string code;        ///< as the workbook has it
    int decimals = -1;       ///< that are shown; -1: as many as there are
    std::string unit{};        ///< that stands beside the number, 元 or 万元; empty: none
    /// What whole numbers look like where that is more than their digits, `"S"000` and `0000-000`: the texts of the
    /// format, with `kShownDigit` and `kDigit` in the place of digits. Empty: they look like their digits.
    std::string mask{};

    bool hides_negatives = false;   ///< nothing of a negative number is shown

    static constexpr char kShownDigit = '\x01';   ///< shown also where it is a zero in front
    static constexpr char kDigit = '\x02';

    friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

/// Tells what a format code means: `yyyy"年"m"月"`, `0.00%`, `#,##0.00`.
[[nodiscard]] NumberFormat parse_number_format(std::string_view code);
/// Gives the format that a number under 164 stands for without being written out.
[[nodiscard]] NumberFormat builtin_number_format(unsigned id);

/// Gives what a whole number looks like under a mask: 7 under `"S"000` is S007.
[[nodiscard]] std::string masked_digits(std::string_view number, std::string_view mask);

/// The number formats of the styles of cells, by the number of the style. The text is that of `styles.xml`.
[[nodiscard]] std::vector<NumberFormat> read_xlsx_styles(std::string_view xml, std::vector<DataFault>& faults);

}  // namespace huiqi
