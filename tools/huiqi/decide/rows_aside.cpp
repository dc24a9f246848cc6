#include "tools/huiqi/decide/rows_aside.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/io/note_rows.h"

namespace huiqi {

std::vector<std::string> RowsAside::names(const std::string& rejects, const RecordInput& input) {
    std::vector<std::string> names;
    if (!rejects.empty()) {
        names.push_back(rejects);
        for (const TableRejects& table : input.table_rejects()) {
            names.push_back(rejects_path(rejects, table.table));
        }
    }
    return names;
}

RejectsWriter* RowsAside::add_writer(std::unique_ptr<RejectsWriter> writer) {
    return writer == nullptr ? nullptr : writers_.emplace_back(std::move(writer)).get();
}

void RowsAside::open(const std::string& rejects, const RecordInput& input, bool replace, Language language, OutputEncoding encoding,
                     std::vector<DataFault>& faults) {
    rejects_ = rejects;
    (void)add_writer(RejectsWriter::open(rejects, replace, input.headings(), input.syntax(), language, faults, encoding));
    const std::vector<TableRejects>& tables = input.table_rejects();
    for (std::size_t at = 0; at < tables.size(); ++at) {
        if (tables[at].count == 0) {
            continue;
        }
        RejectsWriter* const writer = add_writer(RejectsWriter::open(rejects_path(rejects, tables[at].table), replace, tables[at].headings,
                                                                     tables[at].syntax, language, faults, encoding));
        if (writer != nullptr) {
            (void)input.each_table_reject(at, [writer](std::span<const RejectedRow> rows) { return writer->write(rows); });
        }
    }
}

void RowsAside::take_tables(const RecordInput& input) {
    for (const TableRejects& table : input.table_rejects()) {
        const std::size_t before = shown_.size() + hidden_;
        keep(table.rows);
        hidden_ += table.faults - (shown_.size() + hidden_ - before);   // of the rows that are not at hand
    }
}

bool RowsAside::take(std::span<const RejectedRow> rows) {
    keep(rows);
    notes_ += static_cast<std::uint64_t>(std::count_if(
        rows.begin(), rows.end(), [](const RejectedRow& row) { return row.faults.front().code == kNoteCode; }));
    return writers_.empty() || writers_.front()->write(rows);
}

void RowsAside::keep(std::span<const RejectedRow> rows) {
    for (const RejectedRow& row : rows) {
        for (const DataFault& fault : row.faults) {
            other_unit_ = other_unit_ || fault.code == "D126";
            shown_.size() < kShown ? shown_.push_back(fault) : static_cast<void>(++hidden_);
        }
    }
}

const DataFault* RowsAside::commit() {
    for (const auto& one : writers_) {
        if (!one->commit()) {
            return one->failure();
        }
    }
    return nullptr;
}

void RowsAside::clear() {
    writers_.clear();
    shown_.clear();
    hidden_ = 0;
    notes_ = 0;
    other_unit_ = false;
}

void RowsAside::tell_others(const Program& program) const {
    if (hidden_ == 0) {
        return;
    }
    const std::string count = std::to_string(hidden_);
    talk(rejects_.empty() ? program.say({"……还有 " + count + " 处同类问题没有列出；run 和 settle 加 --rejects 文件 可以全部写出",
                                         "… and " + count + " more faults; `run` and `settle` with --rejects FILE write them all"})
                          : program.say({"……还有 " + count + " 处同类问题没有列出，全部写在“" + rejects_ + "”里",
                                         "… and " + count + " more faults, all of them in `" + rejects_ + "`"}));
}

bool RowsAside::direct() const noexcept {
    return std::any_of(writers_.begin(), writers_.end(), [](const auto& one) { return one->direct(); });
}

std::uint64_t rows_of_tables_aside(std::span<const TableCount> tables) {
    std::uint64_t rows = 0;
    for (const TableCount& table : tables) {
        rows += table.rejected;
    }
    return rows;
}

std::string notes_aside(std::uint64_t notes, Language language) {
    const std::string count = std::to_string(notes);
    return notes == 0 ? std::string() : language == Language::zh ? "（其中 " + count + " 行是表下的说明）" : " (" + count + " of them notes to the table)";
}

nlohmann::ordered_json tables_json(std::span<const TableCount> tables) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const TableCount& table : tables) {
        out.push_back({{"table", table.name}, {"rows_read", table.rows}, {"rows_joined", table.joined}, {"rows_left_out", table.left_out},
                       {"rows_set_aside", table.rejected}});
    }
    return out;
}

void tell_tables_aside(const Program& program, const RecordInput& input) {
    if (rows_of_tables_aside(input.table_counts()) == 0) {
        return;
    }
    RowsAside aside;
    aside.take_tables(input);
    for (const DataFault& fault : aside.faults()) {
        talk(program.json ? render_fault_json(fault, program.language) : render_fault(fault, program.language));
    }
    aside.tell_others(program);
    if (!program.json) {
        talk(table_lines(input.table_counts(), program.language).substr(1));
    }
}

std::string tables_aside(std::span<const TableCount> tables, Language language) {
    const std::uint64_t rows = rows_of_tables_aside(tables);
    const std::string count = std::to_string(rows);
    return rows == 0 ? std::string() : language == Language::zh ? "；附表退回 " + count + " 行" : "; of child tables set aside " + count;
}

std::string table_lines(std::span<const TableCount> tables, Language language) {
    const bool zh = language == Language::zh;
    std::string text;
    for (const TableCount& table : tables) {
        const std::string read = std::to_string(table.rows);
        const std::string joined = std::to_string(table.joined);
        const std::string aside = std::to_string(table.rejected);
        text += zh ? "\n  附表 " + table.name + "：读入 " + read + " 行 = 对上 " + joined + " 行 + 退回 " + aside + " 行"
                   : "\n  child table " + table.name + ": rows read " + read + " = joined " + joined + " + set aside " + aside;
        if (table.left_out != 0) {
            text += (zh ? " + 没有申报的申请人的 " : " + of applicants without an application ") + std::to_string(table.left_out) + (zh ? " 行" : "");
        }
    }
    return text;
}

}  // namespace huiqi
