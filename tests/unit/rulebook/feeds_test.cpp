#include "engine/rulebook/loaders/feed_loader.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/loaders/rulebook_loader.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

const std::string kGiver =
    "种类: 事项\n编号: 例.甲\n依据: {通知: {文件: 某通知}}\n申报: {额: {类型: 金额, 小数: 2}}\n"
    "计算: {半: {步骤: [{基数: 额}, {乘: 50%}, {取整: 四舍五入到分}]}, 名: '\"甲\"'}\n"
    "奖补: [{基数: 额}]\n分项: [半, 名]\n另算: {件数: [{基数: 3}]}\n";

std::string taker(const std::string& input) {
    return "种类: 事项\n编号: 例.乙\n申报: {来: " + input + "}\n奖补: [{基数: 0元}]\n";
}

/// The codes that texts give together, without those of things unused or without a source.
std::string codes_of(const std::vector<std::string>& texts) {
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    for (std::size_t at = 0; at < texts.size(); ++at) {
        loader.add_text("rule" + std::to_string(at) + ".yaml", texts[at]);
    }
    static_cast<void>(loader.load());
    std::string codes;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.code != "W501" && diagnostic.code != "W504") {
            codes += (codes.empty() ? "" : " ") + std::string(diagnostic.code);
        }
    }
    return codes;
}

TEST_CASE("incentives that take each other's results are told without a bundle, once") {
    const testing::TemporaryFolder folder;
    const auto write = [&](const char* name, const char* other) {
        folder.write(std::string(name) + ".yaml", "种类: 事项\n编号: 环." + std::string(name) + "\n申报: {额: {类型: 金额, 小数: 2, 范围: 0元以上}, 别: {类型: 金额, 小数: 2, 范围: 0元以上, 来自: 环." + other +
                                                     "}}\n奖补: [{基数: 额}, {减: 别}, {下限: 0元}]\n");
    };
    const auto told = [&] {
        Diagnostics diagnostics;
        static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
        return std::count_if(diagnostics.all().begin(), diagnostics.all().end(), [](const Diagnostic& one) { return one.code == "E343"; });
    };
    write("甲", "乙");
    write("乙", "甲");
    CHECK(told() == 1);
    folder.write("bundle.yaml", "种类: 组合\n编号: 环.组合\n事项: [环.甲, 环.乙]\n主键: {申请: 编号}\n同一: [额]\n");
    CHECK(told() == 1);
    write("乙", "丙");
    write("丙", "丁");
    folder.write("丁.yaml", "种类: 事项\n编号: 环.丁\n申报: {额: {类型: 金额, 小数: 2, 范围: 0元以上}}\n奖补: [{基数: 额}]\n");
    CHECK(told() == 0);
}

TEST_CASE("what is taken of another incentive must be there and have the type of the input") {
    struct Row {
        const char* input;
        const char* codes;
    };
    const Row rows[] = {
        {"{类型: 金额, 来自: 例.甲}", ""},
        {"{类型: 金额, 单位: 万元, 来自: 例.甲}", ""},
        {"{type: money, from: {incentive: 例.甲, take: amount}}", ""},
        {"{类型: 是否, 来自: {事项: 例.甲, 取: 符合}}", ""},
        {"{类型: 金额, 来自: {事项: 例.甲, 取: 半}}", ""},
        {"{类型: 数, 来自: {事项: 例.甲, 取: 件数}}", ""},
        {"{类型: 文本, 可无: 是, 来自: {事项: 例.甲, 取: 名}}", ""},
        {"{类型: 列表, 每项: {额: 金额}, 来自: 历史}", ""},
        {"{类型: 列表, 每项: {事项: 文本, 拨付日: 日期, 金额: {类型: 金额, 小数: 2}}, 来自: 台账}", ""},
        {"{type: list, fields: {date: date}, from: ledger}", ""},
        {"{类型: 列表, 每项: {额: 金额}, 来自: 台账}", "E326"},
        {"{类型: 列表, 每项: {金额: 文本, 事项: 文本}, 来自: 台账}", "E342"},
        {"{类型: 列表, 每项: {金额: {类型: 金额, 单位: 美元}}, 来自: 台账}", "E342"},
        {"{类型: 列表, 每项: 金额, 来自: 台账}", "E326"},
        {"{类型: 金额, 来自: 台账}", "E456"},
        {"{类型: 数, 来自: 例.甲}", "E342"},
        {"{类型: 金额, 来自: {事项: 例.甲, 取: 符合}}", "E342"},
        {"{类型: 金额, 来自: {事项: 例.甲, 取: 件数}}", "E342"},
        {"{类型: 文本, 来自: {事项: 例.甲, 取: 名}}", "E342"},
        {"{类型: 金额, 来自: {事项: 例.甲, 取: 全}}", "E326"},
        {"{类型: 金额, 来自: 例.甲甲}", "W560"},
        {"{类型: 金额, 来自: 例.乙}", "E343"},
        {"{类型: 金额, 来自: 历史}", "E456"},
        {"{类型: 列表, 每项: {额: {类型: 金额, 来自: 例.甲}}}", "E456"},
        {"{类型: 金额, 来自: {取: 金额}}", "E453"},
    };
    for (const Row& row : rows) {
        CAPTURE(std::string(row.input));
        CHECK(codes_of({kGiver, taker(row.input)}) == row.codes);
    }
}

TEST_CASE("payments of the ledger are found by the applicant, whom the bundle names") {
    const std::string asks = taker("{类型: 列表, 每项: {金额: 金额}, 来自: 台账}");
    const std::string bundle = "种类: 组合\n编号: 例.合\n事项: [例.乙]\n";
    CHECK(codes_of({asks, bundle + "主键: {申请: 申请编号}\n"}) == "E382");
    CHECK(codes_of({asks, bundle + "主键: {申请: 申请编号, 申请人: 信用代码}\n"}).empty());
}

TEST_CASE("an incentive that only determines has no award to take") {
    CHECK(codes_of({"种类: 事项\n编号: 例.甲\n申报: {可: 是否}\n条件: [{编号: 可, 要求: 可, 不符合时: 不可}]\n",
                    taker("{类型: 金额, 来自: 例.甲}")}) == "E342");
}

TEST_CASE("members of a bundle are put in the order of what they take, and a circle is found") {
    std::vector<Incentive> members(4);
    const auto take = [&members](std::size_t taker, std::size_t source) {
        Input input;
        input.field.name = "来" + std::to_string(source);
        input.feed = Feed{.kind = Feed::Kind::amount, .incentive = members[source].id, .part = {}, .declared = {}};
        members[taker].inputs.push_back(std::move(input));
    };
    std::vector<const Incentive*> pointers;
    for (std::size_t at = 0; at < members.size(); ++at) {
        members[at].id = "m" + std::to_string(at);
        pointers.push_back(&members[at]);
    }
    take(0, 2);
    take(2, 3);
    const Bundle bundle;
    CHECK(BundleInputs(pointers, &bundle).order() == std::vector<std::size_t>{1, 3, 2, 0});
    CHECK(BundleInputs(pointers, &bundle).circle().empty());
    CHECK(BundleInputs(pointers, nullptr).order() == std::vector<std::size_t>{0, 1, 2, 3});
    take(3, 2);
    CHECK(BundleInputs(pointers, &bundle).order() == std::vector<std::size_t>{1});
    CHECK(BundleInputs(pointers, &bundle).circle() == std::vector<std::size_t>{2, 3, 2});
}

}  // namespace
}  // namespace huiqi
