#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/api/paid_records.h"
#include "engine/api/selection.h"
#include "engine/evaluate/joint_plan.h"
#include "engine/io/record_input.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// What the values of a whole batch (全批) ask of each application.
class PopulationPlan {
public:
    /// Gives it for rules that were compiled without an error; nullptr where they have no such values.
    [[nodiscard]] static std::shared_ptr<const PopulationPlan> of(const Selection& rules);
    /// Gives that of several versions at once: each of their values that differ is formed beside the others.
    [[nodiscard]] static std::shared_ptr<const PopulationPlan> of(const JointPlan& versions);

    /// One value: the field that it fills, how it is formed, where its parts are read from.
    struct One {
        std::string name;
        const Population* rule = nullptr;
        std::size_t field = 0;                     ///< of the schema
        const IncentivePlan::Population* parts = nullptr;
    };
    [[nodiscard]] const std::vector<One>& all() const noexcept { return all_; }
    [[nodiscard]] const std::shared_ptr<const Plan>& plan() const noexcept { return plan_; }

private:
    void add(const Incentive& incentive, std::size_t at);

    std::shared_ptr<const Plan> plan_;
    std::vector<One> all_;
};

/// Opens applications as `open_input` does. Where the rules have values of the whole batch, the input is read once before,
/// and these columns are filled in as its blocks are parsed; they stand in no file. `schema` must outlive the input.
/// Only keys and what is formed are kept in memory, for a rank what it goes by. Reports D113 where such a value cannot be
/// formed, and notes (D114) for applications that leave it open. With `paid`, the lists of payments that rules take from the
/// ledger are filled in too (`open_paid`).
[[nodiscard]] OpenedInput open_batch(const std::string& path, const Schema& schema, const ReadOptions& options,
                                     const std::shared_ptr<const PopulationPlan>& populations,
                                     const std::shared_ptr<const PaidRecords>& paid = nullptr);

}  // namespace huiqi
