#include "engine/rulebook/short_names.h"

#include <algorithm>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

std::string_view last_part(std::string_view id) noexcept {
    const std::size_t dot = id.rfind('.');
    return dot == std::string_view::npos ? id : id.substr(dot + 1);
}

std::vector<std::string> short_names(const std::vector<std::string_view>& ids) {
    std::vector<std::string> names;
    names.reserve(ids.size());
    for (const std::string_view id : ids) {
        const auto alike = std::count_if(ids.begin(), ids.end(),
                                         [id](std::string_view other) { return last_part(other) == last_part(id); });
        names.emplace_back(alike > 1 ? id : last_part(id));
    }
    return names;
}

std::vector<std::string> short_names(const std::vector<const Incentive*>& incentives) {
    std::vector<std::string_view> ids;
    ids.reserve(incentives.size());
    for (const Incentive* one : incentives) {
        ids.emplace_back(one->id);
    }
    return short_names(ids);
}

std::optional<std::size_t> place_called(const std::vector<std::string_view>& ids, std::string_view name) {
    std::optional<std::size_t> found;
    std::size_t alike = 0;
    for (std::size_t place = 0; place < ids.size(); ++place) {
        if (ids[place] == name) {
            return place;
        }
        if (last_part(ids[place]) == name) {
            found = place;
            ++alike;
        }
    }
    return alike == 1 ? found : std::nullopt;
}

std::optional<std::size_t> place_called(const std::vector<std::string>& ids, std::string_view name) {
    return place_called(std::vector<std::string_view>(ids.begin(), ids.end()), name);
}

}  // namespace huiqi
