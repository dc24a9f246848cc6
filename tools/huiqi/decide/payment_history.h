#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/data_fault.h"
#include "engine/ledger/ledger.h"
#include "engine/rulebook/rulebook.h"
#include "engine/settle/claims.h"

namespace huiqi {

/// Reads payments made before: a CSV file with the key columns that settlement groups by, `事项 incentive`
/// (an id or its last part), `拨付日 date` and `金额 amount` in yuan. A row that is wrong is a fault: history
/// counts as a whole or not at all, so an empty cell (D049) and a name that is none of `incentives`' (D048) are faults too.
/// Payments of incentives that there are beside the bundle's are left out.
[[nodiscard]] std::vector<PriorPayment> read_payment_history(const std::string& path, const Bundle& bundle,
                                                             const std::vector<Incentive>& incentives,
                                                             const std::vector<std::string>& key_names,
                                                             std::vector<DataFault>& faults);

/// Gives the payments of the ledger, up to an entry, of the incentives of a bundle; L014 when an earlier batch kept no column
/// by which this bundle finds history.
[[nodiscard]] std::vector<PriorPayment> ledger_history(Ledger& ledger, const Bundle& bundle,
                                                       const std::vector<std::string>& key_names, std::int64_t end,
                                                       std::optional<LedgerFault>& fault);

/// Whether the bundle looks at payments made before: a limit, a top-up, or a list of payments that its rules ask for.
[[nodiscard]] bool counts_history(const Bundle& bundle, const Schema& schema);

}  // namespace huiqi
