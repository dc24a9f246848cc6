#pragma once

#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "tools/huiqi/ledger/batch_summary.h"

namespace huiqi {

/// A cell of a summary: a text, a count, or fen.
struct SummaryCell {
    enum class Kind : std::uint8_t { text, count, fen };
    Kind kind = Kind::text;
    std::string text;
    Int128 number = 0;

    [[nodiscard]] static SummaryCell of(std::string text) { return {Kind::text, std::move(text), 0}; }
    [[nodiscard]] static SummaryCell count(std::uint64_t number) { return {Kind::count, {}, static_cast<Int128>(number)}; }
    [[nodiscard]] static SummaryCell fen(Int128 number) { return {Kind::fen, {}, number}; }
};

/// One table of a summary with its chart, as the workbook and the page both show it.
struct SummarySheet {
    std::string name;                            ///< at most 31 characters
    std::vector<std::string> headings;
    std::vector<std::vector<SummaryCell>> rows;  ///< those of the sums aside
    std::vector<SummaryCell> sums;               ///< may be empty
    std::vector<std::size_t> bars;               ///< columns that the chart shows; empty: no chart
};

/// Gives the tables of a summary in one language, the control totals last.
[[nodiscard]] std::vector<SummarySheet> summary_sheets(const BatchSummary& summary, Language language);

/// Gives the workbook in the form of `sheet_text`.
[[nodiscard]] std::string summary_book(const std::vector<SummarySheet>& sheets);

/// Gives the page: tables and bars, nothing from elsewhere, no script.
[[nodiscard]] std::string summary_page(const BatchSummary& summary, const std::vector<SummarySheet>& sheets, Language language);

}  // namespace huiqi
