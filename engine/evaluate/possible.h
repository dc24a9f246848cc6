#pragma once

#include <optional>

#include "engine/evaluate/causes.h"
#include "engine/plan/bounds.h"

namespace huiqi {

/// What one lane may come to, over every completion of the answers so far. `bounds` holds for numbers, days,
/// codes, truths (0 and 1) and lengths of lists; texts have none. Nothing is missed: a completion never gives
/// what a `Possible` rules out. It may allow what no completion gives.
struct Possible {
    bool value = true;    ///< may be a value
    bool absent = false;  ///< may be absent
    bool error = false;   ///< may be an error
    Bounds bounds;        ///< of the value; a missing end: none is declared
    Cause waits =
        kKnown;  ///< the columns that it still waits for, in the causes of the run; kKnown: it is settled

    /// Nothing that is answered later changes it any more.
    [[nodiscard]] bool settled() const noexcept { return waits == kKnown; }
    /// It is one value, and that is known.
    [[nodiscard]] bool single() const {
        return value && !absent && !error && bounds.low && bounds.high && *bounds.low == *bounds.high;
    }
    [[nodiscard]] bool never_a_value() const noexcept { return !value; }
    /// A truth that may be false, may be true.
    [[nodiscard]] bool may_be_false() const { return value && !(bounds.low && *bounds.low == 1); }
    [[nodiscard]] bool may_be_true() const { return value && !(bounds.high && *bounds.high == 0); }
    /// A truth that is certainly one or the other.
    [[nodiscard]] bool is_false() const { return single() && *bounds.low == 0; }
    [[nodiscard]] bool is_true() const { return single() && *bounds.low == 1; }
};

/// What is allowed of an input in one part of a search.
struct Restriction {
    std::uint32_t column = 0;
    bool absent = false;  ///< it is absent; else its value lies within the bounds
    Bounds bounds;
};

}  // namespace huiqi
