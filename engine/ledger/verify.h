#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/ledger/ledger.h"

namespace huiqi {

/// What a check of a whole ledger found.
struct LedgerCheck {
    std::vector<LedgerFault> faults;
    std::uint64_t entries = 0;
    std::uint64_t batches = 0;
    std::uint64_t payments = 0;
    std::string head;  ///< digest at the end of the chain
};

/// Recomputes every digest of a ledger: the chain, the kept files, the rows of every batch and payment; and that
/// nothing was paid beyond what is due and approved. With `head`, that the chain has an entry of that digest. `told` hears
/// how many of all rows were looked at.
[[nodiscard]] LedgerCheck verify_ledger(Ledger& ledger, const std::string& head,
                                        const std::function<void(std::uint64_t done, std::uint64_t total)>& told = {});

}  // namespace huiqi
