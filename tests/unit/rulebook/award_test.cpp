#include "engine/rulebook/loaders/award_loader.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

TEST_CASE("a rounding is a mode and a step, in either language") {
    struct Row {
        const char* text;
        Rounding mode;
        Rational step;
    };
    const Row rows[] = {
        {"四舍五入到分", Rounding::half_up, Rational(1, 100)},
        {"五舍六入到角", Rounding::half_down, Rational(1, 10)},
        {"四舍六入五成双到分", Rounding::half_even, Rational(1, 100)},
        {"截尾到元", Rounding::down, 1},
        {"截尾到百元", Rounding::down, 100},
        {"向上进位到100元", Rounding::up, 100},
        {"向下取整到1万元", Rounding::floor, 10'000},
        {"向上取整到万元", Rounding::ceiling, 10'000},
        {"四舍五入到 0.01元", Rounding::half_up, Rational(1, 100)},
        {"round half up to 0.01元", Rounding::half_up, Rational(1, 100)},
        {"round half even to 分", Rounding::half_even, Rational(1, 100)},
        {"round down to 1 yuan", Rounding::down, 1},
        {"round down to 1000 yuan", Rounding::down, 1'000},
        {"half_up to 元", Rounding::half_up, 1},
        {"round up to yuan", Rounding::up, 1},
        {"floor to 元", Rounding::floor, 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto loaded = testing::load_body("申报: {额: 金额}\n奖补:\n  - 基数: 额\n  - 取整: " + std::string(row.text) + "\n");
        const AwardStep& step = loaded.incentive().award.at(1);
        CHECK(step.rounding == row.mode);
        CHECK(step.round_step == row.step);
    }
}

TEST_CASE("a rounding without a mode, a step, or the right unit is refused") {
    for (const char* text : {"四舍五入", "到分", "取整到分", "四舍五入到", "四舍五入到0元", "四舍五入到0.01", "四舍五入到天",
                             "四舍五入到-1元", "round to 0.01元", "四舍五入到分钟"}) {
        CAPTURE(text);
        const auto loaded = testing::load_body("申报: {额: 金额}\n奖补:\n  - 基数: 额\n  - 取整: " + std::string(text) + "\n");
        REQUIRE_FALSE(loaded.codes().empty());
        CHECK(loaded.codes().front() == "E316");
    }
}

TEST_CASE("what the message on a rounding suggests loads, in the mode that is written") {
    struct Row {
        const char* currency;
        const char* unit;
        const char* written;
        const char* mode;
    };
    for (const Row& row : {Row{"", "元", "四舍五入", "四舍五入到"}, Row{"", "元", "截尾到5件", "截尾到"}, Row{"", "元", "截尾到天", "截尾到"},
                           Row{"", "元", "向上取整", "向上取整到"}, Row{"", "元", "取整到分", "四舍五入到"},
                           Row{"币种: 美元\n", "美元", "截尾到元", "截尾到0.01美元"}, Row{"币种: 日元\n", "日元", "四舍六入五成双", "四舍六入五成双到1日元"}}) {
        CAPTURE(row.written);
        const auto body = [&](const std::string& rounding) {
            return std::string(row.currency) + "申报: {额: {类型: 金额, 单位: " + row.unit + "}}\n奖补:\n  - 基数: 额\n  - 取整: " + rounding + "\n";
        };
        const auto wrong = testing::load_body(body(row.written));
        REQUIRE_FALSE(wrong.diagnostics.all().empty());
        const Bilingual& help = wrong.diagnostics.all().front().help;
        const std::size_t begin = help.zh.find("“") + std::string("“").size();
        const std::string zh = help.zh.substr(begin, help.zh.find("”") - begin);
        const std::string en = help.en.substr(help.en.find('`') + 1, help.en.find('`', help.en.find('`') + 1) - help.en.find('`') - 1);
        CHECK(zh.starts_with(row.mode));
        CHECK_MESSAGE(testing::load_body(body(zh)).codes().empty(), zh);
        CHECK_MESSAGE(testing::load_body(body(en)).codes().empty(), en);
    }
}

TEST_CASE("every step is checked for its unit") {
    struct Row {
        const char* step;
        const char* code;  ///< empty: nothing wrong
    };
    const Row rows[] = {
        {"{乘: 5%}", ""},
        {"{乘: 5元}", "E204"},
        {"{加: 5}", "E204"},
        {"{减: 5元, 当: 首次}", ""},
        {"{减: 5元, 当: 额}", "E207"},
        {"{加: 或有}", "E205"},
        // Only a cap or a floor may be absent: then it changes nothing.
        {"{上限: 或有}", ""},
        {"{下限: 或有}", ""},
        {"{起付: 或有}", "E205"},
        {"{起付: 0}", ""},
        {"{分档: {方式: 全额累进, 档: [{至: 5元, 率: 1%}, {率: 2%}]}}", ""},
        {"{分档: {方式: 全额累进, 档: [{至: 5, 率: 1%}, {率: 2%}]}}", "E204"},
        {"{分档: {方式: 超额, 档: [{率: 2%}]}}", "E454"},
        {"{分档: {方式: 全额累进, 档: []}}", "E315"},
        {"{分档: {档: [{率: 2%}]}}", "E350"},
        {"{分档: [{至: 5元, 率: 2%}, {率: 1%}]}", "E350"},
        {"{分档: {方式: 超额累进, 档: [{至: -5元, 率: 1%}, {率: 2%}]}}", "E315"},
        {"{分档: {方式: 超额累进, 档: [{满: 0元, 至: 5元, 率: 1%}, {超过: 5元, 率: 2%}]}}", ""},
        {"{分档: {方式: 超额累进, 档: [{不满: 额 * 2, 率: 1%}, {满: 额*2, 率: 2%}]}}", ""},   // one edge, spelt twice
        {"{分档: {方式: 超额累进, 档: [{不满: 额 * 2, 率: 1%}, {满: 2 * 额, 率: 2%}]}}", "E351"},
        {"{分档: {方式: 超额累进, 档: [{至: 5元, 率: 1%}, {满: 5元, 率: 2%}]}}", "E351"},
        {"{分档: {方式: 全额累进, 档: [{至: 5元, 额: 1元}, {率: 2%}]}}", ""},
        {"{分档: {方式: 全额累进, 档: [{至: 5元, 额: 1%}, {率: 2%}]}}", "E204"},
        {"{分档: {方式: 超额累进, 档: [{至: 5元, 额: 1元}, {率: 2%}]}}", "E315"},
        {"{上浮: 10%}", "E352"},
        {"{上浮: {}}", "E352"},
        {"{上浮: {相对: 10%}}", ""},
        {"{上浮: {相对: 10}}", "E301"},
        {"{上浮: {百分点: 3}}", "E314"},   // there is no rate before it
        {"{说明: 什么也不做}", "E314"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.step);
        const auto loaded = testing::load_body(
            "申报: {额: 金额, 或有: {类型: 金额, 可无: 是}, 首次: 是否}\n奖补:\n  - 基数: 额\n  - " + std::string(row.step) +
            "\n异常: [{编号: 一, 当: 首次 且 或有 != null, 级别: 提示}]\n");
        const auto codes = loaded.codes();
        CHECK((codes.empty() ? std::string() : codes.front()) == row.code);
    }
}

TEST_CASE("an extra amount has the unit of its base") {
    const auto loaded = testing::load_body(
        "单位: [件]\n申报: {额: 金额, 数: {类型: 数, 单位: 件}}\n另算:\n  追回: [{基数: 额}]\n  折算: [{基数: 数}, {取整: 截尾到1件}]\n");
    const Incentive& incentive = loaded.incentive();
    REQUIRE(incentive.extras.size() == 2);
    CHECK(amount_unit(incentive.extras[0].steps) == Unit::of("CNY"));
    CHECK(amount_unit(incentive.extras[1].steps) == Unit::of("件"));
    CHECK(testing::load_body("申报: {名: 文本}\n另算:\n  追回: [{基数: 名}]\n").codes() == std::vector<std::string>{"E314"});
}

TEST_CASE("rounding behind a cap that is no multiple of its step is pointed at") {
    const std::string head = "申报: {额: 金额}\n奖补:\n  - 基数: 额\n";
    CHECK(testing::load_body(head + "  - 上限: 1050元\n  - 取整: 截尾到百元\n").codes() == std::vector<std::string>{"W506"});
    CHECK(testing::load_body(head + "  - 上限: 1000元\n  - 取整: 截尾到百元\n").codes().empty());
    CHECK(testing::load_body(head + "  - 取整: 截尾到百元\n  - 上限: 1050元\n").codes() == std::vector<std::string>{"W546"});
    CHECK(testing::load_body(head + "  - 取整: 截尾到百元\n  - 上限: 1100元\n").codes().empty());
}

TEST_CASE("rounding behind a cap that is computed must not lift the amount above it") {
    const std::string head = "申报: {额: 金额}\n计算:\n  整百: {步骤: [{基数: 额}, {乘: 3%}, {取整: 截尾到百元}]}\n奖补: [{基数: 额}, {乘: 5%}, ";
    const auto told = [&](const char* steps) {
        const auto codes = testing::load_body(head + steps + "]\n").codes();
        return std::count(codes.begin(), codes.end(), "W506");
    };
    CHECK(told("{上限: 额 * 3%}, {取整: 向上进位到百元}") == 1);
    CHECK(told("{上限: 额 * 3%}, {取整: 四舍五入到元}") == 1);
    CHECK(told("{上限: 额 * 3%}, {取整: 截尾到百元}") == 0);            // below the cap
    CHECK(told("{上限: 额 * 3%}, {取整: 四舍五入到分}") == 0);          // an award is whole cents
    CHECK(told("{上限: 整百}, {取整: 向上进位到百元}") == 0);            // the cap is itself whole hundreds
    CHECK(told("{取整: 向上进位到百元}, {上限: 额 * 3%}, {取整: 截尾到分}") == 0);
    CHECK(told("{上限: 额 * 3%}, {取整: 向上进位到百元}, {上限: 额 * 3%}, {取整: 截尾到分}") == 0);
    CHECK(told("{上限: 额 * 3%}, {取整: 向上进位到百元}, {上限: 额 * 4%}, {取整: 截尾到分}") == 1);   // another cap
}

}  // namespace
}  // namespace huiqi
