#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/io/csv_block_parser.h"
#include "engine/io/csv_layout.h"
#include "engine/io/record_input.h"
#include "engine/io/sheet_bytes.h"
#include "engine/io/table_file.h"

namespace huiqi {

/// One table of applications: a CSV file, a sheet of a workbook, or the main table of several.
class CsvInput final : public RecordInput {
public:
    /// Opens the file and reads its header; adds to `faults` what is wrong with either. `path` `-` is stdin.
    /// The schema must outlive the input.
    CsvInput(const std::string& path, const Schema& schema, const ReadOptions& options,
             std::vector<DataFault>& faults);
    /// Opens a table, of a workbook perhaps.
    CsvInput(const TableFile& table, const Schema& schema, const ReadOptions& options,
             std::vector<DataFault>& faults);

    [[nodiscard]] bool next(Block& block) override;
    [[nodiscard]] std::unique_ptr<BlockParser> parser() const override;
    [[nodiscard]] const DataFault* failure() const noexcept override;
    [[nodiscard]] const std::string& name() const noexcept override { return layout_.file; }
    [[nodiscard]] const std::vector<std::string>& headings() const noexcept override {
        return layout_.headings;
    }
    [[nodiscard]] CsvSyntax syntax() const noexcept override { return layout_.syntax(); }
    [[nodiscard]] std::string key() const override {
        return layout_.key == kNoColumn ? std::string() : layout_.headings[layout_.key];
    }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept override;
    [[nodiscard]] std::uint64_t bytes_total() const noexcept override { return bytes_total_; }

    /// Says which number the next block has, where other tables come before this one.
    void number_from(std::uint64_t number) noexcept { source_->number_from(number); }

    [[nodiscard]] const CsvLayout& layout() const noexcept { return layout_; }
    [[nodiscard]] std::vector<DataFault> notes() const override;

private:
    void open_file(const std::string& path, const ReadOptions& options, std::vector<DataFault>& faults);
    void open_sheet(const TableFile& table, const ReadOptions& options, std::vector<DataFault>& faults);
    void read_header(const Schema& schema, const ReadOptions& options, std::vector<DataFault>& faults);

    TableFile table_;
    const SheetBytes* sheet_ = nullptr;    ///< what `source_` reads, where it is a sheet
    std::shared_ptr<SheetFaults> cell_faults_;
    std::unique_ptr<BlockSource> source_;  ///< null when the file could not be opened
    CsvLayout layout_;
    std::uint64_t bytes_total_ = 0;
    std::unique_ptr<DataFault> failure_;
};

}  // namespace huiqi
