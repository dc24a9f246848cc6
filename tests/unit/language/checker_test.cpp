#include <doctest/doctest.h>

#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

TEST_CASE("an expression has the type and unit that its operations give") {
    struct Row {
        const char* text;
        const char* type;
    };
    const Row rows[] = {
        {"1 + 2", "数"},
        {"合同金额 + 1万元", "金额(元)"},
        {"合同金额 * 5%", "金额(元)"},
        {"合同金额 / 实付金额", "数"},
        {"本金 * 年利率 * 折年(放款日, 到期日, \"actual/365\")", "金额(元)"},
        {"合同金额 / 人数", "金额(元)"},
        {"面积 ** 2", "数(平方米²)"},
        {"-合同金额", "金额(元)"},
        {"到期日 - 放款日", "天数"},
        {"放款日 + 30天", "日期"},
        {"2年 + 放款日", "日期"},
        {"放款日 - 1个月", "日期"},
        {"0 * 1天", "天数"},
        {"if 关联交易 then 0 else 合同金额", "金额(元)"},
        {"if 关联交易 then null else 合同金额", "金额(元)(可无)"},
        {"\"a\" + \"b\"", "文本"},
        {"企业规模 = 小型", "是否"},
        {"小型 = 企业规模", "是否"},
        {"企业规模 = \"小型\"", "是否"},
        {"企业规模 <= 中型", "是否"},
        {"孰高(企业规模, 中型)", "企业规模"},
        {"孰低(中型, 企业规模)", "企业规模"},
        {"认定级别 in (省级, 国家级)", "是否"},
        {"企业规模 属于 (中型以下)", "是否"},
        {"付息.利息", "列表(金额(元))"},
        {"付息[1].利息", "金额(元)"},
        {"付息[利息 > 0]", "列表(记录)"},
        {"付息.实付日", "列表(日期(可无))"},
        {"for 笔 in 付息 return 笔.利息 * 2", "列表(金额(元))"},
        {"for i in 1..个数(付息) return i", "列表(数)"},
        {"some 笔 in 付息 satisfies 笔.利息 > 1元", "是否"},
        {"放款日.年", "数"},
        {"放款日.weekday", "数"},
        {"累计(付息.利息)", "列表(金额(元))"},
        {"段内(合同金额, 0, 100万元)", "金额(元)"},
        {"合计([])", "数"},
        {"合计(合同金额, 实付金额)", "金额(元)"},
        {"default(其他资助, 0)", "金额(元)"},
        {"default(其他资助, 单项上限)", "金额(元)(可无)"},
        {"相差整月(放款日, 到期日)", "月数"},
        {"相差整年(放款日, 到期日)", "数"},
        {"LPR(放款日)", "数(1/月)"},
        {"每项标准(省级, 60)", "金额(元)"},
        {"每项标准(得分值: 60, 级别: 省级)", "金额(元)"},
        {"奖励额", "金额(元)"},
        {"[1..3]", "区间(数)"},
        {"[]", "空列表"},
        {"append([], 1元)", "列表(金额(元))"},
        {"含有(各级, 省级)", "是否"},
        {"ROUND(合同金额, 100元)", "金额(元)"},
        {"round half up(合同金额, 0)", "金额(元)"},
        {"各级 = [省级, 国家级]", "是否"},
        {"[省级] = 各级", "是否"},
        {"if 关联交易 then 认定级别 else 省级", "认定级别"},
        {"if 关联交易 then 省级 else 认定级别", "认定级别"},
        {"升序(付息, 起, item.利息)", "列表(记录)"},
        {"降序([2, 1])", "列表(数)"},
        {"升序([0, 2元])", "列表(金额(元))"},
        {"前几项(付息, 人数).利息", "列表(金额(元))"},
        {"子表([], 1)", "空列表"},
        {"有值(可无得分)", "列表(数)"},
        {"有值(得分)", "列表(数)"},
        {"有值([null])", "空列表"},
        {"限于(放款日, 2024-01-01, 到期日)", "日期"},
        {"限于(企业规模, 小型, 中型)", "企业规模"},
        {"限于(0, 实付金额, 1万元)", "金额(元)"},
        {"满几(实付金额, 100万元)", "数"},
        {"跨月数(放款日, 到期日)", "月数"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CheckedText checked = check_text(row.text);
        CHECK(checked.codes() == "");
        CHECK(type_name(checked.expression.type(), true) == row.type);
    }
}

TEST_CASE("what is checked has one form of each operation") {
    struct Row {
        const char* text;
        const char* shape;
    };
    const Row rows[] = {
        {"-5", "-5"},
        {"放款日 - 3天", "(days+ 放款日 (neg 3天))"},
        {"1个月 + 放款日", "(months+ 放款日 1个月)"},
        {"人数 between 1 and 3", "(and (>= 人数 1) (<= 人数 3))"},
        {"人数 in [1..3)", "(and (>= 人数 1) (< 人数 3))"},
        {"人数 in (1, 5, >= 9)", "(or (= 人数 1) (= 人数 5) (>= 人数 9))"},
        {"人数 in [1, 2]", "(or (= 人数 1) (= 人数 2))"},
        {"人数 in [[1..2], [5..6]]", "(or (and (>= 人数 1) (<= 人数 2)) (and (>= 人数 5) (<= 人数 6)))"},
        {"人数 in []", "否"},
        {"人数 in 得分", "(call list contains 得分 人数)"},
        {"放款日 in 有效期", "(inside 放款日 有效期)"},
        {"[1] in [[1], [2]]", "(call list contains (list (list 1) (list 2)) (list 1))"},
        {"[1] in [1]", "(= (list 1) (list 1))"},
        {"[1..2] in [1..2]", "(= (interval 1 2) (interval 1 2))"},
        {"人数 in (? > 1 and ? < 人数)", "(and (> 人数 1) (< 人数 人数))"},
        {"结清日 = null", "(absent 结清日)"},
        {"null != 结清日", "(not (absent 结清日))"},
        {"null = null", "(absent 无)"},
        {"非(关联交易)", "(not 关联交易)"},
        {"min(1, 2)", "(call min (list 1 2))"},
        {"孰低(得分)", "(call min 得分)"},
        {"floor(1.5)", "(call floor 1.5 0)"},
        {"加月(放款日, 3)", "(call add months 放款日 3 \"clip\")"},
        {"string join([\"a\"])", "(call string join (list \"a\") \"\")"},
        {"string join(\"a\", \"X\")", "(call string join (list \"a\") \"X\")"},
        {"date(\"2024-01-31\")", "2024-01-31"},
        {"date(放款日)", "放款日"},
        {"duration(\"P1Y2M\")", "14个月"},
        {"duration(\"-P3D\")", "-3天"},
        {"years and months duration(放款日, 到期日)", "(call months between 放款日 到期日)"},
        {"default(人数, 5)", "人数"},
        {"放款日.月", "(call month 放款日)"},
        {"付息[止 > 起].利息", "(fields 4 (filter v0 付息 (> (field 1 v0) (field 0 v0))))"},
        {"付息[item.止 > 起]", "(filter v0 付息 (> (field 1 v0) (field 0 v0)))"},
        {"升序(付息, 止 - 起)", "(sort sort v0 付息 (days- (field 1 v0) (field 0 v0)))"},
        {"降序(得分)", "(sort sort descending v0 得分 v0)"},
        {"得分[item > 60]", "(filter v0 得分 (> v0 60))"},
        {"得分[-1]", "(at 得分 -1)"},
        {"string(\"a\")", "\"a\""},
        {"面积 ** (1 + 1)", "(** 面积 2)"},
        {"every x in [] satisfies x", "是"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CheckedText checked = check_text(row.text);
        CHECK(checked.codes() == "");
        CHECK(shape(checked.expression) == row.shape);
    }
}

TEST_CASE("what a test asks about is computed once") {
    const CheckedText checked = check_text("合同金额 + 实付金额 in [1元..3元]");
    const CoreNode& both = checked.expression[checked.expression.root];
    REQUIRE(both.op == CoreOp::and_);
    CHECK(checked.expression[both.children[0]].children[0] ==
          checked.expression[both.children[1]].children[0]);
}

TEST_CASE("the literal 0 takes the unit of what it stands beside, alone it is a plain number") {
    struct Row {
        const char* text;
        const char* zero;
    };
    const Row rows[] = {
        {"合同金额 > 0", "金额(元)"},
        {"0 < 天数", "天数"},
        {"max(0, 合同金额 - 1元)", "金额(元)"},
        {"(if 关联交易 then 0 else 0) = 合同金额", "金额(元)"},
        {"(0 + 0) + 合同金额", "金额(元)"},
        {"[0] = [1元]", "金额(元)"},
        {"for x in [0] return x", "数"},
        {"0", "数"},
        {"放款日 + 0", "天数"},
        {"ROUND(合同金额, 0)", "数"},
        {"0 = 0", "数"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CheckedText checked = check_text(row.text);
        CHECK(checked.codes() == "");
        for (const CoreNode& node : checked.expression.nodes) {
            CHECK(!node.type.any_unit());
            if (node.op == CoreOp::constant && node.type.is(TypeKind::number) &&
                node.constant.number() == 0) {
                CHECK(type_name(node.type, true) == row.zero);
            }
        }
    }
}

TEST_CASE("a value that may be absent is present where the condition proves it") {
    const char* sound[] = {
        "结清日 != null 且 结清日 <= 到期日",
        "结清日 = null 或 结清日 > 到期日",
        "if 结清日 = null then 放款日 else 结清日",
        "if 结清日 != null then 结清日 else 放款日",
        "关联交易 且 结清日 != null 且 人数 > 0 且 结清日 <= 到期日",
        "关联交易 或 结清日 = null 或 人数 > 0 或 结清日 <= 到期日",
        "if 结清日 = null 或 其他资助 = null then 0 else (if 结清日 > 到期日 then 其他资助 else 1元)",
        "非(结清日 = null) 且 结清日 <= 到期日",
        "非(结清日 = null 或 关联交易) 且 结清日 <= 到期日",
        "个数(付息[实付日 = null 或 实付日 > 应付日]) > 0",
        "for 笔 in 付息 return if 笔.实付日 = null then 0天 else 笔.实付日 - 笔.应付日",
        "联系人.生日 != null 且 联系人.生日.年 > 1990",
        "结清日 = 到期日",
        "(结清日 != null 且 关联交易) 且 结清日 > 放款日",
        "(结清日 = null 且 其他资助 = null) 或 关联交易",
    };
    for (const std::string text : sound) {
        CAPTURE(text);
        CHECK(check_text(text).codes() == "");
    }
    const char* refused[] = {
        "结清日 <= 到期日",
        "结清日 <= 到期日 且 结清日 != null",
        "结清日 != null 或 结清日 <= 到期日",
        "结清日 = null 且 结清日 <= 到期日",
        "(结清日 != null 或 关联交易) 且 结清日 > 放款日",
        "if 结清日 != null then 1 = 1 else 结清日 > 放款日",
        "(结清日 != null 且 关联交易) 或 结清日 > 放款日",
        "其他资助 + 1元",
        "已通过 且 关联交易",
        "if 已通过 then 1 else 2",
        "结清日.年",
        "min(结清日, 到期日)",
        "合计(可无得分)",
        "绝对值(其他资助)",
        "付息[实付日 != null][1].实付日 > 放款日",
        "得分[可无得分[1]]",
        "1 + null",
    };
    for (const std::string text : refused) {
        CAPTURE(text);
        CHECK(check_text(text).codes() == "E205");
    }
}

TEST_CASE("a fault has its code, and is not repeated by what leans on it") {
    struct Row {
        const char* text;
        const char* codes;
    };
    const Row rows[] = {
        {"true + 1", "E201"},
        {"放款日 + 到期日", "E201"},
        {"合同金额 > 放款日", "E201"},
        {"放款日 > \"2024-01-01\"", "E201"},
        {"-放款日", "E201"},
        {"not(1)", "E201"},
        {"1 and true", "E201"},
        {"if 1 then 2 else 3", "E201"},
        {"人数[1]", "E201"},
        {"付息[\"a\"]", "E201"},
        {"for x in 人数 return x", "E201"},
        {"sum(人数)", "E201"},
        {"sum([\"a\"])", "E201"},
        {"人数.年", "E201"},
        {"\"a\" in [1, 2]", "E201 E201"},
        {"全部([1])", "E201"},
        {"min(得分, 5)", "E201"},
        {"合同金領 + 1", "E202"},
        {"(合同金領 + 1) * 关联交易", "E202"},
        {"合同金領 = 小型", "E202"},
        {"小形", "E202"},
        {"付息.利西", "E202"},
        {"联系人.电话", "E202"},
        {"放款日.时", "E202"},
        {"suum(1)", "E202"},
        {"suum(没有)", "E202"},
        {"企业规模 = 小形", "E203"},
        {"企业规模 in (小型, 巨型)", "E203"},
        {"企业规模 = \"巨型\"", "E203"},
        {"合同金额 > 100", "E204"},
        {"天数 > 1个月", "E204"},
        {"合同金额 + 天数", "E204"},
        {"0 between 1元 and 2天", "E204"},
        {"0 in (1元, > 2天)", "E204"},
        {"0 in (? > 1元 and ? < 2天)", "E204"},
        {"放款日 + 30", "E204"},
        {"放款日 + 30元", "E204"},
        {"if 关联交易 then 1元 else 1", "E204"},
        {"[1元, 1天]", "E204"},
        {"ROUND(合同金额, 1天)", "E204"},
        {"得分[1元]", "E204"},
        {"odd(3元)", "E204"},
        {"product([1元])", "E204"},
        {"信用代码 < \"a\"", "E206"},
        {"认定级别 < 省级", "E206"},
        {"min(各级)", "E206"},
        {"升序(各级)", "E206"},
        {"升序([关联交易])", "E206"},
        {"升序(付息, 信用代码)", "E206"},
        {"升序(付息, 人数)", "E209"},
        {"降序(付息, 没有)", "E202"},
        {"升序(实付金额)", "E201"},
        {"升序(可无得分)", "E205"},
        {"前几项(得分, -1)", "E208"},
        {"前几项(得分, 1元)", "E204"},
        {"限于(信用代码, \"a\", \"b\")", "E206"},
        {"满几(实付金额, 100)", "E204"},
        {"满几(实付金额, 0元)", "E208"},
        {"[\"a\"..\"b\"]", "E206"},
        {"关联交易 < 关联交易", "E206"},
        {"ROUND(1)", "E208"},
        {"ROUND(1, 2, 3)", "E208"},
        {"abs(m: 1)", "E208"},
        {"modulo(5, dividend: 3)", "E208"},
        {"ROUND(1, 61)", "E208"},
        {"ROUND(1元, 0元)", "E208"},
        {"折年(放款日, 到期日, \"actual/364\")", "E208"},
        {"折年(放款日, 到期日, 信用代码)", "E208"},
        {"加月(放款日, 1, \"last\")", "E208"},
        {"LPR()", "E208"},
        {"每项标准(省级)", "E208"},
        {"付息[人数 > 0]", "E209"},
        {"合同金额(1)", "E210"},
        {"奖励额(1)", "E210"},
        {"每项标准", "E210"},
        {"if 关联交易 then 1 else \"a\"", "E211"},
        {"2 ** 0.5", "E212"},
        {"2 ** 1元", "E212"},
        {"合同金额 ** 人数", "E212"},
        {"合同金额 ** 10", "E212"},
        {"10 ** 10 ** 10", "E212"},
        {"10 ** (10 ** 10)", "E212"},
        {"人数 ** 1000000", "E212"},
        {"date(信用代码)", "E213"},
        {"duration(信用代码)", "E213"},
        {"date(\"P1D\")", "E213"},
        {"duration(\"2024-01-01\")", "E213"},
        {"date(\"2024-02-30\")", "E103"},
        {"[1, \"a\"]", "E214"},
        {"append(得分, \"a\")", "E214"},
        {"每项标准(省级, 放款日)", "E207"},
        {"坏定义 + 1", ""},
        {"坏定义 = 小型 且 坏定义 > 1元", ""},
        {"1 + true * 2 + \"a\" * 没有", "E201 E202"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(check_text(row.text).codes() == row.codes);
    }
}

TEST_CASE("the place of an expression may ask for a type") {
    struct Row {
        const char* text;
        Type expected;
        const char* codes;
    };
    const Row rows[] = {
        {"小型", company_size(), ""},
        {"\"小型\"", company_size(), ""},
        {"if 关联交易 then 小型 else 大型", company_size(), ""},
        {"[小型, 大型]", Type::list(company_size()), ""},
        {"小形", company_size(), "E203"},
        {"0", yuan(), ""},
        {"if 关联交易 then 0 else 0", yuan(), ""},
        {"[]", Type::list(yuan()), ""},
        {"10", yuan(), "E204"},
        {"放款日", yuan(), "E207"},
        {"其他资助", yuan(), "E205"},
        {"其他资助", yuan().as_optional(), ""},
        {"null", yuan().as_optional(), ""},
        {"null", yuan(), "E205"},
        {"1 +", yuan(), "E106"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const CheckedText checked = check_text(row.text, row.expected);
        if (std::string_view(row.codes) == "E106") {
            CHECK(checked.diagnostics.error_count() == 1);
            continue;
        }
        CHECK(checked.codes() == row.codes);
        if (checked.codes().empty()) {
            CHECK(common_type(checked.expression.type(), row.expected) == row.expected);
        }
    }
}

TEST_CASE("a bare field of a filter means the nearest element") {
    // The inner `级别` is the field of the inner list, though the outer filter has it too.
    CHECK(check_text("费用[金额 = 费用[级别 = 省级].金额[1]]").codes() == "");
    // A loop variable is a name outside, too.
    CHECK(check_text("for 金额 in 得分 return 个数(费用[金额 > 0])").codes() == "E209");
    CHECK(check_text("付息[item.人数 > 0]").codes() == "");
    // The position of an element may use names outside, but no fields.
    CHECK(check_text("for i in 1..3 return 付息[i].利息").codes() == "");
    CHECK(check_text("费用[金额 / 1元]").codes() == "E201");
}

TEST_CASE("long chains are checked without recursion") {
    // A tree as a parser with other limits could give it.
    SyntaxTree tree{.text = plain_text("1"), .nodes = {}, .root = 0};
    SyntaxNode one;
    one.kind = SyntaxKind::number;
    one.number = 1;
    tree.nodes.push_back(one);
    for (int i = 0; i < 50'000; ++i) {
        SyntaxNode sum;
        sum.kind = SyntaxKind::add;
        sum.children = {tree.root, 0};
        tree.nodes.push_back(std::move(sum));
        tree.root = static_cast<SyntaxId>(tree.nodes.size() - 1);
    }
    TestNames names;
    Diagnostics diagnostics;
    CHECK(check_expression(tree, names, std::nullopt, {}, diagnostics).nodes.size() > 50'000);
    CHECK(!diagnostics.has_errors());
    std::string stuck = "且";
    for (int i = 0; i < 70; ++i) {
        stuck += "或且";
    }
    CHECK(check_text(stuck).codes() == "E202");
}

}  // namespace
}  // namespace huiqi
