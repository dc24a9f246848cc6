#include "engine/evaluate/rule_lints.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/diagnostic/embedded_pages.h"
#include "engine/diagnostic/message_page.h"
#include "engine/rulebook/lints/suppressions.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// Loads a text, compiles it and takes out what it suppresses on a day.
[[nodiscard]] Diagnostics looked_over(const std::string& text, std::string_view day = "2026-01-01", Looked looked = Looked::without_audit) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("rule.yaml", text, diagnostics);
    if (!diagnostics.has_errors()) {
        check_plans(rulebook, diagnostics);
    }
    apply_suppressions(rulebook, Date::parse(day).value(), looked, diagnostics);
    return diagnostics;
}

[[nodiscard]] std::size_t count(const Diagnostics& diagnostics, std::string_view code) {
    return static_cast<std::size_t>(std::count_if(diagnostics.all().begin(), diagnostics.all().end(),
                                                  [&](const Diagnostic& one) { return one.code == code; }));
}

[[nodiscard]] std::string said(const Diagnostics& diagnostics, std::string_view code) {
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.code == code) {
            return one.message.en;
        }
    }
    return {};
}

/// One incentive over an amount from 0 to 100 million yuan, and what stands behind its inputs.
[[nodiscard]] std::string rule(const std::string& rest) {
    return "种类: 事项\n编号: 例.事项\n申报:\n  额: {类型: 金额, 小数: 2, 范围: \"[0元..1亿元]\"}\n  山区: 是否\n  人数: {类型: 整数, 范围: \"[0..1000]\"}\n"
           "  申报日: {类型: 日期}\n" +
           rest;
}

}  // namespace

TEST_CASE("what only plans and days show is told by the failing sample of its page and not by the mended one") {
    std::size_t tried = 0;
    for (const EmbeddedPage& embedded : embedded_pages()) {
        if (!embedded.code.starts_with("W57") && !embedded.code.starts_with("W58")) {
            continue;
        }
        const MessagePage page = parse_message_page(embedded.code, embedded.text);
        CAPTURE(page.code);
        ++tried;
        const Diagnostics failing = looked_over(std::string(page.failing.text));
        CHECK(count(failing, page.code) == 1);
        CHECK_FALSE(failing.has_errors());
        const Diagnostics mended = looked_over(std::string(page.mended.text));
        CHECK(count(mended, page.code) == 0);
        CHECK_FALSE(mended.has_errors());
    }
    CHECK(tried == 7);
}

TEST_CASE("an award that falls as an amount rises is shown with the two points") {
    struct Row {
        const char* award;
        const char* points;   ///< empty: nothing to tell
    };
    const std::vector<Row> rows{
        // 5 % of all up to 5 million, 3 % of all beyond: a cent more is 100,000 yuan less
        {"[{基数: 额}, {分档: {方式: 全额累进, 档: [{至: 500万元, 率: 5%}, {率: 3%}]}}, {取整: 四舍五入到分}]",
         "as `额` rises from 5000000 yuan to 5000000.01 yuan the award falls from 250000 yuan to 150000 yuan"},
        // a higher rate for all never falls
        {"[{基数: 额}, {分档: {方式: 全额累进, 档: [{至: 500万元, 率: 3%}, {率: 5%}]}}, {取整: 四舍五入到分}]", ""},
        // marginal tiers do not fall, whatever their rates
        {"[{基数: 额}, {分档: {方式: 超额累进, 档: [{至: 500万元, 率: 5%}, {率: 3%}]}}, {取整: 四舍五入到分}]", ""},
        // a cap that a threshold lowers
        {"[{基数: 额}, {乘: 10%}, {取整: 四舍五入到分}, {上限: if 额 > 1000万元 then 50万元 else 80万元}]",
         "as `额` rises from 10000000 yuan to 10000000.01 yuan the award falls from 800000 yuan to 500000 yuan"},
        // what is taken off only lowers
        {"[{基数: \"孰高(0元, 100万元 - 额)\"}]", ""},
        {"[{基数: 额}, {乘: 10%}, {取整: 截尾到分}, {上限: 80万元}]", ""},
        // a count is an amount too
        {"[{基数: if 人数 >= 100 then 1000元 * 人数 else 2000元 * 人数}]",
         "as `人数` rises from 99 to 100 the award falls from 198000 yuan to 100000 yuan"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.award);
        const Diagnostics diagnostics = looked_over(rule("奖补: " + std::string(row.award) + "\n"));
        REQUIRE_FALSE(diagnostics.has_errors());
        const std::string points = row.points;
        CHECK(count(diagnostics, "W571") == (points.empty() ? 0U : 1U));
        CHECK(said(diagnostics, "W571") == (points.empty() ? "" : "all else being equal, " + points));
    }
}

TEST_CASE("conditions that never hold together are told once, with their names") {
    struct Row {
        const char* first;
        const char* second;
        bool told;
    };
    const std::vector<Row> rows{
        {"额 >= 100万元", "额 < 50万元", true},
        {"额 >= 100万元", "额 <= 100万元", false},   // 100万元 itself
        {"额 > 100万元", "额 <= 100万元", true},
        {"额 >= 100万元 且 山区", "人数 > 5 且 额 < 1万元", true},
        {"额 >= 100万元 或 山区", "额 < 50万元", false},
        {"人数 = 3", "人数 = 4", true},
        {"申报日 >= 2025-01-01", "申报日 <= 2024-12-31", true},
        {"申报日 >= 2025-01-01", "申报日 <= 2025-01-01", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.first);
        CAPTURE(row.second);
        const Diagnostics diagnostics =
            looked_over(rule("条件:\n  - {编号: 甲, 要求: " + std::string(row.first) + ", 不符合时: 不行}\n  - {编号: 乙, 要求: " + row.second +
                             ", 不符合时: 不行}\n奖补: [{基数: 1万元}]\n"));
        REQUIRE_FALSE(diagnostics.has_errors());
        CHECK(count(diagnostics, "W570") == (row.told ? 1U : 0U));
    }
}

TEST_CASE("days of validity are held together with conditions on the same date") {
    const std::string period = "施行: {自: 2024-01-01, 至: 2024-12-31, 按: 申报日}\n";
    const std::string award = "奖补: [{基数: 1万元}]\n";
    CHECK(count(looked_over(rule(period + "条件: [{编号: 甲, 要求: 申报日 >= 2025-01-01, 不符合时: 不行}]\n" + award)), "W570") == 1);
    CHECK(count(looked_over(rule(period + "条件: [{编号: 甲, 要求: 申报日 >= 2024-12-31, 不符合时: 不行}]\n" + award)), "W570") == 0);
}

TEST_CASE("steps, alternatives and rows that nothing reaches are told") {
    struct Row {
        const char* text;
        const char* code;
        std::size_t count;
    };
    const std::vector<Row> rows{
        {"奖补: [{基数: 额}, {乘: 10%, 当: 人数 > 2000}, {取整: 四舍五入到分}]\n", "W502", 1},
        {"奖补: [{基数: 额}, {乘: 10%, 当: 人数 > 200}, {取整: 四舍五入到分}]\n", "W502", 0},
        {"条件: [{编号: 甲, 任一: [{编号: 子, 要求: 额 > 2亿元, 不符合时: 不行}, {编号: 丑, 要求: 山区, 不符合时: 不行}]}]\n奖补: [{基数: 1万元}]\n", "W502", 1},
        {"奖补: [{基数: 额}, {分档: {方式: 超额累进, 档: [{至: 5000万元, 率: 5%}, {至: 5000000万元, 率: 3%}, {率: 1%}]}}, {取整: 四舍五入到分}]\n", "W572", 1},
        {"奖补: [{基数: 额}, {分档: {方式: 超额累进, 档: [{至: 5000万元, 率: 5%}, {至: 9999万元, 率: 3%}, {率: 1%}]}}, {取整: 四舍五入到分}]\n", "W572", 0},
        {"奖补: [{基数: 额 + 100万元}, {分档: {方式: 全额累进, 档: [{不满: 100万元, 率: 5%}, {率: 6%}]}}, {取整: 四舍五入到分}]\n", "W572", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Diagnostics diagnostics = looked_over(rule(row.text));
        CHECK_FALSE(diagnostics.has_errors());
        CHECK(count(diagnostics, row.code) == row.count);
    }
}

TEST_CASE("a suppression takes out its warning, up to its day, on its line, and never an error") {
    const std::string falling =
        "奖补: [{基数: 额}, {分档: {方式: 全额累进, 档: [{至: 500万元, 率: 5%}, {率: 3%}]}}, {取整: 四舍五入到分}]\n";
    struct Row {
        const char* item;
        const char* day;
        const char* codes;   ///< what is left
    };
    const std::vector<Row> rows{
        {"{代码: W571, 理由: 照文件, 到期: 2026-06-30}", "2026-06-30", ""},
        {"{代码: W571, 理由: 照文件, 到期: 2026-06-30}", "2026-07-01", "W571 W581"},
        {"{代码: W571, 理由: 照文件, 到期: 2036-01-01}", "2026-01-01", ""},
        {"{代码: W571, 理由: 照文件, 到期: 9999-12-31}", "2026-01-01", "W582"},
        {"{代码: W582, 理由: 照文件, 到期: 2026-06-30}", "2026-01-01", "E368"},
        {"{code: W571, reason: as the document has it, until: 2026-06-30}", "2026-01-01", ""},
        {"{代码: W571, 理由: 照文件, 到期: 2026-06-30, 位置: 全额累进}", "2026-01-01", ""},
        {"{代码: W571, 理由: 照文件, 到期: 2026-06-30, 位置: 别的一行}", "2026-01-01", "W571 W580"},
        {"{代码: W572, 理由: 照文件, 到期: 2026-06-30}", "2026-01-01", "W571 W580"},
        {"{代码: W571, 理由: \" \", 到期: 2026-06-30}", "2026-01-01", "E368"},
        {"{代码: W571, 理由: 照文件}", "2026-01-01", "E453"},
        {"{代码: W571, 到期: 2026-06-30}", "2026-01-01", "E453"},
        {"{代码: W571, 理由: 照文件, 到期: 2026-06-31}", "2026-01-01", "E368"},
        {"{代码: E306, 理由: 照文件, 到期: 2026-06-30}", "2026-01-01", "E368"},
        {"{代码: W999, 理由: 照文件, 到期: 2026-06-30}", "2026-01-01", "E368"},
        {"{代码: W580, 理由: 照文件, 到期: 2026-06-30}", "2026-01-01", "E368"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.item);
        const Diagnostics diagnostics = looked_over(rule(falling + "忽略提醒:\n  - " + row.item + "\n"), row.day);
        std::string codes;
        for (const Diagnostic& one : diagnostics.all()) {
            if (one.code != "W501" && one.code != "W504") {
                codes += (codes.empty() ? "" : " ") + std::string(one.code);
            }
        }
        CHECK(codes == row.codes);
    }
}

TEST_CASE("what a suppression has nothing for is told where all that could bear upon it was looked at") {
    const auto stale = [](const std::string& code, Looked looked) {
        const std::string text = "奖补: [{基数: 额}, {乘: 5%}, {取整: 四舍五入到分}]\n忽略提醒:\n  - {代码: " + code + ", 理由: 照文件, 到期: 2026-06-30}\n";
        return count(looked_over(rule(text), "2026-01-01", looked), "W580");
    };
    for (const char* code : {"W510", "W524", "W525", "W527", "W548", "W560"}) {   // other files bear upon these
        CAPTURE(code);
        CHECK(stale(code, Looked::without_audit) == 0);
        CHECK(stale(code, Looked::with_audit) == 0);
        CHECK(stale(code, Looked::whole_folder) == 1);
    }
    CHECK(stale("W505", Looked::without_audit) == 0);
    CHECK(stale("W505", Looked::with_audit) == 1);
    CHECK(stale("W572", Looked::without_audit) == 1);
}

TEST_CASE("a re-check that whoever is eligible passes is told") {
    struct Row {
        const char* conditions;
        const char* recheck;
        const char* code;   ///< empty: nothing to tell
    };
    const std::vector<Row> rows{
        {"{编号: 甲, 要求: 山区, 不符合时: 不行}", "山区", "W573"},
        {"{编号: 甲, 要求: 山区 且 人数 > 5, 不符合时: 不行}", "山区", "W573"},
        {"{编号: 甲, 要求: 山区, 不符合时: 不行}, {编号: 乙, 要求: 人数 > 5, 不符合时: 不行}", "人数 > 5 且 山区", "W573"},
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "人数 >= 5", "W573"},    // looser than what was asked
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "人数 >= 20", ""},
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "山区", ""},
        {"{编号: 甲, 任一: [{编号: 子, 要求: 山区, 不符合时: 不行}, {编号: 丑, 要求: 人数 > 5, 不符合时: 不行}]}", "山区", ""},
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "人数 >= 0", "W573"},    // true by the declared range
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "人数 > 1000", "W502"},  // never paid
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "额 >= 额", "W573"},
        {"{编号: 甲, 要求: 山区, 不符合时: 不行}", "山区 或 人数 > 5", "W573"},        // weaker than the condition
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "山区 或 非(山区)", "W573"},
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "if 山区 then 是 else 人数 > 3", "W573"},
        {"{编号: 甲, 要求: 山区, 不符合时: 不行}", "非(山区)", "W573"},               // contrary: never paid
        {"{编号: 甲, 要求: 人数 >= 10, 不符合时: 不行}", "人数 < 10", "W573"},
        {"{编号: 甲, 要求: 人数 >= 10 或 山区, 不符合时: 不行}, {编号: 乙, 要求: 非(山区), 不符合时: 不行}", "人数 >= 10", "W573"},
        {"{编号: 甲, 要求: 人数 >= 10 或 山区, 不符合时: 不行}", "人数 >= 10", ""},
        {"{编号: 甲, 要求: 额 >= 100元, 不符合时: 不行}", "额 >= 100元 且 山区", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.conditions);
        CAPTURE(row.recheck);
        const Diagnostics diagnostics =
            looked_over(rule("条件: [" + std::string(row.conditions) + "]\n奖补: [{基数: 30万元}]\n分期:\n  - {编号: 一, 额: 10万元}\n  - {编号: 二, 余额: 是, 当: " +
                             row.recheck + "}\n"));
        REQUIRE_FALSE(diagnostics.has_errors());
        const std::string_view code = row.code;
        CHECK(count(diagnostics, "W573") == (code == "W573" ? 1U : 0U));
        CHECK(count(diagnostics, "W502") == (code == "W502" ? 1U : 0U));
    }
}

}  // namespace huiqi
