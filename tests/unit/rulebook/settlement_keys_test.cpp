#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

/// The codes that a bundle gives which says this about settlement, but for those of things without a source.
std::string codes_of(const std::string& settlement, const std::string& header = "") {
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    loader.add_text("甲.yaml",
                    "种类: 事项\n编号: 例.甲\n" + header +
                        "申报: {额: {类型: 金额, 小数: 2}, 得分: {类型: 数, 小数: 0}, 选: {类型: 文本}}\n"
                        "条件: [{编号: 一, 要求: 得分 > 1 且 选 != \"\", 不符合时: 无}]\n奖补: [{基数: 额}]\n");
    loader.add_text("组合.yaml",
                    "种类: 组合\n编号: 例.组合\n事项: [例.甲]\n主键: {申请: 编号, 申请人: 信用代码, 受理序号: 序号}\n" + settlement + "\n");
    static_cast<void>(loader.load());
    std::string codes;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.code != "W504") {
            codes += (codes.empty() ? "" : " ") + std::string(diagnostic.code);
        }
    }
    return codes;
}

struct Row {
    const char* text;
    const char* codes;   ///< empty: nothing wrong
};

TEST_CASE("a quota and paying by rank need a ranking, and each item of one its order") {
    const Row rows[] = {
        {"名额: {数量: 3}", "E382"},
        {"名额: {数量: 3, 排序: []}", "E382"},
        {"quota: [{count: 3}]", "E382"},
        {"名额: {数量: 3, 排序: [{按: 得分}]}", "E382"},
        {"名额: {数量: 3, 排序: [{按: 得分, 次序: 降}, {按: 受理序号}]}", "E382"},
        {"名额: {数量: 3, 排序: [{按: 得分, 次序: 降}, {按: 受理序号, 次序: 升}]}", ""},
        {"预算: {总额: 5元, 方式: 排序}", "E382"},
        {"预算: {总额: 5元, 方式: 排序, 排序: []}", "E382"},
        {"预算: {总额: 5元, 方式: 先到先得}", ""},
        {"叠加: [{组: [甲], 方式: 择一}]", "E382"},
        {"叠加: [{组: [甲], 方式: 不超过}]", "E382"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(codes_of(row.text) == row.codes);
    }
}

TEST_CASE("a key that the method does not look at is refused") {
    const Row rows[] = {
        {"叠加: [{组: [甲], 方式: 就高, 成本: 额, 选择: 选}]", "E456 E456"},
        {"叠加: [{组: [甲], 方式: 择一, 选择: 选, 成本: 额}]", "E456"},
        {"叠加: [{组: [甲], 方式: 不超过, 成本: 额}]", ""},
        {"总额上限: {每: 申请人, 上限: 5元, 扣减: 按比例, 排序: [{按: 得分, 次序: 降}]}", "E456"},
        {"总额上限: {每: 申请人, 上限: 5元, 排序: [{按: 得分, 次序: 降}]}", ""},
        {"预算: {总额: 5元, 方式: 按比例, 末位: 足额}", "E456"},
        {"预算: {总额: 5元, 方式: 按比例, 余数: 留存, 排序: [{按: 得分, 次序: 降}]}", "E456"},
        {"预算: {总额: 5元, 方式: 按比例, 余数: 最大余数, 排序: [{按: 得分, 次序: 降}]}", ""},
        {"预算: {总额: 5元, 方式: 先到先得, 取整: 截尾到元, 余数: 留存}", "E456 E456"},
        {"预算: {总额: 5元, 方式: 先到先得, 末位: 给余额}", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(codes_of(row.text) == row.codes);
    }
    CHECK(codes_of("", "位阶: 5\n") == "E456");
}

}  // namespace
}  // namespace huiqi
