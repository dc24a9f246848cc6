#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

constexpr std::string_view kIncentive =
    "种类: 事项\n编号: 例.甲\n申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  得分: {类型: 数, 小数: 1, 范围: '[0..100]'}\n"
    "奖补: [{基数: 额}, {取整: 四舍五入到分}]\n";
constexpr std::string_view kBundle =
    "种类: 组合\n编号: 例.组合\n事项: [例.甲]\n主键: {申请: 编号, 申请人: 信用代码, 受理序号: 序号}\n";

/// The codes of the errors of an incentive and a bundle with these texts behind them.
[[nodiscard]] std::string codes(std::string_view more_of_incentive, std::string_view more_of_bundle) {
    testing::TemporaryFolder folder;
    folder.write("甲.yaml", std::string(kIncentive) + std::string(more_of_incentive));
    folder.write("组合.yaml", std::string(kBundle) + std::string(more_of_bundle));
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
    std::string found;
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            found += (found.empty() ? "" : " ") + std::string(one.code);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("money that is there is not negative") {
    CHECK(codes("", "预算: {总额: -5元, 方式: 按比例}\n") == "E380");
    CHECK(codes("", "总额上限: {每: 申请人, 上限: -5元}\n") == "E380");
}

TEST_CASE("a limit holds for good, for a calendar year, or for several in a row") {
    const auto limit = [](const std::string& more) { return codes("", "总额上限: {每: 申请人, 上限: 5元, " + more + "}\n"); };
    const std::string dated = codes("", "");
    CHECK(dated.empty());
    CHECK(limit("期间: 自然年") == "E382");   // the bundle says no day
    CHECK(limit("期间: 连续3个自然年") == "E382");
    CHECK(limit("期间: 3 calendar years") == "E382");
    CHECK(limit("期间: 连续1个自然年").find("E454") != std::string::npos);
    CHECK(limit("期间: 三年").find("E454") != std::string::npos);
    CHECK(limit("取整: 截尾到元") == "");
    CHECK(limit("取整: 四舍五入到元") == "E383");
}

TEST_CASE("who pays is said whole, in constant rates, and once") {
    struct Row {
        const char* text;
        const char* codes;
    };
    const std::vector<Row> rows{
        {"[{方: 市, 余额: 是}]", ""},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到分}, {方: 县, 余额: 是}]", ""},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到分, 上限: 5万元}, {方: 县, 余额: 是}]", ""},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到分}, {方: 县, 比例: 40%, 余额: 是}]", ""},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到分}]", "E353"},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到分}, {方: 县, 比例: 50%, 余额: 是}]", "E353"},
        {"[{方: 市, 余额: 是}, {方: 县, 余额: 是}]", "E353"},
        {"[{方: 市, 余额: 是}, {方: 市, 比例: 5%, 取整: 四舍五入到分}]", "E312"},
        {"[{方: 市, 比例: 60%}, {方: 县, 余额: 是}]", "E306"},
        {"[{方: 市, 比例: 60, 取整: 四舍五入到分}, {方: 县, 余额: 是}]", "E301"},
        {"[{方: 市, 比例: 得分 / 100, 取整: 四舍五入到分}, {方: 县, 余额: 是}]", "E202"},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到0.001元}, {方: 县, 余额: 是}]", "E306"},
        {"[{方: 市, 比例: 60%, 取整: 四舍五入到分, 上限: -1元}, {方: 县, 余额: 是}]", "E306"},
        {"[{方: 市, 额: 5万元}, {方: 县, 余额: 是}]", "E456"},
        {"[{方: 市}, {方: 县, 余额: 是}]", "E453"},
        {"[{方: 市, 余额: 是, 依据: 某办法}]", "E317"}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(codes("", "分担: " + std::string(row.text) + "\n") == row.codes);
    }
    CHECK(codes("分担: [{方: 省, 余额: 是}]\n", "分担: [{方: 市, 余额: 是}]\n") == "E384");
    testing::TemporaryFolder folder;
    folder.write("甲.yaml", "种类: 事项\n编号: 例.甲\n币种: 美元\n申报: {额: {类型: 数, 单位: 美元, 小数: 2}}\n奖补: [{基数: 额}]\n");
    folder.write("组合.yaml", std::string(kBundle) + "分担: [{方: 市, 余额: 是}]\n");
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
    REQUIRE(diagnostics.error_count() == 1);
    CHECK(diagnostics.all().back().code == "E348");   // settlement is in yuan
}

TEST_CASE("a key that changes nothing where it stands is refused") {
    struct Row {
        const char* text;
        const char* codes;
    };
    const std::vector<Row> rows{
        {"对照表:\n  表: {命中: 唯一, 输入: [得分], 输出: 比例, 优先次序: [1%], 行: [[不限, 1%]]}\n", "E313"},
        {"参数: {丙: {类型: 金额, 值: 1元, 每项: 文本}}\n", "E456"},
        {"全批:\n  数: {求: 个数, 小数: 2}\n", "E335"}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(codes(row.text, "") == row.codes);
    }
}

TEST_CASE("the fields of a list have no questions of their own, and their sources must be there") {
    const auto with = [](const char* field) {
        testing::TemporaryFolder folder;
        folder.write("甲.yaml", std::string(kIncentive).replace(kIncentive.find("奖补"), 0, "  付款: {类型: 列表, 每项: {款: {类型: 金额, " + std::string(field) + "}}}\n"));
        Diagnostics diagnostics;
        const Rulebook rulebook = load_rulebook({folder.path().string()}, diagnostics);
        std::string found;
        for (const Diagnostic& one : diagnostics.all()) {
            found += one.severity == Severity::error ? std::string(one.code) : "";
        }
        if (found.empty()) {
            for (const std::string& alias : rulebook.incentives.at(0).inputs.at(2).field.fields.at(0).aliases) {
                found += alias;
            }
        }
        return found;
    };
    CHECK(with("问题: 多少") == "E456");
    CHECK(with("填报: 写整数") == "E456");
    CHECK(with("证明: 回单") == "E456");
    CHECK(with("性质: 其他") == "E456");
    CHECK(with("依据: 没有") == "E317");
    CHECK(with("别名: [支付额]") == "支付额");
}

}  // namespace huiqi
