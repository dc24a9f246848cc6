#include "engine/io/rejects_writer.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/io/csv_record.h"
#include "engine/io/csv_text.h"
#include "engine/io/fault_texts.h"
#include "engine/io/json_text.h"
#include "engine/io/workbook_writer.h"

namespace huiqi {
namespace {

/// Gives the cells of a row when it can be split.
std::vector<std::string> cells_of(const std::string& raw, const CsvSyntax& syntax) {
    std::vector<CsvCell> places;
    std::vector<std::string> cells;
    if (raw.empty()) {
        return cells;
    }
    const CsvRecord record = scan_csv_record(raw, 0, true, syntax, &places);
    if (record.shape == CsvShape::whole && record.text_end == raw.size() &&
        record.cells == places.size()) {
        for (const CsvCell& place : places) {
            cells.push_back(unescaped(std::string_view(raw).substr(place.begin, place.length)));
        }
    }
    return cells;
}

/// Makes bytes that no text file may hold visible: a zero byte, and what is not UTF-8.
std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        append_utf8(out, c == 0 ? U'\u2400' : c);
    }
    return out;
}

/// Joins the messages, or the ways to mend, of all faults of a row.
std::string joined(const std::vector<DataFault>& faults, Language language, bool help) {
    std::string text;
    for (const DataFault& fault : faults) {
        const std::string& said = (help ? fault.help : fault.message).in(language);
        if (said.empty()) {
            continue;
        }
        text += text.empty() ? "" : language == Language::zh ? "；" : "; ";
        if (!help) {
            text += fmt::format("[{}] ", fault.code);
        }
        if (!fault.column_name.empty()) {
            text += excerpt(fault.column_name) + (language == Language::zh ? "：" : ": ");
        }
        text += said;
    }
    return text;
}

}  // namespace

RejectsWriter::RejectsWriter(std::unique_ptr<OutputFile> file, OutputFormat format,
                             std::vector<std::string> headings, const CsvSyntax& syntax, Language language)
    : file_(std::move(file)), format_(format), headings_(std::move(headings)), syntax_(syntax), language_(language) {
    if (headings_.empty()) {
        headings_ = {language == Language::zh ? "原文" : "row"};
    }
}

std::unique_ptr<RejectsWriter> RejectsWriter::open(const std::string& path, bool replace,
                                                   std::vector<std::string> headings, const CsvSyntax& syntax,
                                                   Language language,
                                                   std::vector<DataFault>& faults, OutputEncoding encoding) {
    const auto format = output_format(path);
    if (!format) {
        DataFault fault = fault_texts::unknown_output_kind();
        fault.file = path;
        faults.push_back(std::move(fault));
        return nullptr;
    }
    auto file = OutputFile::open(path, replace, faults);
    if (file == nullptr) {
        return nullptr;
    }
    file->encode(encoding);
    std::unique_ptr<RejectsWriter> writer(
        new RejectsWriter(std::move(file), *format, std::move(headings), syntax, language));
    std::string header;
    writer->append_header(header);
    writer->file_->write(header);
    return writer;
}

bool RejectsWriter::write(std::span<const RejectedRow> rows) {
    std::string out;
    for (const RejectedRow& row : rows) {
        switch (format_) {
            case OutputFormat::csv: append_csv(out, row); break;
            case OutputFormat::json_lines: append_json(out, row); break;
            case OutputFormat::xlsx: append_cells(out, row); break;
        }
    }
    return file_->write(out);
}

void RejectsWriter::append_header(std::string& out) const {
    if (format_ == OutputFormat::json_lines) {
        return;
    }
    if (format_ == OutputFormat::xlsx) {
        for (const std::string& heading : headings_) {
            sheet_text::append_cell(out, sheet_text::kHeading, heading);
        }
        sheet_text::append_cell(out, sheet_text::kHeading, language_ == Language::zh ? "错误" : "error");
        sheet_text::append_cell(out, sheet_text::kHeading, language_ == Language::zh ? "改法" : "help");
        out += sheet_text::kRowEnd;
        return;
    }
    out += language_ == Language::zh ? "行,错误,改法" : "line,error,help";
    for (const std::string& heading : headings_) {
        append_csv_cell(out += ',', heading, true);
    }
    out += '\n';
}

void RejectsWriter::append_csv(std::string& out, const RejectedRow& row) const {
    out += fmt::format("{},", row.line);
    append_csv_cell(out, joined(row.faults, language_, false), true);
    append_csv_cell(out += ',', joined(row.faults, language_, true), true);
    // A row of JSON is one cell; so is a row that cannot be split.
    std::vector<std::string> cells = headings_.size() > 1 ? cells_of(row.raw, syntax_) : std::vector<std::string>();
    if (cells.empty()) {
        cells.push_back(row.raw);
    }
    for (const std::string& cell : cells) {
        append_csv_cell(out += ',', printable(cell), true);
    }
    out += '\n';
}

/// The row as it was, and two columns more: the same workbook is mended and handed in again.
void RejectsWriter::append_cells(std::string& out, const RejectedRow& row) const {
    std::vector<std::string> cells = headings_.size() > 1 ? cells_of(row.raw, syntax_) : std::vector<std::string>();
    if (cells.empty()) {
        cells.push_back(row.raw);
    }
    cells.resize(std::max(cells.size(), headings_.size()));
    for (const std::string& cell : cells) {
        sheet_text::append_cell(out, sheet_text::kText, printable(cell));
    }
    const std::string place = language_ == Language::zh ? fmt::format("第{}行：", row.line) : fmt::format("line {}: ", row.line);
    sheet_text::append_cell(out, sheet_text::kText, place + joined(row.faults, language_, false));
    sheet_text::append_cell(out, sheet_text::kText, joined(row.faults, language_, true));
    out += sheet_text::kRowEnd;
}

void RejectsWriter::append_json(std::string& out, const RejectedRow& row) const {
    out += fmt::format("{{\"line\":{},\"faults\":[", row.line);
    for (std::size_t i = 0; i < row.faults.size(); ++i) {
        out += i == 0 ? "" : ",";
        out += render_fault_json(row.faults[i], language_);
    }
    out += "],\"row\":";
    append_json_string(out, row.raw);
    out += "}\n";
}

std::string rejects_path(const std::string& rejects, const std::string& table_file) {
    const std::filesystem::path path(rejects);
    const std::string stem = path.stem().string() + "." + std::filesystem::path(table_file).stem().string();
    return (path.parent_path() / (stem + path.extension().string())).string();
}

}  // namespace huiqi
