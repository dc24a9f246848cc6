#pragma once

#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/ledger/batch_account.h"

namespace huiqi {

/// Tells which values a batch was settled with in place of those of its rules, and why; and which batches it is a
/// supplement to. Whoever reviews and approves it must know. Empty when there is nothing to tell.
[[nodiscard]] std::vector<Bilingual> told_of_decision(const BatchDecision& decision);

}  // namespace huiqi
