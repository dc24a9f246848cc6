#include "engine/rulebook/document_text.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

std::vector<std::string> labels(const DocumentText& text) {
    std::vector<std::string> all;
    for (const TextClause& clause : text.clauses()) {
        all.push_back(clause.label + (clause.heading_only ? " title" : ""));
    }
    return all;
}

TEST_CASE("the clauses of a plan are known by their numbers") {
    Sources sources;
    const DocumentText text(sources, sources.add("plan.txt",
                                                 "某方案\n为了……，制定本方案。\n一、总体目标\n到2025年达到60件。\n二、重点任务\n"
                                                 "(一)提升能力。\n1.培育。支持培育。\n2.引进。按5%左右给予奖补。\n(二)融资。\n3.质押。给予贴息。\n"));
    CHECK(labels(text) ==
          std::vector<std::string>{"一", "二 title", "二(一) title", "二(一)1", "二(一)2", "二(二) title", "二(二)3"});
    REQUIRE(text.enclosing("二(一)2①") != nullptr);
    CHECK(text.enclosing("二(一)2①")->label == "二(一)2");
    CHECK(text.enclosing("三") == nullptr);
}

TEST_CASE("articles are counted across chapters, and annexes have numbers of their own") {
    Sources sources;
    const DocumentText text(sources, sources.add("measure.txt",
                                                 "第一章 总则\n第一条 目的。\n第二章 补贴\n第二条 对象：\n(一)企业；\n(二)高校。\n"
                                                 "附件1\n一、申报表\n附件2\n一、评分表\n"));
    CHECK(labels(text) == std::vector<std::string>{"第一章 title", "第一条", "第二章 title", "第二条 title", "第二条(一)", "第二条(二)",
                                                   "附件1 title", "附件1一", "附件2 title", "附件2一"});
}

TEST_CASE("an item of annex 1 is not annex 11, and an annex may have its title behind a blank") {
    Sources sources;
    const DocumentText text(sources, sources.add("measure.txt",
                                                 "第一条 目的。\n附件1 申请材料清单\n1. 营业执照\n2. 投资证明\n附件一：\n一、表格\n附件11\n1. 其他\n"));
    CHECK(labels(text) == std::vector<std::string>{"第一条", "附件1 title", "附件1·1", "附件1·2", "附件一 title", "附件一·一", "附件11 title",
                                                   "附件11·1"});
    REQUIRE(text.enclosing(clause_label("附件1 1.")) != nullptr);
    CHECK(text.enclosing(clause_label("附件1 1."))->label == "附件1·1");
    CHECK(text.enclosing(clause_label("附件11"))->label == "附件11");
    CHECK(text.enclosing(clause_label("附件1 3."))->label == "附件1");
    const DocumentText sentence(sources, sources.add("x.txt", "第一条 材料见\n附件1 所列，一式两份。\n附件2 都要的；\n"));
    CHECK(labels(sentence) == std::vector<std::string>{"第一条"});
}

TEST_CASE("documents in English and German have their numbers too") {
    Sources sources;
    const DocumentText rules(sources, sources.add("rules.txt",
                                                  "Rules of the fund\nPart I General\nRule 1 The award is 5 yuan.\nRule 2 Firms:\n(a) in arrears;\n"
                                                  "(b) abroad.\nRule 2A Late firms.\nAnnex A\n1) rates\n2) caps\n"));
    CHECK(labels(rules) == std::vector<std::string>{"parti title", "rule1", "rule2 title", "rule2(a)", "rule2(b)", "rule2a", "annexa title",
                                                    "annexa1)", "annexa2)"});
    const DocumentText law(sources, sources.add("gesetz.txt",
                                                "§ 4 Zuschuss\n(1) Gefördert werden\n1. Betriebe,\n2. Vereine.\n(2) Der Zuschuss beträgt 10 %.\n"));
    CHECK(labels(law) ==
          std::vector<std::string>{"article4 title", "article4(1) title", "article4(1)1", "article4(1)2", "article4(2)"});
    REQUIRE(law.enclosing(clause_label("§ 4 Abs. 2")) != nullptr);
    CHECK(law.enclosing(clause_label("§ 4 Abs. 2"))->label == "article4(2)");
}

TEST_CASE("an article that was put in later stands beside the one before it") {
    Sources sources;
    const DocumentText text(sources, sources.add("x.txt", "第十二条 补贴10%。\n第十二条之一 上限20万元。\n第十三条 施行。\n附录\n1)比例\n"));
    CHECK(labels(text) == std::vector<std::string>{"第十二条", "第十二条之一", "第十三条", "附录 title", "附录1)"});
    CHECK_FALSE(text.find("上限20万元", text.clause("第十二条")));
}

TEST_CASE("an annex that is named at the end of a letter and again on its own page is one clause") {
    Sources sources;
    const DocumentText text(sources, sources.add("plan.txt", "一、目标\n附件:指标表\n附件:\n指标表\n托管1000家\n"));
    CHECK(labels(text) == std::vector<std::string>{"一", "附件"});
    CHECK(text.find("托管1000家", text.clause("附件")));
}

TEST_CASE("where numbers run on across the clauses above, their end names them") {
    Sources sources;
    const DocumentText text(sources, sources.add("x.txt", "一、质量\n(一)盘点。\n1.入库。\n二、金融\n(二)贴息。\n1.比例。\n"));
    REQUIRE(text.enclosing("(二)") != nullptr);
    CHECK(text.enclosing("(二)")->label == "二(二)");
    CHECK(text.whole_label("(二)·1") == "二(二)·1");
    CHECK(text.whole_label("(一)1") == "一(一)1");
    CHECK(text.whole_label("一(一)1") == "一(一)1");
    CHECK(text.enclosing("1") == nullptr);   // two clauses end so
}

TEST_CASE("a short line that says an amount or a share is a rule, whatever stands below it") {
    Sources sources;
    const DocumentText text(sources, sources.add("x.txt", "第一条 按60%给予补贴：\n（一）甲\n（二）乙\n第二条 资助标准\n（一）最高10万元\n"));
    CHECK(labels(text) == std::vector<std::string>{"第一条", "第一条(一)", "第一条(二)", "第二条 title", "第二条(一)"});
}

TEST_CASE("a title above other clauses says nothing, two sentences do") {
    Sources sources;
    const DocumentText text(sources, sources.add("x.txt", "一、原则\n(一)公开。\n二、资金\n总额1亿元。分三年安排。\n(一)省级。\n"));
    CHECK(labels(text) == std::vector<std::string>{"一 title", "一(一)", "二", "二(一)"});
}

TEST_CASE("a quote is found whatever its width and white space, and only where it stands") {
    Sources sources;
    const SourceId id = sources.add("x.txt", "一、补贴\n按合同实际\n成交额的5%左右,给予 奖补。\n二、上限\n每家不超过20万元。\n");
    const DocumentText text(sources, id);
    const auto found = text.find("按合同实际成交额的５％左右，给予奖补。");
    REQUIRE(found);
    CHECK(sources[id].position(found->begin).line == 2);
    CHECK(text.at(found->begin)->label == "一");
    CHECK(text.find("按合同……给予奖补"));
    CHECK(text.find("按合同…奖补…20万元"));
    CHECK_FALSE(text.find("奖补…按合同"));
    CHECK_FALSE(text.find("按合同成交额的5%"));
    CHECK_FALSE(text.find("不超过20万元", text.clause("一")));
    CHECK(text.find("不超过20万元", text.clause("二")));
    CHECK_FALSE(text.find("奖补。二、上限", text.clause("一")));
}

TEST_CASE("a text without numbers has no clauses") {
    Sources sources;
    CHECK(DocumentText(sources, sources.add("x.txt", "按5%给予补贴。\n")).clauses().empty());
    CHECK(DocumentText(sources, sources.add("y.txt", "")).clauses().empty());
}

}  // namespace
}  // namespace huiqi
