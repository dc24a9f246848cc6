#include "tools/huiqi/report/applicant_columns.h"

#include <algorithm>
#include <string_view>

#include "engine/diagnostic/text.h"
#include "engine/io/csv_record.h"
#include "engine/io/heading.h"

namespace huiqi {

ApplicantLines ApplicantColumns::of(const ParsedBlock& block, std::size_t row) const {
    ApplicantLines lines;
    for (std::size_t at = 0; at < names_.size() && at < block.pass_through.size(); ++at) {
        lines.emplace_back(names_[at], std::string(block.pass_through[at][row]));
    }
    return lines;
}

ApplicantLines ApplicantColumns::of(const RejectedRow& row, const RecordInput& input) const {
    ApplicantLines lines;
    const std::vector<std::string>& headings = input.headings();
    if (headings.size() < 2 || row.raw.empty()) {
        return lines;
    }
    std::vector<CsvCell> cells;
    const CsvRecord record = scan_csv_record(row.raw, 0, true, input.syntax(), &cells);
    if (record.shape != CsvShape::whole || record.text_end != row.raw.size() || record.cells != cells.size()) {
        return lines;
    }
    for (const std::string& name : names_) {
        const auto found = std::find_if(headings.begin(), headings.end(), [&name](const std::string& heading) {
            return folded_heading(heading) == folded_heading(name);
        });
        const auto at = static_cast<std::size_t>(found - headings.begin());
        if (found != headings.end() && at < cells.size()) {
            lines.emplace_back(name, excerpt(unescaped(std::string_view(row.raw).substr(cells[at].begin, cells[at].length))));
        }
    }
    return lines;
}

}  // namespace huiqi
