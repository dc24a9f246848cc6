#pragma once

#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/language/parser.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A case of the expression protocol as an incentive: its context becomes inputs, its `let` and its expression
/// definitions, its table a decision table. So a case runs through the same checker, plan and evaluator as a rule.
class FeelCase {
public:
    /// Throws NotSupported, and what the JSON library throws for a case of another form.
    explicit FeelCase(const nlohmann::json& request);

    [[nodiscard]] Incentive& incentive() noexcept { return incentive_; }
    [[nodiscard]] Diagnostics& diagnostics() noexcept { return diagnostics_; }
    /// Gives the context as one application of the plan's schema.
    [[nodiscard]] std::vector<Value> row(const Plan& plan) const;

private:
    class Names;

    void add_input(const std::string& name, const nlohmann::json& declared, const nlohmann::json& value);
    void define(const std::string& name, const std::string& text, const std::optional<Type>& expected);
    void add_table(const nlohmann::json& table);
    void add_columns(const nlohmann::json& table, DecisionTable& made);
    void add_row(const nlohmann::json& rule, std::size_t outputs, DecisionTable& made);
    void add_priorities(const nlohmann::json& outputs, DecisionTable& made);
    [[nodiscard]] CheckedExpression checked(const std::string& text, const std::optional<Type>& expected);
    [[nodiscard]] MappedText mapped(const std::string& text);

    Sources sources_;
    Diagnostics diagnostics_;
    Incentive incentive_;
    std::vector<Value> given_;
};

}  // namespace huiqi
