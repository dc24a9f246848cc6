#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "engine/data/batch.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/plan.h"
#include "huiqi/columns.h"

namespace huiqi {

/// Decides columns of the caller's chunk by chunk: values are checked and copied into a batch that stays in
/// the nearest cache, and decisions copied out of registers.
class ColumnRun {
public:
    ColumnRun(std::shared_ptr<const Plan> plan, std::span<const InputColumn> columns,
              const DecisionColumns& decisions);

    [[nodiscard]] ColumnsResult run(std::size_t threads);
    /// Says only whether the columns are those that the plan asks for.
    [[nodiscard]] ColumnsResult check();

private:
    struct Worker;

    [[nodiscard]] bool fits();
    [[nodiscard]] bool has_rows(std::size_t size, const char* what_zh, const char* what_en);
    void decide(std::size_t first, std::size_t end);
    void give(Worker& worker, std::size_t first);
    void say(Message message);

    std::shared_ptr<const Plan> plan_;
    std::span<const InputColumn> columns_;
    const DecisionColumns& decisions_;
    std::size_t rows_ = 0;
    std::mutex lock_;
    ColumnsResult result_;
};

/// Where the decisions of one incentive about the rows last evaluated go; null: not wanted.
struct DecisionsOfRows {
    std::int64_t* award_cents = nullptr;
    std::int32_t* reason = nullptr;
    Eligibility* eligible = nullptr;
};

/// Reads decisions out of registers, and counts those that are open. Gives false when an award is no whole
/// number of cents that fits 64 bits.
[[nodiscard]] bool read_decisions(const Evaluator& evaluator, const IncentivePlan& plan,
                                  const DecisionsOfRows& to, std::uint64_t& undecided);
/// Says that a result cannot be given as cents.
[[nodiscard]] Message cents_do_not_fit();

/// Says what columns a plan asks for.
[[nodiscard]] std::vector<ColumnNeed> column_needs(const Plan& plan);

}  // namespace huiqi
