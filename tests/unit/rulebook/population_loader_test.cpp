#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

/// The codes of the errors of a rulebook with these values of the whole batch.
[[nodiscard]] std::string codes(const std::string& populations, const std::string& definitions = "") {
    Diagnostics diagnostics;
    static_cast<void>(load_rulebook_text(
        "sample.yaml",
        "种类: 事项\n编号: 例\n名称: 例\n枚举:\n  级别: {有序: 是, 取值: [低, 高]}\n申报:\n"
        "  集团: {类型: 文本}\n  无集团: {类型: 文本, 可无: 是}\n  额: {类型: 金额}\n  级: {类型: 级别}\n  付款: {类型: 列表, 每项: {额: {类型: 金额}}}\n"
        "全批:\n" + populations + (definitions.empty() ? "" : "计算:\n" + definitions) +
            "条件:\n  - {编号: 有, 要求: 额 > 0, 不符合时: 无}\n",
        diagnostics));
    std::string codes;
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            codes += (codes.empty() ? "" : " ") + std::string(one.code);
        }
    }
    return codes;
}

}  // namespace

TEST_CASE("a value of the whole batch may use definitions, several names of a group, and its own order") {
    CHECK(codes("  甲: {每: 集团, 求: 合计, 值: 净额}\n  乙: {求: 个数}\n  丙: {每: [集团, 级], 求: 最大, 值: 级}\n", "  净额: 额 - 1元\n").empty());
    CHECK(codes("  甲: {排名: [{按: 额, 次序: 降}, {按: 级, 次序: 升}], 并列: 拒绝, 每: 级}\n").empty());
    CHECK(codes("  甲: {rank: [{by: 额, order: descending}], ties: shared}\n  乙: {per: 集团, of: sum, value: 额}\n", "  丙: 乙 / 2\n").empty());
}

TEST_CASE("a value of the whole batch that cannot be formed is refused") {
    struct Row {
        const char* title;
        const char* populations;
        const char* codes;
    };
    const Row rows[] = {
        {"nothing is asked", "  甲: {每: 集团}\n", "E335"},
        {"two things are asked", "  甲: {求: 个数, 排名: [{按: 额, 次序: 降}], 并列: 拒绝}\n", "E335"},
        {"a sum of nothing", "  甲: {求: 合计}\n", "E335"},
        {"a count with a value", "  甲: {求: 个数, 值: 额}\n", "E335"},
        {"an unknown word", "  甲: {求: 中位, 值: 额}\n", "E454"},
        {"a mean without its rounding", "  甲: {求: 平均, 值: 额}\n", "E335"},
        {"a mean with decimals", "  甲: {求: 平均, 值: 额, 取整: 四舍五入到分, 小数: 2}\n", "E335"},
        {"a mean of texts", "  甲: {求: 平均, 值: 集团, 取整: 四舍五入到分}\n", "E335"},
        {"a mean rounded to another unit", "  甲: {求: 平均, 值: 额, 取整: 截尾到1天}\n", "E316"},
        {"a rounding of a sum", "  甲: {求: 合计, 值: 额, 取整: 四舍五入到分}\n", "E335"},
        {"a rounding of a rank", "  甲: {排名: [{按: 额, 次序: 升}], 并列: 拒绝, 取整: 四舍五入到分}\n", "E335"},
        {"a rank by nothing", "  甲: {排名: [], 并列: 同名次}\n", "E335"},
        {"ties left open", "  甲: {排名: [{按: 额, 次序: 降}]}\n", "E335"},
        {"an order left open", "  甲: {排名: [{按: 额}], 并列: 拒绝}\n", "E335"},
        {"ties of a sum", "  甲: {求: 合计, 值: 额, 并列: 拒绝}\n", "E335"},
        {"a group that may be absent", "  甲: {每: 无集团, 求: 个数}\n", "E335"},
        {"a group that is a list", "  甲: {每: 付款, 求: 个数}\n", "E335"},
        {"a sum of texts", "  甲: {求: 合计, 值: 集团}\n", "E335"},
        {"a rank by a text", "  甲: {排名: [{按: 集团, 次序: 升}], 并列: 拒绝}\n", "E335"},
        {"a test that is none", "  甲: {求: 个数, 当: 额}\n", "E207"},
        {"a name that is taken", "  额: {求: 个数}\n", "E307"},
        {"one leans on another", "  甲: {求: 个数}\n  乙: {求: 合计, 值: 额 * 甲}\n", "E337"},
        {"it leans on itself", "  甲: {求: 合计, 值: 额 * 甲}\n", "E305"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.title));
        CHECK(codes(row.populations) == row.codes);
    }
}

TEST_CASE("one leans on another through a definition") {
    CHECK(codes("  甲: {求: 个数}\n  乙: {求: 合计, 值: 丙}\n", "  丙: 额 * 甲\n") == "E337");
}

}  // namespace huiqi
