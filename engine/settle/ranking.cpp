#include "engine/settle/ranking.h"

#include <algorithm>
#include <cstdint>

namespace huiqi {

int Ranking::compare(std::size_t left, std::size_t right) const {
    for (const RankKey& key : keys_) {
        const std::int64_t one = claims_.ranks[key.column][left];
        const std::int64_t other = claims_.ranks[key.column][right];
        if (one != other) {
            return (one < other) != key.descending ? -1 : 1;
        }
    }
    return 0;
}

bool Ranking::complete(std::size_t row) const {
    return std::all_of(keys_.begin(), keys_.end(),
                       [&](const RankKey& key) { return claims_.ranks[key.column][row] != Claims::kNoRank; });
}

std::vector<Claim> ranked(Work& work, const std::vector<RankKey>& keys, std::vector<Claim> claims,
                          ReductionCause step, std::size_t rule) {
    const Ranking ranking(work, keys);
    const auto open = std::stable_partition(claims.begin(), claims.end(),
                                            [&](const Claim& claim) { return ranking.complete(claim.row); });
    if (open != claims.end()) {
        work.hold({open, claims.end()}, SettlementFault::Kind::missing_rank, step, rule);
        claims.erase(open, claims.end());
    }
    std::stable_sort(claims.begin(), claims.end(), [&](const Claim& left, const Claim& right) {
        return ranking.before(left.row, right.row);
    });
    work.note_ranks(claims, keys);
    return claims;
}

}  // namespace huiqi
