#include "engine/rulebook/clause_label.h"

#include <array>
#include <string>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

TEST_CASE("clause numbers are compared in one form, however they are written") {
    struct Row {
        const char* written;
        const char* label;
    };
    constexpr std::array rows{
        Row{"三(二)4", "三(二)4"},
        Row{"三、（二）4.", "三(二)4"},
        Row{"三 （二） ４", "三(二)4"},
        Row{"一.3", "一3"},
        Row{"第五条", "第五条"},
        Row{"第五条第（三）项", "第五条(三)"},
        Row{"第五条第三项", "第五条(三)"},
        Row{"第五条第二款", "第五条第二款"},
        Row{"Article 7 (2)", "article7(2)"},
        Row{"Art. 7", "article7"},
        Row{"§ 32", "article32"},
        Row{"1.2", "1.2"},
        Row{"附件1 一", "附件1一"},
        Row{"附件1 1.", "附件1·1"},
        Row{"附件1·1", "附件1·1"},
        Row{"附件11", "附件11"},
        Row{"附件一 一、", "附件一·一"},
        Row{"第 十 二 条", "第十二条"},
        Row{"Article 3, 2.", "article3·2"},
        Row{"第十二条之一第（二）项", "第十二条之一(二)"},
        Row{"Rule 1", "rule1"},
        Row{"Article 3(2)(b)", "article3(2)(b)"},
        Row{"§ 4 Abs. 2", "article4(2)"},
        Row{"Section 12A", "article12a"},
        Row{"Para. 7", "paragraph7"},
        Row{"Annex IV", "annexiv"},
        Row{"A.", "a"},
        Row{"1)", "1)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CHECK(clause_label(row.written) == row.label);
    }
}

TEST_CASE("a number lies in those that it begins with, but 41 does not lie in 4") {
    CHECK(lies_in("三(二)4", "三(二)"));
    CHECK(lies_in("三(二)4", "三"));
    CHECK(lies_in("二·1", "二"));
    CHECK(lies_in("第五条(一)", "第五条"));
    CHECK(lies_in("三", "三"));
    CHECK(lies_in("附件1·1", "附件1"));
    CHECK_FALSE(lies_in("附件11", "附件1"));
    CHECK_FALSE(lies_in("附件1·11", "附件1·1"));
    CHECK_FALSE(lies_in("三(二)41", "三(二)4"));
    CHECK_FALSE(lies_in("二十一", "二"));
    CHECK_FALSE(lies_in("1.2", "1"));
    CHECK_FALSE(lies_in("三", "三(二)"));
    CHECK_FALSE(lies_in("第十二条之一", "第十二条"));
    CHECK_FALSE(lies_in("article12a", "article12"));
    CHECK(lies_in("article12a(1)", "article12a"));
    CHECK(lies_in("article3paragraph1", "article3"));
    CHECK_FALSE(lies_in("1)", "1"));
}

TEST_CASE("a line of a document shows its number, and a number of the text is none") {
    struct Row {
        const char* line;
        const char* part;   ///< empty: no number
    };
    constexpr std::array rows{
        Row{"三、重点任务", "三"},
        Row{"　　（二）提升中小企业专利转化承接力。", "(二)"},
        Row{"4.激发中小企业创新发展需求。", "4"},
        Row{"4、激发中小企业", "4"},
        Row{"第十二条 本办法自印发之日起施行。", "第十二条"},
        Row{"第三章 附则", "第三章"},
        Row{"(1)企业", "(1)"},
        Row{"①企业", "①"},
        Row{"(a) an enterprise", "(a)"},
        Row{"Article 7 Premiums", "article7"},
        Row{"1.2 Scope", "1.2"},
        Row{"附件1", "附件1"},
        Row{"附件：申报表", "附件"},
        Row{"第十二条之一 增补的一条", "第十二条之一"},
        Row{"第十二条之规定", "第十二条"},
        Row{"Rule 1 The award is 5 yuan.", "rule1"},
        Row{"RULE 12A. Awards", "rule12a"},
        Row{"§ 4 Zuschuss", "article4"},
        Row{"Section 4.2 Costs", "article4.2"},
        Row{"Clause 3: firms", "clause3"},
        Row{"Paragraph 2 Firms", "paragraph2"},
        Row{"Chapter II General", "chapterii"},
        Row{"Part 3", "part3"},
        Row{"Annex", "annex"},
        Row{"ANNEX B Tables", "annexb"},
        Row{"Annex IV: rates", "annexiv"},
        Row{"Schedule 2", "schedule2"},
        Row{"附录2", "附录2"},
        Row{"A. Who may apply", "a"},
        Row{"IV. Payment", "iv"},
        Row{"1) firms", "1)"},
        Row{"12）企业", "12)"},
        Row{"a) firms", "a)"},
        Row{"A firm may apply", ""},
        Row{"Rules of the fund", ""},
        Row{"Parts of machines", ""},
        Row{"Part of the costs", ""},
        Row{"Annexes are binding", ""},
        Row{"Scheduled payments", ""},
        Row{"Paragraph two", ""},
        Row{"I apply", ""},
        Row{"e.g. machines", ""},
        Row{"1.5亿元以上的企业", ""},
        Row{"2024年12月13日", ""},
        Row{"1,873", ""},
        Row{"一次性给予10万元", ""},
        Row{"十个工作日内", ""},
        Row{"(以下简称方案)", ""},
        Row{"第三方机构负责", ""},
        Row{"附件所列企业", ""},
        Row{"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        const auto head = clause_head(row.line);
        CHECK(head.has_value() == !std::string(row.part).empty());
        CHECK((head ? head->part : "") == row.part);
    }
}

}  // namespace
}  // namespace huiqi
