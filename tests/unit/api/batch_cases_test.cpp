#include "engine/api/batch_cases.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

const std::string kGrant =
    "种类: 事项\n编号: 例.补助\n"
    "申报: {投入: {类型: 金额, 小数: 2, 范围: 0元以上}, 得分: {类型: 整数, 范围: 0以上}, 企业: {类型: 文本}}\n"
    "全批: {企业申报额: {每: 企业, 求: 合计, 值: 投入}}\n"
    "条件: [{编号: 规模, 要求: 企业申报额 >= 100元, 不符合时: 太少}]\n"
    "奖补: [{基数: 投入}, {乘: 10%}, {取整: 四舍五入到分}]\n";
const std::string kBundle =
    "种类: 组合\n编号: 例.批\n事项: [例.补助]\n主键: {申请: 编号, 申请人: 企业, 受理序号: 序号, 年度日: 受理日}\n"
    "总额上限: {每: 申请人, 期间: 自然年, 上限: 150元}\n名额: {数量: 3, 排序: [{按: 得分, 次序: 降}, {按: 受理序号, 次序: 升}]}\n"
    "分担: [{方: 市级, 比例: 50%, 取整: 截尾到分}, {方: 县级, 余额: 是}]\n用例:\n";

struct Went {
    std::size_t cases = 0;
    std::vector<std::string> wrong;   ///< mismatches, then codes of errors
};

Went went(const std::string& cases) {
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    loader.add_text("grant.yaml", kGrant);
    loader.add_text("bundle.yaml", kBundle + cases);
    const Rulebook rulebook = loader.load();
    Went result;
    for (const Bundle& bundle : rulebook.bundles) {
        for (const CaseResult& one : run_batch_cases(rulebook, bundle, Language::en)) {
            ++result.cases;
            for (const CaseMismatch& mismatch : one.mismatches) {
                result.wrong.push_back(mismatch.what.en + ": " + mismatch.expected + " / " + mismatch.actual);
            }
        }
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity == Severity::error) {
            result.wrong.emplace_back(diagnostic.code);
        }
    }
    return result;
}

/// Four applications of two firms: awards 100, 100, 50 and 5 yuan, of which the last one is too small.
const std::string kFour =
    "    各件:\n"
    "      A: {申报: {企业: 甲, 序号: 1, 受理日: 2025-03-01, 投入: 1000, 得分: 80}, 结果: {补助: {结算: {应付: 100元, 名次: 2, 核减: {}}}}}\n"
    "      B: {申报: {企业: 甲, 序号: 2, 受理日: 2025-03-02, 投入: 1000, 得分: 70}, 结果: {补助: {金额: 100元, 结算: {应付: 50元, 核减: {总额上限: 50元}}}}}\n"
    "      C: {申报: {企业: 乙, 序号: 3, 受理日: 2025-03-03, 投入: 500, 得分: 90}, 结果: {补助: {结算: {应付: 50元, 名次: 1, 分担: {市级: 25元, 县级: 25元}}}}}\n"
    "      D: {申报: {企业: 丙, 序号: 4, 受理日: 2025-03-04, 投入: 50, 得分: 99}, 结果: {补助: {不符合: [规模], 结算: {应付: 0, 名次: 0}}}}\n";

TEST_CASE("a case of several applications decides, forms what the batch comes to, and settles") {
    const Went passes =
        went("  - 名称: 一\n" + kFour + "    结果: {结算: {核定: 250元, 应付: 200元, 获付: 3, 核减: {总额上限: 50元}, 分担: {市级: 100元}}, 补助: {应付: 200元}}\n");
    CHECK(passes.wrong == std::vector<std::string>{});
    CHECK(passes.cases == 1);
}

TEST_CASE("what does not come out is said by application, key and part") {
    const Went fails = went("  - 名称: 一\n    取: {名额: 1, 总额上限: 120元}\n" + kFour + "    结果: {结算: {获付: 3, 核减: {预算: 1元}}}\n");
    // 甲 has 120: A keeps 100 and B 20; one place, which C takes
    CHECK(fails.wrong == std::vector<std::string>{
                             "A 补助 payable: 100 yuan / 0 yuan", "A 补助 reductions.quota: 0 yuan / 100 yuan",
                             "B 补助 payable: 50 yuan / 0 yuan", "B 补助 reductions.limit: 50 yuan / 80 yuan",
                             "B 补助 reductions.quota: 0 yuan / 20 yuan", "paid: 3 / 1", "reductions.limit: 0 yuan / 80 yuan",
                             "reductions.quota: 0 yuan / 120 yuan", "reductions.budget: 1 yuan / 0 yuan"});
}

TEST_CASE("payments made before count as they do in settle") {
    const Went one = went("  - 名称: 一\n    历史: [{事项: 补助, 企业: 甲, 拨付日: 2025-01-05, 金额: 120元}, {事项: 补助, 企业: 甲, 拨付日: 2024-12-31, 金额: 999元}]\n"
                          "    各件: {A: {申报: {企业: 甲, 序号: 1, 受理日: 2025-03-01, 投入: 1000, 得分: 80}}}\n    结果: {结算: {应付: 30元}}\n");
    CHECK(one.wrong == std::vector<std::string>{});
}

TEST_CASE("applications that a ranking leaves equal are held with their code") {
    const Went one = went("  - 名称: 一\n    取: {名额: 1}\n    各件:\n"
                          "      A: {申报: {企业: 甲, 序号: 1, 受理日: 2025-03-01, 投入: 1000, 得分: 80}, 结果: {补助: {结算: {错误: S101, 应付: 0}}}}\n"
                          "      B: {申报: {企业: 乙, 序号: 1, 受理日: 2025-03-01, 投入: 1000, 得分: 80}, 结果: {补助: {结算: {错误: S101, 核减: {待人工决定: 100元}}}}}\n"
                          "    结果: {结算: {应付: 0}}\n");
    CHECK(one.wrong == std::vector<std::string>{});
}

TEST_CASE("what a case of several applications cannot say is refused") {
    struct Row {
        const char* text;
        const char* code;
    };
    const std::string one = "    各件: {A: {申报: {投入: 1}}}\n";
    const Row rows[] = {
        {"  - {名称: 一, 结果: {补助: {结算: {应付: 0}}}}\n", "E456"},                        // nothing is settled
        {"  - {名称: 一, 取: {名额: 1}, 结果: {补助: {金额: 0}}}\n", "E456"},
        {"  - {名称: 一, 申报: {投入: 1}, 各件: {A: {申报: {投入: 1}}}, 结果: {结算: {应付: 0}}}\n", "E456"},
        {"  - {名称: 一, 各件: {A: {申报: {投入: 1}}}, 结果: {}}\n", "E453"},                    // always passes
        {"  - {名称: 一, 各件: {A: {申报: {投入: 1}}}, 结果: {结算: {名次: 1}}}\n", "E456"},
        {"  - {名称: 一, 各件: {A: {申报: {投入: 1}, 结果: {补助: {结算: {获付: 1}}}}}, 结果: {结算: {应付: 0}}}\n", "E456"},
        {"  - {名称: 一, 各件: {A: {申报: {投入: 1}, 结果: {补助: {结算: {核减: {没有: 1}}}}}}, 结果: {结算: {应付: 0}}}\n", "E454"},
        {"  - {名称: 一, 取: {预算: 1元}, 各件: {A: {申报: {投入: 1}}}, 结果: {结算: {应付: 0}}}\n", "E326"},   // the bundle has none
        {"  - {名称: 一, 各件: {A: {申报: {没有: 1}}}, 结果: {结算: {应付: 0}}}\n", "E326"},
        {"  - {名称: 一, 各件: {A: {申报: {投入: 1}, 结果: {补助: {结算: {错误: S109}}}}}, 结果: {结算: {应付: 0}}}\n", "E454"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Went result = went(row.text);
        REQUIRE_FALSE(result.wrong.empty());
        CHECK(result.wrong.back() == row.code);
    }
}

}  // namespace
}  // namespace huiqi
