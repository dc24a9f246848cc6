#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/io/output_file.h"
#include "engine/io/record_input.h"
#include "engine/io/result_writer.h"

namespace huiqi {

/// Writes the rows that were set aside, so that they can be mended and handed in again: the line, what is
/// wrong, how to mend it, then the row as it was. A workbook has the row first and then
/// two columns more. CSV, XLSX or JSON Lines by the ending of the file; rows of JSON
/// input have one column with the whole line.
class RejectsWriter {
public:
    /// Opens the file; null with a fault added when that fails. `headings` and `syntax` are those of the input.
    [[nodiscard]] static std::unique_ptr<RejectsWriter> open(const std::string& path, bool replace,
                                                             std::vector<std::string> headings,
                                                             const CsvSyntax& syntax, Language language,
                                                             std::vector<DataFault>& faults,
                                                             OutputEncoding encoding = OutputEncoding::utf8);

    /// Writes rows in order; false once anything failed.
    bool write(std::span<const RejectedRow> rows);
    bool commit() { return file_->commit(); }
    /// Whether it is written directly, as a pipe is.
    [[nodiscard]] bool direct() const noexcept { return file_->direct(); }
    [[nodiscard]] const DataFault* failure() const noexcept { return file_->failure(); }

private:
    RejectsWriter(std::unique_ptr<OutputFile> file, OutputFormat format, std::vector<std::string> headings,
                  const CsvSyntax& syntax, Language language);

    void append_header(std::string& out) const;
    void append_csv(std::string& out, const RejectedRow& row) const;
    void append_cells(std::string& out, const RejectedRow& row) const;
    void append_json(std::string& out, const RejectedRow& row) const;

    std::unique_ptr<OutputFile> file_;
    OutputFormat format_;
    std::vector<std::string> headings_;
    CsvSyntax syntax_;
    Language language_;
};

/// Gives the file for the rejected rows of a child table: `rejects.csv` and the table 付息.csv make
/// `rejects.付息.csv`.
[[nodiscard]] std::string rejects_path(const std::string& rejects, const std::string& table_file);

}  // namespace huiqi
