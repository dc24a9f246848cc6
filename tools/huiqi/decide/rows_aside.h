#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/io/output_file.h"
#include "engine/io/record_input.h"
#include "engine/io/rejects_writer.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// The rows that a command sets aside, of the main table and of its child tables: keeps the first of their faults to tell,
/// and writes all rows where files were asked for.
class RowsAside {
public:
    /// Faults that people are shown.
    static constexpr std::size_t kShown = 20;

    /// Gives the files that `open` would write for an input.
    [[nodiscard]] static std::vector<std::string> names(const std::string& rejects, const RecordInput& input);

    /// Opens the files, that of the main table first, and writes those of the child tables, whose rows are known already.
    void open(const std::string& rejects, const RecordInput& input, bool replace, Language language, OutputEncoding encoding,
              std::vector<DataFault>& faults);
    /// Takes what was set aside of child tables when the input was opened.
    void take_tables(const RecordInput& input);
    /// Takes rows of the main table, in order; false once one could not be written.
    [[nodiscard]] bool take(std::span<const RejectedRow> rows);
    /// Puts the files in place; gives the first failure, or nullptr.
    [[nodiscard]] const DataFault* commit();
    /// Forgets everything; files that were not put in place are dropped.
    void clear();

    /// Gives the first faults, in the order of child tables, then of rows.
    [[nodiscard]] const std::vector<DataFault>& faults() const noexcept { return shown_; }
    /// Counts the rows of the main table among them that are notes and no applications.
    [[nodiscard]] std::uint64_t notes() const noexcept { return notes_; }
    /// Whether a note below a table states a unit in which its amounts were not read: then nothing of the file counts.
    [[nodiscard]] bool other_unit() const noexcept { return other_unit_; }
    /// Says how many faults are not among `faults`, and where they can be read.
    void tell_others(const Program& program) const;
    /// Whether a file is a pipe, which cannot be written again.
    [[nodiscard]] bool direct() const noexcept;

private:
    void keep(std::span<const RejectedRow> rows);
    RejectsWriter* add_writer(std::unique_ptr<RejectsWriter> writer);

    std::string rejects_;                                   ///< empty: no file was asked for
    std::vector<std::unique_ptr<RejectsWriter>> writers_;   ///< of the main table first
    std::vector<DataFault> shown_;
    std::size_t hidden_ = 0;
    std::uint64_t notes_ = 0;
    bool other_unit_ = false;
};

/// Says of each child table how many rows it has and what became of them, a line each, after a line end; empty without
/// child tables.
[[nodiscard]] std::string table_lines(std::span<const TableCount> tables, Language language);
/// Gives the counts of child tables as a JSON array.
[[nodiscard]] nlohmann::ordered_json tables_json(std::span<const TableCount> tables);
/// Gives `；附表退回 2 行` where child tables had rows set aside: it stands behind the count of the main table.
[[nodiscard]] std::string tables_aside(std::span<const TableCount> tables, Language language);
/// Gives `（其中 2 行是表下的说明）`, to stand behind the count of rows set aside; empty where none are.
[[nodiscard]] std::string notes_aside(std::uint64_t notes, Language language);
/// Tells what was set aside of child tables when an input was opened: the first faults, then the counts. For commands that
/// write no rows set aside; nothing is said where none were.
void tell_tables_aside(const Program& program, const RecordInput& input);
/// Counts the rows of child tables that were set aside.
[[nodiscard]] std::uint64_t rows_of_tables_aside(std::span<const TableCount> tables);

}  // namespace huiqi
