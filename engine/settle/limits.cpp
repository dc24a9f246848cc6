#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/data/folded_key.h"
#include "engine/settle/proportion.h"
#include "engine/settle/ranking.h"
#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::limit;

/// What one key draws on in one year.
struct Pool {
    std::string key;
    std::int32_t year = 0;      ///< 0 where the limit is for good
    std::vector<Claim> claims;  ///< by incentive, then application key
    Int128 asked = 0;
    std::int64_t cap = 0;
};

/// What each key has had in each year, of what a limit looks at.
class Spent {
public:
    Spent(const Work& work, const LimitRule& rule) : years_(rule.yearly ? rule.years : 1) {
        for (const PriorPayment& prior : work.history()) {
            if (std::find(rule.members.begin(), rule.members.end(), prior.incentive) != rule.members.end()) {
                add(folded_key(prior.keys[rule.key]), rule.yearly ? prior.year : 0, prior.paid.minor());
            }
        }
    }

    void add(const std::string& key, std::int32_t year, Int128 minor) { of_[key][year] += minor; }

    /// Gives the most that any stretch of years with this year in it has had.
    [[nodiscard]] Int128 around(const std::string& key, std::int32_t year) const {
        const auto found = of_.find(key);
        Int128 most = 0;
        for (std::int32_t last = year; found != of_.end() && last < year + years_; ++last) {
            Int128 sum = 0;
            const auto end = found->second.upper_bound(last);
            for (auto at = found->second.lower_bound(last - years_ + 1); at != end; ++at) {
                sum += at->second;
            }
            most = std::max(most, sum);
        }
        return most;
    }

private:
    std::int32_t years_;
    std::unordered_map<std::string, std::map<std::int32_t, Int128>> of_;
};

/// Names a pool: a key, and a year where the limit is one a year.
[[nodiscard]] std::string pool_name(std::string_view key, std::int32_t year) {
    return std::to_string(year) + ' ' + std::string(key);
}

[[nodiscard]] std::optional<Money> cap_of(const Work& work, const LimitRule& rule, std::size_t row) {
    return std::holds_alternative<Money>(rule.cap)
               ? std::get<Money>(rule.cap)
               : work.claims().amounts[std::get<std::size_t>(rule.cap)][row];
}

/// Gives the claims that draw on the limit; those whose key, year or cap is not known are held: all that lack a key would
/// otherwise share one limit.
[[nodiscard]] std::vector<Claim> drawing(Work& work, const LimitRule& rule, std::size_t index) {
    std::vector<Claim> claims = work.paid(rule.members);
    const auto hold_unless = [&](const auto& known, SettlementFault::Kind kind) {
        const auto open = std::stable_partition(claims.begin(), claims.end(), known);
        if (open != claims.end()) {
            work.hold({open, claims.end()}, kind, kCause, index);
            claims.erase(open, claims.end());
        }
    };
    hold_unless([&](const Claim& one) { return !work.key(rule.key, one.row).empty(); },
                SettlementFault::Kind::missing_key);
    hold_unless(
        [&](const Claim& one) { return !rule.yearly || work.claims().years[one.row] != Claims::kNoYear; },
        SettlementFault::Kind::missing_year);
    hold_unless([&](const Claim& one) { return cap_of(work, rule, one.row).has_value(); },
                SettlementFault::Kind::missing_amount);
    return claims;
}

/// Gives the pools, the earlier years first: what they keep counts in the stretches of the later ones.
[[nodiscard]] std::vector<Pool> pools_of(Work& work, const LimitRule& rule, std::size_t index) {
    std::vector<Pool> pools;
    std::unordered_map<std::string, std::size_t> found;
    for (const Claim& claim : drawing(work, rule, index)) {
        const std::int32_t year = rule.yearly ? work.claims().years[claim.row] : 0;
        const std::int64_t cap = cap_of(work, rule, claim.row)->minor();
        const auto [at, fresh] =
            found.try_emplace(pool_name(work.key(rule.key, claim.row), year), pools.size());
        if (fresh) {
            pools.push_back({.key = work.key(rule.key, claim.row), .year = year, .claims = {}, .cap = cap});
        }
        Pool& pool = pools[at->second];
        pool.cap = std::min(pool.cap, cap);
        pool.asked += work.payable(claim);
        pool.claims.push_back(claim);
    }
    std::stable_sort(pools.begin(), pools.end(), [](const Pool& left, const Pool& right) { return left.year < right.year; });
    return pools;
}

void cut_last_listed(Work& work, const LimitRule& rule, std::size_t index, const Pool& pool, Int128 over) {
    // claims come by incentive; within one the claim ranked last is to be cut first
    std::vector<Claim> claims = pool.claims;
    const Ranking ranking(work, rule.ranking);
    for (auto first = claims.begin(); first != claims.end();) {
        const auto last = std::find_if(
            first, claims.end(), [&](const Claim& claim) { return claim.incentive != first->incentive; });
        std::stable_sort(first, last, [&](const Claim& left, const Claim& right) {
            return ranking.before(left.row, right.row);
        });
        first = last;
    }
    for (auto claim = claims.rbegin(); claim != claims.rend() && over > 0; ++claim) {
        const std::int64_t payable = work.payable(*claim);
        const Int128 left = payable - std::min<Int128>(over, payable);
        const Int128 cut = payable - (left - left % rule.step.minor());
        work.cut(*claim, to_int64(cut), kCause, index);
        over -= cut;
    }
}

void cut_pro_rata(Work& work, const LimitRule& rule, std::size_t index, const Pool& pool, Int128 room) {
    std::vector<std::int64_t> amounts;
    for (const Claim& claim : pool.claims) {
        amounts.push_back(work.payable(claim));
    }
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::vector<std::int64_t> shares = shared_out(amounts, to_int64(room), rule.step.minor(), true, order);
    for (std::size_t at = 0; at < shares.size(); ++at) {
        work.cut(pool.claims[at], amounts[at] - shares[at], kCause, index);
    }
}

}  // namespace

void apply_limit(Work& work, const LimitRule& rule, std::size_t index) {
    Spent spent(work, rule);
    for (const Pool& pool : pools_of(work, rule, index)) {
        const Int128 room = std::max<Int128>(pool.cap - spent.around(pool.key, pool.year), 0);
        work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = pool.asked, .there = room});
        if (pool.asked > room && rule.cut == LimitRule::Cut::pro_rata) {
            cut_pro_rata(work, rule, index, pool, room);
        } else if (pool.asked > room) {
            cut_last_listed(work, rule, index, pool, pool.asked - room);
        }
        for (const Claim& claim : pool.claims) {
            spent.add(pool.key, pool.year, work.payable(claim));
        }
    }
}

}  // namespace huiqi
