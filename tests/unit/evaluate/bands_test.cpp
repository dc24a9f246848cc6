#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "tests/unit/evaluate/trying.h"

namespace huiqi {
namespace {

/// The steps behind `基数: 额`, an amount and what must come of it; 基期 is 100 yuan.
struct Row {
    const char* steps;
    const char* amount;
    const char* expected;
};

void check(const Row& row) {
    CAPTURE(row.steps);
    CAPTURE(row.amount);
    const std::string body = "申报: {额: 金额, 基期: 金额, 小微: 是否}\n奖补:\n  - 基数: 额\n" + std::string(row.steps) +
                             "用例:\n  - 名称: 一\n    申报: {额: " + row.amount + ", 基期: 100, 小微: 是}\n    结果: " + row.expected + "\n";
    testing::check_cases(body, 1);
}

}  // namespace

TEST_CASE("an edge belongs to the band that says so") {
    const char* upto = "  - 分档: {方式: 全额累进, 档: [{至: 100元, 率: 10%}, {率: 1%}]}\n  - 取整: 四舍五入到分\n";
    const char* below = "  - 分档: {方式: 全额累进, 档: [{不满: 100元, 率: 10%}, {满: 100元, 率: 1%}]}\n  - 取整: 四舍五入到分\n";
    for (const Row& row : {Row{upto, "99.99", "{金额: 10.00元}"},    // 9.999 rounds up
                           Row{upto, "100", "{金额: 10元}"},         // the edge is the lower band's
                           Row{upto, "100.01", "{金额: 1.00元}"},    // 1.0001: the award falls behind the edge
                           Row{below, "99.99", "{金额: 10.00元}"},
                           Row{below, "100", "{金额: 1元}"},         // the edge is the upper band's
                           Row{below, "100.01", "{金额: 1.00元}"}}) {
        check(row);
    }
}

TEST_CASE("slices do not care to whom an edge belongs") {
    for (const char* edge : {"至", "不满"}) {
        const std::string steps = "  - 分档: {方式: 超额累进, 档: [{" + std::string(edge) +
                                  ": 100元, 率: 10%}, {率: 1%}]}\n  - 取整: 四舍五入到分\n";
        check({steps.c_str(), "100", "{金额: 10元}"});
        check({steps.c_str(), "300", "{金额: 12元}"});   // 10 + 2
    }
}

TEST_CASE("a band of the method whole may give an amount") {
    const char* steps =
        "  - 分档: {方式: 全额累进, 档: [{不满: 100元, 额: 0元}, {不满: 1000元, 额: 50元}, {率: 10%}]}\n  - 取整: 四舍五入到分\n";
    for (const Row& row : {Row{steps, "99.99", "{符合: 是, 金额: 0元}"},   // eligible with 0 is no refusal
                           Row{steps, "100", "{金额: 50元}"}, Row{steps, "999.99", "{金额: 50元}"},
                           Row{steps, "1000", "{金额: 100元}"}}) {
        check(row);
    }
}

TEST_CASE("computed edges may meet but not fall") {
    const char* steps =
        "  - 分档: {方式: 超额累进, 档: [{至: 基期, 率: 0%}, {至: 额 / 2, 率: 10%}, {率: 20%}]}\n  - 取整: 四舍五入到分\n";
    for (const Row& row : {Row{steps, "400", "{金额: 50元}"},    // edges 100 and 200: 10% of 100, 20% of 200
                           Row{steps, "200", "{金额: 20元}"},    // edges 100 and 100: the band between is empty
                           Row{steps, "150", "{错误: R15}"}}) {  // edges 100 and 75
        check(row);
    }
}

TEST_CASE("edges that a district set may not fall either") {
    for (const auto& [edges, result] : {std::pair{"一档至: 500元, 二档至: 2000元", "{金额: 80元}"},   // 5% of 500, 3% of 1500, 1% of 1000
                                        std::pair{"一档至: 2000元, 二档至: 500元", "{错误: R15}"},
                                        std::pair{"一档至: -1元, 二档至: 500元", "{错误: R15}"}}) {
        CAPTURE(edges);
        testing::check_cases("申报: {额: 金额}\n参数:\n  一档至: {类型: 金额, 地方: 必填}\n  二档至: {类型: 金额, 地方: 必填}\n"
                             "奖补:\n  - 基数: 额\n  - 分档: {方式: 超额累进, 档: [{至: 一档至, 率: 5%}, {至: 二档至, 率: 3%}, "
                             "{率: 1%}]}\n  - 取整: 四舍五入到分\n用例:\n  - {名称: 一, 取: {" +
                                 std::string(edges) + "}, 申报: {额: 3000}, 结果: " + result + "}\n",
                             1);
    }
}

TEST_CASE("an uplift is a share of the amount, or points of the rate before it") {
    for (const Row& row :
         {Row{"  - 乘: 5%\n  - 上浮: {相对: 10%}\n  - 取整: 四舍五入到分\n", "1000", "{过程: [1000, 50, 55, 55]}"},
          Row{"  - 乘: 5%\n  - 上浮: {百分点: 10}\n  - 取整: 四舍五入到分\n", "1000", "{过程: [1000, 50, 150, 150]}"},
          Row{"  - 乘: 5%\n  - 上浮: {百分点: 10%}\n  - 取整: 四舍五入到分\n", "1000", "{金额: 150元}"},
          Row{"  - 乘: 5%\n  - 上浮: {百分点: 2.5个百分点}\n  - 取整: 四舍五入到分\n", "1000", "{金额: 75元}"},
          // points first, then the share: (5% + 10%) · 1.1; the other way round 5% · 1.1 + 10%
          Row{"  - 乘: 5%\n  - 上浮: {百分点: 10}\n  - 上浮: {相对: 10%}\n  - 取整: 四舍五入到分\n", "1000", "{金额: 165元}"},
          Row{"  - 乘: 5%\n  - 上浮: {相对: 10%}\n  - 上浮: {百分点: 10}\n  - 取整: 四舍五入到分\n", "1000", "{金额: 155元}"},
          Row{"  - 乘: 5%\n  - {上浮: {百分点: 10}, 当: 非(小微)}\n  - 取整: 四舍五入到分\n", "1000", "{金额: 50元}"},
          // a rate that does not apply has nothing to raise
          Row{"  - {乘: 5%, 当: 非(小微)}\n  - 上浮: {百分点: 10}\n  - 取整: 四舍五入到分\n", "1000", "{金额: 1000元}"},
          // every rate of the bands is a point higher: 100 · 11% + 900 · 2%
          Row{"  - 分档: {方式: 超额累进, 档: [{至: 100元, 率: 10%}, {率: 1%}]}\n  - 上浮: {百分点: 1}\n  - 取整: 四舍五入到分\n",
              "1000", "{金额: 29元}"}}) {
        check(row);
    }
}

}  // namespace huiqi
