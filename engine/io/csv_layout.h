#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/cell_reader.h"
#include "engine/io/data_fault.h"
#include "engine/io/read_options.h"
#include "engine/io/sheet_faults.h"
#include "engine/io/stated_units.h"

namespace huiqi {

/// Says that a table has no such column.
inline constexpr std::size_t kNoColumn = std::numeric_limits<std::size_t>::max();

/// A scalar field, where it goes and which column of the file it comes from.
struct CsvLeaf {
    std::vector<std::size_t> path;   ///< indices of fields: one for the root, more inside records
    std::size_t column = kNoColumn;  ///< kNoColumn: not asked, unknown in every row
    CellReader reader;
};

/// A record field; its own fields are columns called `record.field`.
struct CsvRecordField {
    std::vector<std::size_t> path;
    bool optional = false;
    std::size_t first_leaf = 0;  ///< its leaves are [first_leaf, end_leaf)
    std::size_t end_leaf = 0;
};

/// Counts apostrophes that were taken off texts, by the parsers of all threads.
class GuardsTaken {
public:
    void add(std::uint64_t line, std::size_t column) {
        const std::lock_guard hold(lock_);
        const bool first = count_++ == 0 || std::pair(line, column) < std::pair(line_, column_);
        line_ = first ? line : line_;
        column_ = first ? column : column_;
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] std::uint64_t line() const noexcept { return line_; }      ///< of the first
    [[nodiscard]] std::size_t column() const noexcept { return column_; }

private:
    std::mutex lock_;
    std::uint64_t count_ = 0;
    std::uint64_t line_ = 0;
    std::size_t column_ = 0;
};

/// What a header means for a schema. Built once, then shared by the parsers of all threads.
struct CsvLayout {
    std::string file;
    std::string sheet;                  ///< of a workbook; then lines are its rows
    std::vector<std::string> headings;  ///< as written, or as the layout calls them
    std::vector<CsvLeaf> leaves;
    std::vector<CsvRecordField> records;    ///< outer before inner
    std::vector<std::size_t> lists;         ///< list fields of the root, which have no column
    std::vector<std::size_t> pass_through;  ///< columns
    std::size_t key = kNoColumn;
    std::size_t applicant = kNoColumn;      ///< a column that names the firm, where one is known
    const RepeatedNumbers* repeated = nullptr;   ///< numbers whose rows are set aside
    std::shared_ptr<SheetFaults> cell_faults;    ///< of a sheet: cells that cannot stand
    std::shared_ptr<GuardsTaken> guards;         ///< of a CSV file: what it wrote to keep texts from running as formulas
    ReadLimits limits;
    LineEnd line_end = LineEnd::lf;
    char separator = ',';
    std::uint64_t header_line = 1;  ///< on which the headings stand; blank lines may come before
    std::size_t header_bytes = 0;   ///< up to where the rows begin
    std::size_t header_lines = 0;

    /// Gives how records of the file are to be read.
    [[nodiscard]] CsvSyntax syntax() const noexcept {
        return {.line_end = line_end, .separator = separator, .row_bytes = limits.row_bytes,
                .most_cells = limits.columns + 1};
    }
    /// Whether somebody reads the column.
    [[nodiscard]] bool uses(std::size_t column) const noexcept;
    /// Gives a fault its file, line and column (from 0; kNoColumn for none).
    [[nodiscard]] DataFault placed(DataFault fault, std::uint64_t line, std::size_t column = kNoColumn) const;
};

/// Reads the header among the records at the beginning of a file, which begin on `line`, and
/// finds the columns that the schema, the pass-through and the key name. Reports all that is missing or
/// wrong. Lists are left to the caller. `units` are those that rows above `text` state.
[[nodiscard]] CsvLayout read_csv_layout(std::string file, std::string sheet, std::string_view text, std::uint64_t line,
                                        const CsvSyntax& syntax, const Schema& schema,
                                        const ReadOptions& options, std::vector<DataFault>& faults,
                                        std::vector<StatedUnit> units = {});

/// Finds a heading for a name: the very same, else the same when folded. kNoColumn when there is none.
[[nodiscard]] std::size_t find_heading(const std::vector<std::string>& headings, std::string_view name);

/// Reports the inputs that `unknown_columns` names and the schema does not have.
void check_unknown_columns(const std::string& file, const Schema& schema, const ReadOptions& options,
                           std::vector<DataFault>& faults);

/// Whether `unknown_columns` lists the field by one of its names.
[[nodiscard]] bool not_asked(const FieldSchema& field, const ReadOptions& options);
/// Gives the names of a field inside a record or list of these names: `record.field`, by any of the names of both.
[[nodiscard]] std::vector<std::string> qualified_names(const FieldSchema& field, const std::vector<std::string>& prefixes);
/// Whether it lists one of these names.
[[nodiscard]] bool not_asked(const std::vector<std::string>& names, const ReadOptions& options);

}  // namespace huiqi
