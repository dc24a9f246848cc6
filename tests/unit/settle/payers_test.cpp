#include "engine/settle/payers.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/numeric/rounding.h"
#include "engine/settle/settlement.h"

namespace huiqi {
namespace {

using Amounts = std::vector<std::int64_t>;

[[nodiscard]] Claims claims_of(const Amounts& awards) {
    Claims claims;
    claims.incentives = 1;
    for (std::size_t row = 0; row < awards.size(); ++row) {
        claims.application.push_back("A" + std::to_string(row));
        claims.award.push_back(Money::from_minor(awards[row]));
        claims.state.push_back(ClaimState::eligible);
    }
    return claims;
}

[[nodiscard]] SettlementRules with_budget(std::int64_t minor) {
    SettlementRules rules;
    rules.budgets.push_back({.members = {0},
                             .amount = Money::from_minor(minor),
                             .remainder = BudgetRule::Remainder::largest_remainder,
                             .ranking = {}});
    return rules;
}

[[nodiscard]] Amounts parts_of(const PayerDivision& division, std::size_t cell) {
    Amounts parts(division.payers().size());
    division.divide(cell, parts);
    return parts;
}

[[nodiscard]] PayerRule by_rate(std::string party, const Rational& rate) {
    PayerRule rule;
    rule.party = std::move(party);
    rule.rate = rate;
    return rule;
}

[[nodiscard]] PayerRule the_rest(std::string party) {
    PayerRule rule;
    rule.party = std::move(party);
    rule.rest = true;
    return rule;
}

TEST_CASE("a payment is divided by the rules of the bundle, and one party takes the rest") {
    struct Case {
        std::int64_t payable;
        Amounts parts;   // province 40% to the cent, city 30% to the yuan below and 1000 yuan at most, county the rest
    };
    const std::vector<Case> cases{{10'000, {4'000, 3'000, 3'000}},
                                  {10'001, {4'000, 3'000, 3'001}},    // 40.004 → 40.00; 30.003 → 30
                                  {10'003, {4'001, 3'000, 3'002}},    // 40.012 → 40.01
                                  {1, {0, 0, 1}},
                                  {0, {0, 0, 0}},
                                  {100'000'000, {40'000'000, 100'000, 59'900'000}}};
    PayerRule city = by_rate("city", Rational(3) / 10);
    city.mode = Rounding::down;
    city.step = 1;
    city.cap = Money::from_minor(100'000);
    const std::vector<PayerRule> rules{by_rate("province", Rational(2) / 5), city, the_rest("county")};
    for (const Case& one : cases) {
        const Claims claims = claims_of({one.payable});
        const Settlement settlement = settle(claims, {}, {});
        const PayerDivision division(claims, settlement, rules);
        CHECK(division.payers() == std::vector<std::string>{"province", "city", "county"});
        CHECK(parts_of(division, 0) == one.parts);
    }
}

TEST_CASE("roundings upwards never take more than there is") {
    const Claims claims = claims_of({2});
    const Settlement settlement = settle(claims, {}, {});
    // a third of 0.02 is 0.0067, rounded up 0.01: the third party finds nothing left
    std::vector<PayerRule> rules{by_rate("a", Rational(3) / 10), by_rate("b", Rational(3) / 10),
                                 by_rate("c", Rational(3) / 10), the_rest("d")};
    for (PayerRule& rule : rules) {
        rule.mode = Rounding::up;
    }
    CHECK(parts_of(PayerDivision(claims, settlement, rules), 0) == Amounts{1, 1, 0, 0});
}

TEST_CASE("what settlement cuts is cut from all who pay in proportion, and the rest takes the odd fen") {
    Claims claims = claims_of({10'000, 10'000});
    claims.shares = {{.incentive = 0, .party = "county", .rest = true, .minor = {4'000, 4'000}},
                     {.incentive = 0, .party = "province", .rest = false, .minor = {6'000, 6'000}}};
    const Settlement settlement = settle(claims, {}, with_budget(10'001));   // 50.01 and 50.00
    const std::vector<PayerRule> rules{the_rest("nobody")};                  // the incentive's own come first
    const PayerDivision division(claims, settlement, rules);
    CHECK(settlement.payable[0].minor() == 5'001);
    CHECK(parts_of(division, 0) == Amounts{2'001, 3'000, 0});   // 60% of 50.01 is 30.006
    CHECK(parts_of(division, 1) == Amounts{2'000, 3'000, 0});
}

TEST_CASE("a payment of a part is divided as a payment of its own, without a settlement") {
    Claims claims = claims_of({10'000, 10'000});
    claims.shares = {{.incentive = 0, .party = "county", .rest = true, .minor = {4'000, 4'000}},
                     {.incentive = 0, .party = "province", .rest = false, .minor = {6'000, 6'000}}};
    const Settlement none;
    const std::vector<PayerRule> nobody{the_rest("nobody")};
    Amounts parts(3);
    PayerDivision(claims, none, nobody).divide(1, Money::from_minor(3'333), parts);
    CHECK(parts == Amounts{1'334, 1'999, 0});   // 60% of 33.33 is 19.998
    claims.shares.clear();
    const std::vector<PayerRule> rules{by_rate("province", Rational(2) / 5), the_rest("county")};
    Amounts two(2);
    PayerDivision(claims, none, rules).divide(0, Money::from_minor(1), two);
    CHECK(two == Amounts{0, 1});
}

TEST_CASE("nobody is said to pay where neither the incentive nor the bundle says it") {
    const Claims claims = claims_of({10'000});
    const Settlement settlement = settle(claims, {}, {});
    CHECK(PayerDivision(claims, settlement, {}).payers().empty());
}

TEST_CASE("payments are conserved among their payers, whatever the shares, caps, roundings and cuts") {
    std::mt19937_64 random(20'251'122);
    const auto below = [&random](std::uint64_t most) { return static_cast<std::int64_t>(random() % most); };
    for (int round = 0; round < 300; ++round) {
        Amounts awards(1 + static_cast<std::size_t>(below(12)));
        for (std::int64_t& award : awards) {
            award = below(3) == 0 ? below(10) : below(5'000'000'000'000);
        }
        Claims claims = claims_of(awards);
        std::vector<PayerRule> rules;
        Rational left = 1;
        for (std::int64_t party = below(4); party > 0; --party) {
            PayerRule rule = by_rate("p" + std::to_string(party), left * below(1000) / 1000);
            left -= rule.rate;
            rule.mode = static_cast<Rounding>(below(7));
            rule.step = Rational(1) / (below(2) == 0 ? 100 : 1);
            if (below(3) == 0) {
                rule.cap = Money::from_minor(below(1'000'000));
            }
            rules.push_back(rule);
        }
        rules.insert(rules.begin() + below(rules.size() + 1), the_rest("rest"));
        if (below(2) == 0) {   // the incentive itself says who pays: a random division of each award
            claims.shares = {{.incentive = 0, .party = "own", .rest = false, .minor = {}},
                             {.incentive = 0, .party = "rest", .rest = true, .minor = {}}};
            for (const std::int64_t award : awards) {
                const std::int64_t own = below(static_cast<std::uint64_t>(award) + 1);
                claims.shares[0].minor.push_back(own);
                claims.shares[1].minor.push_back(award - own);
            }
        }
        const Int128 asked = std::accumulate(awards.begin(), awards.end(), Int128{0});
        const Settlement settlement = settle(claims, {}, with_budget(below(static_cast<std::uint64_t>(asked) + 2)));
        const PayerDivision division(claims, settlement, rules);
        for (std::size_t cell = 0; cell < awards.size(); ++cell) {
            const Amounts parts = parts_of(division, cell);
            CHECK(std::all_of(parts.begin(), parts.end(), [](std::int64_t part) { return part >= 0; }));
            CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == settlement.payable[cell].minor());
        }
    }
}

TEST_CASE("a part in 128 bits is the part in fractions without bound") {
    std::mt19937_64 random(20'251'124);
    const auto below = [&random](std::uint64_t most) { return static_cast<std::int64_t>(random() % most); };
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    for (int round = 0; round < 2000; ++round) {
        // strange rates are beyond 128 bits and take the other way
        const std::int64_t whole = below(4) == 0 ? most - below(1000) : 1 + below(1'000'000);
        PayerRule rule = by_rate("p", Rational(below(static_cast<std::uint64_t>(whole))) / whole);
        rule.mode = static_cast<Rounding>(below(7));
        rule.step = Rational(below(2) == 0 ? 1 : 10'000) / (below(2) == 0 ? 100 : 1);
        const std::vector<PayerRule> rules{rule, the_rest("rest")};
        const std::int64_t payment = 1 + (below(2) == 0 ? most - 1 - below(100) : below(100'000'000));
        const Claims claims = claims_of({payment});
        const Settlement settlement = settle(claims, {}, {});
        const Rational fen = round_to_step(Rational(payment) * rule.rate / 100, rule.step, rule.mode) * 100;
        const auto part = static_cast<std::int64_t>(std::min(numerator(fen), Integer(payment)));
        CAPTURE(round);
        CHECK(parts_of(PayerDivision(claims, settlement, rules), 0) == Amounts{part, payment - part});
    }
}

TEST_CASE("a claim has its place in the first ranking that it stands in, and equal ones share it") {
    Claims claims = claims_of({100, 100, 100, 0, 100});
    claims.ranks = {{90, 80, 90, 99, 70}};
    SettlementRules rules;
    rules.quotas.push_back({.members = {0}, .count = 3, .ranking = {{0, true}}});
    const Settlement settlement = settle(claims, {}, rules);
    CHECK(settlement.rank == std::vector<std::uint64_t>{1, 3, 1, 0, 4});   // without an award nobody stands in it
    CHECK(settlement.waiting == std::vector<std::uint64_t>{0, 0, 0, 0, 1});
}

}  // namespace
}  // namespace huiqi
