#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/batch.h"
#include "engine/evaluate/causes.h"
#include "engine/evaluate/register.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Whether registers that no result reads any more lend their memory to others: an answer to "what may it be" reads
/// them all.
enum class RegisterMemory : std::uint8_t { lent, kept };

/// Runs a plan over rows of a batch, a chunk at a time, every register kept until the next run. One for each thread;
/// the plan may be shared. Allocates nothing per row once its registers have grown.
class Evaluator {
public:
    explicit Evaluator(std::shared_ptr<const Plan> plan, RegisterMemory memory = RegisterMemory::lent);
    ~Evaluator();
    Evaluator(Evaluator&&) noexcept;
    Evaluator& operator=(Evaluator&&) noexcept;

    /// Evaluates the rows of the batch from `first` on: `count` of them, or fewer, at least one, where lists that the rules
    /// make of them grow large. Gives how many. Results do not depend on it. The batch must outlive the reading of results.
    [[nodiscard]] std::size_t run_some(const Batch& batch, std::size_t first, std::size_t count);
    /// Evaluates rows that are known to be few, or one.
    void run(const Batch& batch, std::size_t first, std::size_t count);

    [[nodiscard]] const Plan& plan() const noexcept;
    [[nodiscard]] std::size_t rows() const noexcept;
    [[nodiscard]] const Register& operator[](NodeIndex node) const;
    [[nodiscard]] const Causes& causes() const noexcept;

    /// Reads a value of one row (of the last run, from 0) with its state; a list with all its elements.
    [[nodiscard]] Value read(const PlanValue& value, std::size_t row) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace huiqi
