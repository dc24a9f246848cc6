#pragma once

#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `分担` of a bundle: who pays each payment of the incentives that do not say it themselves. Reports E353 for shares
/// that cannot be seen to make up a payment, E306 for one that is not rounded, E384 when every incentive says itself who pays.
[[nodiscard]] std::vector<BundleSettlement::Payer> load_payers(LoadContext& context, const Fields& file, const Bundle& bundle,
                                                               const std::vector<const Incentive*>& members);

}  // namespace huiqi
