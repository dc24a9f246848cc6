#pragma once

#include <optional>
#include <string>

#include "tools/huiqi/ledger/batch_rows_choice.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

/// Refuses when payments that this batch must count were made after it was decided (L015).
[[nodiscard]] Exit refuse_outdated(const Program& program, Ledger& ledger, const BatchAccount& account);

/// Refuses a second decision on an objection by which more is paid, once other batches have worked out their limits without it
/// (L015): while an objection is open, nothing of its application is paid or counted. Before the approval nothing is refused: the
/// approval looks.
[[nodiscard]] Exit refuse_late_payment(const Program& program, Ledger& ledger, const BatchAccount& account, const std::string& application,
                                       const std::optional<ChangedAmount>& due);

}  // namespace huiqi
