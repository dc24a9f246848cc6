#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include "engine/ledger/batch_account.h"

namespace huiqi {

/// What came back of a payment by who had paid it, in fen.
using PartsByPayer = std::map<std::string, std::int64_t>;

/// Gives the statement that the entry of a return is about.
[[nodiscard]] StatementPlace returned_statement(const nlohmann::json& body);

/// Gives the entry of the last payment of a statement before another entry; 0 where there is none.
[[nodiscard]] std::int64_t last_payment(Ledger& ledger, const std::string& batch, const StatementPlace& place, std::int64_t before);

/// Gives what returns in force have sent back to parties, and no payment has paid again yet, by application and id of the incentive:
/// as it stood before an entry.
[[nodiscard]] std::map<std::pair<std::string, std::string>, PartsByPayer> returned_parts(Ledger& ledger, const BatchAccount& account,
                                                                                        std::int64_t before);

/// Gives the parties of the return of a statement that waits for a second person.
[[nodiscard]] PartsByPayer waiting_parts(Ledger& ledger, const BatchAccount& account, const StatementPlace& place);

}  // namespace huiqi
