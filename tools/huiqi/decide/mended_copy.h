#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/io/inspected_table.h"
#include "engine/io/inspection.h"
#include "engine/io/output_file.h"
#include "engine/io/result_writer.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Refuses a copy whose name does not say the unit that the name of the file says: nothing else of the table would.
[[nodiscard]] Exit refuse_name_without_unit(const Program& program, const std::string& input, const std::string& copy);

/// A copy of a table in which what inspection is certain of is mended: CSV or XLSX by the ending of its name.
class MendedCopy {
public:
    /// Opens the file; false with a fault when that fails.
    [[nodiscard]] bool open(const std::string& path, bool replace, std::vector<DataFault>& faults);
    /// Writes what stands above the data, on a sheet of the same name.
    void write_head(const InspectedTable& table);
    /// Writes a row to the place where it stands in the table, so that the names of cells fit both.
    void write_row(const InspectedRow& row, const std::vector<InspectionFinding>& findings,
                   const std::vector<InspectedColumn>& columns);
    /// Puts the file in place; gives what failed, or nullptr.
    [[nodiscard]] const DataFault* commit();

    [[nodiscard]] std::uint64_t mended() const noexcept { return mended_; }
    /// Counts the cells that mean nothing, in the copy too.
    [[nodiscard]] std::uint64_t refused() const noexcept { return refused_; }

private:
    void append(std::string& out, std::string_view text, char kind) const;
    void end_row(std::string& out);
    /// Leaves rows blank up to the one of this number.
    void skip_to(std::uint64_t number, std::string& out);
    [[nodiscard]] std::string refused_text(const InspectedCell& cell);

    std::unique_ptr<OutputFile> file_;
    bool book_ = false;
    std::uint64_t next_ = 1;   ///< row or line of what is written next
    std::uint64_t mended_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace huiqi
