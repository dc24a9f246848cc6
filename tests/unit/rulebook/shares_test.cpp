#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

const std::string kHead =
    "申报: {额: {类型: 金额, 小数: 2}, 在库: 是否, 日: 日期, 数: 数, 已付额: {类型: 金额, 小数: 2}}\n奖补: [{基数: 额}]\n"
    "条件: [{编号: 一, 要求: 在库 且 日 > 2024-01-01 且 数 > 1 且 已付额 > 0, 不符合时: 无}]\n";

std::string first_code(const std::string& body) {
    const auto codes = testing::load_body(kHead + body).codes();
    return codes.empty() ? std::string() : codes.front();
}

struct Row {
    const char* text;
    const char* code;   ///< empty: nothing wrong
};

}  // namespace

TEST_CASE("shares make up the award, and one of them takes the cents") {
    const Row rows[] = {
        {"分担: [{方: 甲, 比例: 50%, 取整: 四舍五入到分}, {方: 乙, 余额: 是}]", ""},
        {"收款: [{方: 甲, 比例: 50%, 取整: 四舍五入到分}, {方: 乙, 余额: 是}]", ""},
        {"分担: [{方: 甲, 余额: 是}]", ""},
        {"分担: [{方: 甲, 额: 100元}, {方: 乙, 比例: 数, 取整: 四舍五入到分, 上限: 5元}, {方: 丙, 余额: 是}]", ""},
        {"分担: [{方: 甲, 比例: 50%, 取整: 四舍五入到分}, {方: 乙, 比例: 50%, 余额: 是}]", ""},
        {"分担: []", "E353"},
        {"分担: [{方: 甲, 比例: 100%}]", "E353"},   // nobody takes the cents
        {"分担: [{方: 甲, 比例: 50%, 取整: 四舍五入到分}, {方: 乙, 比例: 50%, 取整: 四舍五入到分}]", "E353"},
        {"分担: [{方: 甲, 比例: 50%, 取整: 四舍五入到分}, {方: 乙, 比例: 49%, 余额: 是}]", "E353"},
        {"分担: [{方: 甲, 比例: 数, 取整: 四舍五入到分}, {方: 乙, 比例: 50%, 余额: 是}]", "E353"},
        {"分担: [{方: 甲, 比例: 50%, 取整: 四舍五入到分, 上限: 5元}, {方: 乙, 比例: 50%, 余额: 是}]", "E353"},
        {"分担: [{方: 甲, 余额: 是}, {方: 乙, 余额: 是}]", "E353"},
        {"分担: [{方: 甲, 比例: 60%, 取整: 截尾到分}, {方: 乙, 比例: 40%, 取整: 截尾到分}, {方: 丙, 余额: 是}]", "E353"},
        {"分担: [{方: 甲, 比例: -1%, 取整: 截尾到分}, {方: 丙, 余额: 是}]", "E353"},
        {"分担: [{方: 甲, 额: 5元}, {方: 乙, 额: 额}]", "E353"},
        {"分担: [{方: 甲}, {方: 乙, 余额: 是}]", "E453"},
        {"分担: [{方: 甲, 比例: 5%, 额: 5元, 取整: 截尾到分}, {方: 乙, 余额: 是}]", "E456"},
        {"分担: [{方: 甲, 余额: 是, 上限: 5元}]", "E456"},
        {"分担: [{方: 甲, 额: 5}, {方: 乙, 余额: 是}]", "E204"},
        {"分担: [{方: 甲, 额: 5元}, {方: 甲, 余额: 是}]", "E312"},
        {"分担: [{方: 县（区）, 余额: 是}]", "E328"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(first_code(std::string(row.text) + "\n") == row.code);
    }
}

TEST_CASE("a rate without its percent sign is told as such") {
    const auto help = [](const char* text) {
        const auto loaded = testing::load_body("申报: {额: {类型: 金额, 小数: 2}}\n奖补: [{基数: 额}]\n" + std::string(text) + "\n");
        REQUIRE(loaded.diagnostics.error_count() == 1);
        CHECK(loaded.diagnostics.all().front().code == "E353");
        return loaded.diagnostics.all().front().help.en;
    };
    CHECK(help("分担: [{方: 甲, 比例: 60, 取整: 四舍五入到分}, {方: 乙, 余额: 是}]") == "write 60%");
    CHECK(help("分担: [{方: 甲, 比例: 60, 取整: 四舍五入到分}, {方: 乙, 比例: 40, 取整: 四舍五入到分}]") == "write 60%");
    CHECK(help("分担: [{方: 甲, 比例: 120%, 取整: 四舍五入到分}, {方: 乙, 余额: 是}]") == "make the rates smaller");
}

TEST_CASE("a schedule says what is checked again, and what a failure means") {
    const Row rows[] = {
        {"分期: [{编号: 一, 额: 5元}, {编号: 二, 余额: 是, 当: 在库}]", ""},
        {"分期: [{编号: 一, 余额: 是}]", ""},
        {"分期: [{编号: 一, 额: 5元}, {编号: 二, 余额: 是, 当: 不复核}]", ""},
        {"schedule: [{id: 一, amount: 5元}, {id: 二, rest: true, when: unchecked}]", ""},
        {"分期: [{编号: 一, 额: 5元}, {编号: 二, 额: 10元, 当: 在库}]", ""},   // whether they reach the award is seen later
        {"分期: {中断: 终止, 各期: [{编号: 一, 额: 5元, 当: 在库, 期: 日}, {编号: 二, 余额: 是, 当: 在库, 期: 日 + 1年}]}", ""},
        {"分期: [{编号: 一, 额: 5元}, {编号: 二, 余额: 是}]", "E354"},
        {"分期: [{编号: 一, 额: 5元}, {编号: 二, 余额: 是, 当: 是}]", "E354"},
        {"分期: [{编号: 一, 额: 5元, 当: 在库}, {编号: 二, 余额: 是, 当: 不复核}]", "E453"},   // and when the first fails?
        {"分期: {各期: [{编号: 一, 额: 5元}, {编号: 二, 额: 5元, 当: 在库}, {编号: 三, 余额: 是, 当: 在库}]}", "E453"},
        {"分期: {中断: 停, 各期: [{编号: 一, 余额: 是}]}", "E454"},
        {"分期: [{编号: 一, 比例: 50%, 取整: 截尾到分}, {编号: 二, 比例: 50%, 取整: 截尾到分, 当: 不复核}]", "E353"},
        {"分期: [{编号: 一, 比例: 50%, 取整: 截尾到分}, {编号: 二, 额: 5元, 当: 不复核}]", "E353"},
        {"分期: []", "E353"},
        {"分期: [{编号: 一, 余额: 是, 期: 数}]", "E207"},
        {"分期: [{编号: 一, 余额: 是, 当: 数}]", "E207"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(first_code(std::string(row.text) + "\n") == row.code);
    }
}

TEST_CASE("constant parts that come to less or more than a constant award are refused when the rule is loaded") {
    const auto codes = [](const std::string& award, const std::string& first, const std::string& second) {
        Diagnostics diagnostics;
        static_cast<void>(load_rulebook_text("例.yaml",
                                             "种类: 事项\n编号: 例.甲\n申报: {额: {类型: 金额, 小数: 2}, 在: 是否}\n奖补: [" + award +
                                                 "]\n分期: [{编号: 一, 额: " + first + "}, {编号: 二, 额: " + second + ", 当: 在}]\n",
                                             diagnostics));
        std::string all;
        for (const Diagnostic& one : diagnostics.all()) {
            all += one.severity == Severity::error ? std::string(one.code) : "";
        }
        return all;
    };
    CHECK(codes("{基数: 20万元}", "10万元", "5万元") == "E353");
    CHECK(codes("{基数: 20万元}, {乘: 50%}, {加: 6万元}", "10万元", "5万元") == "E353");
    CHECK(codes("{基数: 20万元}", "10万元", "10万元") == "");
    CHECK(codes("{基数: 20万元}", "15万元", "10万元") == "");   // a re-check may leave a part out
    CHECK(codes("{基数: 20万元}, {上限: 15万元}", "10万元", "5万元") == "");
    CHECK(codes("{基数: 20万元}, {上限: 10万元, 当: 在}", "10万元", "5万元") == "");   // not of every row: R16 where it is so
    CHECK(codes("{基数: 额}", "10万元", "5万元") == "");
    CHECK(codes("{基数: 20万元}", "10万元", "额") == "");
}

TEST_CASE("what comes back goes on from what was paid") {
    const Row rows[] = {
        {"追回: {已付: 已付额}", ""},
        {"追回: {已付: 已付额, 当: 在库, 步骤: [{乘: 50%}, {取整: 四舍五入到分}]}", ""},
        {"recover: {paid: 已付额 + 奖补, when: 在库, steps: [{cap: 5元}]}", ""},
        {"追回: {当: 在库}", "E453"},
        {"追回: {已付: 已付额, 步骤: [{基数: 额}]}", "E314"},
        {"追回: {已付: 数}", "E204"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(first_code(std::string(row.text) + "\n") == row.code);
    }
}

TEST_CASE("award, shares and instalments are names for what comes after them, and for nothing before") {
    const std::string shares = "分担: [{方: 甲, 额: 5元}, {方: 乙, 余额: 是}]\n";
    const Row rows[] = {
        {"异常: [{编号: 一, 当: 奖补 > 5元 且 分担.甲 > 分担.乙, 级别: 提示}]", ""},
        {"异常: [{编号: 一, 当: award > 5元 且 shares.甲 > shares.乙, 级别: 提示}]", ""},
        {"分期: [{编号: 一, 额: 分担.甲}, {编号: 二, 余额: 是, 当: 奖补 > 10元}]", ""},
        {"异常: [{编号: 一, 当: 分担.丙 > 5元, 级别: 提示}]", "E202"},
        {"异常: [{编号: 一, 当: 收款.甲 > 5元, 级别: 提示}]", "E202"},
        {"计算: {多: 奖补 * 2}", "E202"},
        {"另算: {多: [{基数: 奖补}]}", "E202"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(first_code(shares + row.text + "\n") == row.code);
    }
    // a name of the author's own comes first
    const auto own = testing::load_body("申报: {额: {类型: 金额, 小数: 2}, 奖补: 是否}\n奖补: [{基数: 额}]\n" + shares +
                                        "异常: [{编号: 一, 当: 奖补, 级别: 提示}]\n");
    CHECK(own.codes().empty());
}

TEST_CASE("only an award can be divided, and an overlay cannot divide it anew") {
    CHECK(testing::load_body("申报: {额: 金额}\n条件: [{编号: 一, 要求: 额 > 0, 不符合时: 无}]\n分担: [{方: 甲, 余额: 是}]\n").codes() ==
          std::vector<std::string>{"E456"});
}

}  // namespace huiqi
