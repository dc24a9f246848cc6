#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "engine/ledger/payments.h"

namespace huiqi {

// Every step that lets money be due, or more of it, asks here first, and a payment asks once more. The questions: is the application due
// or paid in another batch (L019); did a person confirm there what holds it (L011); does a limit, quota or budget still hold with all that other batches were paid or owe (L015); does
// the approval reach for it (L008).

/// Tells when the limits, quotas and budgets that a batch was settled with do not hold any more (L015): another batch was approved or
/// paid for the same incentives since, or owes more than this one counted of it. `raises`: the batch is approved, and a step lets more
/// of it be due; then batches stand in the way too that counted this one as it was.
[[nodiscard]] std::optional<LedgerFault> outdated(Ledger& ledger, const BatchAccount& account, bool raises);

/// Tells when a batch decides what another one decided, or what is due in another one (L017, L019). Ledgers of earlier versions hold
/// such batches; in a supplement it is due where it was set to 0 in the other.
[[nodiscard]] std::optional<LedgerFault> decided_twice(Ledger& ledger, const BatchAccount& account);

/// Tells when what was paid of a batch comes, with rows that are due, to more than was approved (L008). `help`: what mends it at this step.
[[nodiscard]] std::optional<LedgerFault> beyond_approved(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, const Bilingual& help);

/// Tells when a person confirmed in another batch what holds an application of these rows, and nobody cleared it behind that (L011): the
/// last word stands in whichever batch it was said. `cleared`: what somebody is about to clear of them.
[[nodiscard]] std::optional<LedgerFault> confirmed_elsewhere(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due,
                                                             const std::set<std::string>& cleared = {});

/// Tells why a step may not be taken by which the batch, being approved, owes more than before. Before the approval nothing
/// is refused: the approval looks at all of it. `cleared`: what the step clears.
[[nodiscard]] std::optional<LedgerFault> more_due_refused(Ledger& ledger, const BatchAccount& before, const BatchAccount& after,
                                                          const std::set<std::string>& cleared = {});

/// Tells why rows that are due may not be paid, whatever earlier steps let pass.
[[nodiscard]] std::optional<LedgerFault> payment_refused(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due);

}  // namespace huiqi
