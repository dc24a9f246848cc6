#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/settle/settlement.h"

namespace huiqi {
namespace {

// Small batches, decided by trying everything: what a rule means, without a way to compute it.

using Amounts = std::vector<std::int64_t>;

struct Small {
    Amounts awards;
    Amounts scores;   ///< the great come first
};

[[nodiscard]] Claims claims_of(const Small& small) {
    Claims claims;
    claims.incentives = 1;
    claims.keys.resize(1);
    claims.ranks.resize(1);
    for (std::size_t row = 0; row < small.awards.size(); ++row) {
        claims.application.push_back("N" + std::to_string(row));
        claims.keys[0].push_back("one");
        claims.ranks[0].push_back(small.scores[row]);
        claims.award.push_back(Money::from_minor(small.awards[row]));
        claims.state.push_back(ClaimState::eligible);
    }
    return claims;
}

[[nodiscard]] Amounts paid_by(const Small& small, const SettlementRules& rules) {
    Amounts amounts;
    for (const Money money : settle(claims_of(small), {}, rules).payable) {
        amounts.push_back(money.minor());
    }
    return amounts;
}

[[nodiscard]] Small random_batch(std::mt19937& random, int most, int scores) {
    const auto below = [&random](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    Small small;
    for (int row = below(most) + 1; row > 0; --row) {
        small.awards.push_back(below(9) + 1);
        small.scores.push_back(below(scores));
    }
    return small;
}

/// Calls `visit` with each order of rows in which no row stands behind one of a smaller score.
template <class Visit>
void every_order(const Small& small, const Visit& visit) {
    std::vector<std::size_t> order(small.awards.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
        const bool ranked = std::is_sorted(order.begin(), order.end(), [&small](std::size_t left, std::size_t right) {
            return small.scores[left] > small.scores[right];
        });
        if (ranked) {
            visit(order);
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

/// What each row gets in every order that the ranking allows; 0 where that differs: then a person decides.
template <class Pay>
[[nodiscard]] Amounts same_in_every_order(const Small& small, const Pay& pay) {
    std::vector<std::optional<std::int64_t>> seen(small.awards.size());
    std::vector<bool> differs(small.awards.size());
    every_order(small, [&](const std::vector<std::size_t>& order) {
        const Amounts paid = pay(order);
        for (std::size_t row = 0; row < paid.size(); ++row) {
            differs[row] = differs[row] || (seen[row] && *seen[row] != paid[row]);
            seen[row] = paid[row];
        }
    });
    Amounts amounts;
    for (std::size_t row = 0; row < seen.size(); ++row) {
        amounts.push_back(differs[row] ? 0 : seen[row].value_or(0));
    }
    return amounts;
}

TEST_CASE("a quota pays exactly those whom every order of equals would pay") {
    std::mt19937 random(20'250'610);
    for (int round = 0; round < 400; ++round) {
        const Small small = random_batch(random, 6, 4);
        const std::uint64_t count = static_cast<std::uint64_t>(round % 5);
        SettlementRules rules;
        rules.quotas.push_back({.members = {0}, .count = count, .ranking = {{.column = 0, .descending = true}}});
        CAPTURE(round);
        CHECK(paid_by(small, rules) == same_in_every_order(small, [&](const std::vector<std::size_t>& order) {
                  Amounts paid(order.size());
                  for (std::size_t at = 0; at < order.size() && at < count; ++at) {
                      paid[order[at]] = small.awards[order[at]];
                  }
                  return paid;
              }));
    }
}

TEST_CASE("a budget used up in order pays what every order of equals would pay") {
    std::mt19937 random(20'250'611);
    for (int round = 0; round < 600; ++round) {
        const Small small = random_batch(random, 6, 4);
        const std::int64_t budget = std::uniform_int_distribution<int>(0, 30)(random);
        const bool rest = round % 2 == 0;
        SettlementRules rules;
        rules.budgets.push_back({.members = {0},
                                 .amount = Money::from_minor(budget),
                                 .method = BudgetRule::Method::ranking,
                                 .ranking = {{.column = 0, .descending = true}},
                                 .last = rest ? BudgetRule::Last::what_is_left : BudgetRule::Last::in_full});
        CAPTURE(round);
        CHECK(paid_by(small, rules) == same_in_every_order(small, [&](const std::vector<std::size_t>& order) {
                  Amounts paid(order.size());
                  std::int64_t left = budget;
                  for (const std::size_t row : order) {
                      if (small.awards[row] > left) {
                          paid[row] = rest ? left : 0;   // the first that does not fit; nobody behind it is paid
                          break;
                      }
                      paid[row] = small.awards[row];
                      left -= paid[row];
                  }
                  return paid;
              }));
    }
}

/// Tries every way to pay exactly `sum`, each row at most its award, and gives the least squared distance from the
/// exact proportion; in units of 1 / total squared.
[[nodiscard]] std::int64_t least_distance(const Amounts& awards, std::int64_t sum, std::int64_t budget, std::int64_t total, std::size_t row = 0) {
    if (row == awards.size()) {
        return sum == 0 ? 0 : -1;
    }
    std::int64_t least = -1;
    for (std::int64_t paid = 0; paid <= std::min(awards[row], sum); ++paid) {
        const std::int64_t behind = least_distance(awards, sum - paid, budget, total, row + 1);
        const std::int64_t off = paid * total - awards[row] * budget;
        if (behind >= 0 && (least < 0 || behind + off * off < least)) {
            least = behind + off * off;
        }
    }
    return least;
}

TEST_CASE("largest remainders come as near to the exact proportion as whole fen can") {
    std::mt19937 random(20'250'612);
    for (int round = 0; round < 300; ++round) {
        const Small small = random_batch(random, 5, 1);
        const std::int64_t total = std::accumulate(small.awards.begin(), small.awards.end(), std::int64_t{0});
        const std::int64_t budget = std::uniform_int_distribution<std::int64_t>(0, total)(random);
        SettlementRules rules;
        rules.budgets.push_back({.members = {0},
                                 .amount = Money::from_minor(budget),
                                 .method = BudgetRule::Method::pro_rata,
                                 .remainder = BudgetRule::Remainder::largest_remainder,
                                 .ranking = {}});
        const Amounts paid = paid_by(small, rules);
        CAPTURE(round);
        CHECK(std::accumulate(paid.begin(), paid.end(), std::int64_t{0}) == budget);
        std::int64_t distance = 0;
        for (std::size_t row = 0; row < paid.size(); ++row) {
            CHECK(paid[row] <= small.awards[row]);
            const std::int64_t off = paid[row] * total - small.awards[row] * budget;
            distance += off * off;
        }
        CHECK(distance == least_distance(small.awards, budget, budget, total));
    }
}

TEST_CASE("a limit leaves what the earlier applications of its key do not use") {
    std::mt19937 random(20'250'613);
    for (int round = 0; round < 300; ++round) {
        const Small small = random_batch(random, 6, 1);
        const std::int64_t cap = std::uniform_int_distribution<int>(0, 40)(random);
        SettlementRules rules;
        rules.limits.push_back({.members = {0}, .key = 0, .cap = Money::from_minor(cap), .ranking = {}});
        Amounts wanted;
        std::int64_t left = cap;
        for (const std::int64_t award : small.awards) {
            wanted.push_back(std::min(award, left));
            left -= wanted.back();
        }
        CAPTURE(round);
        CHECK(paid_by(small, rules) == wanted);
    }
}

/// Applications of two incentives, of few applicants.
struct Topped {
    std::vector<std::size_t> applicant;
    std::vector<std::int64_t> sequence;   ///< some alike, some not known
    Amounts awards;                       ///< two a row
};

[[nodiscard]] Topped random_applicants(std::mt19937& random) {
    const auto below = [&random](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    Topped made;
    for (int row = below(5) + 1; row > 0; --row) {
        made.applicant.push_back(static_cast<std::size_t>(below(2)));
        made.sequence.push_back(below(5) == 0 ? Claims::kNoRank : below(3));
        made.awards.insert(made.awards.end(), {below(9), below(9)});
    }
    return made;
}

/// Some of the rows, in this order.
[[nodiscard]] Claims claims_of(const Topped& all, const std::vector<std::size_t>& rows) {
    Claims claims;
    claims.incentives = 2;
    claims.keys.resize(1);
    claims.ranks.resize(1);
    for (const std::size_t row : rows) {
        claims.application.push_back("N" + std::to_string(row));
        claims.keys[0].push_back(all.applicant[row] == 0 ? "one" : "other");
        claims.ranks[0].push_back(all.sequence[row]);
        for (const std::size_t cell : {2 * row, 2 * row + 1}) {
            claims.award.push_back(Money::from_minor(all.awards[cell]));
            claims.state.push_back(ClaimState::eligible);
        }
    }
    return claims;
}

TEST_CASE("a top-up pays an applicant the same however its applications are put into batches") {
    std::mt19937 random(20'261'123);
    SettlementRules rules;
    rules.stacking.push_back({.members = {{0}, {1}}, .method = StackingRule::Method::top_up, .turn = 0});
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        const Topped all = random_applicants(random);
        const std::vector<PriorPayment> history{{.keys = {"ONE "}, .incentive = 1, .year = 2025, .paid = Money::from_minor(round % 6)}};
        std::vector<std::size_t> rows(all.applicant.size());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        // each in its turn: the largest of it, less what its applicant had
        std::vector<std::size_t> turns = rows;
        std::stable_sort(turns.begin(), turns.end(), [&](std::size_t left, std::size_t right) {
            const auto behind = [&](std::size_t row) { return all.sequence[row] == Claims::kNoRank ? 100 : all.sequence[row]; };
            return behind(left) < behind(right);
        });
        Amounts had{round % 6, 0};
        Amounts wanted(all.awards.size());
        for (const std::size_t row : turns) {
            const std::size_t best = all.awards[2 * row + 1] > all.awards[2 * row] ? 2 * row + 1 : 2 * row;
            std::int64_t& before = had[all.applicant[row]];
            wanted[best] = std::max<std::int64_t>(all.awards[best] - before, 0);
            before += wanted[best];
        }
        // rows in any order, in one batch and in a batch each: of the last the sums alone are the same
        do {
            const Settlement together = settle(claims_of(all, rows), history, rules);
            std::vector<PriorPayment> paid = history;
            Amounts apart{round % 6, 0};
            for (std::size_t at = 0; at < rows.size(); ++at) {
                const Settlement alone = settle(claims_of(all, {rows[at]}), paid, rules);
                for (std::uint32_t incentive = 0; incentive < 2; ++incentive) {
                    CHECK(together.payable[2 * at + incentive].minor() == wanted[2 * rows[at] + incentive]);
                    apart[all.applicant[rows[at]]] += alone.payable[incentive].minor();
                    paid.push_back({.keys = {all.applicant[rows[at]] == 0 ? "one" : "other"}, .incentive = incentive, .year = 2025, .paid = alone.payable[incentive]});
                }
            }
            CHECK(apart == had);
        } while (std::next_permutation(rows.begin(), rows.end()));
    }
}

TEST_CASE("what was paid before is taken off a budget and a quota, and a year has those of its claims alone") {
    std::mt19937 random(20'261'124);
    const auto below = [&random](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    for (int round = 0; round < 400; ++round) {
        CAPTURE(round);
        const Small small = random_batch(random, 6, 4);
        Claims claims = claims_of(small);
        for (std::size_t row = 0; row < claims.rows(); ++row) {
            claims.years.push_back(2025 + below(2));
        }
        std::vector<PriorPayment> history;
        for (int at = below(4); at > 0; --at) {   // of three awards; some come back
            history.push_back({.keys = {"one"}, .incentive = 0, .year = 2025 + below(2), .paid = Money::from_minor(below(12) - 4),
                               .award = static_cast<std::uint64_t>(below(3)), .of_bundle = below(2) == 0});
        }
        const auto counted = static_cast<Counted>(round % 4);
        SettlementRules rules;
        rules.quotas.push_back({.members = {0}, .count = 3, .ranking = {{.column = 0, .descending = true}}, .counted = counted});
        rules.budgets.push_back({.members = {0}, .amount = Money::from_minor(20), .remainder = BudgetRule::Remainder::largest_remainder, .ranking = {}, .counted = counted});
        const Settlement together = settle(claims, history, rules);
        for (const std::int32_t year : counted == Counted::yearly ? std::vector{2025, 2026} : std::vector{0}) {
            // the claims of the year alone, with what is left, and nothing paid before
            std::int64_t fen = 0;
            std::array<std::int64_t, 3> awards{};
            for (const PriorPayment& prior : history) {
                if (counted != Counted::nothing && (counted != Counted::bundle || prior.of_bundle) && (year == 0 || prior.year == year)) {
                    fen += prior.paid.minor();
                    awards.at(prior.award) += prior.paid.minor();
                }
            }
            const auto places = static_cast<std::uint64_t>(std::count_if(awards.begin(), awards.end(), [](std::int64_t kept) { return kept > 0; }));
            SettlementRules left = rules;
            left.quotas[0].counted = left.budgets[0].counted = Counted::nothing;
            left.quotas[0].count = 3 - places;
            left.budgets[0].amount = Money::from_minor(std::max<std::int64_t>(20 - std::max<std::int64_t>(fen, 0), 0));
            Claims alone = claims;
            for (std::size_t row = 0; row < claims.rows(); ++row) {
                alone.state[row] = year == 0 || claims.years[row] == year ? ClaimState::eligible : ClaimState::refused;
            }
            const Settlement of_year = settle(alone, {}, left);
            for (std::size_t row = 0; row < claims.rows(); ++row) {
                if (alone.state[row] == ClaimState::eligible) {
                    CHECK(together.payable[row] == of_year.payable[row]);
                    CHECK(together.waiting[row] == of_year.waiting[row]);
                }
            }
        }
    }
}

}  // namespace
}  // namespace huiqi
