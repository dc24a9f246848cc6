#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/data_fault.h"
#include "engine/ledger/ledger.h"
#include "engine/rulebook/rulebook.h"
#include "engine/settle/claims.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// What was paid before.
struct PaymentHistory {
    std::vector<PriorPayment> payments;
    /// Batches, or the file, that do not tell the years of the claims they paid though a limit looks at years: they count by
    /// the days of payment.
    std::set<std::string> by_payment_day;
};

/// Adds payments made before: a CSV file with the key columns that settlement groups by, `事项 incentive`
/// (an id or its last part), `拨付日 date`, `金额 amount` in yuan, and `年度日 period_date` (or as the bundle calls it), the day by
/// which the claim counts in a year; the day of payment where the file has no such column. A row that is wrong is a fault: history
/// counts as a whole or not at all, so an empty cell (D049) and a name that is none of `incentives`' (D048) are faults too.
/// Payments of incentives that there are beside the bundle's are left out.
void read_payment_history(const std::string& path, const Bundle& bundle, const std::vector<Incentive>& incentives,
                          const std::vector<std::string>& key_names, PaymentHistory& history, std::vector<DataFault>& faults);

/// Adds the payments of the ledger, up to an entry, of the incentives of a bundle, each in the year of its claim, where a limit
/// looks at years; L014 when an earlier batch kept no column by which this bundle finds history, or its year is not to be found.
[[nodiscard]] Exit ledger_history(const Program& program, Ledger& ledger, const Bundle& bundle,
                                  const std::vector<std::string>& key_names, std::int64_t end, PaymentHistory& history);

/// Whether the bundle looks at payments made before: a limit, a top-up, a quota or budget that lasts longer than a batch, or a list of payments that its rules ask for.
[[nodiscard]] bool counts_history(const Bundle& bundle, const Schema& schema);

}  // namespace huiqi
