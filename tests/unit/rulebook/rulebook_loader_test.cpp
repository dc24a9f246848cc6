#include "engine/rulebook/loaders/rulebook_loader.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

using testing::TemporaryFolder;

constexpr const char* kProvince = R"(种类: 事项
编号: 省.奖补
依据: {方案: {文件: 某方案}}
参数: {比例: {类型: 比例, 地方: 必填, 幅度: '[4%..6%]', 依据: 方案}}
申报: {额: {类型: 金额, 小数: 2, 问题: 多少？}}
计算: {双倍: 额 * 2}
条件: [{编号: 额, 要求: 额 > 0, 不符合时: 没有金额, 依据: 方案}]
奖补: [{基数: 双倍}, {乘: 比例}, {取整: 四舍五入到分}]
用例: [{名称: 省里, 取: {比例: 5%}, 申报: {额: 1}, 结果: {符合: 是}}]
)";

constexpr const char* kCity = R"(种类: 细则
编号: 市.奖补
上位: 省.奖补
依据: {方案: {文件: 市里的方案}}
参数: {比例: {值: 5%, 依据: 方案}}
申报: {在本市: 是否, 额: {问题: 多少元？}}
计算: {四倍: 双倍 * 2}
条件: [{编号: 本市, 要求: 在本市 且 四倍 > 0, 不符合时: 不在本市, 依据: 方案}]
)";

struct Loaded {
    Rulebook rulebook;
    std::vector<std::string> codes;
};

Loaded load(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::string> names;
    for (const std::filesystem::path& path : paths) {
        names.push_back(path.string());
    }
    Diagnostics diagnostics;
    Loaded loaded{load_rulebook(names, diagnostics), {}};
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        loaded.codes.emplace_back(diagnostic.code);
    }
    return loaded;
}

TEST_CASE("an overlay is its parent with its own values, added after what was there") {
    const TemporaryFolder folder;
    folder.write("省.yaml", kProvince);
    folder.write("市.yaml", kCity);
    const Loaded loaded = load({folder.path()});
    CHECK(loaded.codes.empty());
    const Incentive* city = loaded.rulebook.find("市.奖补");
    REQUIRE(city != nullptr);
    CHECK_FALSE(city->abstract);
    CHECK(city->parent == "省.奖补");
    CHECK(city->parameters.front().versions.front().value == Value::of(Rational(1, 20)));
    REQUIRE(city->inputs.size() == 2);
    CHECK(city->inputs[0].question.zh == "多少元？");
    CHECK(city->inputs[1].field.name == "在本市");
    REQUIRE(city->definitions.size() == 2);
    CHECK(city->definitions[1].name == "四倍");
    CHECK(city->conditions.back().id == "本市");
    CHECK(city->cases.empty());
    // Both files call a source 方案; the parent's rules keep the parent's.
    REQUIRE(city->citations.size() == 2);
    CHECK(city->conditions.front().provenance.source == city->citations[0].name);
    CHECK(city->citations[0].document == "某方案");
    CHECK(city->conditions.back().provenance.source == city->citations[1].name);
    const Incentive* province = loaded.rulebook.find("省.奖补");
    REQUIRE(province != nullptr);
    CHECK(province->abstract);
    CHECK(province->inputs.size() == 1);
}

TEST_CASE("the parent of a single file is looked for beside it and under the folder rules above") {
    const TemporaryFolder folder;
    folder.write("project/rules/省/奖补.yaml", kProvince);
    folder.write("project/rules/市/奖补.yaml", kCity);
    folder.write("project/cases/市.yaml",
                 "种类: 用例\n事项: 市.奖补\n用例: [{名称: 市里, 申报: {额: 1, 在本市: 是}, 结果: {金额: 0.1}}]\n");
    const Loaded overlay = load({folder.path() / "project/rules/市/奖补.yaml"});
    CHECK(overlay.codes.empty());
    REQUIRE(overlay.rulebook.find("省.奖补") != nullptr);
    CHECK(overlay.rulebook.find("省.奖补")->support);
    CHECK_FALSE(overlay.rulebook.find("市.奖补")->support);

    const Loaded cases = load({folder.path() / "project/cases/市.yaml"});
    CHECK(cases.codes.empty());
    REQUIRE(cases.rulebook.find("市.奖补") != nullptr);
    CHECK_FALSE(cases.rulebook.find("市.奖补")->support);
    CHECK(cases.rulebook.find("市.奖补")->cases.size() == 1);

    folder.write("alone/市.yaml", kCity);
    CHECK(load({folder.path() / "alone/市.yaml"}).codes == std::vector<std::string>{"E309"});
}

TEST_CASE("a bundle brings its incentives, and equal names stay apart unless they are shared") {
    const TemporaryFolder folder;
    folder.write("省.yaml", kProvince);
    folder.write("市.yaml", kCity);
    const std::string head = "种类: 组合\n编号: 组合\n事项: [市.奖补, 别.奖励]\n主键: {申请: 编号}\n";
    folder.write("别.yaml", "种类: 事项\n编号: 别.奖励\n申报: {额: {类型: 金额, 小数: 2}}\n奖补: [{基数: 额}]\n");
    folder.write("组合.yaml", head + "汇总: {合计: 奖补 + 奖励}\n");
    const Loaded apart = load({folder.path() / "组合.yaml"});
    CHECK(apart.codes == std::vector<std::string>{"W512"});
    REQUIRE(apart.rulebook.bundles.size() == 1);
    CHECK(apart.rulebook.bundles.front().shared.empty());
    CHECK(apart.rulebook.find("省.奖补")->support);
    folder.write("组合.yaml", head + "同一: [额]\n");
    const Loaded shared = load({folder.path()});
    CHECK(shared.codes == std::vector<std::string>{"W547"});
    CHECK(shared.rulebook.bundles.front().shared == std::vector<std::string>{"额"});
    folder.write("组合.yaml", head + "同一: [额度]\n");
    CHECK(load({folder.path()}).codes == std::vector<std::string>{"W512", "E326"});
    folder.write("组合.yaml", head + "汇总: {合计: 省奖 + 奖励}\n");
    const Loaded wrong = load({folder.path()});
    CHECK(wrong.codes == std::vector<std::string>{"W512", "E202"});
    CHECK(wrong.rulebook.bundles.empty());
    CHECK(wrong.rulebook.incentives.size() == 3);
}

TEST_CASE("circles of parents and of libraries are told, not followed") {
    const TemporaryFolder folder;
    folder.write("甲.yaml", "种类: 细则\n编号: 甲\n上位: 乙\n");
    folder.write("乙.yaml", "种类: 细则\n编号: 乙\n上位: 甲\n");
    CHECK(load({folder.path()}).codes == std::vector<std::string>{"E305"});
    const TemporaryFolder libraries;
    libraries.write("甲.yaml", "种类: 公用\n编号: 甲\n引用: [乙]\n");
    libraries.write("乙.yaml", "种类: 公用\n编号: 乙\n引用: [甲]\n");
    CHECK(load({libraries.path()}).codes == std::vector<std::string>{"E305"});
}

TEST_CASE("what is broken is left out, what is sound stays") {
    const TemporaryFolder folder;
    folder.write("好.yaml", kProvince);
    folder.write("坏.yaml", "种类: 事项\n编号: 坏\n奖补: [{基数: 没有}]\n");
    folder.write("无种类.yaml", "编号: 什么\n");
    folder.write("别的种类.yaml", "种类: 清单\n编号: 什么\n");
    const Loaded loaded = load({folder.path()});
    REQUIRE(loaded.rulebook.incentives.size() == 1);
    CHECK(loaded.rulebook.incentives.front().id == "省.奖补");
}

TEST_CASE("a path that is not there, a folder without rules and a link that leads out are told") {
    const TemporaryFolder outside;
    outside.write("秘密.yaml", kProvince);
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "空");
    CHECK(load({folder.path() / "没有.yaml"}).codes == std::vector<std::string>{"E451"});
    CHECK(load({folder.path() / "空"}).codes == std::vector<std::string>{"E451"});
    CHECK(load({"/dev/zero"}).codes == std::vector<std::string>{"E451"});
    folder.write("好.yaml", kProvince);
    std::filesystem::create_symlink(outside.path() / "秘密.yaml", folder.path() / "链接.yaml");
    std::filesystem::create_directory_symlink(outside.path(), folder.path() / "文件夹");
    const Loaded loaded = load({folder.path()});
    CHECK(loaded.codes == std::vector<std::string>{"W513"});
    CHECK(loaded.rulebook.incentives.size() == 1);
    // A file named twice is loaded once.
    CHECK(load({folder.path() / "好.yaml", folder.path() / "好.yaml"}).codes.empty());
}

TEST_CASE("the id of a file is found without reading it as a rule") {
    CHECK(declared_id("种类: 事项\n编号: 江苏.奖补  # 编号\n") == "江苏.奖补");
    CHECK(declared_id("kind: incentive\r\nid: \"a.b\"\r\n") == "a.b");
    CHECK_FALSE(declared_id("条件:\n  - {编号: 甲}\n  编号: 乙\n"));
    CHECK_FALSE(declared_id("编号:\n"));
}

TEST_CASE("a long chain of definitions in the wrong order is settled without deep recursion") {
    std::string text = "种类: 事项\n编号: 长链\n申报: {额: {类型: 金额, 小数: 2}}\n计算:\n";
    constexpr int kLength = 4'000;
    for (int i = 0; i < kLength; ++i) {
        text += "  甲" + std::to_string(i) + ": " + (i + 1 == kLength ? "额" : "甲" + std::to_string(i + 1) + " + 1元") + "\n";
    }
    text += "奖补: [{基数: 甲0}]\n";
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("long.yaml", text, diagnostics);
    CHECK_FALSE(diagnostics.has_errors());
    REQUIRE(rulebook.incentives.size() == 1);
    CHECK(rulebook.incentives.front().definitions.front().name == "甲3999");
}

}  // namespace
TEST_CASE("a missing library is told with the names that it may declare, and the rest of the file as ever") {
    const testing::TemporaryFolder folder;
    folder.write("甲.yaml", "种类: 事项\n编号: 例.甲\n引用: [例.库]\n依据: {办法: {文件: 某}}\n申报:\n  额: {类型: 金额, 小数: 2}\n  类: {类型: 企业类别}\n  重: {类型: 数, 单位: 吨}\n"
                            "条件: [{编号: 甲, 要求: 规模 <= 中型, 不符合时: 大, 依据: 公告}]\n奖补: [{基数: 额 * 一年期LPR(日)}, {上限: 额额}, {加: 5%}]\n"
                            "用例: [{名称: 一, 申报: {额: 1.00, 规模: 小型}, 结果: {符合: 是}}]\n");
    folder.write("乙.yaml", "种类: 细则\n编号: 例.乙\n上位: 例.甲\n条件: [{编号: 乙, 要求: 在库, 不符合时: 不在}]\n");
    folder.write("例.yaml", "种类: 用例\n事项: 例.甲\n用例: [{名称: 二, 申报: {额: 2.00, 人数: 5}, 结果: {符合: 是}}]\n");
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
    std::string codes;
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            codes += (codes.empty() ? "" : " ") + std::string(one.code);
        }
        if (one.code == "E309") {
            for (const char* name : {"企业类别", "吨", "规模", "公告", "一年期LPR", "在库", "人数"}) {
                CAPTURE(name);
                CHECK(one.help.zh.find(name) != std::string::npos);
            }
            CHECK(one.help.zh.find("额额") == std::string::npos);
        }
    }
    CHECK(codes == "E309 E202 E204");   // 额额 is near 额, and a rate is no money
}

}  // namespace huiqi
