#include "engine/io/sheets_input.h"

#include <algorithm>
#include <utility>

#include "engine/io/fault_texts.h"
#include "engine/io/heading.h"

namespace huiqi {

std::vector<std::string> wanted_sheets(std::string_view wanted) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= wanted.size();) {
        const std::size_t end = std::min(wanted.find('/', begin), wanted.size());
        names.emplace_back(wanted.substr(begin, end - begin));
        begin = end + 1;
    }
    return names;
}

bool names_sheet(std::string_view wanted, std::string_view sheet) {
    const std::vector<std::string> names = wanted_sheets(wanted);
    return wanted == "*" || std::any_of(names.begin(), names.end(), [&sheet](const std::string& one) {
               return !one.empty() && folded_heading(one) == folded_heading(sheet);
           });
}

/// Reads each block with the parser of its sheet, and counts.
class SheetsInput::Parser final : public BlockParser {
public:
    Parser(const SheetsInput& input) : parts_(input.parts_) {
        for (const auto& sheet : input.sheets_) {
            parsers_.push_back(sheet->parser());
        }
    }

    void parse(ParsedBlock& parsed) override {
        const std::size_t part = part_of(parsed.block.number());
        const std::uint64_t rows = parsed.rows_read;
        const std::size_t rejected = parsed.rejected.size();
        parsers_[part]->parse(parsed);
        for (std::size_t at = rejected; at < parsed.rejected.size(); ++at) {
            name_sheet(parsed.rejected[at]);
        }
        const std::lock_guard hold(parts_->lock);
        parts_->all[part].rows += parsed.rows_read - rows;
    }

private:
    /// Says on which sheet a row stands: a row that is given back has no other place but its line, which every sheet has.
    static void name_sheet(RejectedRow& row) {
        for (DataFault& fault : row.faults) {
            const bool lines = fault.code == "D019";   // names the lines of other rows
            fault.message = {"工作表“" + fault.sheet + "”：" + fault.message.zh + (lines ? "（各工作表自己的行号）" : ""),
                             "sheet `" + fault.sheet + "`: " + fault.message.en + (lines ? " (lines are those of any of the sheets)" : "")};
        }
    }

    [[nodiscard]] std::size_t part_of(std::uint64_t block) const {
        const std::lock_guard hold(parts_->lock);
        std::size_t part = 0;
        while (part + 1 < parts_->all.size() && parts_->all[part + 1].first_block <= block) {
            ++part;
        }
        return part;
    }

    std::shared_ptr<Parts> parts_;
    std::vector<std::unique_ptr<BlockParser>> parsers_;
};

SheetsInput::SheetsInput(std::vector<std::unique_ptr<CsvInput>> sheets) : sheets_(std::move(sheets)), parts_(std::make_shared<Parts>()) {
    parts_->all.emplace_back();
}

bool SheetsInput::next(Block& block) {
    while (!sheets_[at_]->next(block)) {
        if (sheets_[at_]->failure() != nullptr || at_ + 1 == sheets_.size()) {
            return false;
        }
        sheets_[++at_]->number_from(blocks_);
        const std::lock_guard hold(parts_->lock);
        parts_->all.push_back({.first_block = blocks_, .rows = 0});
    }
    blocks_ = block.number() + 1;
    return true;
}

std::unique_ptr<BlockParser> SheetsInput::parser() const {
    return std::make_unique<Parser>(*this);
}

const DataFault* SheetsInput::failure() const noexcept {
    return sheets_[at_]->failure();
}

std::vector<DataFault> SheetsInput::notes() const {
    std::vector<DataFault> notes;
    std::vector<fault_texts::SheetRows> counts;
    for (std::size_t at = 0; at < sheets_.size(); ++at) {
        const std::vector<DataFault> own = sheets_[at]->notes();
        notes.insert(notes.end(), own.begin(), own.end());
        const std::lock_guard hold(parts_->lock);
        const Part part = at < parts_->all.size() ? parts_->all[at] : Part{};
        counts.push_back({.sheet = sheets_[at]->layout().sheet, .rows = part.rows});
    }
    notes.push_back(fault_texts::sheets_read(counts));
    notes.back().file = name();
    return notes;
}

std::uint64_t SheetsInput::bytes_read() const noexcept {
    std::uint64_t bytes = 0;
    for (const auto& sheet : sheets_) {
        bytes += sheet->bytes_read();
    }
    return bytes;
}

}  // namespace huiqi
