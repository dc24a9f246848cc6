#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/data/folded_key.h"
#include "engine/ledger/batch_account.h"
#include "engine/numeric/int128.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Fen by the number of an application.
using FenByNumber = std::map<std::string, Int128, FoldedKeyLess>;

/// What one party paid of a batch, and what of it came back, both by the entry of the payment.
struct PaidByParty {
    std::map<std::int64_t, FenByNumber> paid;
    std::map<std::int64_t, FenByNumber> returned;
};

/// Divides each payment of a batch as its lists by payer were. Refuses a party that pays nothing of it.
[[nodiscard]] Exit paid_by_party(const Program& program, Ledger& ledger, const BatchAccount& account, const std::string& payer, PaidByParty& found);

}  // namespace huiqi
