#include <algorithm>

#include <doctest/doctest.h>

#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

/// Gives the text that a span of the only source marks.
std::string marked(const CheckedText& checked, const Span& span) {
    return checked.expression.text.text.substr(span.begin, span.end - span.begin);
}

TEST_CASE("the commonest mistakes are told with their place, the sentence and the way to mend them") {
    struct Row {
        const char* text;
        const char* code;
        const char* place;
        const char* zh;
        const char* help;
    };
    const Row rows[] = {
        {"实付金额 >= 10000", "E204", ">=", "比较的两边单位不同：左边是元，右边没有单位",
         "金额要写单位，例如 10000元 或 1万元"},
        {"企业规模 = 小形", "E203", "小形", "“小形”不是企业规模的取值",
         "是不是“小型”？可选：微型、小型、中型、大型"},
        {"关联交易且实付金额 > 0", "E202", "关联交易且实付金额", "没有“关联交易且实付金额”这个名字",
         "“且”两边要加空格：关联交易 且 实付金额"},
        {"结清日 <= 到期日", "E205", "结清日", "结清日可能没有值（无），不能比较",
         "没有值时不成立，写 结清日 != null 且 结清日 <= 到期日；没有值时也成立，写 (结清日 = null 或 结清日 <= 到期日)"},
        {"到期日 < null", "E205", "null", "它可能没有值（无），不能比较", "要问有没有值，用 = null 或 != null"},
        {"企业规模属于 (小型)", "E202", "企业规模属于", "没有“企业规模属于”这个函数",
         "“属于”两边要加空格：企业规模 属于 (…)"},
        {"企业规模 = 小型且关联交易", "E202", "小型且关联交易", "没有“小型且关联交易”这个名字",
         "“且”两边要加空格：小型 且 关联交易"},
        {"合同金領 > 0", "E202", "合同金領", "没有“合同金領”这个名字", "是不是“合同金额”？"},
        {"付息.利西", "E202", "利西", "没有“利西”这个字段",
         "是不是“利息”？有这些字段：起、止、应付日、实付日、利息、人数"},
        {"天数 > 1个月", "E204", ">", "比较的两边单位不同：左边是天，右边是月",
         "一个月没有固定的天数：两边都写天，或者用日期加减（日期 + 1个月）"},
        {"放款日 + 30", "E204", "+", "日期只能加减天数或月数", "写明单位，例如 30天 或 30个月"},
        {"付息[人数 > 0]", "E209", "人数", "“人数”既是这里每一项的字段，又是外面的名字",
         "每一项的字段写成 item.人数；要用外面的，请把其中一个改名"},
        {"信用代码 < \"a\"", "E206", "<", "文本没有大小之分，只能用 = 和 !=", ""},
        {"10 ** 10 ** 10", "E212", "**", "这个乘方太大", "结果最多 60 位，指数最大 10000"},
        {"折年(放款日, 到期日, \"actual/364\")", "E208", "\"actual/364\"",
         "函数 year fraction 的参数 basis 要写明是哪一种",
         "是不是 \"actual/365\"？可选：\"actual/365\", \"actual/360\", \"30/360\", \"actual/actual\""},
        {"已通过 且 关联交易", "E205", "已通过", "已通过可能没有值（无），不能当作条件",
         "写 已通过 = 是（没有值时不成立），或 default(已通过, 否)"},
        {"放款日 > \"2024-01-01\"", "E201", ">", "不能比较：一边是日期，一边是文本",
         "日期不加引号，写成 2024-01-31"},
        {"合计(可无得分)", "E205", "可无得分", "列表里可能有没有值（无）的项，不能传给函数 sum",
         "只算有值的项，写 有值(可无得分)；要写明没有值的项算多少，写 for 项 in 可无得分 return default(项, …)"},
        {"升序(付息)", "E206", "付息", "记录没有大小之分，不能按它排序", "写明按什么排，例如 sort(付息, 起)"},
        {"降序(付息, 实付日)", "E205", "实付日", "实付日可能没有值（无），不能作排序的键",
         "用 default(实付日, …) 写明没有值时是什么"},
        {"子表(得分, 0, 2)", "E208", "0", "第几项从 1 数起，没有第 0 项", "第一项写 1，末尾一项写 -1"},
        {"限于(实付金额, 3万元, 2万元)", "E208", "限于(实付金额, 3万元, 2万元)", "clamp 的下限大于上限",
         "写法：clamp(x: T, low: T, high: T) -> T"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CheckedText checked = check_text(row.text);
        REQUIRE(checked.codes() == row.code);
        CHECK(marked(checked, checked.first().span) == row.place);
        CHECK(checked.first().message.zh == row.zh);
        CHECK(checked.first().help.zh == row.help);
    }
}

TEST_CASE("interest by days given to money says how days become years") {
    const CheckedText checked = check_text("本金 * 年利率 * 天数 / 365", yuan());
    REQUIRE(checked.codes() == "E204");
    CHECK(checked.first().message.zh == "这里要金额(元)，却是元·天/月");
    CHECK(checked.first().help.zh == "天数要用 折年(起, 止, 基准) 换成年，例如 折年(起, 止, \"actual/365\")");
}

TEST_CASE("both operands of a clash are shown as second places") {
    const CheckedText checked = check_text("(实付金额) >= 10000");
    REQUIRE(checked.codes() == "E204");
    REQUIRE(checked.first().related.size() == 2);
    CHECK(marked(checked, checked.first().related[0].span) == "实付金额");
    CHECK(checked.first().related[0].message.zh == "这里的单位是元");
    CHECK(marked(checked, checked.first().related[1].span) == "10000");
    CHECK(checked.first().related[1].message.en == "this has no unit");
}

TEST_CASE("a value that may be absent shows where it is declared so") {
    const CheckedText checked = check_text("结清日 <= 到期日");
    REQUIRE(checked.codes() == "E205");
    REQUIRE(checked.first().related.size() == 1);
    CHECK(checked.first().related[0].span.source == 1);
    CHECK(checked.first().related[0].message.zh == "结清日在这里声明为“可无”");
}

TEST_CASE("the help for an absent value lets none pass unseen, and can be taken as it stands") {
    const char* comparisons[] = {
        "结清日 <= 到期日",
        "到期日 >= 结清日",
        "其他资助 属于 (不满 10元)",
        "其他资助 属于 (10元以上不满50元, 超过80元)",
        "其他资助 介于 1元 且 2元",
        "其他资助 in [1元..2元]",
    };
    for (const std::string text : comparisons) {
        CAPTURE(text);
        const CheckedText checked = check_text("非(" + text + ")");
        REQUIRE(checked.diagnostics.error_count() > 0);
        const std::string& help = checked.first().help.en;
        CAPTURE(help);
        CHECK(help.find("default(") == help.npos);
        const std::string refuses = "for false when it is absent write ";
        const std::string passes = "; for true when it is absent write ";
        REQUIRE(help.starts_with(refuses));
        const std::size_t half = help.find(passes);
        REQUIRE(half != help.npos);
        const std::string first = help.substr(refuses.size(), half - refuses.size());
        CHECK(first.ends_with(text));
        CHECK(check_text(first).codes().empty());
        CHECK(check_text("关联交易 且 " + help.substr(half + passes.size())).codes().empty());
    }
}

TEST_CASE("every sentence is there in both languages, in lower case and without a full stop") {
    const char* faulty[] = {
        "true + 1",
        "-放款日",
        "not(1)",
        "人数[1]",
        "付息[\"a\"]",
        "for x in 人数 return x",
        "人数.年",
        "放款日.时",
        "suum(1)",
        "小形",
        "企业规模 = 小形",
        "合同金额 > 100",
        "ROUND(1)",
        "abs(m: 1)",
        "ROUND(1, 61)",
        "LPR()",
        "每项标准",
        "合同金额(1)",
        "2 ** 0.5",
        "合同金额 ** 人数",
        "date(信用代码)",
        "[1, \"a\"]",
        "if 1 then 2 else 3",
        "if 关联交易 then 1 else \"a\"",
        "min(各级)",
        "product([1元])",
        "得分[1元]",
        "结清日 <= 到期日",
        "完全没有这样的名字",
        "完全没有这样的函数(1)",
        "小型 + 放款日",
        "关联交易 + 1",
        "得分 > 1",
        "累计([\"a\"])",
        "string join([1, 2])",
        "得分[放款日]",
        "for x in 1..放款日 return x",
        "放款日 + 关联交易",
    };
    for (const std::string text : faulty) {
        CAPTURE(text);
        const CheckedText checked = check_text(text);
        for (const Diagnostic& fault : checked.diagnostics.all()) {
            CHECK(!fault.message.zh.empty());
            CHECK(!fault.message.en.empty());
            CHECK(fault.help.zh.empty() == fault.help.en.empty());
            if (fault.code == "E201" || fault.code == "E202" || fault.code == "E207") {
                CHECK(!fault.help.empty());
            }
            CHECK(!fault.message.zh.ends_with("。"));
            CHECK(!fault.message.en.ends_with("."));
            CHECK((fault.message.en.front() < 'A' || fault.message.en.front() > 'Z'));
        }
    }
}

}  // namespace
}  // namespace huiqi
