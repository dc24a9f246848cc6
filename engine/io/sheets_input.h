#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/csv_input.h"

namespace huiqi {

/// Whether `--sheet` names a sheet: one name, several between `/` (which no sheet's name holds), or `*` for all.
[[nodiscard]] bool names_sheet(std::string_view wanted, std::string_view sheet);
/// Gives the names that it lists.
[[nodiscard]] std::vector<std::string> wanted_sheets(std::string_view wanted);

/// Several sheets of one layout, one behind the other, as one table of applications. Their headings are the same.
class SheetsInput final : public RecordInput {
public:
    /// Requires at least one sheet.
    explicit SheetsInput(std::vector<std::unique_ptr<CsvInput>> sheets);

    [[nodiscard]] bool next(Block& block) override;
    [[nodiscard]] std::unique_ptr<BlockParser> parser() const override;
    [[nodiscard]] const DataFault* failure() const noexcept override;
    /// The notes of each sheet, and how many rows it gave.
    [[nodiscard]] std::vector<DataFault> notes() const override;
    [[nodiscard]] const std::string& name() const noexcept override { return sheets_.front()->name(); }
    [[nodiscard]] const std::vector<std::string>& headings() const noexcept override { return sheets_.front()->headings(); }
    [[nodiscard]] CsvSyntax syntax() const noexcept override { return sheets_.front()->syntax(); }
    [[nodiscard]] std::string key() const override { return sheets_.front()->key(); }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept override;
    [[nodiscard]] std::uint64_t bytes_total() const noexcept override { return sheets_.front()->bytes_total(); }

private:
    class Parser;
    /// What a sheet gave so far, told by the parsers of all threads.
    struct Part {
        std::uint64_t first_block = 0;
        std::uint64_t rows = 0;
    };
    /// Where parsers find the sheet of a block; shared with them.
    struct Parts {
        std::mutex lock;
        std::deque<Part> all;   ///< of the sheets begun
    };

    std::vector<std::unique_ptr<CsvInput>> sheets_;
    std::size_t at_ = 0;
    std::uint64_t blocks_ = 0;
    std::shared_ptr<Parts> parts_;
};

}  // namespace huiqi
