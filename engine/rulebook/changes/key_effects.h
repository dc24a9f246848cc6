#pragma once

#include <cstdint>
#include <string_view>

#include "engine/rulebook/keys.h"

namespace huiqi {

/// What may come of it that two versions of a rule file differ behind a key.
enum class KeyEffect : std::uint8_t {
    may_change,   ///< nobody has said otherwise: the difference is told key by key
    compared,     ///< of incentives `rule_changes` and the plans compare what was loaded from it; elsewhere it is told key by key
    none,         ///< no result: texts, sources, what is asked for, cases
};

/// Gives what a key can do. A key that no table names may change a result: who adds one to the loaders has to say otherwise, and to show it
/// in the test of `diff` over all keys.
[[nodiscard]] KeyEffect key_effect(Scope scope, std::string_view en) noexcept;

}  // namespace huiqi
