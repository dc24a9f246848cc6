#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/ledger/batch_account.h"

namespace huiqi {

/// What came back of a payment by who had paid it, in fen.
using PartsByPayer = std::map<std::string, std::int64_t>;

/// Gives the statement that the entry of a return is about.
[[nodiscard]] StatementPlace returned_statement(const nlohmann::json& body);

/// What was paid of a statement, or came back (below zero), by one entry.
struct PaidStep {
    std::int64_t fen = 0;
    PartsByPayer parts;   ///< to whom it came back, where the return says so
};
/// Gives what was paid and came back before an entry, in the order of the entries, by application and id of the incentive.
[[nodiscard]] std::map<std::pair<std::string, std::string>, std::vector<PaidStep>> paid_steps(Ledger& ledger, const BatchAccount& account,
                                                                                             std::int64_t before);

/// Divides a sum among the payers, in their order: all 0 where nobody says who pays.
using DivideSum = std::function<std::vector<std::int64_t>(std::int64_t)>;
/// Tells who pays an amount, above zero, behind such steps: each what is missing to its part of all that is paid then, so that in the end
/// all parts are those of the rules whatever came back in between. Of the amount 0: what stands paid by each.
[[nodiscard]] std::vector<std::int64_t> parts_of_payment(const std::vector<PaidStep>& steps, const std::vector<std::string>& payers, const DivideSum& divide,
                                                         std::int64_t fen);

/// Gives the parties of the return of a statement that waits for a second person.
[[nodiscard]] PartsByPayer waiting_parts(Ledger& ledger, const BatchAccount& account, const StatementPlace& place);

}  // namespace huiqi
