#include "tools/huiqi/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace huiqi {
namespace {

[[nodiscard]] std::shared_ptr<spdlog::logger>& log() {
    static std::shared_ptr<spdlog::logger> opened;
    return opened;
}

}  // namespace

void open_log() {
    log() = std::make_shared<spdlog::logger>("huiqi", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    log()->set_pattern("%H:%M:%S.%e %v");
}

void log_step(const Program& program, const Bilingual& step) {
    if (log() != nullptr) {
        log()->info("{}", program.say(step));
    }
}

}  // namespace huiqi
