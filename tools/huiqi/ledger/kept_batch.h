#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "tools/huiqi/decide/settlement_run.h"

namespace huiqi {

/// Makes a temporary folder that only its owner may enter, and removes those that killed programs left. Empty when it cannot.
[[nodiscard]] std::filesystem::path make_private_folder();

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
    std::string left_on_signal_;  ///< what a signal removes: files, then folders
};

/// Writes the files that a batch was decided from below a folder, each where it lay beside the others, and makes of `task`
/// what the batch was settled from.
[[nodiscard]] std::optional<LedgerFault> put_kept_files(Ledger& ledger, const BatchDecision& decision,
                                                        const std::filesystem::path& folder, SettlementTask& task);

}  // namespace huiqi
