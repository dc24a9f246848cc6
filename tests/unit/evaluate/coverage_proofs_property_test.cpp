#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/coverage.h"
#include "engine/evaluate/coverage_proofs.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

using Words = std::vector<std::string>;

[[nodiscard]] std::string one_of(const Words& words) { return *rc::gen::elementOf(words); }
[[nodiscard]] bool chance(int percent) { return *rc::gen::inRange(0, 100) < percent; }

/// A test over answers of every kind, bare yes or no among them; with `local` also over what localities set.
[[nodiscard]] std::string test(bool local, int depth = 2) {
    static const Words kTests{"真",          "假",           "缺省(或许, 真)",    "或许 = 无",    "类 = 甲",         "类 属于 (甲, 乙)",
                              "规模 <= 小",  "规模 > 小",    "额 >= 0.02元",      "额 < 0.04元",  "额 * 2 > 0.05元", "日 >= 2024-01-02",
                              "日 <= 到",    "日 + 1天 < 到", "日 > 2024-01-09"};
    static const Words kLocal{"放宽", "非(放宽)", "额 >= 门槛", "门槛 > 0.01元", "(类 != 丙 或 放宽)"};
    if (local && chance(20)) {
        return one_of(kLocal);
    }
    if (depth == 0 || chance(40)) {
        return one_of(kTests);
    }
    const std::string left = test(local, depth - 1);
    switch (*rc::gen::inRange(0, 4)) {
        case 0: return "非(" + left + ")";
        case 1: return "(" + left + " 且 " + test(local, depth - 1) + ")";
        case 2: return "(" + left + " 或 " + test(local, depth - 1) + ")";
        default: return "(if " + left + " then " + test(local, depth - 1) + " else 假)";
    }
}

[[nodiscard]] std::string step(bool local) {
    switch (*rc::gen::inRange(0, 8)) {
        case 0: return "乘: \"if " + test(local) + " then 50% else 10%\"";
        case 1: return "加: " + std::string(local ? "门槛" : "0.01元") + ", 当: \"" + test(local) + "\"";
        case 2: return "上限: " + one_of({"0.02元", "0.04元", "1元"}) + ", 当: \"" + test(local, 1) + "\"";
        case 3: return "下限: " + one_of({"0元", "0.01元", "1元"});
        case 4: return "乘: 率";
        case 5: return "乘: \"缺省(if 类 = 乙 then 30% else 无, 20%)\"";
        case 6: return "减: \"四舍五入(额 * 50%, 0.01元)\"";
        default: return "分档: {方式: 全额累进, 档: [{不满: 0.02元, 率: 10%}, {满: 0.02元, 率: 50%}]}";
    }
}

[[nodiscard]] std::string rule(bool local) {
    std::string text = "种类: 事项\n编号: 样例.事项\n枚举: {类: [甲, 乙, 丙], 规模: {有序: 是, 取值: [小, 大]}}\n";
    text += local ? "参数:\n  放宽: {类型: 是否, 地方: 可填, 值: 否}\n  门槛: {类型: 金额, 地方: 必填}\n" : "";
    text +=
        "申报:\n  真: {类型: 是否}\n"
        "  假: {类型: 是否}\n  或许: {类型: 是否, 可无: 是}\n  类: {类型: 类}\n  规模: {类型: 规模}\n"
        "  日: {类型: 日期, 范围: '[2024-01-01..2024-01-03]'}\n  到: {类型: 日期, 范围: '[2024-01-02..2024-01-03]'}\n"
        "  额: {类型: 金额, 小数: 2, 范围: '[0元..0.04元]'}\n对照表:\n  率:\n    命中: 首个\n    输入: [真, 类, 额]\n    输出: 比例\n"
        "    行: [[是, 甲, 不限, 10%], [不限, 乙, 不满0.03元, 50%], [否, 丙, 0.04元以上, 15%]]\n    否则: 20%\n条件:\n";
    text += "  - {编号: 一, 要求: \"" + test(local) + "\", 不符合时: 否}\n";
    text += "  - {编号: 二, 不符合时: 否, 任一: [{编号: 三, 要求: \"" + test(local) + "\", 不符合时: 否}, {编号: 四, 要求: \"" + test(local) +
            "\", 不符合时: 否}]}\n奖补:\n  - {基数: 额}\n";
    for (int steps = *rc::gen::inRange(1, 4); steps > 0; --steps) {
        text += "  - {" + step(local) + "}\n";
    }
    return text + "  - {取整: " + one_of({"四舍五入到分", "截尾到分", "四舍五入到角"}) + "}\n";
}

/// Gives every value that an answer can have.
[[nodiscard]] std::vector<Value> domain(const FieldSchema& field) {
    std::vector<Value> values;
    const Type type = field.type.without_optional();
    if (type.is(TypeKind::boolean)) {
        values = {Value::of(true), Value::of(false)};
    } else if (type.is(TypeKind::enumeration)) {
        for (std::int32_t code = 0; code < static_cast<std::int32_t>(type.values()->values.size()); ++code) {
            values.push_back(Value::enumerated(code));
        }
    } else {
        const bool date = type.is(TypeKind::date);
        const Rational step = date ? Rational(1) : field.step;
        for (Rational at = *field.range.front().low; at <= *field.range.front().high; at += step) {
            values.push_back(date ? Value::of(Date::from_days(static_cast<std::int32_t>(to_int64(floor(at))))) : Value::of(at));
        }
    }
    if (field.type.optional()) {
        values.push_back(Value::absent());
    }
    return values;
}

/// Gives every application that there is.
[[nodiscard]] Batch applications(const Plan& plan) {
    std::vector<std::vector<Value>> rows{{}};
    for (const FieldSchema& field : plan.schema.fields) {
        std::vector<std::vector<Value>> longer;
        for (const std::vector<Value>& row : rows) {
            for (const Value& value : domain(field)) {
                longer.push_back(row);
                longer.back().push_back(value);
            }
        }
        rows = std::move(longer);
    }
    Batch batch(plan.schema);
    for (const std::vector<Value>& row : rows) {
        append_row(batch, plan.schema, row);
    }
    return batch;
}

/// Gives what some application reaches, with these values of what localities set.
[[nodiscard]] std::set<CoverageKey> reached_by_any(const Incentive& incentive, std::map<std::string, Value, std::less<>> bind) {
    CompileOptions options;
    options.watch = true;
    options.bind = std::move(bind);
    Diagnostics faults;
    const auto plan = std::make_shared<const Plan>(compile(incentive, options, faults));
    const Batch batch = applications(*plan);
    Evaluator evaluator(plan);
    const Sightings reader(incentive);
    std::set<CoverageKey> reached;
    for (std::size_t done = 0; done < batch.rows();) {
        const std::size_t some = evaluator.run_some(batch, done, batch.rows() - done);
        for (std::size_t row = 0; row < some; ++row) {
            reader.read(evaluator, 0, row, [&](const Sighting& one) {
                if (one.reached) {
                    reached.insert(one.key);
                }
            });
        }
        done += some;
    }
    return reached;
}

/// Gives what some application reaches in some locality.
[[nodiscard]] std::set<CoverageKey> reached_anywhere(const Incentive& incentive) {
    if (incentive.parameters.empty()) {
        return reached_by_any(incentive, {});
    }
    std::set<CoverageKey> reached;
    for (const bool wide : {true, false}) {
        for (const int cents : {0, 2}) {
            reached.merge(reached_by_any(incentive, {{"放宽", Value::of(wide)}, {"门槛", Value::of(Rational(cents) / 100)}}));
        }
    }
    return reached;
}

}  // namespace

TEST_CASE("no application reaches what is called impossible, whatever the rule") {
    std::size_t proven = 0;
    CHECK(rc::check([&proven] {
        const std::string text = rule(chance(20));
        Diagnostics diagnostics;
        const Rulebook rulebook = load_rulebook_text("rule.yaml", text, diagnostics);
        RC_LOG() << text;
        for (const Diagnostic& one : diagnostics.all()) {
            RC_LOG() << std::string(one.code) << " " << one.message.en << "\n";
        }
        RC_ASSERT(!diagnostics.has_errors());
        const Incentive& incentive = rulebook.incentives.front();
        Coverage coverage;
        expect_coverage(incentive, coverage);
        rule_out_by_choices(rulebook, coverage);
        const std::set<CoverageKey> reached = reached_anywhere(incentive);
        for (const CoverageItem& item : coverage.items()) {
            proven += item.possible ? 0U : 1U;
            RC_LOG() << rulebook.sources->text(item.key.place) << " " << coverage_aspect_name(item.key.aspect) << "\n";
            RC_ASSERT(item.possible || !reached.contains(item.key));
        }
    }));
    CHECK(proven > 0);   // else nothing was tried
}

}  // namespace huiqi
