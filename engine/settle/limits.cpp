#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/expect.h"
#include "engine/settle/key_numbers.h"
#include "engine/settle/proportion.h"
#include "engine/settle/ranking.h"
#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::limit;

constexpr std::uint32_t kNone = 0xFFFF'FFFF;

/// What one key draws on in one year.
struct Pool {
    std::uint32_t key = 0;   ///< its number
    std::int32_t year = 0;   ///< 0 where the limit is for good
    std::uint32_t earlier = kNone;   ///< the pool of the same key that was found before
    std::size_t begin = 0, end = 0;  ///< of Pools::claims
    Int128 asked = 0;
    std::int64_t cap = 0;
};

/// All that draw on a limit. Keys are numbered, claims lie in one vector: there are as many pools as firms.
struct Pools {
    KeyNumbers keys;
    std::vector<Pool> pools;    ///< the earlier years first
    std::vector<Claim> claims;  ///< by pool, then incentive, then application key
};

/// What each key has had in each year, of what a limit looks at. Keys are those that draw on it now: no other is asked for.
class Spent {
public:
    Spent(const Work& work, const LimitRule& rule, const KeyNumbers& keys)
        : years_(rule.yearly ? rule.years : 1), newest_(keys.size(), kNone) {
        std::string kept;
        for (const PriorPayment& prior : work.history()) {
            if (std::find(rule.members.begin(), rule.members.end(), prior.incentive) == rule.members.end()) {
                continue;
            }
            if (const auto key = keys.find(folded_key(prior.keys[rule.key], kept))) {
                add(*key, rule.yearly ? prior.year : 0, prior.paid.minor());
            }
        }
    }

    void add(std::uint32_t key, std::int32_t year, Int128 minor) {
        std::uint32_t at = newest_[key];
        while (at != kNone && entries_[at].year != year) {
            at = entries_[at].earlier;
        }
        if (at == kNone) {
            entries_.push_back({.minor = minor, .year = year, .earlier = newest_[key]});
            newest_[key] = static_cast<std::uint32_t>(entries_.size() - 1);
        } else {
            entries_[at].minor += minor;
        }
    }

    /// Gives the most that any stretch of years with this year in it has had.
    [[nodiscard]] Int128 around(std::uint32_t key, std::int32_t year) const {
        Int128 most = 0;
        for (std::int32_t last = year; newest_[key] != kNone && last < year + years_; ++last) {
            Int128 sum = 0;
            for (std::uint32_t at = newest_[key]; at != kNone; at = entries_[at].earlier) {
                const bool within = entries_[at].year <= last && entries_[at].year > last - years_;
                sum += within ? entries_[at].minor : 0;
            }
            most = std::max(most, sum);
        }
        return most;
    }

private:
    /// What one key has had in one year.
    struct Entry {
        Int128 minor = 0;
        std::int32_t year = 0;
        std::uint32_t earlier = kNone;   ///< another year of the same key
    };
    std::int32_t years_;
    std::vector<std::uint32_t> newest_;   ///< by key
    std::vector<Entry> entries_;
};

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

/// Gives the pool of a key and year, which is made where there is none. `newest` is the last found pool of each key.
[[nodiscard]] std::uint32_t pool_of(std::vector<Pool>& pools, std::vector<std::uint32_t>& newest, std::uint32_t key, std::int32_t year) {
    if (key == newest.size()) {
        newest.push_back(kNone);
    }
    std::uint32_t at = newest[key];
    while (at != kNone && pools[at].year != year) {
        at = pools[at].earlier;
    }
    if (at == kNone) {
        at = static_cast<std::uint32_t>(pools.size());
        expect(at != kNone, "there are fewer pools than numbers for them");
        pools.push_back({.key = key, .year = year, .earlier = newest[key], .cap = std::numeric_limits<std::int64_t>::max()});
        newest[key] = at;
    }
    return at;
}

/// Lays the claims of each pool beside each other, in the order in which they are.
[[nodiscard]] std::vector<Claim> by_pool(const std::vector<Claim>& claims, const std::vector<std::uint32_t>& pool_of_claim,
                                         std::vector<Pool>& pools) {
    for (const std::uint32_t pool : pool_of_claim) {
        ++pools[pool].end;
    }
    std::size_t begin = 0;
    for (Pool& pool : pools) {
        pool.begin = std::exchange(begin, begin + pool.end);
        pool.end = pool.begin;
    }
    std::vector<Claim> laid(claims.size());
    for (std::size_t at = 0; at < claims.size(); ++at) {
        laid[pools[pool_of_claim[at]].end++] = claims[at];
    }
    return laid;
}

/// Gives the pools, the earlier years first: what they keep counts in the stretches of the later ones.
[[nodiscard]] Pools pools_of(Work& work, const LimitRule& rule, std::size_t index) {
    Pools found;
    const std::vector<Claim> claims = drawing(work, rule, index);
    std::vector<std::uint32_t> newest;
    std::vector<std::uint32_t> pool_of_claim;
    pool_of_claim.reserve(claims.size());
    for (const Claim& claim : claims) {
        const std::int32_t year = rule.yearly ? work.claims().years[claim.row] : 0;
        const std::uint32_t at = pool_of(found.pools, newest, found.keys.add(work.key(rule.key, claim.row)), year);
        Pool& pool = found.pools[at];
        pool.cap = std::min(pool.cap, cap_of(work, rule, claim.row)->minor());
        pool.asked += work.payable(claim);
        pool_of_claim.push_back(at);
    }
    found.claims = by_pool(claims, pool_of_claim, found.pools);
    std::stable_sort(found.pools.begin(), found.pools.end(), [](const Pool& left, const Pool& right) { return left.year < right.year; });
    return found;
}

void cut_last_listed(Work& work, const LimitRule& rule, std::size_t index, std::span<Claim> claims, Int128 over) {
    // claims come by incentive; within one the claim ranked last is to be cut first
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

void cut_pro_rata(Work& work, const LimitRule& rule, std::size_t index, std::span<const Claim> claims, Int128 room) {
    std::vector<std::int64_t> amounts;
    for (const Claim& claim : claims) {
        amounts.push_back(work.payable(claim));
    }
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::vector<std::int64_t> shares = shared_out(amounts, to_int64(room), rule.step.minor(), true, order);
    for (std::size_t at = 0; at < shares.size(); ++at) {
        work.cut(claims[at], amounts[at] - shares[at], kCause, index);
    }
}

}  // namespace

void apply_limit(Work& work, const LimitRule& rule, std::size_t index) {
    Pools found = pools_of(work, rule, index);
    Spent spent(work, rule, found.keys);
    for (const Pool& pool : found.pools) {
        const std::span<Claim> claims = std::span(found.claims).subspan(pool.begin, pool.end - pool.begin);
        const Int128 room = std::max<Int128>(pool.cap - spent.around(pool.key, pool.year), 0);
        work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = pool.asked, .there = room});
        if (pool.asked > room && rule.cut == LimitRule::Cut::pro_rata) {
            cut_pro_rata(work, rule, index, claims, room);
        } else if (pool.asked > room) {
            cut_last_listed(work, rule, index, claims, pool.asked - room);
        }
        Int128 kept = 0;
        for (const Claim& claim : claims) {
            kept += work.payable(claim);
        }
        spent.add(pool.key, pool.year, kept);
    }
}

}  // namespace huiqi
