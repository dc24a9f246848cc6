#include "tools/huiqi/progress.h"

#include <unistd.h>

#include <cstdio>
#include <string>

namespace huiqi {

Progress::Progress(const Program& program)
    : chinese_(program.language == Language::zh), terminal_(isatty(STDERR_FILENO) == 1), start_(Clock::now()), last_(start_) {}

Progress::~Progress() {
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
    }
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
    const auto now = Clock::now();
    if (!terminal_ || total == 0 || now - last_ < std::chrono::milliseconds(200)) {
        return;
    }
    last_ = now;
    drawn_ = true;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - start_).count();
    const std::uint64_t left = done == 0 ? 0 : static_cast<std::uint64_t>(seconds) * (total - done) / done;
    const std::string text = "\r\x1b[K" + std::to_string(done * 100 / total) + "% · " +
                             (chinese_ ? "还需约 " : "about ") + std::to_string(left) + (chinese_ ? " 秒" : " s left");
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

}  // namespace huiqi
