#include "tools/huiqi/message_cap.h"

namespace huiqi {
namespace {

/// `4321` as people read it: `4,321`.
[[nodiscard]] std::string grouped_count(std::size_t count) {
    std::string text = std::to_string(count);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

}  // namespace

bool MessageCap::take(std::string_view code, const std::string& file) {
    return ++seen_[{file, std::string(code)}] <= kShown;
}

void MessageCap::tell(const Program& program) const {
    for (const auto& [kind, count] : seen_) {
        if (count > kShown) {
            const std::string more = grouped_count(count - kShown);
            const std::string where = kind.first.empty() ? "" : kind.first + ": ";
            talk(where + program.say({"还有 " + more + " 条 " + kind.second + "；--format json 列出全部",
                                      "and " + more + " more of " + kind.second + "; --format json shows all"}));
        }
    }
}

}  // namespace huiqi
