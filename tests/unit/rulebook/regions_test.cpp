#include "engine/rulebook/regions.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

/// A family of rule files in a folder of its own.
class Family {
public:
    Family() {
        add("nation",
            "种类: 事项\n编号: 国家.奖补\n地区: 全国\n施行: {自: 2024-01-01, 按: 签订日}\n"
            "依据: {办法: {文件: 国家办法, 印发日期: 2023-12-01}}\n"
            "参数: {比例: {类型: 比例, 地方: 必填, 幅度: \"[4%..6%]\", 依据: 办法}}\n"
            "申报: {签订日: {类型: 日期}, 额: {类型: 金额}}\n奖补: [{基数: 额}, {乘: 比例}, {取整: "
            "截尾到分}]\n");
    }

    void add(const std::string& name, std::string_view text) { folder_.write(name + ".yaml", text); }

    /// Adds an overlay; `more` is what stands in it besides id, parent and region.
    void overlay(const std::string& name, std::string_view id, std::string_view parent,
                 std::string_view region, std::string_view more = "参数: {比例: {值: 5%}}\n") {
        add(name, "种类: 细则\n编号: " + std::string(id) + "\n上位: " + std::string(parent) +
                      "\n地区: " + std::string(region) + "\n" + std::string(more));
    }

    /// Loads everything; gives the codes of the errors.
    [[nodiscard]] std::vector<std::string> load() {
        Diagnostics diagnostics;
        rulebook = load_rulebook({folder_.path().string()}, diagnostics);
        std::vector<std::string> codes;
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            if (diagnostic.severity == Severity::error) {
                codes.emplace_back(diagnostic.code);
            }
            superseded += diagnostic.code == "W552" ? 1U : 0U;
        }
        return codes;
    }

    /// Gives the id of what is in force, `?` where nothing decides, `-` where nothing is.
    [[nodiscard]] std::string at(std::string_view code, std::string_view day = "") const {
        Place place{.code = std::string(code), .day = std::nullopt};
        if (!day.empty()) {
            place.day = Date::parse(day).value();
        }
        const RegionChoice::Found found = RegionChoice(rulebook, place).of(*rulebook.find("国家.奖补"));
        return found.in_force != nullptr ? found.in_force->id : found.tied.empty() ? "-" : "?";
    }

    Rulebook rulebook;
    std::size_t superseded = 0;   ///< overlays that were told to stand on a rule that gave way (W552)

private:
    testing::TemporaryFolder folder_;
};

TEST_CASE("a region holds the places whose codes begin as its own does") {
    struct Row {
        std::string_view region, place;
        bool holds;
    };
    constexpr std::array rows{
        Row{"320000", "320583", true},
        Row{"320500", "320583", true},
        Row{"320583", "320583", true},
        Row{"320583", "320500", false},
        Row{"320500", "320100", false},
        Row{"330000", "320583", false},
        Row{"", "320583", true},
        Row{"100000", "320583", true},
        Row{"000000", "320583", true},
        // Beijing's own code must not be taken for the nation's, nor a county that ends in 10 for its city
        Row{"110000", "120000", false},
        Row{"440310", "440300", false},
        Row{"440310", "440310", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.region);
        CAPTURE(row.place);
        CHECK(region_holds(row.region, row.place) == row.holds);
    }
}

TEST_CASE("the day decides first, then the region") {
    Family family;
    family.overlay("js", "江苏.奖补", "国家.奖补", "江苏省 320000");
    family.overlay("sz", "苏州.奖补", "江苏.奖补", "苏州市 320500", "施行: {自: 2024-03-01}\n");
    family.overlay("ks", "昆山.奖补", "苏州.奖补", "昆山市 320583",
                   "施行: {自: 2024-06-01, 至: 2025-12-31}\n");
    REQUIRE(family.load().empty());
    struct Row {
        std::string_view code, day, rule;
    };
    constexpr std::array rows{
        Row{"320583", "2024-07-01", "昆山.奖补"},
        Row{"320583", "2024-05-31", "苏州.奖补"},
        Row{"320583", "2026-01-01", "苏州.奖补"},
        Row{"320583", "2024-02-29", "江苏.奖补"},
        Row{"320582", "2024-07-01", "苏州.奖补"},
        Row{"320100", "2024-07-01", "江苏.奖补"},
        Row{"610900", "2024-07-01", "国家.奖补"},
        Row{"320583", "2023-12-31", "-"},
        // without a day: several are in force at some time, so that the day must be said
        Row{"320583", "", "?"},
        Row{"610900", "", "国家.奖补"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.code);
        CAPTURE(row.day);
        CHECK(family.at(row.code, row.day) == row.rule);
    }
}

TEST_CASE("whatever the day, the foremost of a place is right on its own days, and what overtakes a rule is named") {
    Family family;
    family.overlay("city", "市.一", "国家.奖补", "甲市 320500");
    family.overlay("later", "市.二", "国家.奖补", "甲市 320500", "施行: {自: 2025-01-01}\n参数: {比例: {值: 6%}}\n");
    family.overlay("county", "县.一", "市.一", "乙县 320583", "施行: {自: 2024-07-01, 至: 2024-12-31}\n参数: {比例: {值: 4%}}\n");
    REQUIRE(family.load().empty());
    struct Row {
        std::string_view code, used, foremost, overtaking;
    };
    for (const Row& row : {Row{"320500", "市.一", "市.二", "市.二"}, Row{"320583", "市.一", "县.一", "县.一 市.二"},
                           Row{"320583", "县.一", "县.一", ""}, Row{"610000", "国家.奖补", "国家.奖补", ""}}) {
        CAPTURE(row.code);
        CAPTURE(row.used);
        const RegionChoice choice(family.rulebook, {.code = std::string(row.code), .day = std::nullopt});
        const Incentive* foremost = choice.foremost(*family.rulebook.find("国家.奖补"));
        REQUIRE(foremost != nullptr);
        CHECK(foremost->id == row.foremost);
        std::string overtaking;
        for (const Incentive* one : choice.overtaking(*family.rulebook.find(row.used))) {
            overtaking += (overtaking.empty() ? "" : " ") + one->id;
        }
        CHECK(overtaking == row.overtaking);
    }
}

TEST_CASE("an overlay whose parent gives way at its own region is told of") {
    const auto told = [](const std::string& second, const std::string& county) {
        Family family;
        family.overlay("a", "苏州.甲", "国家.奖补", "苏州市 320500");
        family.overlay("b", "苏州.乙", "国家.奖补", "苏州市 320500", second + "参数: {比例: {值: 4%}}\n");
        family.overlay("c", "昆山.奖补", "苏州.甲", "昆山市 320583", county);
        CHECK(family.load().empty());
        return family.superseded;
    };
    CHECK(told("施行: {自: 2024-06-01}\n", "名称: 昆山\n") == 1);
    CHECK(told("施行: {自: 2024-06-01}\n", "施行: {自: 2024-07-01}\n") == 1);
    CHECK(told("施行: {自: 2024-06-01}\n", "施行: {至: 2024-06-01}\n") == 1);
    CHECK(told("施行: {自: 2024-06-01}\n", "施行: {至: 2024-05-31}\n") == 0);   // gone before the parent gives way
}

TEST_CASE("of two overlays for one region the higher rank goes before, then the later one") {
    SUBCASE("rank") {
        Family family;
        family.overlay("a", "苏州.甲", "国家.奖补", "苏州市 320500", "位阶: 2\n参数: {比例: {值: 5%}}\n");
        family.overlay("b", "苏州.乙", "国家.奖补", "苏州市 320500",
                       "施行: {自: 2024-06-01}\n参数: {比例: {值: 4%}}\n");
        REQUIRE(family.load().empty());
        CHECK(family.at("320500", "2024-07-01") == "苏州.甲");
    }
    SUBCASE("the first day in force") {
        Family family;
        family.overlay("a", "苏州.甲", "国家.奖补", "苏州市 320500");
        family.overlay("b", "苏州.乙", "国家.奖补", "苏州市 320500",
                       "施行: {自: 2024-06-01}\n参数: {比例: {值: 4%}}\n");
        REQUIRE(family.load().empty());
        CHECK(family.at("320500", "2024-07-01") == "苏州.乙");
        CHECK(family.at("320500", "2024-05-31") == "苏州.甲");
    }
    SUBCASE("the day of issue of its own document") {
        Family family;
        family.overlay("a", "苏州.甲", "国家.奖补", "苏州市 320500",
                       "依据: {甲: {文件: 甲, 印发日期: 2024-02-01}}\n参数: {比例: {值: 5%, 依据: 甲}}\n");
        family.overlay("b", "苏州.乙", "国家.奖补", "苏州市 320500",
                       "依据: {乙: {文件: 乙, 印发日期: 2024-02-02}}\n参数: {比例: {值: 4%, 依据: 乙}}\n");
        REQUIRE(family.load().empty());
        CHECK(family.at("320500", "2024-07-01") == "苏州.乙");
    }
    SUBCASE("nothing: an error of the rules") {
        Family family;
        family.overlay("a", "苏州.甲", "国家.奖补", "苏州市 320500");
        family.overlay("b", "苏州.乙", "国家.奖补", "苏州市 320500");
        CHECK(family.load() == std::vector<std::string>{"E364"});
    }
    SUBCASE("one that follows when the other ends is no tie") {
        Family family;
        family.overlay("a", "苏州.甲", "国家.奖补", "苏州市 320500",
                       "施行: {至: 2024-12-31}\n参数: {比例: {值: 5%}}\n");
        family.overlay("b", "苏州.乙", "国家.奖补", "苏州市 320500",
                       "施行: {自: 2025-01-01}\n参数: {比例: {值: 4%}}\n");
        REQUIRE(family.load().empty());
        CHECK(family.at("320500", "2024-12-31") == "苏州.甲");
        CHECK(family.at("320500", "2025-01-01") == "苏州.乙");
        CHECK(family.at("320500") == "?");
    }
}

TEST_CASE("an overlay lies in the region of its parent") {
    Family family;
    family.overlay("js", "江苏.奖补", "国家.奖补", "江苏省 320000");
    family.overlay("ak", "安康.奖补", "江苏.奖补", "安康市 610900", "说明: 上位写错了\n");
    CHECK(family.load() == std::vector<std::string>{"E363"});
}

TEST_CASE("a region code with a digit too few is said, not taken for a part of the name") {
    Family family;
    family.overlay("js", "江苏.奖补", "国家.奖补", "江苏省 32000");
    CHECK(family.load() == std::vector<std::string>{"E457"});
}

TEST_CASE("a region code needs no blank before it") {
    Family family;
    family.overlay("js", "江苏.奖补", "国家.奖补", "江苏省320000");
    REQUIRE(family.load().empty());
    CHECK(family.rulebook.find("江苏.奖补")->region == "江苏省");
    CHECK(family.at("320500") == "江苏.奖补");
    family.overlay("sz", "苏州.奖补", "江苏.奖补", "320500");   // a code alone is its own name
    REQUIRE(family.load().empty());
    CHECK(family.rulebook.find("苏州.奖补")->region == "320500");
}

TEST_CASE("overlays that lie over one another on other days do not tie when no day is said") {
    Family family;
    family.overlay("js", "江苏.奖补", "国家.奖补", "江苏省 320000");
    family.overlay("ks", "昆山.奖补", "江苏.奖补", "昆山市 320583", "施行: {自: 2024-06-01, 至: 2024-12-31}\n参数: {比例: {值: 5%}}\n");
    REQUIRE(family.load().empty());
    Diagnostics diagnostics;
    check_place(family.rulebook, {.code = "320583", .day = std::nullopt}, diagnostics);
    CHECK(diagnostics.all().empty());
}

TEST_CASE("an overlay narrows the days of its parent and cannot widen them") {
    Family family;
    family.overlay("js", "江苏.奖补", "国家.奖补", "江苏省 320000",
                   "施行: {自: 2023-01-01}\n参数: {比例: {值: 5%}}\n");
    CHECK(family.load() == std::vector<std::string>{"E304"});
}

TEST_CASE("a check of a place says what could not be computed there") {
    Family family;
    family.overlay("sample", "示例.奖补", "国家.奖补", "江苏省示例市");
    REQUIRE(family.load().empty());
    Diagnostics diagnostics;
    check_place(family.rulebook, {.code = "320500", .day = std::nullopt}, diagnostics);
    std::vector<std::string_view> codes;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        codes.push_back(diagnostic.code);
    }
    CHECK(codes == std::vector<std::string_view>{"W525", "W524"});
}

}  // namespace
TEST_CASE("a case that says its place finds an overlay that does not hold there, or one that holds where it must not") {
    const std::string values = "参数: {比例: {值: 5%}}\n";
    const auto held_at = [&](std::string_view place, std::string_view day) {
        return values + "用例:\n  - {名称: 一, 地区: " + std::string(place) + ", 申报: {签订日: " + std::string(day) + ", 额: 100}, 结果: {金额: 5元}}\n";
    };
    struct Row {
        const char* region;
        const char* place;
        const char* day;
        bool right;
    };
    constexpr std::array rows{Row{"苏州市 320500", "320583", "2024-07-01", true}, Row{"苏州市 320500", "320400", "2024-07-01", false},
                              Row{"苏州市 320400", "320583", "2024-07-01", false}, Row{"苏州市 320500", "320500", "2024-07-01", true}};
    for (const Row& row : rows) {
        CAPTURE(row.place);
        Family family;
        family.overlay("city", "市.奖补", "国家.奖补", row.region, held_at(row.place, row.day));
        CHECK(family.load() == (row.right ? std::vector<std::string>() : std::vector<std::string>{"E369"}));
    }
    // the day of the case decides between overlays that follow one another
    const std::string until = "施行: {至: 2024-12-31}\n";
    for (const auto& [day, right] : {std::pair("2024-12-31", true), std::pair("2025-01-01", false)}) {
        CAPTURE(day);
        Family family;
        family.overlay("city", "市.奖补", "国家.奖补", "苏州市 320500", until + values);
        family.overlay("other", "区.奖补", "市.奖补", "昆山市 320583", "施行: {自: 2024-06-01, 至: 2024-12-31}\n" + held_at("320583", day));
        const auto codes = family.load();
        CHECK((std::find(codes.begin(), codes.end(), "E369") == codes.end()) == right);
    }
    Family odd;
    odd.overlay("city", "市.奖补", "国家.奖补", "苏州市 320500", held_at("3205", "2024-07-01"));
    CHECK(odd.load() == std::vector<std::string>{"E457"});
}

}  // namespace huiqi
