#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/sha256.h"

namespace huiqi {

/// A payment (amount above zero) or money that came back (below zero).
struct PaymentRow {
    StatementPlace statement;
    std::string incentive;  ///< id
    std::string day;        ///< YYYY-MM-DD
    std::int64_t amount_fen = 0;
};

/// A payment from before, with the keys by which limits find it.
struct EarlierPayment {
    std::string batch;
    StatementPlace statement;
    std::string incentive;  ///< id
    std::string day;
    std::int64_t amount_fen = 0;
    std::map<std::string, std::string> keys;
    std::optional<std::int32_t> year;  ///< of the claim, where the batch kept it
};

/// The name beside those of keys under which an application keeps the year of its claim: no column is called so.
inline constexpr std::string_view kYearName;

/// A statement for which something is still to be paid.
struct DueRow {
    StatementPlace statement;
    std::string application;
    std::map<std::string, std::string> keys;
    std::int64_t amount_fen = 0;
};

/// Gives what is due in a batch and not paid yet: settled amounts, or those of a second decision or correction, less
/// what was paid. Applications with an open objection are left out.
[[nodiscard]] std::vector<DueRow> due_rows(Ledger& ledger, const BatchAccount& account);

/// Gives what was paid for each statement of a batch, less what came back; only what is not zero.
[[nodiscard]] std::map<StatementPlace, std::int64_t> paid_sums(Ledger& ledger, const std::string& batch);
/// The same as it stood behind an entry.
[[nodiscard]] std::map<StatementPlace, std::int64_t> paid_sums(Ledger& ledger, const std::string& batch, std::int64_t end);

/// Writes payments under the entry that comes next, and gives their digest.
[[nodiscard]] std::optional<std::string> write_payments(Ledger& ledger, const std::string& batch,
                                                        const std::vector<PaymentRow>& payments);
/// Gives the digest of the payments that the ledger has under an entry.
[[nodiscard]] std::string kept_payments_digest(Ledger& ledger, std::int64_t sequence);

/// Hands over all payments of entries up to `end`.
[[nodiscard]] bool every_payment(Ledger& ledger, std::int64_t end,
                                 const std::function<bool(const EarlierPayment&)>& sink);

/// Reads the keys of an application; the year is none of them.
[[nodiscard]] std::map<std::string, std::string> keys_of(const std::string& json);

}  // namespace huiqi
