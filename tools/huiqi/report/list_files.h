#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/io/output_file.h"
#include "tools/huiqi/report/list_table.h"

namespace huiqi {

/// The files of a list: opened before anything is entered anywhere, written and read back afterwards.
class ListFiles {
public:
    ListFiles(const Program& program, const ListProfile& profile, std::string output, bool replace)
        : program_(program), profile_(profile), output_(std::move(output)), replace_(replace) {}

    /// Lays the table out in files of as many rows as the profile says, and opens them; `totals` adds one with the sums.
    [[nodiscard]] Exit open(const ListTable& table, bool totals);
    /// Adds rows below those of the table, such as the sum; they count in no total.
    void add_below(std::vector<std::vector<std::string>> rows) { below_ = std::move(rows); }
    /// Guards cells that a spreadsheet could take for formulas: for lists that people read.
    void guard_formulas() noexcept { guard_ = true; }
    /// Writes the files to a folder of its own, reads them back and compares them cell by cell, before anything is entered anywhere:
    /// what a bank would read otherwise (D224) is not to be paid. Nothing of it stays.
    [[nodiscard]] Exit prove();
    /// Writes the files, gives them their names, reads them back and compares them cell by cell (D224).
    [[nodiscard]] Exit write();

private:
    /// One file with its rows [first, end) of the table.
    struct Part {
        std::string path;
        std::size_t first = 0, end = 0;
        std::unique_ptr<OutputFile> file;
    };

    [[nodiscard]] bool is_book() const;
    /// Refuses to write beside files of an earlier list with other parts: whoever sends all of them pays some of it twice.
    [[nodiscard]] Exit refuse_other_parts(std::size_t parts) const;
    [[nodiscard]] std::string part_path(std::size_t part, std::size_t parts) const;
    [[nodiscard]] std::unique_ptr<OutputFile> open_file(const std::string& path, Exit& problem) const;
    [[nodiscard]] std::vector<std::vector<std::string>> lines_of(const Part& part) const;
    [[nodiscard]] std::string bytes_of(const std::vector<std::vector<std::string>>& lines) const;
    [[nodiscard]] std::string read_as(const std::string& cell) const;
    [[nodiscard]] Exit read_back(const Part& part) const;
    [[nodiscard]] Exit write_totals();
    [[nodiscard]] Exit different(const Part& part, std::size_t line, const std::string& wanted, const std::string& found) const;

    const Program& program_;
    const ListProfile& profile_;
    std::string output_;
    bool replace_;
    bool guard_ = false;
    bool proving_ = false;   ///< nothing was entered or written yet
    const ListTable* table_ = nullptr;
    std::vector<std::vector<std::string>> below_;
    std::vector<Part> parts_;
    std::string totals_path_;
    std::unique_ptr<OutputFile> totals_;
};

}  // namespace huiqi
