#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

/// The codes that texts give together, without those of things without a source.
std::string codes_of(const std::vector<std::string>& texts) {
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    for (std::size_t at = 0; at < texts.size(); ++at) {
        loader.add_text("rule" + std::to_string(at) + ".yaml", texts[at]);
    }
    static_cast<void>(loader.load());
    std::string codes;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.code != "W504") {
            codes += (codes.empty() ? "" : " ") + std::string(diagnostic.code);
        }
    }
    return codes;
}

std::string paid_in(const std::string& currency, const std::string& rest) {
    return "种类: 事项\n编号: 例.甲\n" + currency + "申报: {额: {类型: 金额, 单位: 日元, 小数: 0, 范围: 0日元以上}}\n" + rest;
}

const std::string kBundle = "种类: 组合\n编号: 例.组合\n事项: [例.甲]\n主键: {申请: 编号}\n";

TEST_CASE("an award is in the currency of its incentive") {
    struct Row {
        const char* currency;
        const char* rest;
        const char* codes;
    };
    const Row rows[] = {
        {"币种: 日元\n", "奖补: [{基数: 额}, {取整: 截尾到1000日元}, {上限: 10万日元}]\n", ""},
        {"currency: JPY\n", "奖补: [{基数: 额}, {取整: round down to 1000 JPY}]\n", ""},
        {"", "奖补: [{基数: 额}]\n", "E204"},
        {"币种: 日元\n", "奖补: [{基数: 额}, {取整: 截尾到元}]\n", "E316"},
        {"币种: 日元\n", "奖补: [{基数: 额}, {上限: 10万元}]\n", "E204"},
        {"币种: 万日元\n", "奖补: [{基数: 额 * 1元/日元}]\n", "E302"},
        {"币种: 天\n", "奖补: [{基数: 额 * 1元/日元}]\n", "E302"},
        {"币种: 贝壳\n", "奖补: [{基数: 额 * 1元/日元}]\n", "E302"},
    };
    for (const Row& row : rows) {
        CAPTURE(std::string(row.currency) + row.rest);
        CHECK(codes_of({paid_in(row.currency, row.rest)}) == row.codes);
    }
}

TEST_CASE("what is settled together is in yuan") {
    const std::string yen = paid_in("币种: 日元\n", "奖补: [{基数: 额}]\n");
    CHECK(codes_of({yen, kBundle}).empty());
    CHECK(codes_of({yen, kBundle + "预算: {总额: 100万元, 方式: 按比例, 取整: 截尾到元, 余数: 留存}\n"}) == "E348");
}

TEST_CASE("what one incentive takes of another is in the other's currency") {
    const std::string yen = paid_in("币种: 日元\n", "奖补: [{基数: 额}]\n");
    const std::string taker = "种类: 事项\n编号: 例.乙\n申报: {所得: {类型: 金额, 来自: 例.甲}}\n奖补: [{基数: 所得}]\n";
    CHECK(codes_of({yen, taker}) == "E342");
}

TEST_CASE("an input that only a bundle uses is used") {
    const std::string rule = "种类: 事项\n编号: 例.甲\n申报: {得分: {类型: 数, 小数: 2}}\n奖补: [{基数: 1元}]\n";
    CHECK(codes_of({rule}) == "W501");
    CHECK(codes_of({rule, kBundle}) == "W501");
    CHECK(codes_of({rule, kBundle + "名额: {数量: 2, 排序: [{按: 得分, 次序: 降}]}\n"}).empty());
}

TEST_CASE("a definition may say in which unit it is shown") {
    const auto with = [](const std::string& unit) {
        return "种类: 事项\n编号: 例.甲\n申报: {额: {类型: 金额, 小数: 2}}\n计算: {半: {值: 额 / 2, 单位: " + unit +
               "}}\n条件: [{编号: 有, 要求: 半 > 1万元, 不符合时: \"只有{半}\"}]\n奖补: [{基数: 1元}]\n";
    };
    CHECK(codes_of({with("万元")}).empty());
    CHECK(codes_of({with("天")}) == "E302");
    CHECK(codes_of({with("升")}) == "E302");
}

TEST_CASE("a name that cannot be one is told once") {
    CHECK(codes_of({"种类: 事项\n编号: 例.甲\n申报: {规模以上: 是否, 额: {类型: 金额, 小数: 2}}\n"
                    "计算: {合格: 规模以上 且 额 > 0}\n"
                    "条件: [{编号: 规上, 要求: 规模以上, 不符合时: 不是}, {编号: 又, 要求: 非(规模以上) 或 合格, 不符合时: \"{规模以上}\"}]\n"
                    "奖补: [{基数: if 规模以上 then 额 else 1元}]\n"}) == "E328");
}

}  // namespace
}  // namespace huiqi
