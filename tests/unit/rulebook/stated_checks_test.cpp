// What the values of parameters make wrong for everybody: told when the rule, or the overlay that sets them, is loaded.

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

/// The errors of one incentive: their codes with the words that they stand at.
[[nodiscard]] std::string errors(const std::string& rest) {
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook_text(
        "rule.yaml", "种类: 事项\n编号: 例.事项\n申报:\n  额: {类型: 金额, 小数: 2}\n  日: 日期\n  县: 是否\n" + rest, diagnostics));
    std::string found;
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            found += (found.empty() ? "" : " | ") + std::string(one.code) + " " + one.message.zh;
        }
    }
    return found;
}

constexpr const char* kBands =
    "奖补: [{基数: 额}, {分档: {方式: 超额累进, 档: [{至: 一档, 率: 5%}, {至: 二档, 率: 3%}, {率: 1%}]}}, {取整: 四舍五入到分}]\n";

}  // namespace

TEST_CASE("edges of bands that parameters let fall are refused, on every day in force") {
    struct Row {
        const char* rest;
        const char* error;
    };
    const std::vector<Row> rows{
        {"参数: {一档: {类型: 金额, 值: 500元}, 二档: {类型: 金额, 值: 2000元}}\n", ""},
        {"参数: {一档: {类型: 金额, 值: 2000元}, 二档: {类型: 金额, 值: 2000元}}\n", ""},   // an empty band
        {"参数: {一档: {类型: 金额, 值: 2000元}, 二档: {类型: 金额, 值: 500元}}\n", "E315 这一档的上端是500元，比上一档的2000元低"},
        {"参数: {一档: {类型: 金额, 值: -1元}, 二档: {类型: 金额, 值: 500元}}\n", "E315 第一档的上端是-1元，低于0"},
        {"施行: {自: 2024-01-01, 按: 日}\n参数: {一档: {类型: 金额, 历次: {2024-01-01: 500元, 2025-01-01: 3000元}}, 二档: {类型: 金额, 值: 2000元}}\n",
         "E315 2025-01-01 起，这一档的上端是2000元，比上一档的3000元低"},
        {"施行: {自: 2024-01-01, 至: 2024-12-31, 按: 日}\n参数: {一档: {类型: 金额, 历次: {2024-01-01: 500元, 2025-01-01: 3000元}}, 二档: {类型: 金额, 值: 2000元}}\n",
         ""},   // 2025 lies outside
        {"参数: {基: {类型: 金额, 值: 2000元}}\n计算: {一档: 基 * 2, 二档: \"孰低(基, 500元) + 1元\"}\n", "E315 这一档的上端是501元，比上一档的4000元低"},
        {"参数: {基: {类型: 金额, 值: 2000元}}\n计算: {一档: 基 * 2, 二档: 额}\n", ""},   // seen for each application: R15
    };
    for (const Row& row : rows) {
        CAPTURE(row.rest);
        CHECK(errors(std::string(row.rest) + kBands) == row.error);
    }
}

TEST_CASE("a step that parameters leave out has no edges to fall") {
    const std::string steps = "奖补: [{基数: 额}, {分档: {方式: 全额累进, 档: [{至: 一档, 率: 5%}, {至: 二档, 率: 3%}, {率: 1%}]}, 当: 方式 = 分档}, {取整: 四舍五入到分}]\n";
    const std::string falling = "枚举: {方式: [分档, 定率]}\n参数: {一档: {类型: 金额, 值: 20元}, 二档: {类型: 金额, 值: 5元}, 方式: {类型: 方式, 值: ";
    CHECK(errors(falling + "定率}}\n" + steps).empty());
    CHECK(errors(falling + "分档}}\n" + steps) == "E315 这一档的上端是5元，比上一档的20元低");
}

TEST_CASE("parts that parameters make more or less than the award are refused") {
    struct Row {
        const char* rest;
        const char* error;
    };
    const std::vector<Row> rows{
        {"参数: {期: {类型: 金额, 值: 10万元}}\n奖补: [{基数: 期 * 3}]\n分期: [{编号: 一, 额: 期}, {编号: 二, 额: 期, 当: 不复核}]\n",
         "E353 各期加起来是200000元，永远到不了奖补的300000元"},
        {"奖补: [{基数: 60元}]\n分期: [{编号: 一, 额: 10元}, {编号: 二, 额: 20元, 当: 不复核}, {编号: 三, 额: 40元, 当: 不复核}]\n",
         "E353 各期加起来是70元，超过了奖补的60元：后面的付不到写的数"},
        {"奖补: [{基数: 60元}]\n分期: {中断: 继续, 各期: [{编号: 一, 额: 30元}, {编号: 二, 额: 30元, 当: 县}, {编号: 三, 额: 30元, 当: 非(县)}]}\n", ""},
        {"参数: {期: {类型: 金额, 值: 10万元}}\n奖补: [{基数: 期 * 2}]\n分期: [{编号: 一, 额: 期}, {编号: 二, 额: 期, 当: 不复核}]\n", ""},
        {"参数: {甲率: {类型: 比例, 值: 60%}, 乙率: {类型: 比例, 值: 60%}}\n奖补: [{基数: 额}]\n"
         "分担: [{方: 省, 比例: 甲率, 取整: 截尾到分}, {方: 市, 比例: 乙率, 取整: 截尾到分}, {方: 县, 余额: 是}]\n",
         "E353 各份加起来是120%，超过了全部的100%"},
        {"参数: {甲率: {类型: 比例, 值: 60%}, 乙率: {类型: 比例, 值: 40%}}\n奖补: [{基数: 额}]\n"
         "分担: [{方: 省, 比例: 甲率, 取整: 截尾到分}, {方: 市, 比例: 乙率, 取整: 截尾到分}, {方: 县, 余额: 是}]\n",
         ""},   // nothing is left for the county, which a locality may want
        {"参数: {甲率: {类型: 比例, 值: 60%}, 乙率: {类型: 比例, 值: 60%}}\n奖补: [{基数: 额}]\n"
         "分担: [{方: 省, 比例: 甲率, 取整: 截尾到分}, {方: 市, 比例: 乙率, 取整: 截尾到分, 上限: 1万元}, {方: 县, 余额: 是}]\n",
         ""},   // the cap may leave room
        {"参数: {一: {类型: 金额, 值: 6万元}}\n奖补: [{基数: 10万元}]\n分担: [{方: 省, 额: 一}, {方: 市, 额: 一}, {方: 县, 余额: 是}]\n",
         "E353 各份加起来是120000元，超过了全部的100000元"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.rest);
        CHECK(errors(row.rest) == row.error);
    }
}

TEST_CASE("what an overlay sets is told where it sets it, and what its parent said is not told again") {
    const testing::TemporaryFolder folder;
    folder.write("上.yaml", "种类: 事项\n编号: 例.上\n申报: {额: {类型: 金额, 小数: 2}}\n"
                            "参数:\n  一档: {类型: 金额, 地方: 必填}\n  二档: {类型: 金额, 地方: 可填, 值: 500元}\n" + std::string(kBands));
    folder.write("下.yaml", "种类: 细则\n编号: 例.下\n上位: 例.上\n参数: {一档: {值: 2000元}}\n");
    folder.write("再下.yaml", "种类: 细则\n编号: 例.再下\n上位: 例.下\n条件: [{编号: 有, 要求: 额 > 0, 不符合时: 没有}]\n");
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
    std::size_t told = 0;
    for (const Diagnostic& one : diagnostics.all()) {
        told += one.code == "E315" ? 1U : 0U;
        CHECK((one.code != "E315" || one.related.size() == 1));
    }
    CHECK(told == 1);
}

}  // namespace huiqi
