#pragma once

#include <cstddef>
#include <vector>

#include "engine/settle/settlement.h"

namespace huiqi {

/// Gives the rows that are paid something and whose key of a limit or a top-up is no unified social credit code (GB 32100-2015),
/// where most keys of that column are: a code typed wrong is a firm of its own, with limits of its own. By application number.
[[nodiscard]] std::vector<std::size_t> doubtful_keys(const Claims& claims, const Settlement& settlement, const SettlementRules& rules);

}  // namespace huiqi
