#include "engine/api/findings_words.h"

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "engine/rulebook/keys.h"

namespace huiqi {

std::string_view level_word(Anomaly::Level level, bool zh) {
    const Spelling& word = spelling(Scope::level_word, level == Anomaly::Level::note ? "note" : level == Anomaly::Level::refer ? "refer" : "hold");
    return zh ? word.zh : word.en;
}

std::string_view severity_word(std::string_view severity, bool zh) {
    const Spelling& word = spelling(Scope::severity_word, severity);
    return zh ? word.zh : word.en;
}

Bilingual missing_sentence(const MissingTable& table) {
    constexpr std::size_t kNamed = 10;
    std::string checks;
    for (std::size_t at = 0; at < table.checks.size() && at < kNamed; ++at) {
        checks += (at == 0 ? "" : ", ") + table.checks[at]->id;
    }
    const std::size_t all = table.checks.size();
    return {fmt::format("表“{}”的文件不在，这些检测看不到它的行：{}{}", table.table, checks, all > kNamed ? fmt::format(" 等 {} 个", all) : std::string()),
            fmt::format("the file of the table `{}` is missing; these checks saw no rows of it: {}{}", table.table, checks, all > kNamed ? fmt::format(" … ({} in all)", all) : std::string())};
}

}  // namespace huiqi
