#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/settle/bound_pools.h"
#include "engine/settle/proportion.h"
#include "engine/settle/ranking.h"
#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::budget;

[[nodiscard]] Int128 sum_of(const Work& work, const std::vector<Claim>& claims) {
    Int128 sum = 0;
    for (const Claim& claim : claims) {
        sum += work.payable(claim);
    }
    return sum;
}

void pay_pro_rata(Work& work, const BudgetRule& rule, std::size_t index, const std::vector<Claim>& claims, Int128 there) {
    std::vector<std::int64_t> amounts;
    for (const Claim& claim : claims) {
        amounts.push_back(work.payable(claim));
    }
    std::vector<std::size_t> order(claims.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const Ranking ranking(work, rule.ranking);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        const std::size_t left = claims[one].row;
        const std::size_t right = claims[other].row;
        return ranking.equal(left, right) ? work.place(left) < work.place(right) : ranking.before(left, right);
    });
    const std::vector<std::int64_t> shares =
        shared_out(amounts, to_int64(there), rule.step.minor(),
                   rule.remainder == BudgetRule::Remainder::largest_remainder, order);
    for (std::size_t at = 0; at < claims.size(); ++at) {
        work.cut(claims[at], amounts[at] - shares[at], kCause, index);
    }
}

/// Pays down the ranking until the money is used up. Nobody is passed over: after the first that does not fit
/// all wait. `open` is what those ask whose place is not known: who could be paid only behind them is held.
void pay_in_order(Work& work, const BudgetRule& rule, std::size_t index, const std::vector<Claim>& order, Int128 open, Int128 left) {
    const Ranking ranking(work, rule.ranking);
    const std::vector<std::size_t> unplaced = open == 0 ? std::vector<std::size_t>() : work.last_held(SettlementFault::Kind::missing_rank);
    std::uint64_t place = 0;
    bool used_up = false;
    for (std::size_t at = 0; at < order.size();) {
        std::size_t to = at + 1;
        Int128 asked = work.payable(order[at]);
        for (; to < order.size() && ranking.equal(order[to].row, order[at].row); ++to) {
            asked += work.payable(order[to]);
        }
        const std::vector<Claim> equals(order.begin() + static_cast<std::ptrdiff_t>(at),
                                        order.begin() + static_cast<std::ptrdiff_t>(to));
        at = to;
        if (!used_up && asked <= left) {
            left -= asked;
            if (left < open) {
                work.hold_behind_open(equals, unplaced, kCause, index);
            }
            continue;
        }
        if (!used_up && equals.size() > 1 && left > 0) {
            work.hold(equals, SettlementFault::Kind::tie, kCause, index);
            used_up = true;
            continue;
        }
        for (const Claim& claim : equals) {
            const bool part = !used_up && equals.size() == 1 && open == 0 && rule.last == BudgetRule::Last::what_is_left;
            work.cut(claim, part ? to_int64(asked - left) : work.payable(claim), kCause, index);
            work.wait(claim, ++place);
        }
        used_up = true;
    }
}

/// Where the money does for all, nobody is held for want of a value to rank by; the others have their places.
void note_places(Work& work, const BudgetRule& rule, std::vector<Claim> claims) {
    const Ranking ranking(work, rule.ranking);
    std::erase_if(claims, [&](const Claim& claim) { return !ranking.complete(claim.row); });
    std::stable_sort(claims.begin(), claims.end(), [&](const Claim& left, const Claim& right) {
        return ranking.before(left.row, right.row);
    });
    work.note_ranks(claims, rule.ranking);
}

void pay_pool(Work& work, const BudgetRule& rule, std::size_t index, DrawnPool pool) {
    const Int128 asked = sum_of(work, pool.claims);
    const Int128 there = left_of(rule.amount.minor(), pool.earlier);
    work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = asked, .there = there});
    if (asked <= there) {
        if (rule.method == BudgetRule::Method::ranking) {
            note_places(work, rule, std::move(pool.claims));
        }
        return;
    }
    if (rule.method == BudgetRule::Method::pro_rata) {
        pay_pro_rata(work, rule, index, pool.claims, there);
    } else {
        const std::vector<Claim> order = ranked(work, rule.ranking, std::move(pool.claims), kCause, index);
        pay_in_order(work, rule, index, order, asked - sum_of(work, order), there);
    }
}

}  // namespace

void apply_budget(Work& work, const BudgetRule& rule, std::size_t index) {
    for (DrawnPool& pool : drawn_pools(work, {.members = rule.members, .counted = rule.counted, .step = kCause, .index = index})) {
        pay_pool(work, rule, index, std::move(pool));
    }
}

}  // namespace huiqi
