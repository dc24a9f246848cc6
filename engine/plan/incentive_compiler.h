#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/plan/awards.h"
#include "engine/plan/cents.h"
#include "engine/plan/compile.h"
#include "engine/plan/divisions.h"
#include "engine/plan/expressions.h"
#include "engine/plan/folds.h"
#include "engine/plan/inputs.h"
#include "engine/plan/table_uses.h"
#include "engine/plan/tables.h"
#include "engine/plan/watches.h"

namespace huiqi {

/// The tools that all incentives of one plan share.
struct PlanTools {
    explicit PlanTools(Plan& plan, const PlanLimits& limits)
        : builder(plan, limits), numbers(builder), values(builder, numbers), inputs(builder, numbers, values) {}

    Builder builder;
    Numbers numbers;
    Values values;
    Inputs inputs;
};

/// Compiles one incentive into a plan: resolves its names, then lowers conditions, steps and anomalies.
class IncentiveCompiler : public SymbolSource {
public:
    /// Gives what stands for an input, by its index: a column that incentives share or one of its own, or the result
    /// of another incentive.
    using InputColumn = std::function<PlanValue(std::uint32_t)>;

    IncentiveCompiler(PlanTools& tools, const Incentive& incentive, const CompileOptions& options,
                      InputColumn input_column, Diagnostics& diagnostics);

    [[nodiscard]] IncentivePlan compile();

    [[nodiscard]] PlanValue symbol(SymbolKind kind, std::uint32_t index) override;
    [[nodiscard]] PlanValue parameter_on(std::uint32_t index, const PlanValue& day) override;
    [[nodiscard]] PlanValue table(std::uint32_t index, const std::vector<PlanValue>& arguments) override;

private:
    [[nodiscard]] PlanValue input(std::uint32_t index);
    [[nodiscard]] PlanValue definition(std::uint32_t index);
    [[nodiscard]] PlanValue parameter(std::uint32_t index);
    /// Gives the value in force for the worksheet; none of a series without a deciding date.
    [[nodiscard]] PlanValue listed_parameter(std::uint32_t index);
    /// Gives the value that is set from without (取), or the answer that it is; nothing where the rule decides.
    [[nodiscard]] std::optional<PlanValue> given_parameter(const Parameter& parameter);
    [[nodiscard]] PlanValue unset_parameter(const Parameter& parameter);
    [[nodiscard]] PlanValue effective_day(const std::optional<Date>& day);
    [[nodiscard]] std::optional<PlanValue> in_force();
    /// Says how a day compares with one that the rules state, where that is watched.
    void watch_day(const PlanValue& day, const PlanValue& bound, Relation relation, const Span& place, NodeIndex truth);
    void conditions(IncentivePlan& plan);
    void alternatives(IncentivePlan& plan);
    void award(IncentivePlan& plan);
    void extras(IncentivePlan& plan);
    void populations(IncentivePlan& plan);
    void parts(IncentivePlan& plan);
    [[nodiscard]] PlanValue part(const Part& part, NodeIndex eligible);
    [[nodiscard]] IncentivePlan::SentenceValues sentence(const Sentence& sentence);
    /// Divides the award; it is decided when its shares are.
    void divide(IncentivePlan& plan, const PlanValue& amount);
    void recovery(IncentivePlan& plan);
    [[nodiscard]] PlanValue result(ResultName name);
    void targets(IncentivePlan& plan);
    void explain(IncentivePlan& plan);
    static void leave_out_explanations(IncentivePlan& plan);

    PlanTools& tools_;
    const Incentive& incentive_;
    const CompileOptions& options_;
    InputColumn input_column_;
    Diagnostics& diagnostics_;
    Expressions expressions_;
    Tables tables_;
    Awards awards_;
    Cents cents_;
    Divisions divisions_;
    TableUses table_uses_;
    Watches watches_;
    Folds folds_;
    std::vector<std::optional<PlanValue>> inputs_;
    std::vector<std::optional<PlanValue>> definitions_;
    std::vector<IncentivePlan::Passage> passages_;
    std::vector<std::vector<IncentivePlan::Step>> definition_steps_;   ///< of those that are lowered
    bool tracing_ = true;                                              ///< whether dated values are noted
    IncentivePlan made_;                                               ///< as far as it is compiled
};

}  // namespace huiqi
