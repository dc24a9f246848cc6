#include "engine/settle/bound_pools.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace huiqi {
namespace {

/// Whether a payment of before counts for a year; for all where there is none.
[[nodiscard]] bool counts(const Drawing& drawing, const PriorPayment& prior, std::optional<std::int32_t> year) {
    const bool wanted = drawing.counted == Counted::bundle ? prior.of_bundle : drawing.counted != Counted::nothing;
    return wanted && (!year || prior.year == *year) &&
           std::find(drawing.members.begin(), drawing.members.end(), prior.incentive) != drawing.members.end();
}

/// Gives what was paid, or how many awards were: one that came back whole takes no place.
[[nodiscard]] Int128 taken_before(const Work& work, const Drawing& drawing, std::optional<std::int32_t> year) {
    Int128 sum = 0;
    std::map<std::uint64_t, Int128> awards;
    for (const PriorPayment& prior : work.history()) {
        if (counts(drawing, prior, year)) {
            sum += prior.paid.minor();
            awards[prior.award] += drawing.step == ReductionCause::quota ? prior.paid.minor() : 0;
        }
    }
    if (drawing.step != ReductionCause::quota) {
        return std::max<Int128>(sum, 0);
    }
    return std::count_if(awards.begin(), awards.end(), [](const auto& award) { return award.second > 0; });
}

}  // namespace

std::vector<DrawnPool> drawn_pools(Work& work, const Drawing& drawing) {
    std::vector<Claim> claims = work.paid(drawing.members);
    std::vector<DrawnPool> pools;
    if (drawing.counted != Counted::yearly) {
        pools.push_back({.year = {}, .claims = std::move(claims)});
    } else {
        const std::vector<std::int32_t>& years = work.claims().years;
        const auto open = std::stable_partition(claims.begin(), claims.end(), [&](const Claim& one) { return years[one.row] != Claims::kNoYear; });
        if (open != claims.end()) {
            work.hold({open, claims.end()}, SettlementFault::Kind::missing_year, drawing.step, drawing.index);
            claims.erase(open, claims.end());
        }
        std::map<std::int32_t, std::vector<Claim>> by_year;
        for (const Claim& claim : claims) {
            by_year[years[claim.row]].push_back(claim);
        }
        for (auto& [year, of_year] : by_year) {
            pools.push_back({.year = year, .claims = std::move(of_year)});
        }
    }
    for (DrawnPool& pool : pools) {
        pool.earlier = drawing.counted == Counted::nothing ? Int128(0) : taken_before(work, drawing, pool.year);
        work.note_pool({.step = drawing.step, .rule = static_cast<std::uint32_t>(drawing.index), .year = pool.year, .earlier = pool.earlier});
    }
    return pools;
}

Int128 left_of(Int128 there, Int128 earlier) noexcept {
    return std::max<Int128>(there - earlier, 0);
}

}  // namespace huiqi
