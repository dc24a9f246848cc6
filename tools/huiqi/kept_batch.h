#pragma once

#include <filesystem>
#include <optional>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "tools/huiqi/settlement_run.h"

namespace huiqi {

/// The files that a batch was decided from, taken out of the ledger into a folder that lasts as long as this does.
class KeptBatch {
public:
    KeptBatch();
    KeptBatch(const KeptBatch&) = delete;
    KeptBatch& operator=(const KeptBatch&) = delete;
    ~KeptBatch();

    /// Writes the files, each where it lay beside the others, and makes of `task` what the batch was settled from.
    [[nodiscard]] std::optional<LedgerFault> put_back(Ledger& ledger, const BatchDecision& decision, SettlementTask& task);

private:
    std::filesystem::path folder_;
};

}  // namespace huiqi
