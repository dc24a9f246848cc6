#include "tools/huiqi/report/list_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "engine/io/cell_place.h"
#include "engine/io/csv_text.h"
#include "engine/io/part_file.h"
#include "engine/io/record_input.h"
#include "engine/io/workbook_writer.h"
#include "engine/ledger/sha256.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/money.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/kept_batch.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

/// Appends a cell of a text file; what would be taken for two cells, or two lines, is quoted.
void append_cell(std::string& out, const std::string& text, char separator) {
    const bool plain = text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos &&
                       !(text.starts_with(' ') || text.ends_with(' '));
    if (plain) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

/// Whether two cells say the same: a workbook gives the number 5 for 5.00.
[[nodiscard]] bool same_cell(const std::string& wanted, const std::string& found, bool number) {
    if (wanted == found) {
        return true;
    }
    const auto left = Money::parse(wanted);
    const auto right = Money::parse(found);
    return number && left && right && *left == *right;
}

}  // namespace

bool ListFiles::is_book() const {
    return output_.ends_with(".xlsx");
}

std::string ListFiles::part_path(std::size_t part, std::size_t parts) const {
    if (parts == 1) {
        return output_;
    }
    const std::size_t slash = output_.rfind('/');
    const std::size_t dot = output_.rfind('.');
    const std::size_t end = dot == std::string::npos || (slash != std::string::npos && dot < slash) ? output_.size() : dot;
    return output_.substr(0, end) + "." + std::to_string(part + 1) + output_.substr(end);
}

std::unique_ptr<OutputFile> ListFiles::open_file(const std::string& path, Exit& problem) const {
    std::vector<DataFault> faults;
    if (replace_) {   // of a payment that was killed: accounts of people stand in it
        remove_stale_parts(path);
    }
    auto file = OutputFile::open(path, replace_, faults);
    show_faults(program_, faults);
    if (file == nullptr) {
        problem = output_problem(faults);
    } else if (!path.ends_with(".xlsx")) {
        file->encode(profile_.encoding);
    }
    return file;
}

Exit ListFiles::refuse_other_parts(std::size_t parts) const {
    const auto there = [](const std::string& path) {
        std::error_code ignored;
        return std::filesystem::exists(path, ignored);
    };
    std::vector<std::string> others;
    if (parts > 1 && there(output_)) {
        others.push_back(output_);
    }
    for (std::size_t part = parts == 1 ? 0 : parts; there(part_path(part, part + 2)); ++part) {
        others.push_back(part_path(part, part + 2));
    }
    if (others.empty()) {
        return Exit::done;
    }
    const std::string last = others.size() == 1 ? std::string() : " … " + others.back();
    complain(program_, {"旁边有另一次名单的文件：" + others.front() + last + "；和这一次的一起送出去就会重付", "files of another list lie beside it: " + others.front() + last + "; sent together with this one they would be paid again"},
             {"把它们移走，或者换一个文件名（-o）", "move them away, or give another name (-o)"});
    return Exit::would_overwrite;
}

Exit ListFiles::open(const ListTable& table, bool totals) {
    table_ = &table;
    const std::size_t step = profile_.rows_per_file == 0 ? std::max<std::size_t>(table.rows.size(), 1) : profile_.rows_per_file;
    const std::size_t parts = std::max<std::size_t>((table.rows.size() + step - 1) / step, 1);
    Exit problem = refuse_other_parts(parts);
    for (std::size_t part = 0; part < parts && problem == Exit::done; ++part) {
        parts_.push_back({part_path(part, parts), part * step, std::min(table.rows.size(), (part + 1) * step), nullptr});
        parts_.back().file = open_file(parts_.back().path, problem);
    }
    if (totals && problem == Exit::done) {
        const std::size_t dot = output_.rfind('.');
        totals_path_ = output_.substr(0, dot) + ".totals.csv";
        totals_ = open_file(totals_path_, problem);
        if (totals_ != nullptr) {
            totals_->encode(OutputEncoding::utf8_mark);
        }
    }
    return problem;
}

std::vector<std::vector<std::string>> ListFiles::lines_of(const Part& part) const {
    std::vector<std::vector<std::string>> lines(table_->rows.begin() + static_cast<std::ptrdiff_t>(part.first),
                                                table_->rows.begin() + static_cast<std::ptrdiff_t>(part.end));
    if (part.end == table_->rows.size()) {   // the last
        lines.insert(lines.end(), below_.begin(), below_.end());
    }
    if (guard_ && !is_book()) {
        for (auto& line : lines) {
            for (std::string& cell : line) {
                cell = looks_like_formula(cell) ? "'" + cell : cell;
            }
        }
    }
    return lines;
}

std::string ListFiles::bytes_of(const std::vector<std::vector<std::string>>& lines) const {
    std::string out;
    const auto append_line = [&](const auto& cell_at, char heading) {
        for (std::size_t column = 0; column < profile_.columns.size(); ++column) {
            if (is_book()) {
                const ListColumn& how = profile_.columns[column];
                const bool number = how.is_amount() || how.value == ListValue::number;
                sheet_text::append_cell(out, heading != 0 ? heading : number ? sheet_text::kNumber : sheet_text::kText, cell_at(column));
            } else {
                out += column == 0 ? "" : std::string(1, profile_.separator);
                append_cell(out, cell_at(column), profile_.separator);
            }
        }
        out += is_book() ? std::string(1, sheet_text::kRowEnd) : profile_.crlf ? "\r\n" : "\n";
    };
    if (profile_.headings) {
        append_line([this](std::size_t column) { return profile_.columns[column].heading; }, sheet_text::kHeading);
    }
    for (const auto& line : lines) {
        append_line([&line](std::size_t column) { return line[column]; }, '\0');
    }
    return out;
}

Exit ListFiles::prove() {
    std::error_code ignored;
    const std::filesystem::path folder = make_private_folder();
    Exit problem = Exit::done;
    if (folder.empty()) {
        complain(program_, {"临时文件夹里写不了，名单没有先试写", "nothing can be written to the temporary folder, where the list is tried first"},
                 {"看临时文件夹（TMPDIR）的空间和权限", "see to the room and the permissions of the temporary folder (TMPDIR)"});
        return Exit::input_output;
    }
    proving_ = true;
    for (std::size_t at = 0; at < parts_.size() && problem == Exit::done; ++at) {
        const std::filesystem::path name = std::filesystem::path(parts_[at].path).filename();
        Part trial{(folder / name).string(), parts_[at].first, parts_[at].end, nullptr};
        trial.file = open_file(trial.path, problem);
        if (problem != Exit::done) {
            break;
        }
        if (!trial.file->write(bytes_of(lines_of(trial))) || !trial.file->commit()) {
            show_faults(program_, {*trial.file->failure()});
            problem = Exit::input_output;
            break;
        }
        problem = read_back(trial);
    }
    proving_ = false;
    std::filesystem::remove_all(folder, ignored);
    return problem;
}

Exit ListFiles::write() {
    for (Part& part : parts_) {
        if (!part.file->write(bytes_of(lines_of(part))) || !part.file->commit()) {
            show_faults(program_, {*part.file->failure()});
            return Exit::input_output;
        }
    }
    for (const Part& part : parts_) {
        if (const Exit problem = read_back(part); problem != Exit::done) {
            return problem;
        }
    }
    return totals_ == nullptr ? Exit::done : write_totals();
}

Exit ListFiles::different(const Part& part, std::size_t line, const std::string& wanted, const std::string& found) const {
    DataFault fault;
    fault.code = "D224";
    fault.file = part.path;
    fault.line = line;
    fault.value = found;
    fault.message = {"写出的名单读回来不一样，应为“" + wanted + "”", "the list reads back different: it should be `" + wanted + "`"};
    fault.help = proving_ ? Bilingual{"还没有记账，也没有写名单；改正这一格，或者在样式里换一种编码、分隔符",
                                      "nothing was entered and no list was written; mend the cell, or name another encoding or separator in the profile"}
                          : Bilingual{"不要使用这个文件；检查磁盘，再写一次", "do not use this file; check the disk and write it again"};
    if (proving_) {
        fault.file = part.path.substr(part.path.rfind('/') + 1);
    }
    show_faults(program_, {fault});
    return Exit::answer_is_no;
}

/// Gives what a cell is when it is read: in a text file without the apostrophe that guards it.
std::string ListFiles::read_as(const std::string& cell) const {
    const bool guarded = !is_book() && cell.starts_with('\'') && looks_like_formula(std::string_view(cell).substr(1));
    return guarded ? cell.substr(1) : cell;
}

/// Reads a file as anybody would who gets it, and compares every cell.
Exit ListFiles::read_back(const Part& part) const {
    const std::vector<std::vector<std::string>> lines = lines_of(part);
    const std::size_t top = profile_.headings ? 1 : 0;
    ReadOptions how;
    how.tell_unused = false;
    how.separator = profile_.separator;
    how.encoding = profile_.encoding == OutputEncoding::gbk ? TextEncoding::gb18030 : TextEncoding::utf8;
    how.layout.no_header = !profile_.headings;
    how.layout.header_row = profile_.headings ? 1 : 0;
    for (std::size_t column = 0; column < profile_.columns.size(); ++column) {
        how.pass_through.push_back(profile_.headings ? profile_.columns[column].heading : column_letters(column));
    }
    if (lines.empty()) {
        return Exit::done;
    }
    const Schema none;
    const OpenedInput opened = open_input(part.path, none, how);
    if (opened.input == nullptr) {
        show_faults(program_, opened.faults);
        return different(part, 0, std::to_string(lines.size()), "");
    }
    const auto parser = opened.input->parser();
    ParsedBlock block(none);
    std::size_t at = 0;
    while (opened.input->next(block.block)) {
        block.clear();
        parser->parse(block);
        if (!block.rejected.empty()) {
            show_faults(program_, block.rejected.front().faults);
            return different(part, block.rejected.front().line, "", block.rejected.front().raw);
        }
        for (std::size_t row = 0; row < block.places.size(); ++row, ++at) {
            for (std::size_t column = 0; column < profile_.columns.size(); ++column) {
                const std::string wanted = at < lines.size() ? read_as(lines[at][column]) : "";
                const std::string found(block.pass_through[column][row]);
                const ListColumn& kind = profile_.columns[column];
                if (at >= lines.size() || !same_cell(wanted, found, is_book() && kind.is_amount())) {
                    return different(part, at + 1 + top, wanted, found);
                }
            }
        }
    }
    return at == lines.size() ? Exit::done : different(part, at + 1 + top, lines[at].front(), "");
}

Exit ListFiles::write_totals() {
    const bool zh = program_.data_language == Language::zh;
    std::string out = zh ? "文件,笔数,合计（元）,SHA-256\n" : "file,payments,sum (yuan),SHA-256\n";
    for (const Part& part : parts_) {
        Int128 sum = 0;
        for (std::size_t row = part.first; row < part.end; ++row) {
            sum += table_->amounts_fen[row];
        }
        std::ifstream file(part.path, std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(file), {});
        append_csv_cell(out, part.path.substr(part.path.rfind('/') + 1), true);
        out += "," + std::to_string(part.end - part.first) + "," + fixed_text(Integer(sum), Money::kDecimals) + "," + sha256(bytes) + "\n";
    }
    out += std::string(zh ? "合计" : "all") + "," + std::to_string(table_->rows.size()) + "," +
           fixed_text(Integer(table_->sum_fen), Money::kDecimals) + ",\n";
    if (!totals_->write(out) || !totals_->commit()) {
        show_faults(program_, {*totals_->failure()});
        return Exit::input_output;
    }
    return Exit::done;
}

}  // namespace huiqi
