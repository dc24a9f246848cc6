#include "tools/huiqi/ledger/engine_build.h"

namespace huiqi {

bool is_this_build(std::string_view version, std::string_view sources) noexcept {
    return version == HUIQI_VERSION && (sources.empty() || sources == sources_digest());
}

Bilingual build_words(std::string_view version, std::string_view sources) {
    constexpr std::size_t kShown = 12;
    const std::string name(version);
    const std::string begin(sources.substr(0, kShown));
    return begin.empty() ? Bilingual{name, name} : Bilingual{name + "（源码 " + begin + "）", name + " (sources " + begin + ")"};
}

}  // namespace huiqi
