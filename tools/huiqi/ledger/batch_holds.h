#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// What a person says of the holds and findings of one application.
struct VerdictTask {
    LedgerTask task;
    std::string application;
    std::vector<std::string> findings;   ///< ids of anomalies and detectors; empty: all that hold or were found
    std::string evidence;                ///< a file that is kept with the entry; empty: none
    HoldVerdict verdict = HoldVerdict::cleared;
};

/// Enters a verdict. What nothing holds any more is due; what is confirmed is not. L005 for the person who decided, L010 where
/// there is nothing of that name, L008 where more would be due than was approved.
[[nodiscard]] Exit enter_verdict(const Program& program, const VerdictTask& task, Ledger& ledger, const BatchAccount& account);

/// Enters that holds about which nobody said anything end, where their day is before `day` and before today; the entry is not committed. What
/// cannot be paid within the amount approved stays held. Gives false when the ledger fails.
[[nodiscard]] bool lift_holds(const Program& program, const LedgerTask& task, const std::string& day, Ledger& ledger,
                              const BatchAccount& account);

/// Refuses a payment (L005) to who cleared what held a statement of it, here or in another batch that decided the application.
[[nodiscard]] std::optional<LedgerFault> paid_by_who_cleared(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, const std::string& by);

/// How the findings of a detector, or the holds of an anomaly, stand.
struct FindingCount {
    std::uint64_t found = 0, holding = 0, cleared = 0;
    std::uint64_t confirmed = 0;    ///< in this batch, those that were cleared since among them
    std::uint64_t overturned = 0;   ///< confirmed, then cleared
};
/// Counts by detector and anomaly: findings, held statements that still wait, verdicts.
[[nodiscard]] std::map<std::string, FindingCount> finding_counts(const BatchAccount& account);

}  // namespace huiqi
