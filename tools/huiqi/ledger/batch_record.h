#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

/// Gives the options of a settlement that shape its result, by name; and takes them back.
[[nodiscard]] std::map<std::string, std::string> told_options(const SettlementTask& task);
void take_options(const std::map<std::string, std::string>& options, SettlementTask& task);

/// Settles a batch with the payments of a ledger as history, and enters it there with all that it was decided from. A
/// batch that is there already, decided from the same files with the same result, changes nothing (`known`).
class BatchRecord {
public:
    BatchRecord(const Program& program, const LedgerTask& task, const SettlementTask& from, SettlementRun& run)
        : program_(program), task_(task), from_(from), run_(run) {}

    /// Opens the ledger, if it is there, and has `run` count what it paid. Comes before the run is prepared: what is
    /// paid between this and the entry is seen at the approval (L015).
    [[nodiscard]] Exit read();
    /// Settles what `run` has gathered; nothing is written yet.
    [[nodiscard]] Exit settle();
    /// Enters the batch.
    [[nodiscard]] Exit enter();
    [[nodiscard]] bool known() const noexcept { return known_.has_value(); }

private:
    [[nodiscard]] Exit refuse_unpaid();
    [[nodiscard]] Exit refuse_decided_before(BatchDecision& now);
    [[nodiscard]] std::optional<std::string> kept_files(BatchDecision& decision);
    [[nodiscard]] BatchDecision decision(const std::string& rows_digest) const;
    void add_holds(BatchDecision& decision) const;
    [[nodiscard]] Exit compare(const BatchDecision& now);

    const Program& program_;
    const LedgerTask& task_;
    const SettlementTask& from_;
    SettlementRun& run_;
    std::unique_ptr<Ledger> ledger_;
    std::optional<BatchAccount> known_;
    std::int64_t history_end_ = 0;
};

}  // namespace huiqi
