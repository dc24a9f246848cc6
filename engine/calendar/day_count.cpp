#include "engine/calendar/day_count.h"

#include <array>
#include <cstddef>

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 4> kNames{"actual/365", "actual/360", "30/360", "actual/actual"};

}  // namespace

std::string_view name(DayCount basis) noexcept {
    return kNames[static_cast<std::size_t>(basis)];
}

std::optional<DayCount> find_day_count(std::string_view name) noexcept {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) {
            return static_cast<DayCount>(i);
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
