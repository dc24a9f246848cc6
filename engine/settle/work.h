#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/settle/settlement.h"

namespace huiqi {

/// One cell of the claims.
struct Claim {
    std::size_t row = 0;
    std::uint32_t incentive = 0;
};

/// A settlement under way: what is still payable, and every cut so far.
class Work {
public:
    Work(const Claims& claims, const std::vector<PriorPayment>& history, std::vector<SettlementUse>* uses = nullptr);

    [[nodiscard]] const Claims& claims() const noexcept { return claims_; }
    [[nodiscard]] const std::vector<PriorPayment>& history() const noexcept { return history_; }
    [[nodiscard]] std::int64_t payable(Claim claim) const noexcept {
        return result_.payable[claims_.cell(claim.row, claim.incentive)].minor();
    }
    /// Gives a key of a row in its one spelling: one firm typed in two ways is one firm.
    [[nodiscard]] const std::string& key(std::size_t column, std::size_t row) const noexcept {
        return folded_[column].empty() ? claims_.keys[column][row] : folded_[column][row];
    }
    /// Gives the claims of some incentives that are still paid something: by incentive, then application key.
    [[nodiscard]] std::vector<Claim> paid(const std::vector<std::uint32_t>& members) const;

    /// Takes this much from a claim; requires 0 <= minor <= payable.
    void cut(Claim claim, std::int64_t minor, ReductionCause cause, std::size_t rule);
    /// Takes all that is left of a claim.
    void refuse(Claim claim, ReductionCause cause, std::size_t rule) {
        cut(claim, payable(claim), cause, rule);
    }
    /// Puts a claim on the waiting list.
    void wait(Claim claim, std::uint64_t place) {
        result_.waiting[claims_.cell(claim.row, claim.incentive)] = place;
    }
    /// Notes the places of claims that stand in order, equal ones sharing theirs; the first ranking stays.
    void note_ranks(const std::vector<Claim>& order, const std::vector<RankKey>& keys);
    /// Notes what a rule was asked for and what there was; nothing where nothing was asked, or nobody wants to know.
    void note_use(const SettlementUse& use) {
        if (uses_ != nullptr && use.asked > 0) {
            uses_->push_back(use);
        }
    }
    /// Notes what a quota or budget had given before.
    void note_pool(const BoundPool& pool) { result_.pools.push_back(pool); }
    /// Holds claims until a person has decided.
    void hold(const std::vector<Claim>& claims, SettlementFault::Kind kind, ReductionCause step,
              std::size_t rule);
    /// Holds claims that the rows `open` may come before, once their values to rank by are known.
    void hold_behind_open(const std::vector<Claim>& claims, const std::vector<std::size_t>& open, ReductionCause step,
                          std::size_t rule);
    /// Gives the rows of the last fault of a kind; none when there is none.
    [[nodiscard]] std::vector<std::size_t> last_held(SettlementFault::Kind kind) const;

    /// Gives the place of a row in the order of application keys.
    [[nodiscard]] std::size_t place(std::size_t row) const noexcept { return place_[row]; }

    /// Leaves out what is not due yet and what never will be.
    void leave_instalments();
    /// Holds what an anomaly bars.
    void hold_barred();

    [[nodiscard]] Settlement finish() &&;

private:
    void fold_keys();
    void hold_repeated();
    void hold_rows(const std::vector<std::size_t>& rows);

    const Claims& claims_;
    const std::vector<PriorPayment>& history_;
    std::vector<SettlementUse>* uses_;
    Settlement result_;
    std::vector<std::vector<std::string>> folded_;   ///< columns of keys of which one is not in its one spelling; empty otherwise
    std::vector<std::size_t> by_key_;  ///< rows in the order of application keys
    std::vector<std::size_t> place_;   ///< of each row in it
};

/// The steps, in the order of their files.
void apply_stacking(Work& work, const StackingRule& rule, std::size_t index);
void apply_limit(Work& work, const LimitRule& rule, std::size_t index);
void apply_quota(Work& work, const QuotaRule& rule, std::size_t index);
void apply_budget(Work& work, const BudgetRule& rule, std::size_t index);

}  // namespace huiqi
