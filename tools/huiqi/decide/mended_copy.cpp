#include "tools/huiqi/decide/mended_copy.h"

#include <algorithm>
#include <array>

#include "engine/io/csv_text.h"
#include "engine/io/fault_texts.h"
#include "engine/io/row_words.h"
#include "engine/io/stated_units.h"
#include "engine/io/text_encoder.h"
#include "engine/io/workbook_writer.h"

namespace huiqi {

bool MendedCopy::open(const std::string& path, bool replace, std::vector<DataFault>& faults) {
    book_ = output_format(path) == OutputFormat::xlsx;
    file_ = OutputFile::open(path, replace, faults);
    if (file_ != nullptr) {
        file_->encode(OutputEncoding::utf8_mark);   // Excel takes a CSV file without the mark for GBK
    }
    return file_ != nullptr;
}

void MendedCopy::append(std::string& out, std::string_view text, char kind) const {
    if (book_) {
        sheet_text::append_cell(out, kind, text);
    } else {
        append_csv_cell(out, text, true);
        out += ',';
    }
}

void MendedCopy::end_row(std::string& out) {
    if (book_) {
        out += sheet_text::kRowEnd;
        ++next_;
    } else {
        out.back() = '\n';   // in place of the last comma: a table has a column
        next_ += static_cast<std::uint64_t>(std::count(out.begin(), out.end(), '\n'));
    }
    static_cast<void>(file_->write(out));   // `commit` tells what failed
}

Exit refuse_name_without_unit(const Program& program, const std::string& input, const std::string& copy) {
    std::vector<StatedUnit> stated;
    std::vector<StatedUnit> kept;
    find_units_of_file(input, stated);
    find_units_of_file(copy, kept);
    for (const StatedUnit& one : stated) {
        if (std::none_of(kept.begin(), kept.end(), [&one](const StatedUnit& other) { return other.unit.text == one.unit.text; })) {
            complain(program, {"没有写出副本：文件名“" + one.text + "”写着单位，副本的名字没有写", "no copy was written: the name `" + one.text + "` states a unit, and that of the copy does not"},
                     {"副本的名字里也写“（" + one.unit.text + "）”", "write （" + one.unit.text + "） into the name of the copy too"});
            return Exit::wrong_use;
        }
    }
    return Exit::done;
}

void MendedCopy::skip_to(std::uint64_t number, std::string& out) {
    for (; next_ < number; ++next_) {
        out += book_ ? sheet_text::kRowEnd : '\n';
    }
    static_cast<void>(file_->write(out));
    out.clear();
}

void MendedCopy::write_head(const InspectedTable& table) {
    std::string out;
    if (book_ && table.file().book != nullptr) {
        sheet_text::append_cell(out, sheet_text::kSheet, table.file().sheet_name());
    }
    std::vector<StatedUnit> units;
    find_stated_units(std::array{table.file().sheet_name()}, 0, false, units);
    if (!book_ && !units.empty()) {   // 汇总（万元）: a CSV file has no sheet whose name could say so
        append(out, table.file().sheet_name(), sheet_text::kText);
        out.append(table.headings().size() - 1, ',');
        out.back() = '\n';   // in place of the last comma
        static_cast<void>(file_->write(out));
        out.clear();
    }
    table.each_head_row([&](std::uint64_t number, const std::vector<std::string>& cells) {
        skip_to(number, out);
        for (const std::string& cell : cells) {
            append(out, cell, number == table.header_row() ? sheet_text::kHeading : sheet_text::kText);
        }
        if (!book_) {
            out.append(table.headings().size() - std::min(cells.size(), table.headings().size()), ',');   // as wide as the table
        }
        end_row(out);
        out.clear();
    });
}

void MendedCopy::write_row(const InspectedRow& row, const std::vector<InspectionFinding>& findings,
                           const std::vector<InspectedColumn>& columns) {
    std::string out;
    skip_to(row.number, out);
    const std::vector<InspectedCell>& cells = row.cells;
    for (std::size_t at = 0; at < cells.size(); ++at) {
        std::string text = cells[at].damage == CellDamage::none ? cells[at].text : refused_text(cells[at]);
        bool number = cells[at].kind == InspectedCell::Kind::number && cells[at].damage == CellDamage::none && !text.ends_with('%');
        for (const InspectionFinding& finding : findings) {
            if (finding.mended && finding.fault.column_number == at + 1) {
                text = *finding.mended;
                number = at < columns.size() && columns[at].role == InspectedColumn::Role::number && finding.fault.code != "D127";
                ++mended_;
            }
        }
        append(out, text, number ? sheet_text::kNumber : sheet_text::kText);
    }
    for (std::size_t at = cells.size(); at < columns.size(); ++at) {
        append(out, {}, sheet_text::kText);   // a row of a CSV file has all its cells
    }
    end_row(out);
}

/// What stands in the copy for a cell that means nothing: `run` refuses it there as here.
std::string MendedCopy::refused_text(const InspectedCell& cell) {
    ++refused_;
    return is_error_text(cell.stored) ? cell.stored : refused_mark(fault_texts::damaged_cell(cell.damage).code, cell.stored);
}

const DataFault* MendedCopy::commit() { return file_->commit() ? nullptr : file_->failure(); }

}  // namespace huiqi
