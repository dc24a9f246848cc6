#include "engine/rulebook/keys.h"

#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

TEST_CASE("no spelling stands for two keys of one scope") {
    std::map<Scope, std::set<std::string_view>> seen;
    for (const Spelling& row : spellings()) {
        CAPTURE(row.en);
        CAPTURE(row.zh);
        CHECK_FALSE(row.en.empty());
        CHECK_FALSE(row.zh.empty());
        CHECK(seen[row.scope].insert(row.en).second);
        CHECK(seen[row.scope].insert(row.zh).second);
    }
}

TEST_CASE("a key is found by either spelling, in its own scope only") {
    REQUIRE(find_spelling(Scope::condition, "要求") != nullptr);
    CHECK(find_spelling(Scope::condition, "要求") == find_spelling(Scope::condition, "test"));
    CHECK(find_spelling(Scope::condition, "编号")->required);
    CHECK(find_spelling(Scope::step, "要求") == nullptr);
    CHECK(find_spelling(Scope::condition, "Test") == nullptr);
}

TEST_CASE("one Chinese word may be different keys in different scopes") {
    CHECK(find_spelling(Scope::incentive_file, "依据")->en == "sources");
    CHECK(find_spelling(Scope::condition, "依据")->en == "source");
    CHECK(find_spelling(Scope::incentive_file, "单位")->en == "units");
    CHECK(find_spelling(Scope::input, "单位")->en == "unit");
    CHECK(find_spelling(Scope::case_, "申报")->en == "given");
}

TEST_CASE("the spellings of the language draft's table are all there") {
    struct Row {
        Scope scope;
        const char* zh;
        const char* en;
    };
    constexpr Row kRows[] = {
        {Scope::case_, "取", "bind"},
        {Scope::case_, "结果", "expect"},
        {Scope::case_, "理由", "because"},
        {Scope::expectation, "符合", "eligible"},
        {Scope::expectation, "金额", "amount"},
        {Scope::expectation, "不符合", "failed"},
        {Scope::expectation, "下一问", "next"},
        {Scope::expectation, "错误", "error"},
        {Scope::expectation, "过程", "steps"},
        {Scope::condition, "不符合时", "reason"},
        {Scope::bundle_file, "主键", "keys"},
        {Scope::bundle_file, "同一", "shared"},
        {Scope::bundle_file, "汇总", "totals"},
        {Scope::bundle_file, "叠加", "stacking"},
        {Scope::stacking, "组", "group"},
        {Scope::stacking_word, "累加", "sum"},
        {Scope::stacking_word, "就高", "highest"},
        {Scope::stacking_word, "择一", "choose"},
        {Scope::stacking_word, "补差", "top_up"},
        {Scope::bundle_file, "总额上限", "limits"},
        {Scope::limit, "每", "per"},
        {Scope::limit, "期间", "period"},
        {Scope::period_word, "自然年", "calendar_year"},
        {Scope::limit, "扣减", "cut"},
        {Scope::bundle_file, "预算", "budget"},
        {Scope::budget, "总额", "amount"},
        {Scope::budget, "方式", "method"},
        {Scope::budget_word, "按比例", "pro_rata"},
        {Scope::budget_word, "排序", "ranking"},
        {Scope::budget_word, "先到先得", "first_come"},
        {Scope::budget, "余数", "remainder"},
        {Scope::remainder_word, "留存", "keep"},
        {Scope::remainder_word, "最大余数", "largest_remainder"},
        {Scope::budget, "末位", "last"},
        {Scope::last_word, "足额", "in_full"},
        {Scope::last_word, "给余额", "what_is_left"},
        {Scope::bundle_file, "名额", "quota"},
        {Scope::incentive_file, "分担", "shares"},
        {Scope::incentive_file, "分期", "schedule"},
        {Scope::parameter, "地方", "local"},
        {Scope::parameter, "幅度", "band"},
        {Scope::parameter, "历次", "series"},
        {Scope::parameter, "解释", "interpretation"},
        {Scope::kind_word, "检测器", "detector"},
        {Scope::anomaly, "严重", "severity"},
        {Scope::incentive_file, "目标", "targets"},
        {Scope::incentive_file, "条款", "clauses"},
    };
    for (const Row& row : kRows) {
        CAPTURE(row.zh);
        REQUIRE(find_spelling(row.scope, row.zh) != nullptr);
        CHECK(find_spelling(row.scope, row.zh)->en == row.en);
    }
}

TEST_CASE("a near miss is recognised in both scripts") {
    CHECK(nearest_spelling(Scope::incentive_file, "conditons") == std::optional<std::string_view>("conditions"));
    CHECK(nearest_spelling(Scope::condition, "不符合時") == std::optional<std::string_view>("不符合时"));
    CHECK_FALSE(nearest_spelling(Scope::condition, "zzz"));
}

}  // namespace
}  // namespace huiqi
