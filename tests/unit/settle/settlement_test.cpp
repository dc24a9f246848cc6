#include "engine/settle/settlement.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/settle/key_numbers.h"
#include "engine/settle/number_order.h"
#include "engine/settle/proportion.h"

namespace huiqi {
namespace {

/// Applications of two incentives: key, applicant, awards in fen, a score.
struct Row {
    std::string application, applicant;
    std::int64_t first = 0, second = 0, score = 0;
};

[[nodiscard]] Claims claims_of(const std::vector<Row>& rows) {
    Claims claims;
    claims.incentives = 2;
    claims.keys.resize(1);
    claims.ranks.resize(1);
    claims.amounts.resize(1);
    claims.choices.resize(1);
    for (const Row& row : rows) {
        claims.application.push_back(row.application);
        claims.keys[0].push_back(row.applicant);
        claims.years.push_back(2025);
        claims.ranks[0].push_back(row.score);
        claims.amounts[0].push_back(Money::from_minor(150));
        claims.choices[0].push_back(Claims::kNoChoice);
        for (const std::int64_t award : {row.first, row.second}) {
            claims.award.push_back(Money::from_minor(award));
            claims.state.push_back(ClaimState::eligible);
        }
    }
    return claims;
}

/// Payables as numbers, row by row.
[[nodiscard]] std::vector<std::int64_t> paid(const Settlement& settlement) {
    std::vector<std::int64_t> amounts;
    std::transform(settlement.payable.begin(), settlement.payable.end(), std::back_inserter(amounts),
                   [](Money money) { return money.minor(); });
    return amounts;
}

using Amounts = std::vector<std::int64_t>;

[[nodiscard]] SettlementRules stacked(StackingRule::Method method) {
    SettlementRules rules;
    rules.stacking.push_back({.members = {{0}, {1}}, .method = method});
    return rules;
}

TEST_CASE("a stacking group pays as its method says") {
    const Claims claims = claims_of({{"A", "甲", 100, 80}, {"B", "乙", 70, 70}, {"C", "丙", 0, 90}});
    const std::vector<PriorPayment> history{
        {.keys = {"甲"}, .incentive = 1, .year = 2024, .paid = Money::from_minor(30)}};
    CHECK(paid(settle(claims, {}, stacked(StackingRule::Method::sum))) == Amounts{100, 80, 70, 70, 0, 90});
    CHECK(paid(settle(claims, {}, stacked(StackingRule::Method::highest))) == Amounts{100, 0, 70, 0, 0, 90});
    CHECK(paid(settle(claims, history, stacked(StackingRule::Method::top_up))) ==
          Amounts{70, 0, 70, 0, 0, 90});
    CHECK(paid(settle(claims, {}, stacked(StackingRule::Method::at_most))) ==
          Amounts{100, 50, 70, 70, 0, 90});
}

TEST_CASE("a choice that is missing holds the awards it would decide between") {
    Claims claims = claims_of({{"A", "甲", 100, 80}, {"B", "乙", 70, 0}, {"C", "丙", 60, 90}});
    claims.choices[0][2] = 0;
    const Settlement settlement = settle(claims, {}, stacked(StackingRule::Method::choose));
    CHECK(paid(settlement) == Amounts{0, 0, 70, 0, 60, 0});
    REQUIRE(settlement.faults.size() == 1);
    CHECK(settlement.faults[0].kind == SettlementFault::Kind::missing_choice);
    CHECK(settlement.faults[0].rows == std::vector<std::size_t>{0});
}

TEST_CASE("a limit counts all claims of one applicant and what was paid before") {
    const Claims claims = claims_of({{"A", "甲", 100, 80}, {"B", "甲", 70, 70}, {"C", "乙", 40, 0}});
    const std::vector<PriorPayment> history{
        {.keys = {"甲"}, .incentive = 0, .year = 2025, .paid = Money::from_minor(50)},
        {.keys = {"甲"}, .incentive = 0, .year = 2024, .paid = Money::from_minor(9)}};
    SettlementRules rules;
    rules.limits.push_back(
        {.members = {0, 1}, .key = 0, .yearly = true, .cap = Money::from_minor(250), .ranking = {}});
    // 320 asked, 200 left: 120 go, from the incentive listed last, from B before A
    CHECK(paid(settle(claims, history, rules)) == Amounts{100, 30, 70, 0, 40, 0});
    rules.limits[0].yearly = false;  // 191 left for good
    CHECK(paid(settle(claims, history, rules)) == Amounts{100, 21, 70, 0, 40, 0});
    rules.limits[0].cut = LimitRule::Cut::pro_rata;
    // 191/320 of 100, 80, 70, 70: 59.6875 47.75 41.78125 41.78125; two fen go to the largest remainders, A
    // before B
    CHECK(paid(settle(claims, history, rules)) == Amounts{59, 48, 42, 42, 40, 0});
}

TEST_CASE("one applicant typed in two ways has one limit, in the batch and in what was paid before") {
    const Claims claims =
        claims_of({{"A", "91MA01F", 100, 0}, {"B", "91ma01f", 100, 0}, {"C", "９１ＭＡ０１Ｆ", 100, 0}, {"D", " 91MA01F\u200B", 100, 0}, {"E", "91MA02F", 100, 0}});
    SettlementRules rules;
    rules.limits.push_back({.members = {0}, .key = 0, .yearly = true, .cap = Money::from_minor(250), .ranking = {}});
    CHECK(paid(settle(claims, {}, rules)) == Amounts{100, 0, 100, 0, 50, 0, 0, 0, 100, 0});
    const std::vector<PriorPayment> history{
        {.keys = {"91Ma01f\u00A0"}, .incentive = 0, .year = 2025, .paid = Money::from_minor(170)},
        {.keys = {"91MA03F"}, .incentive = 0, .year = 2025, .paid = Money::from_minor(170)}};
    CHECK(paid(settle(claims, history, rules)) == Amounts{80, 0, 0, 0, 0, 0, 0, 0, 100, 0});
    // what is of blanks alone names nobody
    const Settlement nobody = settle(claims_of({{"A", "\u3000", 100, 0}, {"B", "甲", 100, 0}}), {}, rules);
    CHECK(paid(nobody) == Amounts{0, 0, 100, 0});
    REQUIRE(nobody.faults.size() == 1);
    CHECK(nobody.faults[0].kind == SettlementFault::Kind::missing_key);
}

TEST_CASE("a limit of several years in a row counts every stretch with the year in it") {
    struct Case {
        std::vector<std::int32_t> years;                            ///< of the claims, 200 each
        std::vector<std::pair<std::int32_t, std::int64_t>> before;  ///< year and amount paid
        Amounts paid;
    };
    const std::vector<Case> cases{
        {{2025}, {}, {200, 0}},
        {{2025}, {{2022, 200}}, {200, 0}},                  // three years before: out of every stretch
        {{2025}, {{2023, 200}}, {100, 0}},                  // 2023–2025
        {{2025}, {{2023, 200}, {2024, 50}}, {50, 0}},       // 2023–2025
        {{2025}, {{2023, 100}, {2026, 100}, {2027, 50}}, {150, 0}},   // 2025–2027 leaves 150, 2023–2025 leaves 200
        {{2025}, {{2024, 250}, {2026, 50}}, {0, 0}},        // 2024–2026 is used up
        {{2025}, {{2028, 300}}, {200, 0}},
        {{2024, 2025}, {}, {200, 0, 100, 0}},               // the earlier year first
        {{2025, 2024}, {}, {100, 0, 200, 0}},               // whatever the order of rows
        {{2022, 2025}, {}, {200, 0, 200, 0}},
        {{2022, 2024, 2026}, {}, {200, 0, 100, 0, 200, 0}},
    };
    for (std::size_t at = 0; at < cases.size(); ++at) {
        CAPTURE(at);
        std::vector<Row> rows;
        for (std::size_t row = 0; row < cases[at].years.size(); ++row) {
            rows.push_back({"N" + std::to_string(row), "甲", 200, 0});
        }
        Claims claims = claims_of(rows);
        claims.years = cases[at].years;
        std::vector<PriorPayment> history;
        for (const auto& [year, minor] : cases[at].before) {
            history.push_back({.keys = {"甲"}, .incentive = 0, .year = year, .paid = Money::from_minor(minor)});
            history.push_back({.keys = {"乙"}, .incentive = 0, .year = year, .paid = Money::from_minor(1000)});
        }
        SettlementRules rules;
        rules.limits.push_back(
            {.members = {0, 1}, .key = 0, .yearly = true, .cap = Money::from_minor(300), .ranking = {}, .years = 3});
        CHECK(paid(settle(claims, history, rules)) == cases[at].paid);
    }
}

TEST_CASE("what a limit cuts is paid down to the step of its rounding") {
    const Claims claims = claims_of({{"A", "甲", 101, 83}, {"B", "甲", 77, 70}});
    SettlementRules rules;
    rules.limits.push_back({.members = {0, 1}, .key = 0, .cap = Money::from_minor(255), .ranking = {}, .step = Money::from_minor(10)});
    // 331 asked, 76 over: B's second award goes to 0 (70), A's second to 77 and down to 70; the others stay
    CHECK(paid(settle(claims, {}, rules)) == Amounts{101, 70, 77, 0});
    rules.limits[0].cut = LimitRule::Cut::pro_rata;
    const Amounts shares = paid(settle(claims, {}, rules));
    // 255/331: 77.8 63.9 59.3 53.9 in tens 70 60 50 50; 25 are left, two steps to the largest remainders: 59.3 and 77.8
    CHECK(shares == Amounts{80, 60, 60, 50});
}

TEST_CASE("application numbers are ordered as people count") {
    const std::vector<std::string> order{"", "007", "7", "9", "10", "A9", "A10", "A10-2", "A10-11", "B1", "申9", "申10"};
    for (std::size_t left = 0; left < order.size(); ++left) {
        for (std::size_t right = 0; right < order.size(); ++right) {
            CAPTURE(order[left]);
            CAPTURE(order[right]);
            CHECK(number_before(order[left], order[right]) == (left < right));
        }
    }
    // 10 was received last, so it is cut
    const Claims claims = claims_of({{"10", "甲", 100, 0}, {"9", "甲", 100, 0}});
    SettlementRules rules;
    rules.limits.push_back({.members = {0, 1}, .key = 0, .yearly = false, .cap = Money::from_minor(150), .ranking = {}});
    CHECK(paid(settle(claims, {}, rules)) == Amounts{50, 0, 100, 0});
}

TEST_CASE("numbers of any shape are put in order as comparing each with each would") {
    std::mt19937 random(20'251'123);
    const auto below = [&random](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    const std::vector<std::string> pieces{"0", "1", "7", "9", "A", "B", "-", "申"};
    for (int round = 0; round < 2000; ++round) {
        const bool one_shape = below(2) == 0;   // bytes order numbers of one shape, also beyond the first eight that differ
        std::vector<std::string> numbers(static_cast<std::size_t>(1 + below(8)));
        for (std::string& number : numbers) {
            for (int piece = one_shape ? 10 : below(6); piece > 0; --piece) {
                number += one_shape ? std::string(1, static_cast<char>('0' + below(piece == 1 ? 10 : 2)))
                                    : pieces[static_cast<std::size_t>(below(8))];
            }
        }
        std::vector<std::size_t> expected(numbers.size());
        std::iota(expected.begin(), expected.end(), std::size_t{0});
        std::stable_sort(expected.begin(), expected.end(), [&](std::size_t left, std::size_t right) {
            return number_before(numbers[left], numbers[right]);
        });
        CHECK(in_number_order(numbers) == expected);
    }
}

TEST_CASE("keys are numbered as they come, however many there are") {
    std::vector<std::string> keys;
    for (int key = 0; key < 500; ++key) {
        keys.push_back("K" + std::to_string(key));
    }
    KeyNumbers numbers;
    CHECK_FALSE(numbers.find("K0").has_value());
    for (std::size_t twice = 0; twice < 2 * keys.size(); ++twice) {
        CHECK(numbers.add(keys[twice % keys.size()]) == twice % keys.size());
    }
    CHECK(numbers.size() == keys.size());
    CHECK(numbers.find(std::string("K499")) == 499U);
    CHECK_FALSE(numbers.find("K500").has_value());
}

TEST_CASE("nobody is paid whom a claim without a known place could displace") {
    const std::vector<Row> rows{{"A", "甲", 10, 0, 95}, {"B", "乙", 10, 0, 80}, {"C", "丙", 10, 0, Claims::kNoRank}, {"D", "丁", 10, 0, 70}};
    SettlementRules quota;
    quota.quotas.push_back({.members = {0}, .count = 2, .ranking = {{.column = 0, .descending = true}}});
    // C may stand first: A keeps the other place, B is paid only if C stands behind it
    const Settlement placed = settle(claims_of(rows), {}, quota);
    CHECK(paid(placed) == Amounts{10, 0, 0, 0, 0, 0, 0, 0});
    REQUIRE(placed.faults.size() == 2);
    CHECK(placed.faults[0].rows == std::vector<std::size_t>{2});
    CHECK(placed.faults[1].rows == std::vector<std::size_t>{1});
    CHECK(placed.faults[1].kind == SettlementFault::Kind::open_rank);   // B's own value is there
    CHECK(placed.faults[1].others == std::vector<std::size_t>{2});
    CHECK(placed.waiting[6] == 1);
    quota.quotas[0].count = 4;   // enough for all who are known, wherever C stands
    CHECK(paid(settle(claims_of(rows), {}, quota)) == Amounts{10, 0, 10, 0, 0, 0, 10, 0});
    SettlementRules budget;
    budget.budgets.push_back({.members = {0}, .amount = Money::from_minor(25), .method = BudgetRule::Method::ranking,
                              .ranking = {{.column = 0, .descending = true}}, .last = BudgetRule::Last::what_is_left});
    // 25 pays two whole; with C in front only A, and who gets the last 5 is open
    CHECK(paid(settle(claims_of(rows), {}, budget)) == Amounts{10, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("claims of nobody knows whom share no limit: they are held") {
    const Claims claims = claims_of({{"A", "", 100, 0}, {"B", "", 100, 0}, {"C", "乙", 100, 80}});
    SettlementRules rules;
    rules.limits.push_back({.members = {0, 1}, .key = 0, .yearly = false, .cap = Money::from_minor(150), .ranking = {}});
    const Settlement limited = settle(claims, {}, rules);
    CHECK(paid(limited) == Amounts{0, 0, 0, 0, 100, 50});
    REQUIRE(limited.faults.size() == 1);
    CHECK(limited.faults[0].kind == SettlementFault::Kind::missing_key);
    CHECK(limited.faults[0].rows == std::vector<std::size_t>{0, 1});
    // a top-up does not know what they were paid before
    const Settlement topped = settle(claims, {}, stacked(StackingRule::Method::top_up));
    CHECK(paid(topped) == Amounts{0, 0, 0, 0, 100, 0});
}

TEST_CASE("a quota goes by rank, and a tie at its line is held") {
    SettlementRules rules;
    rules.quotas.push_back({.members = {0}, .count = 2, .ranking = {{.column = 0, .descending = true}}});
    std::vector<Row> rows{
        {"A", "甲", 10, 0, 90}, {"B", "乙", 10, 0, 80}, {"C", "丙", 10, 0, 95}, {"D", "丁", 10, 0, 60}};
    const Settlement clear = settle(claims_of(rows), {}, rules);
    CHECK(paid(clear) == Amounts{10, 0, 0, 0, 10, 0, 0, 0});
    CHECK(clear.faults.empty());
    CHECK(clear.waiting == std::vector<std::uint64_t>{0, 0, 1, 0, 0, 0, 2, 0});
    rows[1].score = 90;
    const Settlement tied = settle(claims_of(rows), {}, rules);
    CHECK(paid(tied) == Amounts{0, 0, 0, 0, 10, 0, 0, 0});
    REQUIRE(tied.faults.size() == 1);
    CHECK(tied.faults[0].kind == SettlementFault::Kind::tie);
    CHECK(tied.faults[0].rows == std::vector<std::size_t>{0, 1});
    rows[1].score = 95;  // equal, but both within the quota
    CHECK(settle(claims_of(rows), {}, rules).faults.empty());
}

TEST_CASE("a budget is shared out in proportion or used up in order") {
    const std::vector<Row> rows{{"A", "甲", 100, 0, 3}, {"B", "乙", 200, 0, 2}, {"C", "丙", 100, 0, 1}};
    SettlementRules rules;
    rules.budgets.push_back({.members = {0}, .amount = Money::from_minor(250), .ranking = {{.column = 0}}});
    BudgetRule& budget = rules.budgets[0];
    CHECK(paid(settle(claims_of(rows), {}, rules)) == Amounts{62, 0, 125, 0, 62, 0});
    budget.remainder = BudgetRule::Remainder::largest_remainder;  // C is ranked before A
    CHECK(paid(settle(claims_of(rows), {}, rules)) == Amounts{62, 0, 125, 0, 63, 0});
    budget.step = Money::from_minor(100);
    CHECK(paid(settle(claims_of(rows), {}, rules)) == Amounts{0, 0, 100, 0, 100, 0});
    budget.method = BudgetRule::Method::ranking;
    CHECK(paid(settle(claims_of(rows), {}, rules)) == Amounts{0, 0, 0, 0, 100, 0});
    budget.last = BudgetRule::Last::what_is_left;
    CHECK(paid(settle(claims_of(rows), {}, rules)) == Amounts{0, 0, 150, 0, 100, 0});
}

TEST_CASE("equal remainders of a budget go by application number, whatever the incentive") {
    // 2 fen for four claims of 1: remainders of 1/2 each
    const std::vector<Row> rows{{"A", "甲", 0, 1, 0}, {"B", "乙", 1, 0, 0}, {"C", "丙", 1, 0, 0}, {"D", "丁", 0, 1, 0}};
    SettlementRules rules;
    rules.budgets.push_back({.members = {0, 1}, .amount = Money::from_minor(2), .remainder = BudgetRule::Remainder::largest_remainder, .ranking = {}});
    CHECK(paid(settle(claims_of(rows), {}, rules)) == Amounts{0, 1, 1, 0, 0, 0, 0, 0});
}

TEST_CASE("an application that stands in the batch twice is held, and others are paid") {
    const Settlement settlement =
        settle(claims_of({{"A", "甲", 10, 0}, {"B", "乙", 20, 0}, {"A", "甲", 10, 0}}), {}, {});
    CHECK(paid(settlement) == Amounts{0, 0, 20, 0, 0, 0});
    REQUIRE(settlement.faults.size() == 1);
    CHECK(settlement.faults[0].kind == SettlementFault::Kind::repeated);
}

TEST_CASE("an application number typed in two ways is one application that stands twice") {
    const Settlement settlement = settle(
        claims_of({{"S1", "甲", 10, 0}, {"S2", "乙", 20, 0}, {"Ｓ1", "甲", 10, 0}, {"s1\u200B", "甲", 10, 0}, {"s3", "丙", 5, 0}}), {}, {});
    CHECK(paid(settlement) == Amounts{0, 0, 20, 0, 0, 0, 0, 0, 5, 0});
    REQUIRE(settlement.faults.size() == 1);
    CHECK(settlement.faults[0].kind == SettlementFault::Kind::repeated);
}

TEST_CASE("an award that an anomaly bars is held behind everything else, and keeps its place and its money") {
    Claims claims = claims_of({{"A", "甲", 100, 0, 90}, {"B", "乙", 100, 0, 80}, {"C", "丙", 100, 0, 70}});
    claims.barred = {1, 0, 0, 0, 0, 0};
    SettlementRules rules;
    rules.quotas.push_back({.members = {0}, .count = 2, .ranking = {{.column = 0, .descending = true}}});
    const Settlement settlement = settle(claims, {}, rules);
    CHECK(paid(settlement) == Amounts{0, 0, 100, 0, 0, 0});   // C does not get the place of A
    CHECK(settlement.reductions.front().cause == ReductionCause::held);
    REQUIRE(settlement.faults.size() == 1);
    CHECK(settlement.faults[0].kind == SettlementFault::Kind::anomaly);
    CHECK(settlement.faults[0].rows == std::vector<std::size_t>{0});
}

TEST_CASE("of an award in parts is paid what is due, and what settlement cuts is cut from the parts paid last") {
    struct Case {
        std::int64_t cap, later, never;
        std::int64_t paid, not_due, stopped;
    };
    // an award of 100
    const Case cases[] = {{100, 60, 0, 40, 60, 0},  {100, 0, 60, 40, 0, 60}, {100, 30, 30, 40, 30, 30},
                          {70, 60, 0, 40, 30, 0},   {70, 30, 30, 40, 30, 0}, {80, 30, 30, 40, 30, 10},
                          {30, 60, 0, 30, 0, 0},    {100, 0, 0, 100, 0, 0},  {100, 100, 0, 0, 100, 0}};
    for (const Case& one : cases) {
        CAPTURE(one.cap);
        CAPTURE(one.later);
        Claims claims = claims_of({{"A", "甲", 100, 0}});
        claims.not_due = {Money::from_minor(one.later), Money()};
        claims.stopped = {Money::from_minor(one.never), Money()};
        SettlementRules rules;
        rules.limits.push_back({.members = {0}, .key = 0, .cap = Money::from_minor(one.cap), .ranking = {}});
        const Settlement settlement = settle(claims, {}, rules);
        std::array<std::int64_t, kReductionCauses> cuts{};
        for (const Reduction& cut : settlement.reductions) {
            cuts[static_cast<std::size_t>(cut.cause)] += cut.amount.minor();
        }
        CHECK(settlement.payable[0].minor() == one.paid);
        CHECK(cuts[static_cast<std::size_t>(ReductionCause::not_due)] == one.not_due);
        CHECK(cuts[static_cast<std::size_t>(ReductionCause::stopped)] == one.stopped);
    }
}

/// Rules of every kind, drawn at random.
[[nodiscard]] SettlementRules random_rules(std::mt19937& random) {
    const auto below = [&random](int count) {
        return std::uniform_int_distribution<int>(0, count - 1)(random);
    };
    const auto some = [&] {
        return below(2) == 0 ? std::vector<std::uint32_t>{0, 1} : std::vector<std::uint32_t>{1};
    };
    SettlementRules rules;
    if (below(2) == 0) {
        rules.stacking.push_back({.members = {{0}, {1}}, .method = static_cast<StackingRule::Method>(below(5))});
    }
    for (int count = below(3); count > 0; --count) {
        rules.limits.push_back({.members = some(),
                                .key = 0,
                                .yearly = below(2) == 0,
                                .cap = Money::from_minor(below(400)),
                                .cut = static_cast<LimitRule::Cut>(below(2)),
                                .ranking = {}});
    }
    if (below(2) == 0) {
        rules.quotas.push_back(
            {.members = some(), .count = static_cast<std::uint64_t>(below(8)), .ranking = {{.column = 0}}});
    }
    if (below(2) == 0) {
        rules.budgets.push_back({.members = some(),
                                 .amount = Money::from_minor(below(1500)),
                                 .method = static_cast<BudgetRule::Method>(below(2)),
                                 .step = Money::from_minor(below(2) == 0 ? 1 : 10),
                                 .remainder = static_cast<BudgetRule::Remainder>(below(2)),
                                 .ranking = {{.column = 0}},
                                 .last = static_cast<BudgetRule::Last>(below(2))});
    }
    return rules;
}

[[nodiscard]] std::vector<Row> random_rows(std::mt19937& random) {
    const auto below = [&random](int count) {
        return std::uniform_int_distribution<int>(0, count - 1)(random);
    };
    std::vector<Row> rows;
    for (int row = below(12); row >= 0; --row) {
        rows.push_back({"N" + std::to_string(row), std::string(1, static_cast<char>('a' + below(4))),
                        below(300), below(300), below(10)});
    }
    return rows;
}

TEST_CASE("money is conserved, no budget or limit is passed, and the order of rows does not matter") {
    std::mt19937 random(20'241'213);
    for (int round = 0; round < 3000; ++round) {
        CAPTURE(round);
        const SettlementRules rules = random_rules(random);
        std::vector<Row> rows = random_rows(random);
        const std::vector<PriorPayment> history{
            {.keys = {"a"}, .incentive = 1, .year = 2025, .paid = Money::from_minor(40)}};
        const Claims claims = claims_of(rows);
        const Settlement settlement = settle(claims, history, rules);

        std::vector<std::int64_t> left = paid(settlement);
        for (const Reduction& cut : settlement.reductions) {
            CHECK(cut.amount.minor() > 0);
            left[claims.cell(cut.row, cut.incentive)] += cut.amount.minor();
        }
        for (std::size_t cell = 0; cell < left.size(); ++cell) {
            CHECK(settlement.payable[cell].minor() >= 0);
            CHECK(left[cell] == claims.award[cell].minor());
        }
        const auto total = [&](const std::vector<std::uint32_t>& members, const std::string& applicant) {
            std::int64_t sum = 0;
            for (std::size_t row = 0; row < claims.rows(); ++row) {
                for (const std::uint32_t member : members) {
                    sum += applicant.empty() || claims.keys[0][row] == applicant
                               ? settlement.payable[claims.cell(row, member)].minor()
                               : 0;
                }
            }
            return sum;
        };
        for (const BudgetRule& budget : rules.budgets) {
            CHECK(total(budget.members, "") <= budget.amount.minor());
        }
        for (const LimitRule& limit : rules.limits) {
            const std::int64_t cap = std::get<Money>(limit.cap).minor();
            for (const std::string applicant : {"a", "b", "c", "d"}) {
                CHECK(total(limit.members, applicant) <=
                      std::max<std::int64_t>(cap - (applicant == "a" ? 40 : 0), 0));
            }
        }

        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), random);
        std::vector<Row> shuffled;
        for (const std::size_t row : order) {
            shuffled.push_back(rows[row]);
        }
        const Settlement again = settle(claims_of(shuffled), history, rules);
        for (std::size_t at = 0; at < order.size(); ++at) {
            for (std::uint32_t incentive = 0; incentive < 2; ++incentive) {
                CHECK(again.payable[claims.cell(at, incentive)] ==
                      settlement.payable[claims.cell(order[at], incentive)]);
                CHECK(again.waiting[claims.cell(at, incentive)] ==
                      settlement.waiting[claims.cell(order[at], incentive)]);
            }
        }
    }
}

TEST_CASE("what is shared out adds up, and no share passes its amount") {
    const std::vector<std::size_t> order{0, 1, 2};
    CHECK(shared_out({1, 1, 1}, 2, 1, true, order) == Amounts{1, 1, 0});
    CHECK(shared_out({1, 1, 1}, 2, 1, true, {2, 1, 0}) == Amounts{0, 1, 1});
    CHECK(shared_out({1, 1, 1}, 2, 1, false, order) == Amounts{0, 0, 0});
    CHECK(shared_out({5, 3, 0}, 8, 1, true, order) == Amounts{5, 3, 0});
    const std::int64_t huge = 4'000'000'000'000'000'000;
    CHECK(shared_out({huge, huge, 1}, huge, 1, true, order) == Amounts{huge / 2, huge / 2, 0});
}

}  // namespace
}  // namespace huiqi
