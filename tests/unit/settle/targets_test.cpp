#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/rulebook.h"
#include "engine/settle/target_result.h"

namespace huiqi {
namespace {

/// Reads one target; `body` is what stands in it besides id and source.
Target target_of(const std::string& body) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("rule.yaml",
                                                 "种类: 事项\n编号: 样例.目标\n依据: {方案: {文件: "
                                                 "方案}}\n申报: {日期: {类型: 日期}, 额: {类型: 数}}\n"
                                                 "目标: [{编号: 一, 依据: 方案, " +
                                                     body + "}]\n",
                                                 diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        CAPTURE(diagnostic.message.en);
        CHECK(diagnostic.severity == Severity::warning);
    }
    REQUIRE(rulebook.incentives.size() == 1);
    return rulebook.incentives.front().targets.front();
}

/// Years with the sum of their rows, one row each.
TargetGathered sums_of(const std::vector<std::pair<int, Rational>>& years) {
    TargetGathered gathered;
    for (const auto& [year, sum] : years) {
        TargetSums& sums = gathered.years[year];
        sums.rows = true;
        sums.counted = 1;
        sums.sum = sum;
        sums.least = sum;
        sums.greatest = sum;
    }
    return gathered;
}

TEST_CASE("compound growth is compared by powers, so that the last digit decides") {
    struct Row {
        std::string_view wanted;
        Rational last;
        TargetState state;
    };
    const Rational nearly = Rational(1728) - Rational(1) / 1'000'000'000;
    // 1000 with 20% a year over three years is exactly 1728; its third root is no number that ends
    const std::array rows{
        Row{"至少: 20%", 1728, TargetState::met},
        Row{"至少: 20%", nearly, TargetState::missed},
        Row{"超过: 20%", 1728, TargetState::missed},
        Row{"至多: 20%", 1728, TargetState::met},
        Row{"不满: 20%", nearly, TargetState::met},
        Row{"不满: 20%", 1728, TargetState::missed},
        Row{"约: {值: 20%, 上下: 1%}", Rational(1'685'159) / 1000, TargetState::met},  // 1.19^3 = 1.685159
        Row{"约: {值: 20%, 上下: 1%}", Rational(1'685'158) / 1000, TargetState::missed},
        Row{"约: {值: 20%, 幅度: 5%}", Rational(1'771'561) / 1000, TargetState::met},  // 1.21^3 = 1.771561
    };
    for (const Row& row : rows) {
        CAPTURE(row.wanted);
        const Target target = target_of("求: 合计, 值: 额, 按年: 日期, 期间: 2021..2023, 方式: 年均增幅, " +
                                        std::string(row.wanted));
        const TargetResult result = judge(target, sums_of({{2020, 1000}, {2023, row.last}}), 2023);
        CHECK(result.state == row.state);
    }
}

TEST_CASE("the rate that is shown is cut down, never up to what was wanted") {
    const Target target =
        target_of("求: 合计, 值: 额, 按年: 日期, 期间: 2021..2023, 方式: 年均增幅, 至少: 20%");
    const auto rate = [&](const Rational& last) {
        return judge(target, sums_of({{2020, 1000}, {2023, last}}), 2023).comparisons.front().rate;
    };
    CHECK(rate(1728) == Rational(1) / 5);
    CHECK(rate(Rational(1728) - Rational(1) / 1'000'000) == Rational(1999) / 10'000);
    CHECK(rate(1000) == Rational(0));
    CHECK(rate(0) == Rational(-1));
}

TEST_CASE("a published figure of the base year stands for its rows") {
    const Target target = target_of(
        "求: 合计, 值: 额, 按年: 日期, 期间: 2021..2022, 方式: 年均增幅, 基期: {年: 2019, 值: 1000}, 至少: "
        "10%");
    // three years: 1331
    CHECK(judge(target, sums_of({{2022, 1331}}), 2022).state == TargetState::met);
    CHECK(judge(target, sums_of({{2022, Rational(13309) / 10}}), 2022).state == TargetState::missed);
}

TEST_CASE("growth from nothing, or from less, is unknown and says so") {
    const Target target = target_of("求: 合计, 值: 额, 按年: 日期, 期间: 2021, 方式: 逐年增幅, 至少: 10%");
    for (const Rational& base : {Rational(0), Rational(-5)}) {
        const TargetResult result = judge(target, sums_of({{2020, base}, {2021, 100}}), 2021);
        CHECK(result.state == TargetState::unknown);
        REQUIRE(result.gaps.size() == 1);
        CHECK(result.gaps.front().kind == TargetGap::Kind::no_base);
        CHECK(result.gaps.front().year == 2020);
    }
    // from something to less than nothing: growth is below every rate
    CHECK(judge(target, sums_of({{2020, 5}, {2021, -1}}), 2021).state == TargetState::missed);
}

TEST_CASE(
    "a running total is held against the number of each year, and a count may be sure before data are "
    "whole") {
    const Target target =
        target_of("求: 个数, 按年: 日期, 期间: 2021..2023, 至少: {2021: 1, 2022: 2, 2023: 3}");
    const TargetGathered two = sums_of({{2021, 0}, {2022, 0}});
    CHECK(judge(target, two, std::nullopt).state == TargetState::unknown);
    CHECK(judge(target, two, 2022).state == TargetState::open);
    CHECK(judge(target, two, 2023).state == TargetState::missed);
    TargetGathered three = sums_of({{2021, 0}, {2022, 0}, {2023, 0}});
    CHECK(judge(target, three, std::nullopt).state == TargetState::met);
    // a row that may be of any year: the count can only grow
    three.any_year = 1;
    CHECK(judge(target, three, std::nullopt).state == TargetState::met);
    TargetGathered late = sums_of({{2022, 0}, {2023, 0}});
    CHECK(judge(target, late, 2023).state == TargetState::missed);
    late.any_year = 1;
    CHECK(judge(target, late, 2023).state == TargetState::unknown);
}

TEST_CASE("a miss is certain whatever else is open") {
    const Target target = target_of("求: 合计, 值: 额, 按年: 日期, 期间: 2021..2023, 方式: 逐年, 至少: 10");
    const TargetResult result = judge(target, sums_of({{2021, 9}}), std::nullopt);
    CHECK(result.state == TargetState::missed);
    CHECK(result.gaps.empty());
}

}  // namespace
}  // namespace huiqi
