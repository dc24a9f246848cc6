#include "engine/rulebook/bundle_inputs.h"

#include <algorithm>
#include <map>
#include <utility>

namespace huiqi {

BundleInputs::BundleInputs(std::vector<const Incentive*> members, const Bundle* bundle)
    : members_(std::move(members)), sources_(members_.size()) {
    std::map<std::string_view, int> askers;
    for (std::size_t member = 0; member < members_.size(); ++member) {
        if (members_[member] == nullptr) {
            continue;
        }
        for (const Input& input : members_[member]->inputs) {
            const bool feeds = bundle != nullptr && input.feed && input.feed->kind != Feed::Kind::history;
            const std::vector<std::size_t> found = feeds ? sources(*input.feed) : std::vector<std::size_t>();
            sources_[member].push_back(found.empty() ? std::nullopt : std::optional(found.front()));
            askers[input.field.name] += found.empty() ? 1 : 0;
            if (input.from_batch) {
                formed_.push_back(input.field.name);
            }
        }
    }
    for (const auto& [name, count] : askers) {
        const bool shared = bundle != nullptr &&
                            std::find(bundle->shared.begin(), bundle->shared.end(), name) != bundle->shared.end();
        const bool formed = std::find(formed_.begin(), formed_.end(), name) != formed_.end();
        if (count > 1 && (formed || !shared)) {
            apart_.push_back(name);
        }
    }
}

std::vector<std::size_t> BundleInputs::sources(const Feed& feed) const {
    std::vector<std::size_t> found;
    for (std::size_t member = 0; member < members_.size(); ++member) {
        if (members_[member] != nullptr && members_[member]->id == feed.incentive) {
            return {member};
        }
        if (members_[member] != nullptr && members_[member]->stands_for(feed.incentive)) {
            found.push_back(member);
        }
    }
    return found;
}

std::optional<std::size_t> BundleInputs::source(std::size_t member, std::size_t input) const {
    return sources_[member][input];
}

std::string BundleInputs::column(std::size_t member, std::size_t input) const {
    const std::string& name = members_[member]->inputs[input].field.name;
    return std::binary_search(apart_.begin(), apart_.end(), name) ? members_[member]->id + "." + name : name;
}

bool BundleInputs::taken(std::size_t member, const std::vector<bool>& placed) const {
    return std::all_of(sources_[member].begin(), sources_[member].end(),
                       [&placed](const std::optional<std::size_t>& source) { return !source || placed[*source]; });
}

std::vector<std::size_t> BundleInputs::order() const {
    std::vector<std::size_t> order;
    std::vector<bool> placed(members_.size());
    for (bool more = true; more;) {
        more = false;
        for (std::size_t member = 0; member < members_.size(); ++member) {
            if (!placed[member] && taken(member, placed)) {
                placed[member] = true;
                more = true;
                order.push_back(member);
            }
        }
    }
    return order;
}

std::vector<std::size_t> BundleInputs::circle() const {
    const std::vector<std::size_t> sound = order();
    std::vector<bool> placed(members_.size());
    for (const std::size_t member : sound) {
        placed[member] = true;
    }
    const auto first = std::find(placed.begin(), placed.end(), false);
    if (first == placed.end()) {
        return {};
    }
    // from any member that is not placed a way leads on to another such, and so into a circle
    std::vector<std::size_t> way{static_cast<std::size_t>(first - placed.begin())};
    while (true) {
        for (const auto& source : sources_[way.back()]) {
            if (source && !placed[*source]) {
                way.push_back(*source);
                break;
            }
        }
        const auto before = std::find(way.begin(), way.end() - 1, way.back());
        if (before != way.end() - 1) {
            return {before, way.end()};
        }
    }
}

}  // namespace huiqi
