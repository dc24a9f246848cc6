#pragma once

#include <optional>
#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tests/oracle/expression.h"
#include "tests/oracle/oracle.h"

namespace huiqi::oracle {

// What an award is divided into (docs/language.md, "shares", "schedule", "recovery"). Amounts are 0 where the application
// is not eligible.

/// Gives shares: "every one but one has a size of its own; one takes what the others leave".
[[nodiscard]] std::vector<ShareResult> divide(const std::vector<Share>& shares, const Value& award, const Value& eligible,
                                              Meanings& meanings);
/// Gives the parts of a schedule: "each at most what those before it leave", and what of them is due.
[[nodiscard]] std::vector<InstalmentResult> divide(const Schedule& schedule, const Value& award, const Value& eligible,
                                                   Meanings& meanings);
/// Gives what must be paid back.
[[nodiscard]] RecoveryResult recover(const Recovery& recovery, Meanings& meanings);

}  // namespace huiqi::oracle
