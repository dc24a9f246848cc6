#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/numeric/int128.h"
#include "engine/numeric/rational.h"
#include "engine/numeric/rounding_mode.h"
#include "engine/settle/claims.h"

namespace huiqi {

/// Several incentives of one application that do not simply add up. A member is one incentive, or those of an
/// inner group, which count with their sum.
struct StackingRule {
    enum class Method : std::uint8_t {
        sum,      ///< all of them
        highest,  ///< the largest stays; of equals the earlier listed
        choose,   ///< the one that the applicant chose stays
        top_up,   ///< the largest stays, less what its key was paid before, or has of earlier applications, under any member
        at_most,  ///< all of them, together not above an amount (the cost)
    };
    std::vector<std::vector<std::uint32_t>> members;
    Method method = Method::sum;
    std::size_t choice = 0;  ///< of `choose`: column of Claims::choices
    std::size_t amount = 0;  ///< of `at_most`: column of Claims::amounts
    std::size_t key = 0;     ///< of `top_up`: column of Claims::keys by which history is found
    std::optional<std::size_t> turn{};   ///< of `top_up`: column of Claims::ranks, by which applications of a key take their turn
};

/// An order of claims: column of Claims::ranks, and whether the greatest comes first.
struct RankKey {
    std::size_t column = 0;
    bool descending = false;
};

/// The most that one key (an applicant, a group of firms …) gets from some incentives in a period.
struct LimitRule {
    enum class Cut : std::uint8_t {
        last_listed_first,  ///< from the incentive listed last; within one from the claim ranked last
        pro_rata,           ///< all in proportion, fen by largest remainder
    };
    std::vector<std::uint32_t> members;
    std::size_t key = 0;  ///< column of Claims::keys
    bool yearly = false;  ///< a limit a calendar year, else for good
    std::variant<Money, std::size_t>
        cap;  ///< fixed, or a column of Claims::amounts (least of the key's rows)
    Cut cut = Cut::last_listed_first;
    std::vector<RankKey> ranking;  ///< within an incentive the claim ranked last is cut first
    std::int32_t years = 1;        ///< of a yearly limit: holds for every so many calendar years in a row
    Money step = Money::from_minor(1);  ///< what is cut is paid down to a multiple
};

/// What of before a quota or a budget counts.
enum class Counted : std::uint8_t {
    nothing,  ///< each batch has places and money of its own
    bundle,   ///< what batches of the same bundle paid: of a supplement
    all,      ///< whatever was paid before
    yearly,   ///< likewise, year by year: by the calendar year of the claim
};

/// At most so many awards of some incentives.
struct QuotaRule {
    std::vector<std::uint32_t> members;
    std::uint64_t count = 0;
    std::vector<RankKey> ranking;
    Counted counted = Counted::nothing;
};

/// The money there is for some incentives.
struct BudgetRule {
    enum class Method : std::uint8_t { pro_rata, ranking };
    enum class Last : std::uint8_t { in_full, what_is_left };
    enum class Remainder : std::uint8_t { keep, largest_remainder };
    std::vector<std::uint32_t> members;
    Money amount;
    Method method = Method::pro_rata;
    Money step = Money::from_minor(1);      ///< of pro rata: every payment is a multiple
    Remainder remainder = Remainder::keep;  ///< of pro rata
    std::vector<RankKey> ranking;           ///< of ranking; of pro rata: who gets the last steps among equals
    Last last = Last::in_full;              ///< of ranking: the first that does not fit
    Counted counted = Counted::nothing;
};

/// What one party pays of each payment of the incentives that do not say themselves who pays.
struct PayerRule {
    std::string party;
    bool rest = false;  ///< takes what the others leave; then nothing below is looked at
    Rational rate = 0;  ///< of the payment
    Rounding mode = Rounding::half_up;
    Rational step = Rational(1) / 100;  ///< yuan
    std::optional<Money> cap;           ///< a payment
};

/// The rules across applications, in their fixed order.
struct SettlementRules {
    std::vector<StackingRule> stacking;
    std::vector<LimitRule> limits;
    std::vector<QuotaRule> quotas;
    std::vector<BudgetRule> budgets;
    std::vector<PayerRule> payers;
};

/// Why a payment is less than its award.
enum class ReductionCause : std::uint8_t {
    held,
    stacking,
    limit,
    quota,
    budget,
    not_due,  ///< a part of the award waits for its re-check
    stopped,  ///< a part of the award is never paid: a re-check failed
};
inline constexpr std::size_t kReductionCauses = 7;

/// One cut of one claim.
struct Reduction {
    std::size_t row = 0;
    std::uint32_t incentive = 0;
    ReductionCause cause = ReductionCause::stacking;
    std::uint32_t rule = 0;  ///< index into the rules of that cause
    Money amount;            ///< above zero
};

/// What a person must decide first. The claims concerned are held: paid nothing, with the cause `held`.
struct SettlementFault {
    enum class Kind : std::uint8_t {
        tie,             ///< claims that the ranking leaves equal, at the line between paid and not paid
        missing_rank,    ///< a claim without a value to rank by
        missing_year,    ///< a claim without a date, under a limit a year
        missing_amount,  ///< a claim whose cap or cost is not known
        missing_choice,  ///< several awards of which one is to be chosen, and no choice
        repeated,        ///< an application that stands in the batch twice
        anomaly,         ///< an anomaly, or a finding of a detector, that bars payment (拦截)
        missing_key,     ///< a claim of nobody knows whom, under a limit of an applicant, a group …
        open_rank,       ///< claims that others, without a value to rank by, may come before: `others`
    };
    Kind kind = Kind::tie;
    ReductionCause step = ReductionCause::stacking;  ///< whose rule it is
    std::uint32_t rule = 0;
    std::vector<std::size_t> rows;
    std::vector<std::size_t> others{};   ///< of open_rank: rows without a value to rank by
};

/// What a quota or budget had given before, for all claims or those of one year.
struct BoundPool {
    ReductionCause step = ReductionCause::budget;   ///< whose rule it is
    std::uint32_t rule = 0;
    std::optional<std::int32_t> year{};
    Int128 earlier = 0;   ///< places of a quota, fen of a budget
};

/// What settlement gives. award = payable + reductions, in every cell of an eligible claim.
struct Settlement {
    std::vector<Money> payable;         ///< row * incentives + incentive
    std::vector<Reduction> reductions;  ///< by row, incentive, and the order in which they were made
    std::vector<std::uint64_t>
        waiting;  ///< likewise as payable: place on the waiting list from 1; 0: not on it
    std::vector<std::uint64_t>
        rank;  ///< likewise: place in the first ranking that it stood in, equal ones share it; 0: in none
    std::vector<SettlementFault> faults;
    std::vector<Reduction> barred;  ///< what an anomaly or a finding alone keeps from being paid, by application: also in `reductions`
    std::vector<BoundPool> pools;   ///< of quotas, then of budgets, in the order of the rules and years
};

/// One time that a rule was looked at and something was asked of it: whether it cut is for Reduction to say.
struct SettlementUse {
    ReductionCause step = ReductionCause::stacking;  ///< whose rule it is
    std::uint32_t rule = 0;
    Int128 asked = 0;  ///< fen, of a quota places; above zero
    Int128 there = 0;  ///< what there was for it
    std::optional<std::uint32_t> kept{};  ///< of highest, choose and top_up: which member stays
};

/// Settles claims: stacking, limits, quotas, budgets, in this order, over whole awards. What is then not due yet is left
/// out, and what an anomaly bars is held: both keep their places and their money. The order of rows never decides: claims
/// that a ranking leaves equal where it matters are held; the odd fen of a proportion go by application key. What each rule
/// was asked for is added to `uses`, where there is one.
[[nodiscard]] Settlement settle(const Claims& claims, const std::vector<PriorPayment>& history,
                                const SettlementRules& rules, std::vector<SettlementUse>* uses = nullptr);

}  // namespace huiqi
