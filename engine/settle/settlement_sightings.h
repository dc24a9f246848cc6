#pragma once

#include <vector>

#include "engine/evaluate/coverage.h"
#include "engine/rulebook/settlement.h"
#include "engine/settle/settlement.h"

namespace huiqi {

/// A batch that was settled, with what each rule was asked for.
struct SettledBatch {
    const Claims& claims;
    const SettlementRules& rules;
    const Settlement& settlement;
    const std::vector<SettlementUse>& uses;
};

/// Gives each thing that cases of a bundle should reach in settling it to `sink`, and whether this batch did: of 就高 and 择一 each
/// member that stays while another goes; of 补差 an award with and without payments before; of 不超过, limits, quotas and budgets
/// that they cut, that they leave alone, and that exactly what there is was asked for; of a payer with a cap that it binds, and
/// does not. Without a batch, what can be reached.
void read_settlement(const BundleSettlement& written, const SettledBatch* done, const Sightings::Sink& sink);

}  // namespace huiqi
