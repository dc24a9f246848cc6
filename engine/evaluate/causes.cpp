#include "engine/evaluate/causes.h"

#include <algorithm>
#include <iterator>

namespace huiqi {

void Causes::clear() {
    entries_.clear();
    sets_.clear();
    errors_.clear();
    unions_.clear();
    last_error_ = kKnown;
}

Cause Causes::intern(std::vector<std::uint32_t> columns) {
    const auto [at, fresh] = sets_.try_emplace(std::move(columns), static_cast<Cause>(entries_.size() + 2));
    if (fresh) {
        entries_.push_back({.code = RuntimeError::none, .node = kNoNode, .columns = at->first});
    }
    return at->second;
}

Cause Causes::unknown(std::uint32_t column) {
    return intern({column});
}

Cause Causes::error(RuntimeError code, NodeIndex node) {
    if (last_error_ != kKnown && code == last_code_ && node == last_node_) {
        return last_error_;
    }
    const auto [at, fresh] = errors_.try_emplace({code, node}, static_cast<Cause>(entries_.size() + 2));
    if (fresh) {
        entries_.push_back({.code = code, .node = node, .columns = {}});
    }
    last_code_ = code;
    last_node_ = node;
    last_error_ = at->second;
    return last_error_;
}

Cause Causes::joined(Cause left, Cause right) {
    if (left == right) {
        return left;
    }
    const std::uint64_t pair =
        (static_cast<std::uint64_t>(std::min(left, right)) << 32U) | std::max(left, right);
    if (const auto known = unions_.find(pair); known != unions_.end()) {
        return known->second;
    }
    std::vector<std::uint32_t> all;
    const auto a = columns(left);
    const auto b = columns(right);
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
    const Cause cause = intern(std::move(all));
    unions_.emplace(pair, cause);
    return cause;
}

}  // namespace huiqi
