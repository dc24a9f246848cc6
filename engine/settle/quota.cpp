#include <algorithm>

#include "engine/settle/ranking.h"
#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::quota;

}  // namespace

void apply_quota(Work& work, const QuotaRule& rule, std::size_t index) {
    const std::vector<Claim> order = ranked(work, rule.ranking, work.paid(rule.members), kCause, index);
    if (order.size() <= rule.count) {
        return;
    }
    const Ranking ranking(work, rule.ranking);
    // those equal to the first one left out cannot be told apart from it: the line goes through them
    const std::size_t line = rule.count;
    std::size_t from = line;
    while (from > 0 && ranking.equal(order[from - 1].row, order[line].row)) {
        --from;
    }
    std::size_t to = line;
    while (to < order.size() && ranking.equal(order[to].row, order[line].row)) {
        ++to;
    }
    const auto at = [&order](std::size_t place) {
        return order.begin() + static_cast<std::ptrdiff_t>(place);
    };
    if (from < line) {
        work.hold({at(from), at(to)}, SettlementFault::Kind::tie, kCause, index);
    } else {
        to = line;
    }
    std::uint64_t place = 0;
    for (auto claim = at(to); claim != order.end(); ++claim) {
        work.refuse(*claim, kCause, index);
        work.wait(*claim, ++place);
    }
}

}  // namespace huiqi
