#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

/// A whole rule without a fault; every row of the table below spoils one place of it.
constexpr std::string_view kSound = R"(种类: 事项
编号: 样例.事项
依据:
  办法: {文件: 甲办法, 条款: 五}
施行: {自: 2024-01-01, 至: 2026-12-31, 按: 申报日}
枚举:
  规模: {有序: 是, 取值: [小, 中, 大]}
参数:
  比例: {类型: 比例, 值: 5%, 依据: 办法}
  封顶: {类型: 金额, 值: 10万元, 依据: 办法}
申报:
  申报日: {类型: 日期}
  规模: {类型: 规模}
  额: {类型: 金额, 范围: 0元以上}
  付款: {类型: 列表, 每项: {日: {类型: 日期}, 款: {类型: 金额}}}
对照表:
  率表: {命中: 唯一, 输入: [规模], 输出: 比例, 行: [[小, 5%], [中, 4%], [大, 3%]], 依据: 办法}
计算:
  实付: 合计(付款[日 <= 申报日].款)
  基: 孰低(额, 实付)
条件:
  - {编号: 甲, 要求: 规模 <= 中, 不符合时: "不是中小{实付}", 依据: 办法}
  - {编号: 乙, 要求: 基 >= 1万元, 不符合时: 不足, 依据: 办法}
奖补:
  - {基数: 基, 依据: 办法}
  - {乘: 率表, 依据: 办法}
  - {乘: 比例, 依据: 办法}
  - {取整: 四舍五入到分, 依据: 办法}
  - {上限: 封顶, 依据: 办法}
用例:
  - {名称: 一, 申报: {申报日: 2024-02-01, 规模: 小, 额: 100000.00, 付款: [{日: 2024-01-02, 款: 100000.00}]}, 结果: {金额: 250元}}
)";

std::string spoilt(std::string_view from, std::string_view to) {
    std::string text(kSound);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string codes_of(const std::string& text) {
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook_text("rule.yaml", text, diagnostics));
    std::string codes;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        codes += codes.empty() ? "" : " ";
        codes += diagnostic.code;
    }
    return codes;
}

TEST_CASE("one mistake is told once, and nothing else because of it") {
    struct Row {
        const char* from;
        const char* to;
        const char* codes;
    };
    const Row rows[] = {
        {"种类", "种类", ""},
        // keys that nearly are one: read as that one
        {"申报:\n", "申请:\n", "E450"},
        {"枚举:\n", "枚据:\n", "E450"},
        {"参数:\n", "参树:\n", "E450"},
        {"计算:\n", "计祘:\n", "E450"},
        {"编号: 样例", "编码: 样例", "E450"},
        {"取值: [小", "取直: [小", "E450"},
        {"额: {类型", "额: {类形", "E450"},
        {"每项: {日", "每个: {日", "E450"},
        {"{乘: 比例", "{称: 比例", "E450"},
        // declarations that are wrong: what uses them says nothing, cases neither
        {"取值: [小, 中, 大]", "取值: []", "E321"},
        {"有序: 是", "有序: 也许", "E454"},
        {"额: {类型: 金额", "额: {类型: 金", "E302"},
        {"款: {类型: 金额}", "款: {类型: 金}", "E302"},
        {"申报日: {类型: 日期}", "申报日: {类型: 日棋}", "E302"},
        {"合计(付款[日 <= 申报日].款)", "合计(付款[日 <= 申报日].欠)", "E202"},
        {"值: 5%", "值: 5个", "E105"},
        // rows that are wrong are no gaps
        {"[中, 4%]", "[中, 4%, 5%]", "E313"},
        {"[中, 4%]", "[种, 4%]", "E203"},
        {"命中: 唯一", "命中: 唯二", "E454"},
        // YAML
        {"规模: {有序: 是, 取值: [小, 中, 大]}", "规模: [小，中, 大]", "E410 E206"},
        {"申报:\n  申报日: {类型: 日期}", "申报:\n  申报日：{类型: 日期}", "E410"},
        {"范围: 0元以上}", "范围: 0元以上 # 注}", "E406"},
        {"范围: 0元以上}", "范围: 0元以上", "E407"},
        {"  封顶: {", "   封顶: {", "E407"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        CHECK(codes_of(spoilt(row.from, row.to)) == row.codes);
    }
}

TEST_CASE("a comment in braces that hides what closes them is told as that, and reading goes on behind it") {
    struct Row {
        const char* rule;
        const char* codes;
    };
    const Row rows[] = {
        {"  - {编号: 甲, 要求: 额 > 1元, 不符合时: 无 # 注}\n", "E406"},
        {"  - {编号: 甲, 要求: 额 > 1元 #1, 不符合时: 第 #2 号}\n", "E406 E406"},
        {"  - {编号: 甲, 要求: 额 > 1元 # [注], 不符合时: 无}\n", "E406"},
        {"  - {编号: 甲, 要求: 额 > 1元 # 注, 不符合时: 无, 依据: [没有 # 注]}\n", "E406 E406"},
        // comments that hide nothing
        {"  - {编号: 甲, 要求: 额 > 1元, # 注\n     不符合时: 无} # 注}\n", ""},
        {"  - {编号: 甲, 要求: 额 > 1元, 不符合时: \"无 # 注\"}\n", ""},
        {"  - {编号: 甲, 要求: 额 > 1元, 不符合时: 无#注}\n", ""},
        {"  # - {编号: 甲}}\n  - {编号: 甲, 要求: 额 > 1元, 不符合时: 无}\n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.rule);
        const std::string text = "种类: 事项\n编号: 样例.事项\n依据: {没有: {文件: 办法}}\n申报:\n  额: {类型: 金额}\n条件:\n" +
                                 std::string(row.rule);
        std::string codes = codes_of(text);
        if (codes.find("W504") != codes.npos) {
            codes = "";
        }
        CHECK(codes == row.codes);
    }
}

TEST_CASE("overlays stand on one another sixteen deep in any order of the files, and are no circle when there are more") {
    for (const bool rising : {true, false}) {
        for (const int depth : {16, 17, 40}) {
            CAPTURE(rising);
            CAPTURE(depth);
            const testing::TemporaryFolder folder;
            folder.write("a.yaml", "种类: 事项\n编号: 样例.零\n申报:\n  额: {类型: 金额}\n条件:\n"
                                   "  - {编号: 甲, 要求: 额 > 1元, 不符合时: 无}\n");
            for (int i = 1; i <= depth; ++i) {
                const std::string name = std::to_string(rising ? 100 + i : 900 - i);
                folder.write(name + ".yaml", "种类: 细则\n编号: 样例.第" + std::to_string(i) + "\n上位: 样例." +
                                                 (i == 1 ? "零" : "第" + std::to_string(i - 1)) + "\n");
            }
            Diagnostics diagnostics;
            static_cast<void>(load_rulebook({folder.path().string()}, diagnostics));
            std::size_t errors = 0;
            for (const Diagnostic& diagnostic : diagnostics.all()) {
                if (diagnostic.severity == Severity::error) {
                    ++errors;
                    CHECK(diagnostic.code == "E408");
                }
            }
            CHECK(errors == (depth > 16 ? 1U : 0U));
        }
    }
}

}  // namespace
}  // namespace huiqi
