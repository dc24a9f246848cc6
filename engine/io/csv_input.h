#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/io/csv_block_parser.h"
#include "engine/io/csv_layout.h"
#include "engine/io/record_input.h"

namespace huiqi {

/// One CSV file of applications, or the main table of a folder of them.
class CsvInput final : public RecordInput {
public:
    /// Opens the file and reads its header; adds to `faults` what is wrong with either. `path` `-` is stdin.
    /// The schema must outlive the input.
    CsvInput(const std::string& path, const Schema& schema, const ReadOptions& options,
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

    [[nodiscard]] const CsvLayout& layout() const noexcept { return layout_; }

private:
    std::unique_ptr<BlockSource> source_;  ///< null when the file could not be opened
    CsvLayout layout_;
    Block first_;  ///< the block behind the header, until it is asked for
    bool first_waits_ = false;
    std::uint64_t bytes_total_ = 0;
    std::unique_ptr<DataFault> failure_;
};

}  // namespace huiqi
