#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/tie_values.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

[[nodiscard]] Rulebook rule(const std::string& body) {
    Diagnostics diagnostics;
    Rulebook made = load_rulebook_text("rule.yaml",
                                       "种类: 事项\n编号: 样例.事项\n申报:\n  额: {类型: 金额, 小数: 2, 范围: '[0元..1000元]'}\n"
                                       "  天: {类型: 天数, 范围: '[1天..1000天]'}\n" + body,
                                       diagnostics);
    for (const Diagnostic& one : diagnostics.all()) {
        CHECK_MESSAGE(one.severity != Severity::error, std::string(one.code), " ", one.message.en);
    }
    return made;
}

/// The amounts that are given near one, as text.
[[nodiscard]] std::vector<std::string> near(const std::string& body, int amount, int days = 1) {
    const Rulebook made = rule(body);
    TieValues ties(made.incentives.front(), {});
    std::vector<std::string> found;
    for (const Value& one : ties.of(0, {Value::of(Rational(amount) / 100), Value::of(days)})) {
        found.push_back(decimal_text(one.number()));
    }
    return found;
}

}  // namespace

TEST_CASE("ties are solved above an even step and above an odd one, on both sides") {
    // 5 % of 100.10 is 5.005, of 100.30 is 5.015: the nearest of each kind to 100.24, not 100.24 itself
    CHECK(near("奖补:\n  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍五入到分\n", 10024) == std::vector<std::string>{"100.3", "100.1", "100.5", "99.9"});
    CHECK(near("奖补:\n  - 基数: 四舍五入(额 * 5%, 0.01元)\n", 10024) == std::vector<std::string>{"100.3", "100.1", "100.5", "99.9"});
    // a fifth of whole cents never lies halfway
    CHECK(near("奖补:\n  - 基数: 额\n  - 乘: 20%\n  - 取整: 四舍五入到分\n", 10024).empty());
    // at the end of the range one side is left
    CHECK(near("奖补:\n  - 基数: 额\n  - 乘: 50%\n  - 取整: 四舍五入到分\n", 100000) == std::vector<std::string>{"999.99", "999.97"});
}

TEST_CASE("every tie that is solved is one, also where days and other roundings take part") {
    struct Row {
        const char* body;
        Rational factor;   ///< of the amount
        int days;
    };
    for (const Row& row : {Row{"奖补:\n  - 基数: 额 * 天 / 365天\n  - 乘: 3.45%\n  - 取整: 四舍五入到分\n", Rational(345 * 73, 10000 * 365), 73},
                           Row{"奖补:\n  - 基数: 额\n  - 乘: 1.25%\n  - 取整: 四舍五入到分\n", Rational(125, 10000), 1}}) {
        const std::vector<std::string> found = near(row.body, 12345, row.days);
        CHECK(!found.empty());
        std::set<bool> even;
        for (const std::string& one : found) {
            const Rational cents = parse_decimal(one, {.digits = 20, .exponent = 0}).value().value() * 100 * row.factor;
            const Integer below = floor(cents);
            CHECK_MESSAGE(cents - Rational(below) == Rational(1, 2), one);
            even.insert(below % 2 == 0);
        }
        CHECK(even.size() == 2);
    }
    // the amount is rounded to 0.01 before it is divided: it moves evenly only by whole yuan
    const std::vector<std::string> twice = near("计算:\n  半: {步骤: [{基数: 额}, {乘: 50%}, {取整: 四舍五入到分}]}\n奖补:\n  - 基数: 半\n  - 乘: 2.5%\n  - 取整: 四舍五入到分\n", 12340);
    CHECK(std::find(twice.begin(), twice.end(), "124.4") != twice.end());   // 2.5 % of 62.20 is 1.555
}

TEST_CASE("of two versions only roundings that differ are looked at") {
    const std::string one = "奖补:\n  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍五入到分\n";
    const Rulebook up = rule(one);
    const Rulebook even = rule("奖补:\n  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍六入五成双到分\n");
    const std::vector<Value> given{Value::of(Rational(100)), Value::of(1)};
    CHECK(!TieValues(up.incentives.front(), even.incentives.front(), {}).of(0, given).empty());
    CHECK(TieValues(up.incentives.front(), rule(one).incentives.front(), {}).of(0, given).empty());
}

}  // namespace huiqi
