#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/api/application_reader.h"
#include "engine/api/pair_plans.h"
#include "engine/api/selection.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/plan.h"
#include "huiqi/engine.h"

namespace huiqi {

/// What `Engine` holds. Everything but the desks stays as it was compiled.
struct Engine::Impl {
    /// What one thread needs while it decides, kept for the next one.
    struct Desk {
        explicit Desk(const std::shared_ptr<const Plan>& plan)
            : evaluator(plan), reader(plan->schema), batch(plan->schema) {}

        Evaluator evaluator;
        ApplicationReader reader;
        Batch batch;
    };

    /// Gives a free desk, or a new one when all are in use.
    [[nodiscard]] std::unique_ptr<Desk> take_desk();
    void return_desk(std::unique_ptr<Desk> desk);
    /// Gives the plan that decides and explains nothing, compiled when it is first asked for.
    [[nodiscard]] std::shared_ptr<const Plan> batch_plan();
    /// Gives the plans of the choices of a bundle, likewise.
    [[nodiscard]] std::shared_ptr<const PairPlans> pair_plans();

    std::shared_ptr<const Rulebook> rulebook;
    Selection selection;               ///< points into the rulebook
    std::shared_ptr<const Plan> plan;  ///< nullptr: not ready
    std::vector<std::string> incentives;
    std::vector<std::string> inputs;
    std::vector<Message> messages;

private:
    std::mutex lock_;
    std::vector<std::unique_ptr<Desk>> free_;
    std::shared_ptr<const Plan> batch_plan_;
    std::shared_ptr<const PairPlans> pair_plans_;
};

}  // namespace huiqi
