#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/case_search.h"
#include "tests/unit/evaluate/covering.h"

namespace huiqi {
namespace {

using covering::Seen;
using covering::seen;

const std::string kAmount = "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n";

}  // namespace

TEST_CASE("a boundary is reached by the last value on one side and the first on the other") {
    struct Row {
        const char* test;
        const char* on;       // reaches the last value on the side of equality
        const char* beside;   // reaches the first on the other side
    };
    constexpr std::array rows{
        Row{"额 >= 100元", "100", "99.99"},
        Row{"额 > 100元", "100", "100.01"},
        Row{"额 <= 100元", "100", "100.01"},
        Row{"额 < 100元", "100", "99.99"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.test);
        const auto with = [&](const std::string& amount) {
            return seen(kAmount + "条件:\n  - {编号: 一, 要求: " + row.test + ", 不符合时: 否}\n用例:\n  - {名称: 一, 申报: {额: " + amount +
                        "}, 结果: {异常: []}}\n");
        };
        const std::string on = std::string("boundary on: ") + row.test;
        const std::string beside = std::string("boundary beside: ") + row.test;
        CHECK(with(row.on).reached.contains(on));
        CHECK(with(row.on).missed.contains(beside));
        CHECK(with(row.beside).reached.contains(beside));
        CHECK(with(row.beside).missed.contains(on));
        CHECK(with("98.5").missed.contains(on));
        CHECK(with("98.5").missed.contains(beside));
        CHECK(with("101.5").missed.contains(beside));
    }
}

TEST_CASE("what cannot happen is not asked for") {
    // whole yuan: half of them ends in 50 fen, so that no amount lies halfway between two cents; nothing is below 0
    const Seen one = seen("申报:\n  额: {类型: 金额, 小数: 0, 范围: 0元以上}\n条件:\n  - {编号: 一, 要求: 额 >= 0元, 不符合时: 否}\n"
                          "奖补:\n  - 基数: 额\n  - 乘: 50%\n  - 取整: 四舍五入到分\n用例:\n  - {名称: 一, 申报: {额: 3}, 结果: {金额: 1.5元}}\n");
    CHECK(one.impossible.contains("boundary beside: 额 >= 0元"));
    CHECK(one.missed.contains("boundary on: 额 >= 0元"));
    std::size_t ties = 0;
    for (const std::string& text : one.impossible) {
        ties += text.starts_with("rounding tie") ? 1U : 0U;
    }
    CHECK(ties == 1);
    // 2.5 % of whole yuan can end halfway: 1 yuan gives 2.5 fen
    const Seen other = seen("申报:\n  额: {类型: 金额, 小数: 0, 范围: 0元以上}\n"
                            "奖补:\n  - 基数: 额\n  - 乘: 2.5%\n  - 取整: 四舍五入到分\n用例:\n  - {名称: 一, 申报: {额: 1}, 结果: {金额: 0.03元}}\n");
    CHECK(other.impossible.empty());
    CHECK(other.missed.empty());
}

TEST_CASE("texts that rules state are tried, also in the records of a list that no case fills") {
    Seen one = seen("申报:\n  备注: {类型: 文本}\n  清单: {类型: 列表, 每项: {名: 文本, 额: {类型: 金额, 小数: 2, 范围: 0元以上}}}\n"
                    "条件:\n  - {编号: 备, 要求: '备注 = \"甲: 乙\"', 不符合时: 否}\n"
                    "  - {编号: 项, 要求: 'count(清单[名 = \"丙\"]) > 0', 不符合时: 否}\n"
                    "用例:\n  - {名称: 一, 申报: {备注: 丁, 清单: []}, 结果: {符合: 否}}\n");
    CHECK(!one.open.empty());
    static_cast<void>(search_cases(one.rulebook.incentives.front(), one.open, 20'000));
    CHECK(one.open.empty());
}

TEST_CASE("a tie behind which a limit puts another amount is not met") {
    const auto tie = [](const std::string& steps, const std::string& amount, const std::string& award) {
        const Seen one = seen(kAmount + "奖补:\n  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍五入到分\n" + steps + "用例:\n  - {名称: 一, 申报: {额: " + amount +
                              "}, 结果: {金额: " + award + "元}}\n");
        const auto any = [](const std::set<std::string>& all) {
            return std::any_of(all.begin(), all.end(), [](const std::string& text) { return text.starts_with("rounding tie"); });
        };
        CHECK(any(one.reached) != any(one.missed));
        return any(one.reached);
    };
    CHECK(tie("  - 上限: 1元\n", "10.10", "0.51"));
    CHECK(!tie("  - 上限: 1元\n", "30.10", "1"));
    CHECK(tie("  - 上限: 1.51元\n", "30.10", "1.51"));   // what the rounding gives is what is paid
    CHECK(!tie("  - 下限: 1元\n", "10.10", "1"));
    CHECK(!tie("  - 起付: 1元\n", "10.10", "0"));
    CHECK(tie("  - 加: 1元\n", "10.10", "1.51"));
}

TEST_CASE("a limit that no amount can reach, and one that every amount meets, are not asked for") {
    const std::string rule = "申报:\n  额: {类型: 金额, 小数: 2, 范围: '[0元..100元]'}\n奖补:\n  - 基数: 额\n";
    const std::string cases = "用例:\n  - {名称: 一, 申报: {额: 7}, 结果: {符合: 是}}\n";
    const auto limits = [&](const std::string& step) {
        const Seen one = seen(rule + "  - " + step + "\n" + cases);
        std::set<std::string> made;
        for (const std::string& text : one.impossible) {
            if (text.starts_with("step effect") || text.starts_with("step idle")) {
                made.insert(text.substr(0, text.find(':')));
            }
        }
        return made;
    };
    using Names = std::set<std::string>;
    CHECK(limits("上限: 100元") == Names{"step effect"});
    CHECK(limits("上限: 99.99元") == Names{});
    CHECK(limits("下限: 0元") == Names{"step effect"});
    CHECK(limits("下限: 0.01元") == Names{});
    CHECK(limits("下限: 100.01元") == Names{"step idle"});
    CHECK(limits("下限: 100元") == Names{});
}

TEST_CASE("what none of the choices of the application allows is not asked for") {
    // 甲 gives at most 150, 乙 at most 200: neither cap does anything, which only shows when one of the two is chosen
    const std::string inputs = "枚举: {类: [甲, 乙]}\n申报:\n  类: {类型: 类}\n  额: {类型: 金额, 小数: 2, 范围: '[0元..100元]'}\n";
    const std::string steps = "奖补:\n  - {基数: 额}\n  - {乘: 150%, 当: 类 = 甲}\n  - {乘: 200%, 当: 类 = 乙}\n  - {上限: 200元, 当: 类 = 乙}\n";
    const std::string cases = "  - {取整: 四舍五入到分, 解释: 没有写取整}\n用例:\n  - {名称: 甲, 申报: {类: 甲, 额: 0.01}, 结果: {金额: 0.02元}}\n"
                              "  - {名称: 乙, 申报: {类: 乙, 额: 7}, 结果: {金额: 14元}}\n";
    const Seen one = seen(inputs + steps + cases);
    CHECK(one.missed.empty());
    CHECK(one.impossible.size() == 1);
    // a cent less and it can be reached
    const Seen other = seen(inputs + "奖补:\n  - {基数: 额}\n  - {乘: 150%, 当: 类 = 甲}\n  - {乘: 200%, 当: 类 = 乙}\n"
                                     "  - {上限: 199.99元, 当: 类 = 乙}\n" + cases);
    CHECK(other.missed.size() == 1);
    CHECK(other.impossible.empty());
    // 0.36 yuan or 0.20 yuan for each hundredth: never half a cent, although 36 % and 20 % of any cents could be
    const Seen table = seen("枚举: {类: [甲, 乙]}\n申报:\n  类: {类型: 类}\n  数: {类型: 数, 小数: 2, 范围: 0以上}\n"
                            "对照表:\n  价: {命中: 唯一, 输入: [类], 输出: {保额: 金额, 费率: 比例}, 行: [[甲, 600元, 6%], [乙, 1000元, 2.5%]]}\n"
                            "奖补:\n  - 基数: 数 * 价.保额 * 价.费率\n  - 取整: 四舍五入到分\n用例:\n"
                            "  - {名称: 甲, 申报: {类: 甲, 数: 1}, 结果: {金额: 36元}}\n  - {名称: 乙, 申报: {类: 乙, 数: 1}, 结果: {金额: 25元}}\n");
    CHECK(table.missed.empty());
    // not answering is no choice: a yes or no that nobody leaves open is still asked for
    const Seen answer = seen("申报:\n  已还: {类型: 是否}\n条件:\n  - {编号: 还清, 要求: 已还, 不符合时: 没有还清}\n奖补:\n  - 基数: 1元\n用例:\n"
                             "  - {名称: 是, 申报: {已还: 是}, 结果: {金额: 1元}}\n  - {名称: 否, 申报: {已还: 否}, 结果: {符合: 否}}\n");
    CHECK(answer.missed == std::set<std::string>{"condition unknown: 还清"});
}

TEST_CASE("a bare yes or no is a test that nothing proves impossible") {
    const Seen one = seen("申报:\n  优先: {类型: 是否}\n  再看: {类型: 是否, 可无: 是}\n  额: {类型: 金额, 小数: 2, 范围: '[0元..100元]'}\n"
                          "奖补:\n  - {基数: 额}\n  - {乘: if 优先 then 10% else 5%}\n  - {加: 1元, 当: 再看 = 无}\n  - {取整: 截尾到分}\n"
                          "用例:\n  - {名称: 一, 申报: {优先: 否, 再看: 是, 额: 50.10}, 结果: {金额: 2.50元}}\n");
    CHECK(one.impossible.empty());
    CHECK(one.missed.contains("test holds: 优先"));
    CHECK(one.missed.contains("test holds: 再看 = 无"));
    CHECK(one.reached.contains("test fails: 优先"));
}

TEST_CASE("what a locality may set keeps everything open, and the language's own limit of 追回 is nobody's clause") {
    const Seen local = seen("参数:\n  上: {类型: 金额, 地方: 必填}\n申报:\n  额: {类型: 金额, 小数: 2, 范围: '[0元..100元]'}\n"
                            "奖补:\n  - 基数: 额\n  - 上限: 上\n  - 取整: 截尾到分\n用例:\n  - {名称: 一, 取: {上: 1000元}, 申报: {额: 7}, 结果: {金额: 7元}}\n");
    CHECK(local.missed.contains("step effect: 上限"));
    // what parameters alone decide waits for no answer
    const Seen alone = seen("参数:\n  上: {类型: 金额, 地方: 可填, 值: 无}\n申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
                            "条件:\n  - {编号: 写了, 要求: 上 != 无, 不符合时: 细则没有写}\n奖补:\n  - 基数: 额\n用例:\n"
                            "  - {名称: 写了, 取: {上: 1元}, 申报: {额: 7}, 结果: {金额: 7元}}\n  - {名称: 没有, 申报: {额: 7}, 结果: {符合: 否}}\n");
    CHECK(alone.missed.empty());
    const Seen back = seen("申报:\n  已付额: {类型: 金额, 小数: 2, 范围: 0元以上}\n奖补:\n  - 基数: 100元\n"
                           "追回:\n  已付: 已付额\n  步骤:\n    - 乘: 50%\n    - 取整: 四舍五入到分\n用例:\n"
                           "  - {名称: 半分, 申报: {已付额: 0.01}, 结果: {金额: 100元, 追回: 0.01元}}\n");
    CHECK(back.missed.empty());
}

TEST_CASE("a step counts only where the application is eligible, a case only when it is confirmed") {
    const std::string rule = kAmount + "条件:\n  - {编号: 一, 要求: 额 < 10元, 不符合时: 否}\n奖补:\n  - 基数: 额\n  - 上限: 5元\n用例:\n";
    const auto cap = [](const Seen& one) {
        for (const std::string& text : one.reached) {
            if (text.starts_with("step effect")) {
                return true;
            }
        }
        return false;
    };
    CHECK_FALSE(cap(seen(rule + "  - {名称: 一, 申报: {额: 20}, 结果: {符合: 否}}\n")));
    CHECK(cap(seen(rule + "  - {名称: 一, 申报: {额: 9}, 结果: {金额: 5元}}\n")));
    CHECK_FALSE(cap(seen(rule + "  - {名称: 一, 申报: {额: 9}, 结果: {金额: 5元}, 待确认: 是}\n")));
}

TEST_CASE("what stands in lists and loops is seen element by element") {
    const std::string rule =
        "申报:\n  付款: {类型: 列表, 每项: {金额: {类型: 金额, 小数: 2, 范围: 0元以上}}}\n"
        "计算:\n  大额: 合计(付款[金额 >= 100元].金额)\n"
        "  用: {逐项: 付款, 称作: 笔, 状态: {余额: 100元}, 递推: {余额: 'if 笔.金额 > 余额 then 0元 else 余额 - 笔.金额'}, 得: 余额}\n"
        "分项: [大额, 用]\n用例:\n";
    const Seen none = seen(rule + "  - {名称: 一, 申报: {付款: []}, 结果: {大额: 0元}}\n");
    CHECK(none.missed.contains("test holds: 金额 >= 100元"));
    CHECK(none.missed.contains("test fails: 笔.金额 > 余额"));
    const Seen some = seen(rule + "  - {名称: 一, 申报: {付款: [{金额: 100}, {金额: 0.01}, {金额: 99.99}]}, 结果: {大额: 100元}}\n");
    CHECK(some.missed.empty());
}

TEST_CASE("a search finds what no case reaches, from one case") {
    const std::string rule =
        "申报:\n  本金: {类型: 金额, 小数: 2, 范围: '[0元..1亿元]'}\n  日: {类型: 日期}\n  已还: {类型: 是否}\n"
        "条件:\n  - {编号: 还清, 要求: 已还, 不符合时: 没有还清}\n  - {编号: 日期, 要求: 日 >= 2024-03-01, 不符合时: 太早}\n"
        "奖补:\n  - 基数: 本金 * 3 / 7\n  - 乘: 30%\n  - 取整: 四舍五入到分\n  - 上限: 20万元\n"
        "用例:\n  - {名称: 一, 申报: {本金: 700, 日: 2024-05-01, 已还: 是}, 结果: {金额: 90元}}\n";
    Seen before = seen(rule);
    const std::size_t wanted = before.open.size();
    CHECK(wanted >= 8);
    const std::vector<FoundCase> found = search_cases(before.rulebook.incentives.front(), before.open, 20'000);
    // k fen give k · 9 / 70: a tie at 35, 105, 175 … fen
    CHECK(before.open.empty());
    CHECK(found.size() >= 5);
    for (const FoundCase& one : found) {
        CHECK(one.like == "一");
        CHECK_FALSE(one.changed.empty());
    }
}

TEST_CASE("a search finds days that the rule does not state") {
    const std::string cases = "奖补:\n  - 基数: 1元\n用例:\n  - {名称: 一, 申报: {始: 2020-02-29, 终: 2021-06-30}, 结果: {金额: 1元}}\n";
    const auto left = [&](const std::string& range, const std::string& test) {
        Seen one = seen("申报:\n  始: {类型: 日期" + range + "}\n  终: {类型: 日期" + range + "}\n条件:\n  - {编号: 一, 要求: " + test +
                        ", 不符合时: 否}\n" + cases);
        CHECK_FALSE(one.open.empty());
        static_cast<void>(search_cases(one.rulebook.incentives.front(), one.open, 20'000));
        return one.open.size();
    };
    const std::string range = ", 范围: '[2015-01-01..2030-12-31]'";
    CHECK(left(range, "始 <= 终") == 0);
    CHECK(left(range, "始 + 12个月 <= 终") == 0);
    CHECK(left("", "始 + 12个月 <= 终") == 0);
    CHECK(left("", "始 < 终") == 0);
}

}  // namespace huiqi
