#pragma once

#include "engine/settle/settlement.h"
#include "tools/huiqi/decide/settlement_run.h"

namespace huiqi {

/// Says why a payment is less than its award: the rule that cut it, with its numbers.
[[nodiscard]] Bilingual reduction_words(const SettlementRun& run, const Reduction& cut);

}  // namespace huiqi
