#include <algorithm>
#include <utility>
#include <vector>

#include "engine/settle/bound_pools.h"
#include "engine/settle/ranking.h"
#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::quota;

[[nodiscard]] std::vector<Claim>::const_iterator at(const std::vector<Claim>& order, std::size_t place) {
    return order.begin() + static_cast<std::ptrdiff_t>(place);
}

void give_places(Work& work, const QuotaRule& rule, std::size_t index, DrawnPool pool) {
    const std::size_t all = pool.claims.size();
    const auto count = static_cast<std::uint64_t>(left_of(static_cast<Int128>(rule.count), pool.earlier));
    work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = static_cast<Int128>(all), .there = static_cast<Int128>(count)});
    const std::vector<Claim> order = ranked(work, rule.ranking, std::move(pool.claims), kCause, index);
    // each claim whose value to rank by is not known may turn out to stand first
    const std::size_t open = all - order.size();
    const std::size_t line = count > open ? count - open : 0;
    if (order.size() <= line) {
        return;
    }
    const Ranking ranking(work, rule.ranking);
    const auto equal_at = [&](std::size_t one, std::size_t other) {
        return ranking.equal(order[one].row, order[other].row);
    };
    // those equal to the first one that is not sure of a place cannot be told apart from it
    std::size_t from = line;
    while (from > 0 && equal_at(from - 1, line)) {
        --from;
    }
    std::size_t to = std::min<std::size_t>(count, order.size());
    if (from < to) {
        while (to < order.size() && equal_at(to - 1, to)) {
            ++to;
        }
        const std::vector<Claim> held(at(order, from), at(order, to));
        if (open == 0) {
            work.hold(held, SettlementFault::Kind::tie, kCause, index);
        } else {
            work.hold_behind_open(held, work.last_held(SettlementFault::Kind::missing_rank), kCause, index);
        }
    }
    std::uint64_t place = 0;
    for (auto claim = at(order, to); claim != order.end(); ++claim) {
        work.refuse(*claim, kCause, index);
        work.wait(*claim, ++place);
    }
}

}  // namespace

void apply_quota(Work& work, const QuotaRule& rule, std::size_t index) {
    for (DrawnPool& pool : drawn_pools(work, {.members = rule.members, .counted = rule.counted, .step = kCause, .index = index})) {
        give_places(work, rule, index, std::move(pool));
    }
}

}  // namespace huiqi
