#include "engine/rulebook/changes/rule_changes.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/changes/sequence_changes.h"
#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

constexpr std::string_view kBody = R"(申报:
  甲额: {类型: 金额, 小数: 2}
  乙额: {类型: 金额, 小数: 2}
参数:
  比例: {类型: 比例, 值: 5%}
计算:
  基数额: 甲额 + 乙额
条件:
  - {编号: 一, 要求: 甲额 >= 1元, 不符合时: 不够}
  - {编号: 二, 要求: 乙额 <= 9元, 不符合时: 太多}
奖补:
  - 基数: 基数额
  - 乘: 比例
  - 取整: 四舍五入到分
)";

[[nodiscard]] std::string changed(std::string_view from, std::string_view to) {
    std::string text(kBody);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// What is told of a change that decides: its part and how.
[[nodiscard]] std::vector<std::string> told(const std::string& after) {
    const auto left = testing::load_body(kBody);
    const auto right = testing::load_body(after);
    std::vector<std::string> all;
    for (const RuleChange& one : rule_changes(left.incentive(), right.incentive())) {
        all.push_back(std::string(one.decides ? "" : "wording ") + std::string(part_name(one.part)) + " " + std::string(how_name(one.how)));
    }
    return all;
}

TEST_CASE("sequences are laid beside one another by their longest common run") {
    struct Row {
        std::string before, after, told;
    };
    // the same letter is the same element, the same letter in another case may stand for it
    const std::array rows{
        Row{"abc", "abc", "a=a b=b c=c "},
        Row{"abc", "ac", "a=a b- c=c "},
        Row{"ac", "abc", "a=a +b c=c "},
        Row{"abc", "aBc", "a=a b>B c=c "},
        Row{"", "ab", "+a +b "},
        Row{"ab", "", "a- b- "},
        Row{"abcd", "bcda", "a- b=b c=c d=d +a "},
        Row{"ax", "Ya", "a- x- +Y +a "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.after);
        const auto low = [](char sign) { return static_cast<char>(sign | 0x20); };
        std::string made;
        for (const SequencePair& pair : compare_sequences(
                 row.before.size(), row.after.size(), [&](std::size_t old, std::size_t now) { return row.before[old] == row.after[now]; },
                 [&](std::size_t old, std::size_t now) { return low(row.before[old]) == low(row.after[now]); })) {
            made += pair.before && pair.after ? std::string(1, row.before[*pair.before]) + (pair.same ? "=" : ">") + row.after[*pair.after]
                    : pair.before             ? std::string(1, row.before[*pair.before]) + "-"
                                              : std::string("+") + row.after[*pair.after];
            made += " ";
        }
        // of two runs that are equally long either will do
        if (row.before == "ax") {
            CHECK((made == row.told || made == "+Y a=a x- "));
        } else {
            CHECK(made == row.told);
        }
    }
}

TEST_CASE("a change is told by the part that it is made to, and spelling is none") {
    struct Row {
        std::string_view from, to;
        std::vector<std::string> told;
    };
    const std::vector<Row> rows{
        {"甲额 >= 1元", "甲额>=1.00元", {}},
        {"甲额 >= 1元", "not(甲额 < 1元)", {"condition changed"}},   // alike in another way counts as a change; the plan decides
        {"甲额 >= 1元", "乙额 >= 1元", {"condition changed"}},
        {"值: 5%", "值: 50‰", {}},
        {"值: 5%", "值: 6%", {"parameter changed"}},
        {"甲额 + 乙额", "甲额 - 乙额", {"definition changed"}},
        {"四舍五入到分", "截尾到分", {"step changed"}},
        {"不符合时: 不够", "不符合时: 还不够", {"wording reason changed"}},
        {"小数: 2}\n参数", "小数: 1}\n参数", {"input changed"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.to);
        CHECK(told(changed(row.from, row.to)) == row.told);
    }
}

TEST_CASE("what localities may set is told apart from what the rule itself decides") {
    struct Row {
        std::string_view before, after;
        Bilingual was, is;
    };
    const std::array rows{
        Row{"类型: 比例, 地方: 可填, 值: 5%, 幅度: \"[1%..9%]\"", "类型: 比例, 地方: 可填, 值: 5%, 幅度: \"[1%..90%]\"",
            {"地方可填，幅度 [1%..9%]", "allowed, within [1%..9%]"}, {"地方可填，幅度 [1%..90%]", "allowed, within [1%..90%]"}},
        Row{"类型: 比例, 地方: 可填, 值: 5%, 幅度: \"[1%..9%]\"", "类型: 比例, 值: 5%", {"地方可填，幅度 [1%..9%]", "allowed, within [1%..9%]"}, {"地方不可改", "fixed"}},
    };
    for (const Row& row : rows) {
        const auto left = testing::load_body(changed("类型: 比例, 值: 5%", row.before));
        const auto right = testing::load_body(changed("类型: 比例, 值: 5%", row.after));
        const std::vector<RuleChange> all = rule_changes(left.incentive(), right.incentive());
        REQUIRE(all.size() == 1);
        CHECK(part_name(all[0].part) == "local");
        CHECK(all[0].opens_otherwise);
        CHECK_FALSE(all[0].decides);
        CHECK(all[0].before == row.was);
        CHECK(all[0].after == row.is);
    }
}

TEST_CASE("a change that leans on another cannot stand alone") {
    const auto left = testing::load_body(kBody);
    const auto right = testing::load_body(changed("计算:\n", "计算:\n  另一个: 甲额 * 2\n").replace(changed("计算:\n", "计算:\n  另一个: 甲额 * 2\n").find("甲额 + 乙额"),
                                                                                              std::string("甲额 + 乙额").size(), "另一个 + 乙额"));
    const Incentive& before = left.incentive();
    const Incentive& after = right.incentive();
    for (const RuleChange& one : rule_changes(before, after)) {
        CHECK_FALSE(with_change(before, after, one));
    }
    // a value of a parameter stands alone, and nothing else changes with it
    const auto dearer = testing::load_body(changed("值: 5%", "值: 6%"));
    const std::vector<RuleChange> changes = rule_changes(before, dearer.incentive());
    REQUIRE(changes.size() == 1);
    const auto made = with_change(before, dearer.incentive(), changes.front());
    REQUIRE(made);
    CHECK(rule_changes(*made, dearer.incentive()).empty());
}

}  // namespace
}  // namespace huiqi
