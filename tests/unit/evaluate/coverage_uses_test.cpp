#include <algorithm>
#include <map>
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

/// A class that no condition lets through, a least amount, and a table, bands, a definition and a date that make the award alone.
const std::string kRule =
    "枚举: {类: [甲, 乙, 丙]}\n施行: {自: 2024-01-01, 按: 日}\n"
    "参数:\n  另加: {类型: 金额, 历次: {2024-01-01: 1元, 2025-01-01: 2元}}\n"
    "申报:\n  类: {类型: 类}\n  日: {类型: 日期}\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
    "对照表:\n  价: {命中: 唯一, 输入: [类, 额], 输出: 金额, 行: [[甲, 不满10元, 1元], [甲, 10元以上, 2元], [乙, 不限, 3元], [丙, 不限, 0元]]}\n"
    "计算:\n  零头: 'if 额 > 20元 then 四舍五入(额 * 50%, 0.01元) else 0元'\n"
    "  分段: {步骤: [{基数: 额}, {分档: {方式: 全额累进, 档: [{不满: 30元, 率: 10%}, {满: 30元, 率: 50%}]}}, {取整: 截尾到分}]}\n"
    "条件:\n  - {编号: 类, 要求: 类 != 丙, 不符合时: 丙不补}\n  - {编号: 够, 要求: 额 >= 5元, 不符合时: 太少}\n"
    "奖补:\n  - {基数: 价 + 零头 + 另加}\n  - {加: 分段}\n  - {取整: 截尾到分}\n用例:\n";

[[nodiscard]] Seen with(const std::string& answers, const std::string& result) {
    return seen(kRule + "  - {名称: 一, 申报: {" + answers + "}, 结果: {" + result + "}}\n");
}

/// The parent of the overlays below: each value comes to bear in another way.
const std::string kParent =
    "种类: 事项\n编号: 上.奖\n枚举: {类: [甲, 乙, 丙]}\n"
    "参数:\n  价甲: {类型: 金额, 地方: 必填}\n  价乙: {类型: 金额, 地方: 必填}\n  门槛: {类型: 金额, 地方: 可填, 值: 1元}\n"
    "  加码: {类型: 金额, 地方: 可填, 值: 0元}\n  文件: {类型: 文本, 地方: 可填, 值: 上}\n  档: {类型: 金额, 地方: 可填, 值: 1元}\n"
    "  高率: {类型: 比例, 地方: 可填, 值: 1%}\n"
    "申报:\n  类: {类型: 类}\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  多: {类型: 是否}\n"
    "对照表:\n  价: {命中: 唯一, 输入: [类], 输出: 金额, 行: [[甲, 价甲], [乙, 价乙], [丙, 0元]]}\n"
    "条件:\n  - {编号: 够, 要求: 额 >= 门槛, 不符合时: 太少}\n  - {编号: 类, 要求: 类 != 丙, 不符合时: 丙不补}\n"
    "奖补:\n  - {基数: 额}\n  - {分档: {方式: 超额累进, 档: [{至: 档, 率: 0%}, {率: 高率}]}}\n  - {加: 价}\n  - {加: 加码, 当: 多}\n  - {取整: 截尾到分}\n";
const std::string kOverlay =
    "种类: 细则\n编号: 市.奖\n上位: 上.奖\n"
    "参数:\n  价甲: {值: 10元}\n  价乙: {值: 20元}\n  门槛: {值: 5元}\n  加码: {值: 3元}\n  文件: {值: 市里的}\n  档: {值: 100元}\n  高率: {值: 50%}\n";

/// Gives which values of the overlay some case uses.
[[nodiscard]] std::set<std::string> used(const Seen& found) {
    std::set<std::string> values;
    for (const std::string& text : found.reached) {
        if (text.starts_with("version reached: ")) {
            values.insert(text.substr(std::string("version reached: ").size()));
        }
    }
    return values;
}

[[nodiscard]] Seen under_overlay(const std::string& cases) {
    return seen(std::map<std::string, std::string>{{"上", kParent}, {"市", kOverlay + "用例:\n" + cases}});
}

}  // namespace

TEST_CASE("what makes an award is reached by an application that gets it, in a case that compares a value") {
    const Seen paid = with("类: 乙, 日: 2024-12-31, 额: 5", "金额: 4.50元");
    const Seen refused = with("类: 乙, 日: 2024-12-31, 额: 4.99", "符合: 否, 金额: 0元");
    const Seen waiting = with("类: 乙, 日: 2024-12-31", "金额: 未知");
    const Seen unread = with("类: 乙, 日: 2024-12-31, 额: 5", "符合: 是");
    for (const char* item : {"row reached: [乙, 不限, 3元]", "test fails: 额 > 20元", "version reached: 1元", "band reached: 10%"}) {
        CAPTURE(item);
        CHECK(paid.reached.contains(item));
        CHECK(refused.missed.contains(item));
        CHECK(waiting.missed.contains(item));
        CHECK(unread.missed.contains(item));
    }
    // a cell, an edge of a band, a tie of a rounding inside a definition
    CHECK(with("类: 甲, 日: 2024-12-31, 额: 9.99", "金额: 2.99元").reached.contains("boundary beside: 10元以上"));
    CHECK(with("类: 甲, 日: 2023-12-31, 额: 9.99", "符合: 否, 金额: 0元").missed.contains("boundary beside: 10元以上"));
    CHECK(with("类: 乙, 日: 2024-12-31, 额: 29.99", "金额: 21.99元").reached.contains("rounding tie: 四舍五入(额 * 50%, 0.01元)"));
    CHECK(with("类: 丙, 日: 2024-12-31, 额: 29.99", "符合: 否").missed.contains("rounding tie: 四舍五入(额 * 50%, 0.01元)"));
    // the day before the first value is nobody's award, the one before another value is
    CHECK(with("类: 乙, 日: 2023-12-31, 额: 5", "符合: 否").reached.contains("boundary beside: 1元"));
    CHECK(with("类: 乙, 日: 2024-12-31, 额: 4.99", "符合: 否").missed.contains("boundary beside: 2元"));
    CHECK(paid.reached.contains("boundary beside: 2元"));
    // what decides counts for those whom it refuses, as before
    CHECK(refused.reached.contains("condition fails: 够"));
    CHECK(refused.reached.contains("boundary beside: 额 >= 5元"));
    CHECK(waiting.reached.contains("condition unknown: 够"));
}

TEST_CASE("a table or a definition that a condition reads counts with it, one that an anomaly reads through the award does not") {
    const std::string rule = "申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
                             "对照表:\n  价: {命中: 唯一, 输入: [额], 输出: 金额, 行: [[不满10元, 0元], [10元以上, 2元]]}\n"
                             "计算:\n  得: 'if 额 < 9.99元 then 0元 else 价'\n";
    const std::string cases = "奖补:\n  - 基数: 得\n用例:\n  - {名称: 一, 申报: {额: 9.99}, 结果: {符合: 否}}\n";
    const Seen read = seen(rule + "条件:\n  - {编号: 够, 要求: 得 != 0元, 不符合时: 太少}\n" + cases);
    CHECK(read.reached.contains("row reached: [不满10元, 0元]"));
    CHECK(read.reached.contains("boundary beside: 10元以上"));
    CHECK(read.reached.contains("test fails: 额 < 9.99元"));
    const Seen said = seen(rule + "条件:\n  - {编号: 够, 要求: 额 >= 10元, 不符合时: '只有{得}'}\n" + cases);
    CHECK(said.reached.contains("row reached: [不满10元, 0元]"));
    const Seen apart = seen(rule + "条件:\n  - {编号: 够, 要求: 额 >= 10元, 不符合时: 太少}\n"
                                   "异常:\n  - {编号: 大, 当: 奖补 > 1元, 级别: 提示, 说明: 看一看}\n" + cases);
    CHECK(apart.missed.contains("row reached: [不满10元, 0元]"));
    CHECK(apart.missed.contains("test fails: 额 < 9.99元"));
}

TEST_CASE("a row for none but those whom a condition refuses is impossible, unless a locality can let them through") {
    CHECK(with("类: 丙, 日: 2024-12-31, 额: 5", "符合: 否").impossible.contains("row reached: [丙, 不限, 0元]"));
    const auto local = [&](const std::string& test) {
        return seen("枚举: {类: [甲, 丙]}\n参数:\n  价甲: {类型: 金额, 地方: 必填}\n  放宽: {类型: 是否, 地方: 可填, 值: 否}\n申报:\n  类: {类型: 类}\n"
                    "对照表:\n  价: {命中: 唯一, 输入: [类], 输出: 金额, 行: [[甲, 价甲], [丙, 0元]]}\n"
                    "条件:\n  - {编号: 类, 要求: " + test + ", 不符合时: 丙不补}\n奖补:\n  - 基数: 价 * 300%\n  - 取整: 截尾到分\n用例:\n"
                    "  - {名称: 一, 取: {价甲: 5元, 放宽: 是}, 申报: {类: 甲}, 结果: {金额: 15元}}\n");
    };
    CHECK(local("类 != 丙").impossible.contains("row reached: [丙, 0元]"));
    CHECK(local("类 != 丙 或 放宽").missed.contains("row reached: [丙, 0元]"));
    CHECK(local("放宽").missed.contains("row reached: [丙, 0元]"));
}

TEST_CASE("each value that an overlay sets is reached where it comes to bear under the overlay") {
    using Values = std::set<std::string>;
    const std::string first = "  - {名称: 一, 申报: {类: 甲, 额: 50, 多: 否}, 结果: {金额: 10元}}\n";
    CHECK(used(under_overlay(first)) == Values{"10元", "5元", "市里的", "100元"});   // the row, the condition, what none reads, the edge
    const Seen none = under_overlay("  - {名称: 一, 申报: {类: 甲, 额: 50, 多: 否}, 结果: {符合: 是}}\n");
    CHECK(used(none) == Values{"5元"});
    CHECK(none.missed.contains("version reached: 50%"));
    CHECK(used(under_overlay("  - {名称: 一, 申报: {类: 甲, 额: 4.99, 多: 是}, 结果: {符合: 否, 金额: 0元}}\n")) == Values{"5元"});
    CHECK(used(under_overlay("  - {名称: 一, 申报: {类: 乙, 额: 101, 多: 是}, 结果: {金额: 23.50元}}\n")) ==
          Values{"20元", "5元", "市里的", "100元", "50%", "3元"});
    // with another value in its place the one of the overlay is not tried
    CHECK(used(under_overlay("  - {名称: 一, 取: {价甲: 9元}, 申报: {类: 甲, 额: 50, 多: 否}, 结果: {金额: 9元}}\n")) ==
          Values{"5元", "市里的", "100元"});
    // a case of the parent is not decided under it
    const std::string above = kParent + "用例:\n  - {名称: 一, 取: {价甲: 10元, 价乙: 20元}, 申报: {类: 甲, 额: 1, 多: 否}, 结果: {金额: 10元}}\n";
    CHECK(used(seen(std::map<std::string, std::string>{{"上", above}, {"市", kOverlay}})).empty());
    // one that is laid over it is
    const std::string county = "种类: 细则\n编号: 县.奖\n上位: 市.奖\n参数:\n  价乙: {值: 7元}\n用例:\n"
                               "  - {名称: 一, 申报: {类: 乙, 额: 50, 多: 否}, 结果: {金额: 7元}}\n";
    CHECK(used(seen(std::map<std::string, std::string>{{"上", kParent}, {"市", kOverlay}, {"县", county}})) ==
          Values{"7元", "5元", "市里的", "100元"});
}

TEST_CASE("values of an overlay without cases are found from the cases of its parent") {
    const std::string above = kParent + "用例:\n  - {名称: 一, 取: {价甲: 10元, 价乙: 20元}, 申报: {类: 甲, 额: 1, 多: 否}, 结果: {金额: 10元}}\n";
    Seen before = seen(std::map<std::string, std::string>{{"上", above}, {"市", kOverlay}});
    const Incentive& parent = *before.rulebook.find("上.奖");
    const Incentive& overlay = *before.rulebook.find("市.奖");
    const auto of_overlay = [&](const CoverageKey& key) {
        return key.kind == CoverageKey::Kind::version && key.place.source == overlay.declared.source;
    };
    CHECK(std::count_if(before.open.begin(), before.open.end(), of_overlay) == 7);
    const std::vector<FoundCase> found = search_cases(overlay, before.open, 20'000, &parent);
    CHECK(std::none_of(before.open.begin(), before.open.end(), of_overlay));
    CHECK_FALSE(found.empty());
    for (const FoundCase& one : found) {
        CHECK(one.bind.empty());
        CHECK(one.like == "一");
    }
}

}  // namespace huiqi
