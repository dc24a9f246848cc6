#include "engine/settle/proportion.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"
#include "engine/numeric/division.h"
#include "engine/numeric/int128.h"

namespace huiqi {
namespace {

/// Gives the places of the `count` largest remainders among those that may have more, or of all where they are fewer; of
/// equals those that come first in `order`. They need not stand in order themselves: each gets the same.
template <class MayHaveMore>
[[nodiscard]] std::vector<std::size_t> first_by_remainder(const std::vector<Int128>& remainders, const std::vector<std::size_t>& order,
                                                          Int128 count, const MayHaveMore& may_have_more) {
    struct Candidate {
        Int128 remainder;
        std::size_t turn;   ///< in `order`: no two candidates are equal
    };
    std::vector<Candidate> candidates;
    for (std::size_t turn = 0; turn < order.size(); ++turn) {
        if (may_have_more(order[turn])) {
            candidates.push_back({remainders[order[turn]], turn});
        }
    }
    if (count < static_cast<Int128>(candidates.size())) {
        const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(count);
        std::nth_element(candidates.begin(), end, candidates.end(), [](const Candidate& one, const Candidate& other) {
            return one.remainder != other.remainder ? one.remainder > other.remainder : one.turn < other.turn;
        });
        candidates.erase(end, candidates.end());
    }
    std::vector<std::size_t> places;
    places.reserve(candidates.size());
    for (const Candidate& candidate : candidates) {
        places.push_back(order[candidate.turn]);
    }
    return places;
}

}  // namespace

std::vector<std::int64_t> shared_out(const std::vector<std::int64_t>& amounts, std::int64_t total,
                                     std::int64_t step, bool all, const std::vector<std::size_t>& order) {
    Int128 sum = 0;
    for (const std::int64_t amount : amounts) {
        sum += amount;
    }
    expect(total >= 0 && total <= sum && step > 0, "what is shared out is no more than was asked for");
    std::vector<std::int64_t> shares(amounts.size());
    std::vector<Int128> remainders(amounts.size());
    Int128 left = total;
    for (std::size_t at = 0; at < amounts.size() && sum > 0; ++at) {
        // amounts and total are below 2^63: the product fits; whole is below 2^63 too, for total is at most the sum
        const Int128 exact = Int128{amounts[at]} * total;
        const std::int64_t whole = to_int64(divide(exact, sum).quotient);
        shares[at] = whole - whole % step;
        // exact / sum − share, over the one denominator `sum`; a share is at most the quotient, so this fits
        // too
        remainders[at] = exact - shares[at] * sum;
        left -= shares[at];
    }
    if (!all) {
        return shares;
    }
    const std::vector<std::size_t> more = first_by_remainder(remainders, order, left / step, [&](std::size_t at) {
        return remainders[at] > 0 && amounts[at] - shares[at] >= step;
    });
    for (const std::size_t at : more) {
        shares[at] += step;
    }
    return shares;
}

}  // namespace huiqi
