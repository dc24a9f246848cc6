#include "engine/io/fault_words.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"

namespace huiqi::fault_texts {

DataFault fault(std::string_view code, Bilingual message, Bilingual help, Severity severity) {
    DataFault made;
    made.code = code;
    made.severity = severity;
    made.message = std::move(message);
    made.help = std::move(help);
    return made;
}

Bilingual listed(std::span<const std::string> names) {
    constexpr std::size_t kMost = 12;
    Bilingual text;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) {
        text.zh += (i == 0 ? "" : "、") + excerpt(names[i]);
        text.en += (i == 0 ? "" : ", ") + excerpt(names[i]);
    }
    if (names.size() > kMost) {
        text.zh += fmt::format(" 等{}个", names.size());
        text.en += fmt::format(" and {} more", names.size() - kMost);
    }
    return text;
}

}  // namespace huiqi::fault_texts
