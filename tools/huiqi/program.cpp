#include "tools/huiqi/program.h"

#include <cstdio>

namespace huiqi {

void talk(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fputc('\n', stderr);
}

void complain(const Program& program, const Bilingual& message, const Bilingual& help) {
    const bool chinese = program.language == Language::zh;
    talk((chinese ? "huiqi：" : "huiqi: ") + program.say(message));
    if (!help.empty()) {
        talk((chinese ? "  = 改法：" : "  = help: ") + program.say(help));
    }
}

bool put(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

}  // namespace huiqi
