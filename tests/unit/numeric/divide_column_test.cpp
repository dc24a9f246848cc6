#include "engine/numeric/divide_column.h"

#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "engine/numeric/division.h"

namespace huiqi {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// Numerators around multiples and half multiples of the divisor, small and as far out as `reach`, and any others.
std::vector<std::int64_t> numerators(std::int64_t divisor, std::int64_t reach, std::mt19937_64& random) {
    std::vector<std::int64_t> all;
    const auto add = [&](Int128 value) {
        for (const Int128 near : {value - 1, value, value + 1}) {
            for (const Int128 one : {near, -near}) {
                if (one <= reach && one >= -static_cast<Int128>(reach)) {
                    all.push_back(static_cast<std::int64_t>(one));
                }
            }
        }
    };
    for (const std::int64_t times : {0, 1, 2, 3, 7, 1'000}) {
        add(static_cast<Int128>(divisor) * times);
        add(static_cast<Int128>(divisor) * times + divisor / 2);
    }
    for (int draw = 0; draw < 400; ++draw) {
        const auto times = static_cast<Int128>(random() % (static_cast<std::uint64_t>(reach / divisor) + 1));
        add(times * divisor);
        add(times * divisor + divisor / 2);
        add(static_cast<Int128>(random() % (static_cast<std::uint64_t>(reach) + 1)));
    }
    add(reach);
    return all;
}

}  // namespace

TEST_CASE("a column divides like its numbers one by one") {
    struct Row {
        std::int64_t divisor;
        std::int64_t reach;
    };
    const Row rows[] = {
        {1, 1'000'000},
        {2, (std::int64_t{1} << 50) - 2},   // near the largest quotient that is estimated
        {2, (std::int64_t{1} << 51) - 4},
        {3, (std::int64_t{1} << 52) - 1},   // beyond it, and where a double begins to miss whole numbers
        {20, 10'000'000'000},
        {100, 105'000'000'000},
        {365, kMost},                       // far beyond: the fall back
        {7'300'000, 960'000'000'000'000'000},
        {1'000'003, kMost - 2'000'000},
        {8'192, kMost - 8'192},
        {kMost / 2, kMost / 2},
        {kMost, kMost},
    };
    std::mt19937_64 random(20240229);
    for (const Row& row : rows) {
        CAPTURE(row.divisor);
        CAPTURE(row.reach);
        const std::vector<std::int64_t> from = numerators(row.divisor, row.reach, random);
        for (const Rounding mode : kRoundings) {
            CAPTURE(static_cast<int>(mode));
            for (const bool never_negative : {false, true}) {
                std::vector<std::int64_t> top = from;
                for (std::int64_t& one : top) {
                    one = never_negative && one < 0 ? -one : one;
                }
                std::vector<std::int64_t> to(top.size());
                const ColumnDivision division(row.divisor, mode, static_cast<std::uint64_t>(row.reach), never_negative);
                division(top.data(), to.data(), top.size());
                std::size_t wrong = 0;
                for (std::size_t at = 0; at < top.size(); ++at) {
                    wrong += to[at] != divide_rounded(top[at], row.divisor, mode) ? 1U : 0U;
                }
                CHECK(wrong == 0);
            }
        }
    }
}

}  // namespace huiqi
