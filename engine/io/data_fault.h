#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// One thing that is wrong with data, or worth a note: where, what, how to mend. Data are read as a stream
/// and forgotten, so a fault holds what it shows; it is built only when something is wrong.
struct DataFault {
    std::string_view code;  ///< D001 …; a literal, so the view never dangles
    Severity severity = Severity::error;
    std::string file;
    std::string sheet;              ///< of a workbook; empty for other files
    std::uint64_t line = 0;         ///< of the file, or row of the sheet, from 1; 0: the fault is about the whole
    std::size_t column_number = 0;  ///< from 1; 0: the fault is about the whole row
    std::string column_name;        ///< the heading, or the key path of a JSON value
    std::string value;              ///< the offending text, shortened for people; may be empty
    Bilingual message;
    Bilingual help;
};

/// One row that is set aside: nothing of it is decided, nothing of it is lost.
struct RejectedRow {
    std::uint64_t line = 0;         ///< on which the row begins
    std::string raw;                ///< as read, without its line end; cut at kMostRawBytes
    std::vector<DataFault> faults;  ///< all of them, in the order of the columns
    std::string number;             ///< of the application, as far as it could be read
};

/// The first of any number of faults, where nobody can look at more, and how many there were.
class FirstFaults {
public:
    static constexpr std::size_t kMost = 100;

    void add(const std::vector<DataFault>& faults);
    /// Gives those kept; behind them, where there were more, one that counts the others under the code of the first of
    /// them, without a place.
    [[nodiscard]] std::vector<DataFault> told() const;

private:
    std::vector<DataFault> first_;
    DataFault more_;   ///< the first that is not kept
    std::uint64_t hidden_ = 0;
};

/// What a rejected row keeps of its text.
inline constexpr std::size_t kMostRawBytes = std::size_t{1} << 20;

/// Gives `file:line:column (name): error[D104]: message`, for a workbook `file:sheet!C12 (name): …`, then the value and how to mend it on their own
/// lines.
[[nodiscard]] std::string render_fault(const DataFault& fault, Language language);

/// Gives one JSON object `{file, line, column, column_name, value, code, severity, message, fix}`; what does
/// not apply is null. For a workbook `sheet` and `cell` follow.
[[nodiscard]] std::string render_fault_json(const DataFault& fault, Language language);

}  // namespace huiqi
