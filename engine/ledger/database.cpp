#include "engine/ledger/database.h"

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

std::unique_ptr<Database> open_database(const std::string& name, bool create) {
    for (const std::string_view start : {"postgres://", "postgresql://", "host=", "dbname=", "service="}) {
        if (name.starts_with(start)) {
            return open_postgres(name);
        }
    }
    return open_sqlite(name, create);
}

}  // namespace huiqi
