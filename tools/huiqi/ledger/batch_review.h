#pragma once

#include "engine/ledger/batch_account.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Decides and settles a batch again, from the rules, data and history that the ledger kept, and compares every row.
/// L007 when one differs.
[[nodiscard]] Exit recompute(const Program& program, Ledger& ledger, const BatchAccount& account);

}  // namespace huiqi
