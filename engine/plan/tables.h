#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/plan/expressions.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Turns decision tables into nodes.
class Tables {
public:
    Tables(Builder& builder, Numbers& numbers, Values& values, Expressions& expressions)
        : build_(builder), numbers_(numbers), values_(values), expressions_(expressions) {}

    /// What a use of a table looks at, to be explained.
    struct Use {
        std::vector<PlanValue> columns, matches;
        std::vector<std::uint32_t> order;   ///< in which rows are looked at; empty: as written
    };
    /// Lowers a table for these values of its columns (empty: the columns are expressions of the table); tells what it
    /// looks at where it is asked.
    [[nodiscard]] PlanValue lower(const DecisionTable& table, std::vector<PlanValue> columns, Use* told = nullptr);

private:
    /// A row's match and outcome.
    struct Line {
        NodeIndex match = kNoNode;
        PlanValue output;
        std::uint32_t row = 0;
    };

    [[nodiscard]] Line line(const DecisionTable& table, const DecisionTable::Row& row, const std::vector<PlanValue>& columns);
    [[nodiscard]] PlanValue output(const DecisionTable& table, const std::vector<CheckedExpression>& outputs,
                                   const std::vector<PlanValue>& columns);
    [[nodiscard]] PlanValue first(const std::vector<Line>& lines, const PlanValue& otherwise);
    [[nodiscard]] PlanValue agreeing(const std::vector<Line>& lines, const PlanValue& otherwise);
    [[nodiscard]] PlanValue single(Op op, const std::vector<Line>& lines, const PlanValue& otherwise);
    [[nodiscard]] PlanValue single_of_numbers(Op op, const std::vector<Line>& lines, const PlanValue& otherwise);
    [[nodiscard]] NodeIndex single_node(Op op, const std::vector<Line>& lines, const std::vector<NodeIndex>& outputs,
                                        NodeIndex otherwise);
    [[nodiscard]] PlanValue collected(const DecisionTable& table, const std::vector<Line>& lines,
                                      const PlanValue* otherwise);
    [[nodiscard]] PlanValue chosen(const DecisionTable& table, const std::vector<Line>& lines, const std::vector<Line>& ordered,
                                   const std::optional<PlanValue>& stated);
    [[nodiscard]] std::vector<Line> by_priority(const DecisionTable& table, std::vector<Line> lines) const;

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
    Expressions& expressions_;
};

}  // namespace huiqi
