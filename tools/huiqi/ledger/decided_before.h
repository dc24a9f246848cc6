#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"

namespace huiqi {

/// Whether two lists have the same bytes, whatever the names and the order of the files.
[[nodiscard]] bool same_files(const std::vector<KeptFile>& left, const std::vector<KeptFile>& right);

/// Tells when a batch, whose rows are in the ledger, decides what another batch decided: the same files, or an award for
/// an application number and incentive that has one there (L017). Claims that were refused or open there are decided
/// anew without a word: no money is due on them.
[[nodiscard]] std::optional<LedgerFault> decided_before(Ledger& ledger, const std::string& batch,
                                                        const BatchDecision& decision, const BatchAccount& other);

/// Tells when a batch, whose rows are in the ledger, has an award for an application number and incentive of which money is due in
/// another batch (L019): both would be paid. Nothing is due where a second decision or a correction says so, in the other or, where
/// it was entered before, in the batch itself (`known`). `only`: the statements that are asked about; null: all.
[[nodiscard]] std::optional<LedgerFault> due_before(Ledger& ledger, const std::string& batch, const BatchDecision& decision,
                                                    const BatchAccount& other, const BatchAccount* known = nullptr,
                                                    const std::set<StatementPlace>* only = nullptr);

/// Tells when money stands paid in another batch for the application number and incentive of some of these statements (L019): it must
/// come back before they are paid.
[[nodiscard]] std::optional<LedgerFault> paid_before(Ledger& ledger, const BatchAccount& account, const std::set<StatementPlace>& only,
                                                     const BatchAccount& other);

}  // namespace huiqi
