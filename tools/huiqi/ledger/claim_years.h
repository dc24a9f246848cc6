#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/ledger/ledger.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Tells in which year each payment of a ledger counts: that of the claim it pays, also for money that came back. Batches of
/// earlier versions did not keep the years; they are read from their kept files. Where a batch says no year (its bundle names no
/// 年度日, or the cell was empty), a payment counts by its day, and what came back by the day of the last payments that it takes back.
class ClaimYears {
public:
    /// Reads the years of batches that kept none, as far as they paid some of these incentives up to an entry. Comes first. Says what
    /// is wrong where the kept files of a batch cannot be read.
    [[nodiscard]] Exit read(const Program& program, Ledger& ledger, const std::vector<std::string>& incentives, std::int64_t end);

    /// A part of a payment in one year.
    struct Part {
        std::int32_t year = 0;
        std::int64_t amount_fen = 0;
    };
    /// Parts a payment by year; payments come in the order of their entries.
    [[nodiscard]] std::vector<Part> parts(const EarlierPayment& payment);
    /// Batches of which payments counted by their days.
    [[nodiscard]] const std::set<std::string>& by_payment_day() const noexcept { return by_payment_day_; }

private:
    [[nodiscard]] std::vector<Part> by_day(const EarlierPayment& payment);

    std::map<std::string, std::vector<std::int32_t>> kept_;   ///< by batch that kept none itself: years by place
    std::map<std::pair<std::string, StatementPlace>, std::vector<Part>> paid_;   ///< by statement, what counts by day and did not come back
    std::set<std::string> by_payment_day_;
};

}  // namespace huiqi
