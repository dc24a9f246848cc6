#include "engine/evaluate/next_question.h"

#include <algorithm>

namespace huiqi {
namespace {

/// The columns that a value waits for; none when it is known, absent or an error.
[[nodiscard]] std::vector<std::uint32_t> waiting_in(const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
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

/// Whether an input can be asked now: it waits for nothing but itself.
[[nodiscard]] bool askable(const Plan& plan, const PlanValue& input, std::size_t field, const Waiting& waiting) {
    if (input.type.is(TypeKind::record)) {
        return true;
    }
    const auto columns = waiting(input);
    return std::all_of(columns.begin(), columns.end(), [&](std::uint32_t column) { return belongs(plan, column, field); });
}

[[nodiscard]] std::optional<AskedFor> first_of(const Plan& plan, const Incentive& incentive, std::size_t index,
                                               const std::vector<std::uint32_t>& columns, const Waiting& waiting) {
    for (std::size_t input = 0; input < incentive.inputs.size(); ++input) {
        const std::size_t field = field_of_input(plan, incentive, index, input);
        const bool wanted = std::any_of(columns.begin(), columns.end(),
                                        [&](std::uint32_t column) { return belongs(plan, column, field); });
        if (wanted && askable(plan, plan.incentives[index].inputs[input], field, waiting)) {
            return AskedFor{.input = input, .field = field};
        }
    }
    return std::nullopt;
}

}  // namespace

std::size_t field_of_input(const Plan& plan, const Incentive& incentive, std::size_t index, std::size_t input) {
    const std::string& name = incentive.inputs[input].field.name;
    const auto own = plan.schema.index(plan.incentives[index].id + "." + name);
    return own ? *own : plan.schema.index(name).value_or(plan.schema.fields.size());
}

std::optional<AskedFor> first_question(const Plan& plan, const Incentive& incentive, std::size_t index,
                                       const Waiting& waiting) {
    const IncentivePlan& made = plan.incentives[index];
    const auto ask = [&](const PlanValue& value, AskedFor::Purpose purpose, std::size_t condition) {
        const auto columns = waiting(value);
        auto asked = columns.empty() ? std::nullopt : first_of(plan, incentive, index, columns, waiting);
        if (asked) {
            asked->purpose = purpose;
            asked->condition = condition;
        }
        return asked;
    };
    if (made.in_force) {
        if (const auto asked = ask(*made.in_force, AskedFor::Purpose::period, 0)) {
            return asked;
        }
    }
    for (std::size_t at = 0; at < made.conditions.size(); ++at) {
        if (const auto asked = ask(made.conditions[at], AskedFor::Purpose::condition, at)) {
            return asked;
        }
    }
    return ask(made.award, AskedFor::Purpose::award, 0);
}

std::optional<std::string> next_question(const Evaluator& evaluator, const Incentive& incentive, std::size_t index,
                                         std::size_t row) {
    const Value eligible = evaluator.read(evaluator.plan().incentives[index].eligible, row);
    if (eligible.known() && !eligible.boolean()) {
        return std::nullopt;
    }
    const auto asked = first_question(evaluator.plan(), incentive, index, [&](const PlanValue& value) {
        return waiting_in(evaluator, value, row);
    });
    return asked ? std::optional(incentive.inputs[asked->input].field.name) : std::nullopt;
}

}  // namespace huiqi
