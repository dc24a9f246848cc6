#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/data/value.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// The state of one lane: 0 known, 1 absent, else a cause of this run.
using Cause = std::uint32_t;
inline constexpr Cause kKnown = 0;
inline constexpr Cause kAbsent = 1;

/// Why lanes of one run are unknown or in error. Causes are interned, so a lane carries one word: the set of
/// columns that an unknown waits for, or the error with the node where it arose.
class Causes {
public:
    /// Forgets all causes; handles of the last run lose their meaning.
    void clear();

    [[nodiscard]] Cause unknown(std::uint32_t column);
    [[nodiscard]] Cause error(RuntimeError code, NodeIndex node);
    /// Gives what waits for both; requires both to be unknown.
    [[nodiscard]] Cause joined(Cause left, Cause right);

    [[nodiscard]] bool is_error(Cause cause) const {
        return cause > kAbsent && entries_[cause - 2].code != RuntimeError::none;
    }
    [[nodiscard]] bool is_unknown(Cause cause) const {
        return cause > kAbsent && entries_[cause - 2].code == RuntimeError::none;
    }
    [[nodiscard]] RuntimeError code(Cause cause) const { return entries_[cause - 2].code; }
    [[nodiscard]] NodeIndex node(Cause cause) const { return entries_[cause - 2].node; }
    /// Gives the columns that an unknown waits for, rising.
    [[nodiscard]] std::span<const std::uint32_t> columns(Cause cause) const {
        return entries_[cause - 2].columns;
    }

private:
    struct Entry {
        RuntimeError code = RuntimeError::none;
        NodeIndex node = kNoNode;
        std::vector<std::uint32_t> columns;
    };
    [[nodiscard]] Cause intern(std::vector<std::uint32_t> columns);

    std::vector<Entry> entries_;
    RuntimeError last_code_ =
        RuntimeError::none;  ///< of the error asked for last: lane after lane has the same
    NodeIndex last_node_ = kNoNode;
    Cause last_error_ = kKnown;
    std::map<std::vector<std::uint32_t>, Cause> sets_;
    std::map<std::pair<RuntimeError, NodeIndex>, Cause> errors_;
    std::unordered_map<std::uint64_t, Cause> unions_;
};

}  // namespace huiqi
