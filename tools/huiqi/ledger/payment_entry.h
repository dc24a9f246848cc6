#pragma once

#include <string>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

/// Enters payments with their sum and digest, between begin and commit. `about`: a JSON object of what else the entry says.
[[nodiscard]] Exit enter_payments(const Program& program, Ledger& ledger, const LedgerTask& task, const std::string& kind,
                                  const std::vector<PaymentRow>& payments, const std::string& about = "{}");

/// Refuses a day on which no money can have gone or come (L018): one that is still to come, or one before `first`.
[[nodiscard]] Exit refuse_day(const Program& program, const LedgerTask& task, Date day, const std::string& first, const Bilingual& since);

/// Gives the day of the first payment of a statement; empty when there is none.
[[nodiscard]] std::string first_paid(Ledger& ledger, const std::string& batch, const StatementPlace& place);

}  // namespace huiqi
