#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/evaluate/instalments.h"
#include "engine/numeric/decimal_text.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// An award divided at random: rates in hundredths of a percent with roundings, amounts in cents, caps.
struct Division {
    std::string shares, parts;
    std::size_t size = 0;
};

[[nodiscard]] std::string percent(int hundredths) { return fixed_text(Integer(hundredths), 2) + "%"; }

[[nodiscard]] std::string sized(bool amounts) {
    static const std::vector<std::string> kModes{"四舍五入", "五舍六入", "四舍六入五成双", "向上进位", "截尾"};
    static const std::vector<std::string> kSteps{"分", "分", "角", "元", "100元"};
    const bool fixed = amounts && *rc::gen::inRange(0, 3) == 0;
    std::string text = fixed ? "额: " + fixed_text(Integer(*rc::gen::inRange(0, 10'000'000)), 2) + "元"
                             : "比例: " + percent(*rc::gen::inRange(0, 3'000));
    text += ", 取整: " + *rc::gen::elementOf(kModes) + "到" + *rc::gen::elementOf(kSteps);
    return *rc::gen::inRange(0, 4) == 0 ? text + ", 上限: " + std::to_string(*rc::gen::inRange(0, 50'000)) + "元" : text;
}

[[nodiscard]] Division division() {
    Division made;
    made.size = static_cast<std::size_t>(*rc::gen::inRange(1, 5));
    const auto rest = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(made.size)));
    for (std::size_t at = 0; at < made.size; ++at) {
        const std::string name = "方" + std::to_string(at);
        // four rates below 30% leave something of 100% or are refused; three never add up to it
        const bool takes_rest = at == rest;
        made.shares += "  - {方: " + name + ", " + (takes_rest ? "余额: 是" : sized(made.size > 3)) + "}\n";
        made.parts += "    - {编号: " + name + ", " + (takes_rest ? "余额: 是" : sized(true)) + ", 当: 过" + std::to_string(at) + "}\n";
    }
    return made;
}

[[nodiscard]] std::string rule(const Division& made) {
    std::string text = "种类: 事项\n编号: 样例.事项\n申报:\n  额: {类型: 金额, 小数: 2, 范围: '[0元..10亿元]'}\n";
    for (std::size_t at = 0; at < made.size; ++at) {
        text += "  过" + std::to_string(at) + ": {类型: 是否}\n";
    }
    const std::string stop = *rc::gen::inRange(0, 2) == 0 ? "终止" : "继续";
    return text + "奖补: [{基数: 额}]\n分担:\n" + made.shares + "分期:\n  中断: " + stop + "\n  各期:\n" + made.parts;
}

[[nodiscard]] Batch applications(const Plan& plan, std::size_t count) {
    Batch batch(plan.schema);
    for (std::size_t row = 0; row < count; ++row) {
        // small awards are where rounded shares go wrong
        const int most = *rc::gen::element(10, 1'000, 2'000'000'000);
        std::vector<Value> values;
        for (const FieldSchema& field : plan.schema.fields) {
            values.push_back(field.kind == ColumnKind::boolean ? Value::of(*rc::gen::inRange(0, 4) != 0)
                                                               : Value::of(ratio(*rc::gen::inRange(0, most), 100)));
        }
        append_row(batch, plan.schema, values);
    }
    return batch;
}

void check_row(const Evaluator& evaluator, std::size_t row) {
    const IncentivePlan& plan = evaluator.plan().incentives.front();
    const Value award = evaluator.read(plan.award, row);
    Rational shares = 0;
    bool whole = true;
    for (const IncentivePlan::Extra& share : plan.shares) {
        const Value amount = evaluator.read(share.amount, row);
        whole = whole && amount.known();
        const Rational yuan = amount.known() ? amount.number() : Rational(0);
        shares += yuan;
        RC_ASSERT(yuan >= 0);
    }
    // an award that cannot be divided is not awarded at all
    RC_ASSERT(award.known() == whole);
    if (!award.known()) {
        return;
    }
    RC_ASSERT(award.number() == shares);
    Rational planned = 0;
    Rational due = 0;
    for (const IncentivePlan::Instalment& part : plan.schedule) {
        RC_ASSERT(evaluator.read(part.planned.amount, row).known());
        RC_ASSERT(evaluator.read(part.amount, row).known());
        planned += evaluator.read(part.planned.amount, row).number();
        due += evaluator.read(part.amount, row).number();
        RC_ASSERT(evaluator.read(part.planned.amount, row).number() >= 0);
    }
    RC_ASSERT(planned == award.number());
    RC_ASSERT(due <= award.number());
    RC_ASSERT(amount_due(evaluator, plan, row).number() == due);
}

}  // namespace

TEST_CASE("shares add up to the award to the cent and a schedule never exceeds it, whatever award and shares are") {
    CHECK(rc::check([] {
        constexpr std::size_t kRows = 40;
        Diagnostics diagnostics;
        const std::string text = rule(division());
        const Rulebook rulebook = load_rulebook_text("rule.yaml", text, diagnostics);
        RC_PRE(!diagnostics.has_errors());   // rates that make up the whole already
        const auto plan = std::make_shared<const Plan>(compile(rulebook.incentives.front(), {}, diagnostics));
        RC_ASSERT(!diagnostics.has_errors());
        RC_LOG() << text << print(*plan);
        const Batch batch = applications(*plan, kRows);
        Evaluator evaluator(plan);
        evaluator.run(batch, 0, kRows);
        for (std::size_t row = 0; row < kRows; ++row) {
            check_row(evaluator, row);
        }
    }));
}

}  // namespace huiqi
