#include "engine/numeric/on_processor.h"

#include <cstdlib>
#include <string_view>

namespace huiqi {
namespace {

[[nodiscard]] Processor found() noexcept {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) {
        return Processor::vectors512;
    }
    if (__builtin_cpu_supports("x86-64-v3")) {
        return Processor::vectors256;
    }
#endif
    return Processor::baseline;
}

[[nodiscard]] Processor wanted() noexcept {
    const char* const name = std::getenv("HUIQI_PROCESSOR");
    const std::string_view word = name == nullptr ? "" : name;
    return word == "baseline"     ? Processor::baseline
           : word == "vectors256" ? Processor::vectors256
                                  : Processor::vectors512;
}

}  // namespace

Processor processor() noexcept {
    static const Processor here = found() < wanted() ? found() : wanted();
    return here;
}

}  // namespace huiqi
