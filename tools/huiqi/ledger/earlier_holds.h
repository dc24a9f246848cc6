#pragma once

#include <cstdint>

#include "engine/api/findings_file.h"
#include "engine/ledger/ledger.h"

namespace huiqi {

/// Gives the holds that batches of a ledger left open or confirmed, as its entries up to `end` tell it, a finding for each
/// incentive that was held. Whether the batch was paid or withdrawn meanwhile does not matter: what is suspicious of an
/// application stays so when it is decided again, perhaps without the findings. What was cleared, or ended by its day, is
/// not among them; nor is an open anomaly of rules, since rules look again by themselves.
[[nodiscard]] FiledFindings earlier_holds(Ledger& ledger, std::int64_t end);

/// Gives those of them that a person confirmed and nobody cleared behind that, as all entries tell it.
[[nodiscard]] FiledFindings confirmed_holds(Ledger& ledger);

}  // namespace huiqi
