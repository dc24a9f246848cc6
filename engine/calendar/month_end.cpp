#include "engine/calendar/month_end.h"

#include <array>
#include <cstddef>

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 4> kNames{"clip", "end", "next", "reject"};

}  // namespace

std::string_view name(MonthEnd rule) noexcept {
    return kNames[static_cast<std::size_t>(rule)];
}

std::optional<MonthEnd> find_month_end(std::string_view name) noexcept {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) {
            return static_cast<MonthEnd>(i);
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
