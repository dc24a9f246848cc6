#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/api/batch_run.h"
#include "engine/io/output_file.h"
#include "engine/io/result_writer.h"
#include "tools/huiqi/decide/rows_aside.h"

namespace huiqi {

/// Where a run writes to, and how.
struct RunOutputOptions {
    std::string output = "-";
    std::string rejects;           ///< rows that were set aside; empty: nowhere
    std::string encoding;
    bool usual_columns = true;     ///< nobody chose the columns
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

    /// The rows that were set aside, of all tables.
    [[nodiscard]] RowsAside& aside() noexcept { return aside_; }
    [[nodiscard]] const RowsAside& aside() const noexcept { return aside_; }
    /// Gives all files their names, and the first failure: rejects first, since results without the rows that were set aside would look whole.
    [[nodiscard]] const DataFault* commit();

private:
    [[nodiscard]] OutputEncoding encoding() const;

    const RunOutputOptions& options_;
    Language language_;
    std::unique_ptr<ResultWriter> writer_;
    std::unique_ptr<OutputFile> output_;
    RowsAside aside_;
};

}  // namespace huiqi
