#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

struct Incentive;

/// The last dotted part of an id.
[[nodiscard]] std::string_view last_part(std::string_view id) noexcept;

/// Gives each of some ids a name by which no other of them is called: its last part, or the whole id for all whose
/// last parts are one and the same.
[[nodiscard]] std::vector<std::string> short_names(const std::vector<std::string_view>& ids);
[[nodiscard]] std::vector<std::string> short_names(const std::vector<const Incentive*>& incentives);

/// Finds the id that a name stands for: the whole id, or its last part where that is the last part of one only.
[[nodiscard]] std::optional<std::size_t> place_called(const std::vector<std::string_view>& ids, std::string_view name);
[[nodiscard]] std::optional<std::size_t> place_called(const std::vector<std::string>& ids, std::string_view name);

}  // namespace huiqi
