#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/self_check.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

/// What an award by large amounts may come to before anything but `known` is answered: by the plain bounds, without any search.
[[nodiscard]] Standing standing_of(const std::string& award, const std::optional<bool>& known = {}) {
    Diagnostics faults;
    const Rulebook book = load_rulebook_text("rule.yaml",
                                             "kind: incentive\nid: sample.quotients\ninputs:\n"
                                             "  c: {type: money, decimals: 2, range: \"[0元..1000000元]\"}\n"
                                             "  d: {type: money, decimals: 2, range: \"[0元..1000000元]\"}\n"
                                             "  e: {type: money, decimals: 2}\n"
                                             "  k: {type: boolean}\naward:\n  - base: \"" +
                                                 award + "\"\n  - round: half up to 0.01元\n",
                                             faults);
    for (const Diagnostic& one : faults.all()) {
        CAPTURE(one.message.en);
        REQUIRE(one.severity != Severity::error);
    }
    const auto plan = std::make_shared<const Plan>(compile(book.incentives.front(), CompileOptions(), faults));
    REQUIRE(!faults.has_errors());
    SelfCheck check(plan, {&book.incentives.front()});
    Batch batch(plan->schema);
    std::vector<Value> row;
    for (const FieldSchema& field : plan->schema.fields) {
        row.push_back(field.name == "k" && known ? Value::of(*known) : Value::unknown({field.name}));
    }
    append_row(batch, plan->schema, row);
    check.run(batch, 0, 0);
    return check.standings()[0];
}

}  // namespace

TEST_CASE("the bounds of a quotient go through the greater, the lesser, sums and choices") {
    struct Row {
        const char* award;
        std::optional<Rational> least, most;
    };
    const std::vector<Row> rows{
        {"min(3元, c / (1 + abs(c - d) / 1元))", Rational(0), Rational(3)},
        {"max(1元, min(3元, c / (1 + c / 1元)))", Rational(1), Rational(3)},
        {"max(0元, c / (1 + c / 1元))", Rational(0), Rational(1000000)},
        // what one side leaves unbounded the other bounds
        {"min(3元, abs(e) / (1 + c / 1元))", Rational(0), Rational(3)},
        {"max(1元, e / (1 + c / 1元))", Rational(1), std::nullopt},
        // what stands above and below cancels
        {"min(c / (1 + c / 1元), 5元) + d * 1% ", Rational(0), Rational(10005)},
        {"max(2元, c / (2 + c / 1元) + d / (2 + c / 1元))", Rational(2), Rational(1000000)},
        {"if k then max(4元, c / (1 + d / 1元)) else min(9元, c / (1 + d / 1元))", Rational(0), Rational(1000000)},
    };
    for (const Row& row : rows) {
        CAPTURE(row.award);
        const Standing one = standing_of(row.award);
        CHECK(one.least == row.least);
        CHECK(one.most == row.most);
    }
}

TEST_CASE("a branch that is decided decides, whatever the other divides by") {
    const std::string award = "max(0元, if k then 1元 else c / (1 + max(0, c / 1元)))";
    const Standing one = standing_of(award, true);
    CHECK(one.state == DecisionState::eligible);
    CHECK(one.least == 1);
    CHECK(one.most == Rational(1));
    CHECK(!one.may_fail);
    CHECK(!one.next);
    CHECK(standing_of(award, false).state == DecisionState::unknown);
}

}  // namespace huiqi
