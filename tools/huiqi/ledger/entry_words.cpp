#include "tools/huiqi/ledger/entry_words.h"

#include <functional>
#include <map>

namespace huiqi {

Bilingual entry_words(const std::string& kind) {
    static const std::map<std::string, std::string, std::less<>> kWords{
        {"decided", "核定"},  {"submitted", "送审"}, {"reviewed", "复核"},  {"approved", "批准"},  {"withdrawn", "撤回"},
        {"objected", "异议"}, {"resolved", "决定"},  {"paid", "拨付"},      {"corrected", "更正"}, {"recovered", "收回"},
        {"cleared", "放行"},  {"confirmed", "查实"}, {"lifted", "到期放行"},
        {"returned", "退回"}, {"payee", "更正收款"}};
    const auto found = kWords.find(kind);
    return {found == kWords.end() ? kind : found->second, kind};
}

}  // namespace huiqi
