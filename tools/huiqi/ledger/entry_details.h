#pragma once

#include <string>

#include "engine/ledger/batch_account.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Gives what an entry says in figures, for `batch show`: sums of a decision, an approval and a payment, rows that were set aside, what
/// became due of which application, what came back of which.
[[nodiscard]] std::string entry_details(const Program& program, Ledger& ledger, const BatchAccount& account, const LedgerEntry& entry);

}  // namespace huiqi
