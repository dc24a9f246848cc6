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

/// The first input of an incentive, in its order, that something waits for and that can be asked now.
[[nodiscard]] std::optional<AskedFor> first_of(const Plan& plan, std::size_t index, const std::vector<std::uint32_t>& columns,
                                               const Waiting& waiting, std::span<const std::size_t> skipped) {
    const IncentivePlan& incentive = plan.incentives[index];
    for (std::size_t input = 0; input < incentive.fields.size(); ++input) {
        const std::uint32_t field = incentive.fields[input];
        const bool left = std::find(skipped.begin(), skipped.end(), field) != skipped.end();
        const bool wanted = field != kNoField && !left && std::any_of(columns.begin(), columns.end(), [&](std::uint32_t column) {
                                return belongs(plan, column, field);
                            });
        if (wanted && askable(plan, incentive.inputs[input], field, waiting)) {
            return AskedFor{.incentive = index, .input = input, .field = field};
        }
    }
    return std::nullopt;
}

/// Its own questions come first; what it takes of others may wait for theirs.
[[nodiscard]] std::optional<AskedFor> first_of_all(const Plan& plan, std::size_t index, const std::vector<std::uint32_t>& columns,
                                                   const Waiting& waiting, std::span<const std::size_t> skipped) {
    auto asked = first_of(plan, index, columns, waiting, skipped);
    for (std::size_t other = 0; !asked && other < plan.incentives.size(); ++other) {
        asked = first_of(plan, other, columns, waiting, skipped);
    }
    return asked;
}

}  // namespace

std::optional<AskedFor> first_question(const Plan& plan, std::size_t index, const Waiting& waiting,
                                       std::span<const std::size_t> skipped) {
    const IncentivePlan& made = plan.incentives[index];
    const auto ask = [&](const PlanValue& value, AskedFor::Purpose purpose, std::size_t condition) {
        const auto columns = waiting(value);
        auto asked = columns.empty() ? std::nullopt : first_of_all(plan, index, columns, waiting, skipped);
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
    auto asked = ask(made.award, AskedFor::Purpose::award, 0);
    for (std::size_t at = 0; at < made.parts.size() && !made.has_award && !asked; ++at) {
        asked = ask(made.parts[at].value, AskedFor::Purpose::award, 0);
    }
    return asked;
}

std::optional<std::string> next_question(const Evaluator& evaluator, std::size_t index, std::size_t row) {
    const Plan& plan = evaluator.plan();
    const Value eligible = evaluator.read(plan.incentives[index].eligible, row);
    if (eligible.known() && !eligible.boolean()) {
        return std::nullopt;
    }
    const auto asked = first_question(plan, index, [&](const PlanValue& value) { return waiting_in(evaluator, value, row); });
    return asked ? std::optional(plan.schema.fields[asked->field].name) : std::nullopt;
}

}  // namespace huiqi
