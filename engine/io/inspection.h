#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/stored_number.h"
#include "engine/io/table_file.h"
#include "engine/io/xlsx_value.h"

namespace huiqi {

/// A cell as inspection sees it: what is stored, what a spreadsheet shows, what it is read as.
struct InspectedCell {
    enum class Kind : std::uint8_t { empty, text, number, date, boolean };

    Kind kind = Kind::empty;
    std::string text;      ///< what it is read as
    std::string stored;
    std::string shown;
    CellDamage damage = CellDamage::none;
    bool tail = false;
    std::string unit;      ///< that its format shows
    int shown_decimals = -1;
    bool other_text = false;   ///< `shown` is another text than the digits, by the format
};

/// A row of a table.
struct InspectedRow {
    std::uint64_t number = 0;   ///< row of the sheet, line of the file
    bool hidden = false;
    std::vector<InspectedCell> cells;
};

/// Something that happened to data on their way through spreadsheets.
struct InspectionFinding {
    DataFault fault;                      ///< with the place; its value is what is stored
    std::string shown;                    ///< where that differs
    std::optional<std::string> mended;    ///< what the cell must read, where that is certain
};

/// What a column holds, as far as its cells and its heading tell.
struct InspectedColumn {
    enum class Role : std::uint8_t { text, number, date };

    std::string heading;
    std::string folded;   ///< the heading, for comparison
    Role role = Role::text;
    bool credit_code = false;
    bool patent_number = false;
    std::uint64_t numbers = 0;
    std::uint64_t dates = 0;
    std::uint64_t texts = 0;
    std::uint64_t numeric_texts = 0;
    std::uint64_t date_texts = 0;
    bool codes = false;          ///< its heading says that digits are a text here: zeros in front count
};

/// Looks at the rows of a table twice: to learn what the columns hold, then to find what does not fit.
class Inspection {
public:
    explicit Inspection(std::vector<std::string> headings);

    /// Says that the rules read a column as numbers or dates.
    void expect_role(std::size_t column, InspectedColumn::Role role);
    void learn(const InspectedRow& row);
    /// To be called between the two.
    void settle();
    void judge(const InspectedRow& row, std::vector<InspectionFinding>& findings) const;
    [[nodiscard]] const std::vector<InspectedColumn>& columns() const noexcept { return columns_; }

private:
    void judge_row(const InspectedRow& row, std::vector<InspectionFinding>& findings) const;
    [[nodiscard]] bool reads_text(const InspectedCell& cell, std::size_t column) const;
    [[nodiscard]] bool is_certain(std::size_t column) const;
    void judge_cell(const InspectedRow& row, std::size_t column, std::vector<InspectionFinding>& findings) const;

    std::vector<InspectedColumn> columns_;
    std::vector<bool> expected_;
};

/// Reads a date as people write it, `2024/1/5`, `2024.01.05`, `20240105`, `2024年1月5日`: gives `2024-01-05`. Nothing
/// where year, month and day could be taken for each other.
[[nodiscard]] std::optional<std::string> plain_date(std::string_view text);
/// Reads a number as people write it, `1,234.50`, `１２３`, ` 12 `: gives `1234.50`. Nothing where it is not certain.
[[nodiscard]] std::optional<std::string> plain_number(std::string_view text);
/// Full-width letters, digits and signs made ASCII, blanks at the ends and unseen characters taken off.
[[nodiscard]] std::string plain_text(std::string_view text);

}  // namespace huiqi
