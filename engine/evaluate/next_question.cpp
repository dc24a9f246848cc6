#include "engine/evaluate/next_question.h"

#include <algorithm>
#include <vector>

namespace huiqi {
namespace {

/// The columns that a value waits for; none when it is known, absent or an error.
[[nodiscard]] std::vector<std::uint32_t> waiting(const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
    if (value.constant || value.node == kNoNode) {
        return {};
    }
    const Cause cause = evaluator[value.node].state(row);
    if (!evaluator.causes().is_unknown(cause)) {
        return {};
    }
    const auto columns = evaluator.causes().columns(cause);
    return {columns.begin(), columns.end()};
}

/// Whether a column belongs to a field: the field itself or a part of its list or record.
[[nodiscard]] bool belongs(const Plan& plan, std::uint32_t column, std::size_t field) {
    return plan.columns[column].path.front() == field;
}

[[nodiscard]] std::size_t field_of(const Plan& plan, const Incentive& incentive, std::size_t index, std::size_t input) {
    const std::string& name = incentive.inputs[input].field.name;
    const auto own = plan.schema.index(plan.incentives[index].id + "." + name);
    return own ? *own : plan.schema.index(name).value_or(plan.schema.fields.size());
}

/// Whether an input can be asked now: it waits for nothing but itself.
[[nodiscard]] bool askable(const Evaluator& evaluator, const PlanValue& input, std::size_t field, std::size_t row) {
    if (input.type.is(TypeKind::record)) {
        return true;
    }
    const auto columns = waiting(evaluator, input, row);
    return std::all_of(columns.begin(), columns.end(),
                       [&](std::uint32_t column) { return belongs(evaluator.plan(), column, field); });
}

[[nodiscard]] std::optional<std::string> first_of(const Evaluator& evaluator, const Incentive& incentive,
                                                  std::size_t index, const std::vector<std::uint32_t>& columns,
                                                  std::size_t row) {
    const Plan& plan = evaluator.plan();
    for (std::size_t input = 0; input < incentive.inputs.size(); ++input) {
        const std::size_t field = field_of(plan, incentive, index, input);
        const bool wanted = std::any_of(columns.begin(), columns.end(),
                                        [&](std::uint32_t column) { return belongs(plan, column, field); });
        if (wanted && askable(evaluator, plan.incentives[index].inputs[input], field, row)) {
            return incentive.inputs[input].field.name;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> next_question(const Evaluator& evaluator, const Incentive& incentive, std::size_t index,
                                         std::size_t row) {
    const IncentivePlan& plan = evaluator.plan().incentives[index];
    const Value eligible = evaluator.read(plan.eligible, row);
    if (eligible.known() && !eligible.boolean()) {
        return std::nullopt;
    }
    std::vector<const PlanValue*> order;
    if (plan.in_force) {
        order.push_back(&*plan.in_force);
    }
    for (const PlanValue& condition : plan.conditions) {
        order.push_back(&condition);
    }
    order.push_back(&plan.award);
    for (const PlanValue* value : order) {
        const auto columns = waiting(evaluator, *value, row);
        if (!columns.empty()) {
            return first_of(evaluator, incentive, index, columns, row);
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
