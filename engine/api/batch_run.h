#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/result_columns.h"
#include "engine/api/run_summary.h"
#include "engine/io/block_numbers.h"
#include "engine/io/key_register.h"
#include "engine/io/record_input.h"

namespace huiqi {

/// One block, decided: the bytes for the result file, the rows that were set aside and the application numbers. It holds
/// on to nothing that it was read from.
struct DecidedBlock {
    OutputText results;
    std::vector<RejectedRow> rejected;
    BlockNumbers numbers;      ///< when they are entered
    std::uint64_t place = 0;   ///< where the results go, if they have a place
};

/// Takes decided blocks; false stops the run.
struct BlockSink {
    std::function<bool(DecidedBlock&)> in_order;           ///< one at a time, in the order of the input; it may give a place
    std::function<bool(const DecidedBlock&)> afterwards;   ///< behind that, in any order, by several threads at once
};

/// Time that a thread spent on reading text to columns, on deciding them, on writing results.
struct StageTimes {
    std::uint64_t read_ns = 0;
    std::uint64_t decide_ns = 0;
    std::uint64_t write_ns = 0;
};

/// Decides all applications of an input on some threads, block by block, and hands over the decided blocks in the
/// order of the input. Memory is bounded by the number of threads, not by the input.
class BatchRun {
public:
    BatchRun(RecordInput& input, std::shared_ptr<const Plan> plan, const ResultPlan& results, const Selection& rules,
             const ResultWriter& writer, Language language);

    /// Lets every application number be entered, to find those that stand twice. It must outlive the run.
    void enter_numbers(KeyRegister& numbers) noexcept { numbers_ = &numbers; }
    [[nodiscard]] RunSummary run(std::size_t threads, const BlockSink& sink);
    /// Notes on JSON keys that did not count: those that no rule uses, those that were not asked.
    [[nodiscard]] std::vector<DataFault> key_notes() const { return ignored_key_notes(input_.name(), ignored_, not_asked_); }
    /// Times of the thread that took longest, stage by stage.
    [[nodiscard]] const StageTimes& times() const noexcept { return times_; }

private:
    class Worker;

    RecordInput& input_;
    std::shared_ptr<const Plan> plan_;
    const ResultPlan& results_;
    const Selection& rules_;
    const ResultWriter& writer_;
    Language language_;
    KeyRegister* numbers_ = nullptr;
    std::map<std::string, std::uint64_t, std::less<>> ignored_;
    std::map<std::string, std::uint64_t, std::less<>> not_asked_;
    StageTimes times_;
};

}  // namespace huiqi
