#include "tools/huiqi/progress.h"

#include <unistd.h>

#include <algorithm>
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

void Progress::show(std::uint64_t done, std::uint64_t total, std::uint64_t rows) {
    const auto now = Clock::now();
    if (!terminal_ || total == 0 || now - last_ < std::chrono::milliseconds(200)) {
        return;
    }
    last_ = now;
    drawn_ = true;
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_).count();
    const auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(passed, 1));
    const std::uint64_t left = done == 0 ? 0 : milliseconds * (total - std::min(done, total)) / done / 1000;
    std::string text = "\r\x1b[K" + std::to_string(std::min<std::uint64_t>(done * 100 / total, 100)) + "% · ";
    if (rows > 0) {
        const std::string count = std::to_string(rows);
        const std::string rate = std::to_string(rows * 1000 / milliseconds);
        text += chinese_ ? count + " 行，每秒 " + rate + " 行 · " : count + " rows, " + rate + " a second · ";
    }
    text += chinese_ ? "还需约 " + std::to_string(left) + " 秒 · 做完才写出结果，中断后可重做"
                     : "about " + std::to_string(left) + " s left · results appear when all is done; may be stopped and repeated";
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

}  // namespace huiqi
