#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/ledger/ledger.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// One line of a payment list.
struct ListLine {
    std::string application;
    std::string incentive;
    std::string day;
    std::int64_t amount_fen = 0;
    std::map<std::string, std::string> keys;
};

/// A payment of a batch as it was entered.
struct EnteredPayment {
    std::int64_t entry = 0;
    std::string day;
    std::int64_t rows = 0;
    std::int64_t fen = 0;
};
/// Gives the payments of a batch in the order of their entries.
[[nodiscard]] std::vector<EnteredPayment> payments_entered(Ledger& ledger, const std::string& batch);
/// Names payments by entry, day, rows and sum.
[[nodiscard]] std::string text_of(const Program& program, const std::vector<EnteredPayment>& payments);

/// Gives the lines of the payments of an entry, as its list had them.
[[nodiscard]] std::vector<ListLine> lines_of_payment(Ledger& ledger, const std::string& batch, std::int64_t entry);

}  // namespace huiqi
