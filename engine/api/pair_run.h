#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "engine/api/pair_plans.h"
#include "huiqi/columns.h"

namespace huiqi {

/// Decides columns of the caller's pair by pair: rows of a block are sorted by their choice, and those of one
/// value go through the plan of the incentives that it lets pass.
class PairRun {
public:
    PairRun(std::shared_ptr<const PairPlans> plans, std::span<const InputColumn> columns,
            DecisionPairs& pairs);

    [[nodiscard]] ColumnsResult run(std::size_t threads);

private:
    class Worker;

    [[nodiscard]] bool fits();
    [[nodiscard]] std::size_t plan_of(std::size_t row) const;
    void say(Message message);

    std::shared_ptr<const PairPlans> plans_;
    std::span<const InputColumn> columns_;
    DecisionPairs& pairs_;
    const std::int32_t* choices_ = nullptr;  ///< null: there is one plan for all
    std::size_t rows_ = 0;
    std::mutex lock_;
    ColumnsResult result_;
};

}  // namespace huiqi
