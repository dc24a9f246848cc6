#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/api/batch_run.h"
#include "engine/io/output_file.h"
#include "engine/io/rejects_writer.h"
#include "engine/io/result_writer.h"

namespace huiqi {

/// Where a run writes to, and how.
struct RunOutputOptions {
    std::string output = "-";
    std::string rejects;           ///< rows that were set aside; empty: nowhere
    std::string encoding;
    bool force = false;
    bool resume = false;
    bool plain_text = false;       ///< texts that look like formulas are written as they are

    [[nodiscard]] bool replaces() const noexcept { return force || resume; }
};

/// The files of one run: results, and the rows of each table that were set aside. Nothing has its name before `commit`.
class RunOutputs {
public:
    RunOutputs(const RunOutputOptions& options, Language language) : options_(options), language_(language) {}

    /// Gives the names of all that will be written for an input.
    [[nodiscard]] std::vector<std::string> names(const RecordInput& input) const;
    /// Opens them and writes what is known before the first row. Faults tell what failed.
    void open(const RecordInput& input, const ResultPlan& results, std::vector<DataFault>& faults);
    void close();

    /// Writes the heading of the results; false when that fails.
    bool begin();
    /// Takes a decided block in its turn; where the results have places, it gets its own.
    bool take(DecidedBlock& block);
    /// Writes what has a place; by several threads at once.
    bool write(const DecidedBlock& block);

    [[nodiscard]] const ResultWriter& writer() const noexcept { return *writer_; }
    /// Whether results are written directly: then what was written cannot be taken back.
    [[nodiscard]] bool direct() const noexcept { return output_->direct(); }
    [[nodiscard]] bool any_direct() const;

    /// Gives the rows that were set aside their names; the first failure.
    [[nodiscard]] const DataFault* commit_rejects();
    /// The same of all: rejects first, since results without the rows that were set aside would look whole.
    [[nodiscard]] const DataFault* commit();

private:
    [[nodiscard]] OutputEncoding encoding() const;
    RejectsWriter* open_rejects(const std::string& path, const std::vector<std::string>& headings, const CsvSyntax& syntax,
                                std::vector<DataFault>& faults);
    void write_table_rejects(const RecordInput& input, std::size_t at, std::vector<DataFault>& faults);

    const RunOutputOptions& options_;
    Language language_;
    std::unique_ptr<ResultWriter> writer_;
    std::unique_ptr<OutputFile> output_;
    std::vector<std::unique_ptr<RejectsWriter>> rejects_;   ///< of the main table first
};

}  // namespace huiqi
