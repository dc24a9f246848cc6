#include "engine/rulebook/table_analysis.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

/// Loads one table; `rows` are its lines.
testing::Loaded load(const std::string& hit, const std::string& columns, const std::string& rows) {
    return testing::load_body("枚举:\n  级别: [甲级, 乙级, 丙级]\n申报:\n  级别: {类型: 级别}\n  或有: {类型: 级别, 可无: 是}\n"
                              "  是企业: {类型: 是否}\n  得分: {类型: 整数, 范围: '[0..100]'}\n  比值: {类型: 数, 小数: 2}\n"
                              "  某日: {类型: 日期}\n  名称: {类型: 文本}\n对照表:\n  表:\n    命中: " +
                              hit + "\n    输入: " + columns + "\n    输出: 金额\n    行:\n" + rows +
                              "奖补:\n  - 基数: 表\n");
}

/// Gives the words behind the colon of the first message, or what there is instead.
std::string witness(const testing::Loaded& loaded) {
    for (const Diagnostic& diagnostic : loaded.diagnostics.all()) {
        if (diagnostic.code == "E310" || diagnostic.code == "E311") {
            const std::string& text = diagnostic.message.zh;
            return std::string(diagnostic.code) + " " + text.substr(text.find("：") + std::string("：").size());
        }
    }
    return loaded.diagnostics.has_errors() ? std::string(loaded.diagnostics.all().front().code) : "proven";
}

TEST_CASE("a gap or an overlap is found with a combination that shows it") {
    struct Row {
        const char* columns;
        const char* rows;
        const char* expected;
    };
    const Row rows[] = {
        {"[级别]", "      - [甲级, 1元]\n      - [乙级, 2元]\n", "E310 级别=丙级"},
        {"[级别]", "      - [甲级, 1元]\n      - ['乙级, 丙级', 2元]\n", "proven"},
        {"[级别]", "      - [甲级, 1元]\n      - [not(甲级), 2元]\n", "proven"},
        {"[级别]", "      - [甲级, 1元]\n      - [不限, 2元]\n", "E311 级别=甲级"},
        {"[或有]", "      - ['甲级, 乙级, 丙级', 1元]\n", "E310 或有=无"},
        {"[或有]", "      - ['甲级, 乙级, 丙级', 1元]\n      - [= null, 2元]\n", "proven"},
        {"[是企业]", "      - [是, 1元]\n", "E310 是企业=否"},
        // Whole scores: nothing lies between 59 and 60, nor beyond the declared range.
        {"[得分]", "      - [60以上, 1元]\n      - [59以下, 2元]\n", "proven"},
        {"[得分]", "      - ['[60..100]', 1元]\n      - ['[0..58]', 2元]\n", "E310 得分=59"},
        // Two decimals: 59.01 lies between.
        {"[比值]", "      - [60以上, 1元]\n      - [59以下, 2元]\n", "E310 比值=59.1"},
        {"[比值]", "      - [超过60, 1元]\n      - [不满60, 2元]\n", "E310 比值=60"},
        {"[比值]", "      - [60以上, 1元]\n      - [60以下, 2元]\n", "E311 比值=60"},
        {"[比值]", "      - [60以上, 1元]\n", "E310 比值=59.99"},
        {"[某日]", "      - [2024-01-01以上, 1元]\n      - [2023-12-31以下, 2元]\n", "proven"},
        {"[某日]", "      - [2024-01-02以上, 1元]\n      - [2023-12-31以下, 2元]\n", "E310 某日=2024-01-01"},
        {"[级别, 得分]", "      - [甲级, 不限, 1元]\n      - ['乙级, 丙级', 60以上, 2元]\n      - [乙级, 不满60, 3元]\n",
         "E310 级别=丙级、得分=0"},
        {"[级别, 得分]", "      - [甲级, 不限, 1元]\n      - [不限, 80以上, 2元]\n      - [not(甲级), 不满80, 3元]\n",
         "E311 级别=甲级、得分=80"},
        // Called like a function, a column has no declared range and no step.
        {"{分: 整数}", "      - [60以上, 1元]\n      - [59以下, 2元]\n", "E310 分=59.1"},
        {"{分: 金额}", "      - [1万元以上, 1元]\n      - [5000元以下, 2元]\n", "E310 分=6000元"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.rows);
        const std::string text = row.columns;
        auto loaded = load("唯一", text, row.rows);
        if (text.front() == '{') {
            // The award does not call it; that is not what is asked here.
            CHECK(witness(loaded).starts_with(row.expected));
        } else {
            CHECK(witness(loaded) == row.expected);
        }
    }
}

TEST_CASE("a table whose cells compare with inputs is left to the run") {
    const auto loaded = load("唯一", "[比值]", "      - [≥ 得分, 1元]\n      - [< 得分, 2元]\n");
    const DecisionTable& table = loaded.incentive().tables.front();
    CHECK_FALSE(table.proven_disjoint);
    CHECK_FALSE(table.proven_complete);
    // A text has no stretches either.
    const auto texts = load("唯一", "[名称]", "      - ['\"甲\"', 1元]\n      - [not(\"甲\"), 2元]\n");
    CHECK_FALSE(texts.incentive().tables.front().proven_complete);
}

TEST_CASE("an overlap is found although another column is not constant, and so is a gap that it cannot close") {
    CHECK(witness(load("唯一", "[级别, 比值]", "      - [甲级, ≥ 得分, 1元]\n      - [甲级, 不限, 2元]\n")) ==
          "E310 级别=乙级、比值=0");
}

TEST_CASE("other hit policies may overlap and leave gaps") {
    for (const char* hit : {"首个", "一致", "累加", "就高", "就低"}) {
        CAPTURE(hit);
        const auto loaded = load(hit, "[比值]", "      - [60以上, 1元]\n      - [80以上, 2元]\n");
        CHECK_FALSE(loaded.incentive().tables.front().proven_disjoint);
    }
    const auto covered = load("首个", "[比值]", "      - [60以上, 1元]\n      - [不限, 2元]\n");
    CHECK(covered.incentive().tables.front().proven_complete);
}

TEST_CASE("a table that gives a list has no other output for no row") {
    for (const char* hit : {"列出", "按行序", "按输出序, 优先次序: [甲, 乙]"}) {
        CAPTURE(hit);
        const auto loaded = testing::load_body(
            "枚举: {级: [甲, 乙]}\n申报: {额: 金额}\n对照表: {表: {命中: " + std::string(hit) +
            ", 输入: [额], 输出: 级, 行: [[1元以上, 甲]], 否则: 乙}}\n奖补: [{基数: 额}]\n");
        const auto codes = loaded.codes();
        CHECK(std::find(codes.begin(), codes.end(), "E313") != codes.end());
    }
}

TEST_CASE("a row that can never match is pointed at") {
    const auto beyond = load("唯一", "[得分]", "      - [不限, 1元]\n      - [超过100, 2元]\n");
    CHECK(beyond.codes().back() == "W503");
    const auto hidden = load("首个", "[比值]", "      - [60以上, 1元]\n      - [80以上, 2元]\n");
    CHECK(hidden.codes().back() == "W503");
}

TEST_CASE("a large table is searched without counting out every combination") {
    // Ten columns of three values are 59,049 combinations; one of them is missing.
    std::string inputs = "枚举:\n  级: [甲, 乙, 丙]\n申报:\n";
    std::string columns;
    std::string first;
    for (int i = 0; i < 10; ++i) {
        inputs += "  列" + std::to_string(i) + ": {类型: 级}\n";
        columns += (i == 0 ? "列" : ", 列") + std::to_string(i);
    }
    std::string rows;
    for (int i = 0; i < 10; ++i) {
        std::string row;
        for (int j = 0; j < 10; ++j) {
            row += j < i ? "甲, " : j == i ? "'乙, 丙', " : "不限, ";
        }
        rows += "      - [" + row + "1元]\n";
    }
    const auto loaded = testing::load_body(inputs + "对照表:\n  表:\n    命中: 唯一\n    输入: [" + columns +
                                           "]\n    输出: 金额\n    行:\n" + rows + "奖补:\n  - 基数: 表\n");
    CHECK(witness(loaded) ==
          "E310 列0=甲、列1=甲、列2=甲、列3=甲、列4=甲、列5=甲、列6=甲、列7=甲、列8=甲、列9=甲");
}

}  // namespace
}  // namespace huiqi
