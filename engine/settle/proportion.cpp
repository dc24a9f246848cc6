#include "engine/settle/proportion.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"
#include "engine/numeric/int128.h"

namespace huiqi {

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
        // amounts and total are below 2^63: the product fits
        const Int128 exact = Int128{amounts[at]} * total;
        const Int128 steps = exact / sum / step;
        shares[at] = to_int64(steps * step);
        // exact / sum − share, over the one denominator `sum`; a share is at most the quotient, so this fits
        // too
        remainders[at] = exact - steps * step * sum;
        left -= shares[at];
    }
    if (!all) {
        return shares;
    }
    std::vector<std::size_t> by_remainder = order;
    std::stable_sort(by_remainder.begin(), by_remainder.end(),
                     [&](std::size_t one, std::size_t other) { return remainders[one] > remainders[other]; });
    for (const std::size_t at : by_remainder) {
        if (left < step) {
            break;
        }
        if (remainders[at] > 0 && amounts[at] - shares[at] >= step) {
            shares[at] += step;
            left -= step;
        }
    }
    return shares;
}

}  // namespace huiqi
