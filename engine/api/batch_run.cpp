#include "engine/api/batch_run.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "engine/api/block_order.h"
#include "engine/diagnostic/on_threads.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 2048;

using KeyCounts = std::map<std::string, std::uint64_t, std::less<>>;

/// Adds the keys of a block or thread to those of others. The first by the alphabet are kept, with their counts, which
/// depend on neither blocks nor threads; data with a new key in each row take no more memory for it.
void add_keys(KeyCounts& to, const KeyCounts& from) {
    constexpr std::size_t kMost = 100;
    for (const auto& [key, rows] : from) {
        to[key] += rows;
    }
    while (to.size() > kMost) {
        to.erase(std::prev(to.end()));
    }
}

/// Adds the time from one lap to the next to a stage.
class Laps {
public:
    void add_to(std::uint64_t& stage) {
        const auto now = std::chrono::steady_clock::now();
        stage += static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_).count());
        last_ = now;
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

/// One thread's parser, evaluator and memory.
class BatchRun::Worker {
public:
    Worker(BatchRun& run, BlockOrder<DecidedBlock>& order, const BlockSink& sink)
        : run_(run), order_(order), sink_(sink), parser_(run.input_.parser()), block_(run.plan_->schema),
          evaluator_(run.plan_), columns_(run.results_, run.rules_, run.language_) {}

    void work() {
        while (take()) {
            decide();
            if (!order_.deliver(block_.block.number(), decided_, sink_)) {
                return;
            }
        }
    }

    [[nodiscard]] const RunSummary& summary() const noexcept { return summary_; }
    [[nodiscard]] const auto& ignored() const noexcept { return ignored_; }
    [[nodiscard]] const auto& not_asked() const noexcept { return not_asked_; }
    [[nodiscard]] const StageTimes& times() const noexcept { return times_; }

private:
    [[nodiscard]] bool take() {
        const std::unique_lock hold = order_.input();
        return run_.input_.next(block_.block);
    }

    void decide() {
        Laps laps;
        block_.clear();
        parser_->parse(block_);
        decided_.results.clear();
        if (run_.numbers_ != nullptr) {
            decided_.numbers.take(block_);
        }
        laps.add_to(times_.read_ns);
        std::size_t count = 0;
        for (std::size_t first = 0; first < block_.batch.rows(); first += count) {
            count = evaluator_.run_some(block_.batch, first, std::min(kChunk, block_.batch.rows() - first));
            laps.add_to(times_.decide_ns);
            summary_.add(evaluator_);
            run_.writer_.append_rows(decided_.results, columns_.fill(evaluator_, block_, first), count);
            laps.add_to(times_.write_ns);
        }
        summary_.rows_read += block_.rows_read;
        summary_.rows_rejected += block_.rejected.size();
        add_keys(ignored_, block_.ignored_keys);
        add_keys(not_asked_, block_.not_asked_keys);
        decided_.rejected = std::move(block_.rejected);
    }

    BatchRun& run_;
    BlockOrder<DecidedBlock>& order_;
    const BlockSink& sink_;
    std::unique_ptr<BlockParser> parser_;
    ParsedBlock block_;
    Evaluator evaluator_;
    ResultColumns columns_;
    DecidedBlock decided_;
    RunSummary summary_;
    StageTimes times_;
    std::map<std::string, std::uint64_t, std::less<>> ignored_;
    std::map<std::string, std::uint64_t, std::less<>> not_asked_;
};

BatchRun::BatchRun(RecordInput& input, std::shared_ptr<const Plan> plan, const ResultPlan& results, const Selection& rules,
                   const ResultWriter& writer, Language language)
    : input_(input), plan_(std::move(plan)), results_(results), rules_(rules), writer_(writer), language_(language) {}

RunSummary BatchRun::run(std::size_t threads, const BlockSink& sink) {
    const std::size_t count = std::max<std::size_t>(threads, 1);
    BlockOrder<DecidedBlock> order(count);
    const BlockSink with_numbers{.in_order =
                                     [&](DecidedBlock& block) {
                                         if (numbers_ != nullptr) {
                                             numbers_->add(block.numbers);
                                         }
                                         return sink.in_order(block);
                                     },
                                 .afterwards = sink.afterwards};
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t at = 0; at < count; ++at) {
        workers.push_back(std::make_unique<Worker>(*this, order, with_numbers));
    }
    on_threads(count, [&](std::size_t at) { workers[at]->work(); });
    RunSummary summary;
    summary.incentives.resize(plan_->incentives.size());
    summary.totals.resize(plan_->totals.size());
    for (const auto& worker : workers) {
        summary.merge(worker->summary());
        times_.read_ns = std::max(times_.read_ns, worker->times().read_ns);
        times_.decide_ns = std::max(times_.decide_ns, worker->times().decide_ns);
        times_.write_ns = std::max(times_.write_ns, worker->times().write_ns);
        add_keys(ignored_, worker->ignored());
        add_keys(not_asked_, worker->not_asked());
    }
    return summary;
}

}  // namespace huiqi
