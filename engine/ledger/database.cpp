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

bool is_connection(std::string_view name) {
    constexpr std::array<std::string_view, 5> kStarts{"postgres://", "postgresql://", "host=", "dbname=", "service="};
    return std::any_of(kStarts.begin(), kStarts.end(), [name](std::string_view start) { return name.starts_with(start); });
}

std::unique_ptr<Database> open_database(const std::string& name, bool create) {
    return is_connection(name) ? open_postgres(name) : open_sqlite(name, create);
}

}  // namespace huiqi
