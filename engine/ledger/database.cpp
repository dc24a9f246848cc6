#include "engine/ledger/database.h"

#include <algorithm>
#include <array>

namespace huiqi {

std::string render_fault(const LedgerFault& fault, Language language) {
    const bool zh = language == Language::zh;
    std::string text = zh ? "错误[" : "error[";
    text += std::string(fault.code) + "]: " + fault.message.in(language);
    if (!fault.help.empty()) {
        text += (zh ? "\n  = 改法：" : "\n  = help: ") + fault.help.in(language);
    }
    return text;
}

bool Database::fail(std::string_view what) {
    if (!fault_) {
        const std::string text(what);
        fault_ = LedgerFault{"L001",
                             {"台账数据库出错：" + text, "the database of the ledger failed: " + text},
                             {"看磁盘是否已满、文件或连接是否可用；没有提交的都没有写入，可以重来",
                              "see whether the disk is full and the file or connection can be used; nothing was written "
                              "that was not committed, so the command may be repeated"}};
    }
    return false;
}

bool Database::fail_damaged(const std::string& place) {
    if (!fault_) {
        fault_ = LedgerFault{"L009",
                             {"台账已损坏：" + place, "the ledger is damaged: " + place},
                             {"台账在写下以后被改动过或已损坏；用备份恢复，并查明原因",
                              "the ledger was changed or damaged after it was written; restore a copy, and find out why"}};
    }
    return false;
}

bool Database::hand_over(const RowSink& sink, const SqlRow& row, std::string_view sql) {
    try {
        return sink(row);
    } catch (const std::bad_variant_access&) {
        const std::size_t from = sql.find(" FROM ");
        const std::string_view table = from == sql.npos ? sql : sql.substr(from + 6, sql.find(' ', from + 6) - from - 6);
        std::string values;
        for (const SqlValue& value : row) {
            const auto* number = std::get_if<std::int64_t>(&value);
            const auto* text = std::get_if<std::string>(&value);
            values += (values.empty() ? "" : ", ") + (number != nullptr ? std::to_string(*number) : text != nullptr ? text->substr(0, 40) : "…");
        }
        return fail_damaged("table " + std::string(table) + ", row (" + values + ")");
    }
}

bool is_connection(std::string_view name) {
    constexpr std::array<std::string_view, 5> kStarts{"postgres://", "postgresql://", "host=", "dbname=", "service="};
    return std::any_of(kStarts.begin(), kStarts.end(), [name](std::string_view start) { return name.starts_with(start); });
}

std::unique_ptr<Database> open_database(const std::string& name, bool create) {
    return is_connection(name) ? open_postgres(name) : open_sqlite(name, create);
}

}  // namespace huiqi
