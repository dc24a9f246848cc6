#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/audit.h"
#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/loading.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

constexpr const char* kText =
    "某办法\n第一条 为了鼓励投保，制定本办法。\n第二条 按保费的5%给予补贴。\n第三条 每家不超过20万元。\n第四条 由市局解释。\n";

constexpr const char* kRule = R"(种类: 事项
编号: 某市.保费补贴
依据:
  办法: {文件: 某办法, 文号: 某发〔2024〕1号, 文本: documents/办法.txt}
  二: {属于: 办法, 条款: 第二条, 原文: 按保费的5%给予补贴}
  三: {属于: 办法, 条款: 第三条, 原文: 不超过20万元}
申报:
  保费: {类型: 金额, 小数: 2, 范围: 0元以上}
条件:
  - {编号: 已投保, 要求: 保费 > 0, 不符合时: 没有投保, 依据: 二}
奖补:
  - {基数: 保费, 依据: 二}
  - {乘: 5%, 依据: 二}
  - {取整: 四舍五入到分, 解释: 办法没有规定取整}
  - {上限: 20万元, 依据: 三}
)";

constexpr const char* kAccount = R"(条款:
  第一条: 不可计算
  第二条: {处理: 已编码, 由: [已投保, 奖补]}
  第三条: {处理: 已编码, 由: [奖补]}
  第四条: {处理: 人工, 说明: 解释由市局作出}
)";

/// Loads a folder and audits it; gives the codes of all that was said.
std::vector<std::string> codes_of(const testing::TemporaryFolder& folder, Rulebook* rulebook = nullptr) {
    Diagnostics diagnostics;
    Rulebook loaded = load_rulebook({folder.path().string()}, diagnostics);
    audit(loaded, diagnostics);
    std::vector<std::string> codes;
    for (const Diagnostic& one : diagnostics.all()) {
        codes.emplace_back(one.code);
    }
    if (rulebook != nullptr) {
        *rulebook = std::move(loaded);
    }
    return codes;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

using Codes = std::vector<std::string>;

TEST_CASE("a rulebook that accounts for every clause and number passes the audit without a word") {
    const testing::TemporaryFolder folder;
    folder.write("documents/办法.txt", kText);
    folder.write("rule.yaml", std::string(kRule) + kAccount);
    Rulebook rulebook;
    CHECK(codes_of(folder, &rulebook).empty());
    REQUIRE(rulebook.incentives.size() == 1);
    REQUIRE(rulebook.incentives.front().by_hand.size() == 1);
    CHECK(rulebook.incentives.front().by_hand.front().label == "第四条");
    CHECK(rulebook.incentives.front().by_hand.front().document == "某发〔2024〕1号");
}

TEST_CASE("what an account, a quote or a number lacks is found") {
    struct Row {
        const char* from;
        const char* to;
        const char* code;
    };
    const std::vector<Row> rows{
        {"  第三条: {处理: 已编码, 由: [奖补]}\n", "", "W520"},
        {"  第四条: {处理: 人工, 说明: 解释由市局作出}\n", "", "W520"},
        {"第四条: {", "第五条: {", "W521"},
        {"由: [已投保, 奖补]", "由: [没投保]", "E360"},
        {"由: [已投保, 奖补]", "由: [某省.保费补贴]", "E360"},
        {", 由: [奖补]}", "}", "E361"},
        {"第四条: {处理", "第三 条: {处理", "E312"},
        {"原文: 按保费的5%给予补贴", "原文: 按保费的6%给予补贴", "W508"},
        {"条款: 第二条, 原文: 按保费", "条款: 第一条, 原文: 按保费", "W523"},
        {"条款: 第三条, 原文", "条款: 第三十条, 原文", "W521"},
        {"由: [已投保, 奖补]", "由: [施行]", "E360"},
        {"{上限: 20万元, 依据: 三}", "{上限: 20万元}", "W522"},
        {"{上限: 20万元, 依据: 三}", "{上限: 30万元, 依据: 三}", "W505"},
        {"documents/办法.txt", "../办法.txt", "E458"},
        {"documents/办法.txt", "/etc/passwd", "E458"},
        {"documents/办法.txt", "documents/没有.txt", "E451"},
        {"处理: 人工", "处理: 看着办", "E454"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        const testing::TemporaryFolder folder;
        folder.write("documents/办法.txt", kText);
        folder.write("rule.yaml", replaced(std::string(kRule) + kAccount, row.from, row.to));
        const Codes codes = codes_of(folder);
        CHECK(std::find(codes.begin(), codes.end(), row.code) != codes.end());
    }
}

TEST_CASE("a clause taken as a whole answers for all below it") {
    const testing::TemporaryFolder folder;
    folder.write("办法.txt", "一、总则\n(一)目的。\n(二)原则。\n二、补贴\n1.对象。\n2.标准。\n");
    folder.write("rule.yaml",
                 "种类: 事项\n编号: 例.事项\n依据: {办法: {文件: 某办法, 文本: 办法.txt}}\n"
                 "条款:\n  一: {处理: 不可计算, 含下级: 是}\n  二1: 人工\n  二2: 未定\n");
    CHECK(codes_of(folder).empty());
    folder.write("rule.yaml",
                 "种类: 事项\n编号: 例.事项\n依据: {办法: {文件: 某办法, 文本: 办法.txt}}\n条款:\n  一: 不可计算\n  二1: 人工\n");
    CHECK(codes_of(folder) == Codes{"W520"});
}

TEST_CASE("a link that leads out of the folder is no text") {
    const testing::TemporaryFolder folder;
    const testing::TemporaryFolder outside;
    outside.write("办法.txt", kText);
    folder.write("rule.yaml", "种类: 事项\n编号: 例.事项\n依据: {办法: {文件: 某办法, 文本: 办法.txt}}\n");
    std::filesystem::create_symlink(outside.path() / "办法.txt", folder.path() / "办法.txt");
    CHECK(codes_of(folder) == Codes{"E458"});
}

TEST_CASE("the account of a document with several rulebooks stands in a library, whose sources they cite") {
    const testing::TemporaryFolder folder;
    folder.write("documents/办法.txt", kText);
    folder.write("document.yaml",
                 "种类: 公用\n编号: 某市.办法\n依据:\n  办法: {文件: 某办法, 文本: documents/办法.txt}\n"
                 "  三: {属于: 办法, 条款: 第三条, 原文: 每家不超过20万元}\n"
                 "条款:\n  第一条: 不可计算\n  第二条: {处理: 已编码, 由: [某市.保费补贴]}\n"
                 "  第三条: {处理: 已编码, 由: [某市.保费补贴.奖补, 三]}\n  第四条: {处理: 人工, 由: [某市.保费补贴]}\n");
    const std::string rule =
        "种类: 事项\n编号: 某市.保费补贴\n引用: [某市.办法]\n依据:\n  二: {属于: 办法, 条款: 第二条, 原文: 按保费的5%给予补贴}\n"
        "申报: {保费: {类型: 金额, 小数: 2, 范围: 0元以上}}\n"
        "奖补:\n  - {基数: 保费, 依据: 二}\n  - {上限: 20万元, 依据: 三}\n";
    folder.write("rule.yaml", rule);
    Rulebook rulebook;
    CHECK(codes_of(folder, &rulebook).empty());
    REQUIRE(rulebook.find("某市.保费补贴") != nullptr);
    CHECK(rulebook.find("某市.保费补贴")->by_hand.size() == 1);

    folder.write("rule.yaml", replaced(rule, "原文: 按保费的5%给予补贴", "原文: 按保费的百分之五给予补贴"));
    CHECK(codes_of(folder) == Codes{"W508"});
    folder.write("rule.yaml", replaced(rule, "条款: 第二条, 原文: 按保费的5%给予补贴", "条款: 第九条"));
    const Codes codes = codes_of(folder);
    CHECK(std::find(codes.begin(), codes.end(), "W521") != codes.end());
}

TEST_CASE("what a library names under 由 is found without being asked for, and only when the library is") {
    const testing::TemporaryFolder folder;
    folder.write("rules/document.yaml",
                 "种类: 公用\n编号: 某市.办法\n依据: {办法: {文件: 某办法}}\n条款: {第二条: {处理: 已编码, 由: [某市.贴息.奖补]}}\n");
    folder.write("rules/interest.yaml", "种类: 事项\n编号: 某市.贴息\n奖补: [{基数: 5万元}]\n");
    folder.write("rules/premium.yaml", "种类: 事项\n编号: 某市.保费\n引用: [某市.办法]\n");
    Diagnostics diagnostics;
    const Rulebook asked = load_rulebook({(folder.path() / "rules/document.yaml").string()}, diagnostics);
    CHECK(diagnostics.error_count() == 0);
    REQUIRE(asked.incentives.size() == 1);
    CHECK(asked.incentives.front().support);
    const Rulebook used = load_rulebook({(folder.path() / "rules/premium.yaml").string()}, diagnostics);
    CHECK(diagnostics.error_count() == 0);
    CHECK(used.incentives.size() == 1);
}

TEST_CASE("an award by the number of patents alone is refused, with a use beside it warned of, with money it is fine") {
    struct Row {
        const char* body;
        Codes codes;
    };
    const std::vector<Row> rows{
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}}\n奖补: [{基数: 授权专利数 * 2000元}]\n", {"E362"}},
        {"申报: {专利: {类型: 列表, 每项: {专利号: {类型: 文本}}}}\n奖补: [{基数: 个数(专利) * 2000元}]\n", {"E362"}},
        {"申报: {专利: {类型: 列表, 每项: {收入: {类型: 金额, 小数: 2}}}}\n奖补: [{基数: 合计(专利.收入)}]\n", {}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}}\n"
         "条件: [{编号: 数量, 要求: 授权专利数 >= 10, 不符合时: 太少}]\n奖补: [{基数: 10万元}]\n",
         {"E362"}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 规模: {类型: 规模}}\n枚举: {规模: [大, 小]}\n"
         "条件: [{编号: 规模, 要求: 规模 = 小, 不符合时: 太大}]\n奖补: [{基数: 授权专利数 * 2000元}]\n",
         {"E362"}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 已实施: {类型: 是否}}\n"
         "条件: [{编号: 实施, 要求: 已实施, 不符合时: 没有实施}]\n奖补: [{基数: 授权专利数 * 2000元}]\n",
         {"W507"}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 失信: {类型: 是否, 性质: 其他}}\n"
         "条件: [{编号: 失信, 要求: 非(失信), 不符合时: 失信}]\n奖补: [{基数: 授权专利数 * 2000元}]\n",
         {"E362"}},
        {"申报: {件数: {类型: 整数, 范围: \"[0..99]\", 性质: 专利数量}}\n奖补: [{基数: 件数 * 2000元}]\n", {"E362"}},
        {"申报: {专利数: {类型: 整数, 范围: \"[0..99]\", 性质: 质量}}\n奖补: [{基数: 专利数 * 2000元}]\n", {}},
        {"申报: {专利实施率: {类型: 比例, 单位: 百分数, 范围: \"[0%..100%]\"}}\n"
         "奖补: [{基数: 专利实施率 * 2000元}, {取整: 截尾到分}]\n",
         {}},
        {"申报: {专利维持年限: {类型: 整数, 范围: \"[0..99]\"}}\n奖补: [{基数: 专利维持年限 * 2000元}]\n", {}},
        {"申报: {专利数: {类型: 整数, 范围: \"[0..99]\"}, 转化收入: {类型: 金额, 小数: 2, 范围: 0元以上}}\n"
         "奖补: [{基数: \"孰低(专利数 * 2000元, 转化收入)\"}]\n",
         {}},
        {"申报: {专利数: {类型: 整数, 范围: \"[0..99]\"}}\n条件: [{编号: 有, 要求: 专利数 > 0, 不符合时: 无}]\n", {}},
        // what is asked tells it where the name does not
        {"申报: {件数: {类型: 整数, 范围: \"[0..99]\", 问题: 获得授权的发明专利多少件？}}\n奖补: [{基数: 件数 * 2000元}]\n", {"E362"}},
        {"申报: {held: {类型: 整数, 范围: \"[0..99]\", 问题: How many patents were granted}}\n奖补: [{基数: held * 2000元}]\n", {"E362"}},
        {"申报: {件数: {类型: 整数, 范围: \"[0..99]\", 问题: 已经产业化的专利多少件？}}\n奖补: [{基数: 件数 * 2000元}]\n", {}},
        {"申报: {份数: {类型: 整数, 范围: \"[0..99]\", 问题: 签了多少件专利许可合同？}}\n奖补: [{基数: 份数 * 2000元}]\n", {}},
        {"申报: {成果: {类型: 列表, 每项: {专利号: {类型: 文本}}}}\n奖补: [{基数: 个数(成果) * 2000元}]\n", {"E362"}},
        {"申报: {成果: {类型: 列表, 每项: {专利号: {类型: 文本}, 收入: {类型: 金额, 小数: 2}}}}\n奖补: [{基数: 合计(成果.收入)}]\n", {}},
        // the first ten by the number of patents; the number of a receipt breaks ties and evaluates nothing
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 序: {类型: 整数, 范围: 1以上}}\n"
         "全批: {名: {排名: [{按: 授权专利数, 次序: 降}, {按: 序, 次序: 升}], 并列: 拒绝}}\n"
         "条件: [{编号: 前, 要求: 名 != 无 且 名 <= 10, 不符合时: 后}]\n奖补: [{基数: 10万元}]\n",
         {"E362"}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 得分: {类型: 整数, 范围: 1以上}}\n"
         "全批: {名: {排名: [{按: 得分, 次序: 降}, {按: 授权专利数, 次序: 降}], 并列: 拒绝}}\n"
         "条件: [{编号: 前, 要求: 名 != 无 且 名 <= 10, 不符合时: 后}]\n奖补: [{基数: 10万元}]\n",
         {}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 已实施: {类型: 是否}}\n"
         "全批: {名: {排名: [{按: 授权专利数, 次序: 降}], 并列: 同名次}}\n"
         "条件: [{编号: 前, 要求: 名 != 无 且 名 <= 10 且 已实施, 不符合时: 后}]\n奖补: [{基数: 10万元}]\n",
         {"W507"}},
        {"申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}}\n全批: {总数: {求: 合计, 值: 授权专利数}}\n"
         "条件: [{编号: 有, 要求: 总数 > 100, 不符合时: 无}]\n奖补: [{基数: 10万元}]\n",
         {"E362"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.body);
        CHECK(testing::load_body(row.body).codes() == row.codes);
    }
}

TEST_CASE("places that go to the most patents alone are refused, and pointed at beside other conditions") {
    const auto told = [](const char* inputs, const char* ranking) {
        const testing::TemporaryFolder folder;
        folder.write("rule.yaml", std::string("种类: 事项\n编号: 例.奖\n申报: {授权专利数: {类型: 整数, 范围: \"[0..99]\"}, 序: {类型: 整数, 范围: 1以上}, 收入: {类型: 金额, 小数: 2}}\n") + inputs + "奖补: [{基数: 10万元}]\n");
        folder.write("bundle.yaml", std::string("种类: 组合\n编号: 例.组合\n事项: [例.奖]\n主键: {申请: 编号, 申请人: 代码, 受理序号: 序号}\n名额: [{数量: 10, 排序: [") + ranking + "]}]\n");
        Codes codes;
        for (const std::string& code : codes_of(folder)) {
            if (code == "E362" || code == "W507") {
                codes.push_back(code);
            } else if (code.starts_with("E")) {
                FAIL(code);
            }
        }
        return codes;
    };
    CHECK(told("", "{按: 授权专利数, 次序: 降}, {按: 受理序号, 次序: 升}") == Codes{"E362"});
    CHECK(told("", "{按: 授权专利数, 次序: 降}, {按: 序, 次序: 升}") == Codes{"E362"});
    CHECK(told("", "{按: 收入, 次序: 降}, {按: 授权专利数, 次序: 降}").empty());
    CHECK(told("", "{按: 受理序号, 次序: 升}").empty());
    CHECK(told("条件: [{编号: 收, 要求: 收入 > 0元, 不符合时: 无}]\n", "{按: 授权专利数, 次序: 降}, {按: 受理序号, 次序: 升}") == Codes{"W507"});
}

TEST_CASE("the account of a clause is held against the rule") {
    struct Row {
        const char* clauses;
        Codes codes;
    };
    const std::string rule =
        "种类: 事项\n编号: 例.事项\n依据:\n  办法: {文件: 某办法}\n  三: {属于: 办法, 条款: 第三条}\n  三一: {属于: 办法, 条款: 第三条第（一）项}\n  四: {属于: 办法, 条款: 第四条}\n"
        "申报:\n  额: {类型: 金额, 小数: 2}\n  企业: {类型: 是否}\n"
        "计算:\n  投资: {值: 额 * 2}\n"
        "条件: [{编号: 主体, 要求: 企业, 不符合时: 不是, 依据: 三一}]\n"
        "奖补: [{基数: 投资, 依据: 三}, {上限: 10万元, 依据: 三}]\n条款:\n";
    const std::vector<Row> rows{
        {"  第三条: {处理: 已编码, 由: [奖补]}\n  第三条(一): {处理: 已编码, 由: [主体]}\n", {}},
        {"  第三条: {处理: 已编码, 由: [主体]}\n", {}},                  // what cites a clause below
        {"  第三条: {处理: 已编码, 由: [投资]}\n", {}},                  // cites nothing itself: what uses it does
        {"  第三条: {处理: 已编码, 由: [三]}\n", {}},                    // the source itself
        {"  第三条: 未定\n  第四条: {处理: 已编码, 由: [投资]}\n", {"W529"}},
        {"  第三条: 未定\n  第四条: {处理: 监测, 由: [主体, 奖补]}\n", {"W529"}},
        {"  第三条: 未定\n  第四条: {处理: 已编码, 由: [主体, 四]}\n", {}},
        {"  第三条: 不可计算\n", {"W529"}},                              // 10万元 rests on it
        {"  第三条: {处理: 不可计算, 含下级: 是}\n", {"W529"}},
        {"  第三条: {处理: 已编码, 由: [奖补]}\n  第四条: 不可计算\n", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.clauses);
        Diagnostics diagnostics;
        const Rulebook rulebook = load_rulebook_text("rule.yaml", rule + row.clauses, diagnostics);
        REQUIRE_FALSE(diagnostics.has_errors());
        audit(rulebook, diagnostics);
        Codes told;
        for (const Diagnostic& one : diagnostics.all()) {
            if (one.code == "W529") {
                told.emplace_back(one.code);
            }
        }
        CHECK(told == row.codes);
    }
}

TEST_CASE("a cap that is a parameter is held against the step of a later rounding") {
    const auto body = [](const char* cap) {
        return std::string("依据: {通知: {文件: 某通知}}\n参数: {上限额: {类型: 金额, 值: ") + cap +
               ", 依据: 通知}}\n申报: {保费: {类型: 金额, 小数: 2}}\n"
               "奖补: [{基数: 保费}, {上限: 上限额}, {取整: 截尾到100元}]\n";
    };
    CHECK(testing::load_body(body("1050元")).codes() == Codes{"W506"});
    CHECK(testing::load_body(body("1100元")).codes().empty());
}

}  // namespace
}  // namespace huiqi
