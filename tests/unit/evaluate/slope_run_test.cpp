#include "engine/evaluate/slope_run.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"
#include "tests/unit/evaluate/random_answers.h"

namespace huiqi {
namespace {

/// What one incentive comes to for an application, and how it goes along one of its numbers.
class Along {
public:
    explicit Along(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)), evaluator_(plan_, RegisterMemory::kept), ranges_(*plan_) {}

    void look(const std::vector<Value>& row) {
        batch_ = std::make_unique<Batch>(plan_->schema);
        append_row(*batch_, plan_->schema, row);
        evaluator_.run(*batch_, 0, 1);
        ranges_.run(evaluator_);
    }
    [[nodiscard]] SlopeRun::Seen seen(std::uint32_t column, std::size_t incentive) {
        return SlopeRun(*plan_, column).look(ranges_, plan_->incentives[incentive].award.node);
    }
    [[nodiscard]] const Possible& award(std::size_t incentive) const { return ranges_[plan_->incentives[incentive].award.node]; }

private:
    std::shared_ptr<const Plan> plan_;
    Evaluator evaluator_;
    RangeRun ranges_;
    std::unique_ptr<Batch> batch_;
};

[[nodiscard]] std::shared_ptr<const Plan> plan_of(const Rulebook& book) {
    Diagnostics faults;
    std::vector<const Incentive*> all;
    for (const Incentive& one : book.incentives) {
        all.push_back(&one);
    }
    auto plan = std::make_shared<const Plan>(compile(all, nullptr, CompileOptions(), faults));
    REQUIRE(!faults.has_errors());
    return plan;
}

}  // namespace

TEST_CASE("an award goes along straight lines between the places where numbers of the rule meet") {
    Diagnostics faults;
    const Rulebook book = load_rulebook_text(
        "rule.yaml",
        "kind: incentive\nid: sample.bands\ninputs:\n  paid: {type: money, decimals: 2, range: \"[0元..100000元]\"}\n"
        "conditions:\n  - {id: enough, test: paid >= 100元, reason: too little}\n"
        "award:\n  - base: paid\n  - bands: {method: marginal, bands: [{upto: 1000元, rate: 50%}, {upto: 3000元, rate: 10%}, {rate: 20%}]}\n"
        "  - round: half up to 0.01元\n  - cap: 1200元\n",
        faults);
    REQUIRE(!faults.has_errors());
    Along along(plan_of(book));
    struct Row {
        int paid;   // yuan
        Rational slope;
        std::optional<int> turn;   // yuan
    };
    const std::vector<Row> rows{
        {0, Rational(0), 100},                 // refused below the threshold
        {100, ratio(1, 2), 900},               // half of it up to the first edge
        {999, ratio(1, 2), 1},
        {1000, ratio(1, 10), 2000},            // just beyond an edge the next band counts
        {3000, ratio(1, 5), 2500},             // 500 + 200 + a fifth of what lies above: the cap is met at 5500
        {5500, Rational(0), std::nullopt},     // and nothing turns it any more
        {90'000, Rational(0), std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.paid);
        along.look({Value::of(Rational(row.paid))});
        const SlopeRun::Seen seen = along.seen(0, 0);
        CHECK(seen.straight);
        CHECK(seen.slope == row.slope);
        REQUIRE(seen.turn.has_value() == row.turn.has_value());
        if (row.turn) {
            CHECK(*seen.turn == Rational(*row.turn * 100));
        }
    }
}

TEST_CASE("what multiplies the number by itself, or divides by it, is said to be no straight line") {
    Diagnostics faults;
    const Rulebook book = load_rulebook_text("rule.yaml",
                                             "kind: incentive\nid: sample.square\ninputs:\n  n: {type: number, decimals: 0, range: \"[1..100]\"}\n"
                                             "award:\n  - base: 1元 * n * n + 1000元 / n\n  - round: half up to 0.01元\n",
                                             faults);
    REQUIRE(!faults.has_errors());
    Along along(plan_of(book));
    along.look({Value::of(Rational(10))});
    CHECK(!along.seen(0, 0).straight);
}

TEST_CASE("up to the next turn the five incentives grow by their slope, but for rounding") {
    Diagnostics faults;
    const Rulebook book = load_rulebook({std::string(HUIQI_SOURCE_DIR) + "/rules/benchmark"}, faults);
    REQUIRE(!faults.has_errors());
    const auto plan = plan_of(book);
    Along along(plan);
    testing::RandomAnswers random(*plan, 5);
    const Rational cut = 100;   // cents: one of them cuts to whole yuan
    std::size_t tried = 0;
    std::size_t moved = 0;
    for (int time = 0; time < 300; ++time) {
        std::vector<Value> row = random.row();
        for (std::uint32_t column = 0; column < plan->columns.size(); ++column) {
            const std::size_t field = plan->columns[column].path.front();
            const FieldSchema& of = plan->schema.fields[field];
            if (!of.type.without_optional().is(TypeKind::number) || !row[field].known()) {
                continue;
            }
            for (std::size_t incentive = 0; incentive < plan->incentives.size(); ++incentive) {
                along.look(row);
                const SlopeRun::Seen seen = along.seen(column, incentive);
                const Possible before = along.award(incentive);
                const Rational room = (of.most - row[field].number()) / of.step;
                const Rational way = Rational(floor(seen.turn ? std::min(Rational(*seen.turn - 1), room) : room));
                if (!seen.straight || way < 1 || !before.single()) {
                    continue;
                }
                std::vector<Value> farther = row;
                farther[field] = Value::of(row[field].number() + way * of.step);
                along.look(farther);
                const Possible& after = along.award(incentive);
                if (!after.single()) {
                    continue;  // it ended in an error of the rules
                }
                const Rational off = Rational(*after.bounds.low - *before.bounds.low) - seen.slope * way;
                CAPTURE(of.name);
                CAPTURE(incentive);
                CHECK(off <= cut);
                CHECK(-off <= cut);
                ++tried;
                moved += seen.slope != 0 ? 1U : 0U;
            }
        }
    }
    CHECK(tried > 500);
    CHECK(moved > 20);
}

}  // namespace huiqi
