#include "engine/api/pair_run.h"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

#include "engine/api/column_run.h"
#include "engine/api/column_source.h"
#include "engine/api/messages.h"
#include "engine/evaluate/evaluator.h"

namespace huiqi {
namespace {

/// Rows that are sorted together: enough that those of a rare choice fill vectors.
constexpr std::size_t kBlock = 16'384;
constexpr std::size_t kChunk = 1'024;

}  // namespace

/// One thread's plans at work, and its stretch of rows.
class PairRun::Worker {
public:
    Worker(PairRun& run, std::size_t first, std::size_t end, std::size_t pair)
        : run_(run), first_(first), end_(end), pair_(pair) {
        for (const PairPlan& plan : run.plans_->plans) {
            std::vector<const InputColumn*> columns;
            for (const std::size_t field : plan.fields) {
                columns.push_back(&run.columns_[field]);
            }
            desks_.push_back(std::make_unique<Desk>(
                plan, ColumnSource(plan.plan->schema, std::move(columns),
                                   [&run](Message message) { run.say(std::move(message)); })));
        }
    }

    void work() {
        for (; first_ < end_; first_ += kBlock) {
            decide_block(std::min(kBlock, end_ - first_));
        }
    }

    [[nodiscard]] std::uint64_t undecided() const noexcept { return undecided_; }

private:
    /// A plan with its evaluator, and the rows of the block at hand that go through it.
    struct Desk {
        Desk(const PairPlan& which, ColumnSource taken)
            : pairs(which), source(std::move(taken)), evaluator(which.plan), batch(which.plan->schema) {}

        const PairPlan& pairs;
        ColumnSource source;
        Evaluator evaluator;
        Batch batch;
        std::vector<std::uint32_t> rows;
    };

    void decide_block(std::size_t count) {
        pair_of_row_.resize(count);
        for (const std::unique_ptr<Desk>& desk : desks_) {
            desk->rows.clear();
        }
        for (std::size_t at = 0; at < count; ++at) {
            Desk& desk = *desks_[run_.plan_of(first_ + at)];
            const auto row = static_cast<std::uint32_t>(first_ + at);
            desk.rows.push_back(row);
            pair_of_row_[at] = pair_;
            for (const std::uint32_t incentive : desk.pairs.incentives) {
                run_.pairs_.row[pair_] = row;
                run_.pairs_.incentive[pair_] = incentive;
                ++pair_;
            }
        }
        for (const std::unique_ptr<Desk>& desk : desks_) {
            const std::span<const std::uint32_t> rows(desk->rows);
            for (std::size_t at = 0; at < rows.size() && !desk->pairs.incentives.empty(); at += kChunk) {
                decide_rows(*desk, rows.subspan(at, std::min(kChunk, rows.size() - at)));
            }
        }
    }

    void decide_rows(Desk& desk, std::span<const std::uint32_t> rows) {
        if (!desk.source.take(desk.batch, rows)) {
            return;
        }
        for (std::size_t at = 0; at < rows.size(); at += desk.evaluator.rows()) {
            const std::size_t count = desk.evaluator.run_some(desk.batch, at, rows.size() - at);
            read_rows(desk, rows.subspan(at, count));
        }
    }

    /// Takes over what the evaluator ran last, of these rows.
    void read_rows(Desk& desk, std::span<const std::uint32_t> rows) {
        const std::size_t incentives = desk.pairs.incentives.size();
        cents_.resize(rows.size() * incentives);
        reasons_.resize(rows.size() * incentives);
        eligible_.resize(rows.size() * incentives);
        for (std::size_t at = 0; at < incentives; ++at) {
            const std::size_t column = at * rows.size();
            const DecisionsOfRows decisions{.award_cents = cents_.data() + column,
                                            .reason = reasons_.data() + column,
                                            .eligible = eligible_.data() + column};
            if (!read_decisions(desk.evaluator, desk.pairs.plan->incentives[desk.pairs.places[at]], decisions, undecided_)) {
                run_.say(cents_do_not_fit());
            }
        }
        put(rows, incentives);
    }

    /// Puts the decisions into the pairs of their rows, those of a row at once: they lie side by side there.
    void put(std::span<const std::uint32_t> rows, std::size_t incentives) {
        DecisionPairs& pairs = run_.pairs_;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            std::size_t pair = pair_of_row_[rows[at] - first_];
            for (std::size_t from = at; from < rows.size() * incentives; from += rows.size(), ++pair) {
                pairs.award_cents[pair] = cents_[from];
                pairs.reason[pair] = reasons_[from];
                pairs.eligible[pair] = eligible_[from];
            }
        }
    }

    PairRun& run_;
    std::size_t first_;
    std::size_t end_;
    std::size_t pair_;  ///< where the pairs of the next row begin
    std::vector<std::unique_ptr<Desk>> desks_;
    std::vector<std::size_t> pair_of_row_;
    std::vector<std::int64_t> cents_;
    std::vector<std::int32_t> reasons_;
    std::vector<Eligibility> eligible_;
    std::uint64_t undecided_ = 0;
};

PairRun::PairRun(std::shared_ptr<const PairPlans> plans, std::span<const InputColumn> columns,
                 DecisionPairs& pairs)
    : plans_(std::move(plans)), columns_(columns), pairs_(pairs) {}

void PairRun::say(Message message) {
    const std::lock_guard hold(lock_);
    if (result_.messages.size() < ColumnsResult::kMostMessages) {
        result_.messages.push_back(std::move(message));
    }
}

std::size_t PairRun::plan_of(std::size_t row) const {
    return choices_ == nullptr ? plans_->of_value.front()
                               : plans_->of_value[static_cast<std::size_t>(choices_[row])];
}

/// Columns must fit the plan of all, and every row must say its choice.
bool PairRun::fits() {
    result_ = ColumnRun(plans_->all, columns_, {}).check();
    for (const InputColumn& column : columns_) {
        rows_ = std::max(rows_, column.size());
    }
    if (!result_.messages.empty() || !plans_->choice) {
        return result_.messages.empty();
    }
    const InputColumn& column = columns_[*plans_->choice];
    const std::string& name = plans_->all->schema.fields[*plans_->choice].name;
    if (column.form() != ColumnForm::choice) {
        say(message_of("E466",
                       {"每一行都要有“" + name + "”，才知道它涉及哪些事项",
                        "every row needs `" + name + "`, which says what incentives it concerns"},
                       {"给出这一列", "give this column"}));
        return false;
    }
    choices_ = static_cast<const std::int32_t*>(column.data());
    std::vector<const InputColumn*> alone(columns_.size());
    const InputColumn unanswered;
    std::fill(alone.begin(), alone.end(), &unanswered);
    alone[*plans_->choice] = &column;
    bool fine = true;
    for (std::size_t row = 0; row < rows_; ++row) {
        fine =
            fine && choices_[row] >= 0 && static_cast<std::size_t>(choices_[row]) < plans_->of_value.size();
    }
    if (!fine) {
        ColumnSource source(plans_->all->schema, std::move(alone),
                            [this](Message message) { say(std::move(message)); });
        Batch batch(plans_->all->schema);
        for (std::size_t row = 0; row < rows_; row += kChunk) {
            (void)source.take(batch, row, std::min(kChunk, rows_ - row));
        }
    }
    return fine;
}

ColumnsResult PairRun::run(std::size_t threads) {
    if (!fits()) {
        return std::move(result_);
    }
    const std::size_t share = std::max<std::size_t>(
        (rows_ + std::max<std::size_t>(threads, 1) - 1) / std::max<std::size_t>(threads, 1), 1);
    std::vector<std::unique_ptr<Worker>> workers;
    std::size_t pairs = 0;
    for (std::size_t first = 0; first < rows_; first += share) {
        workers.push_back(std::make_unique<Worker>(*this, first, std::min(first + share, rows_), pairs));
        for (std::size_t row = first; row < std::min(first + share, rows_); ++row) {
            pairs += plans_->plans[plan_of(row)].incentives.size();
        }
    }
    pairs_.row.resize(pairs);
    pairs_.incentive.resize(pairs);
    pairs_.award_cents.resize(pairs);
    pairs_.reason.resize(pairs);
    pairs_.eligible.resize(pairs);
    std::vector<std::thread> others;
    for (std::size_t at = 1; at < workers.size(); ++at) {
        others.emplace_back([worker = workers[at].get()] { worker->work(); });
    }
    if (!workers.empty()) {
        workers.front()->work();
    }
    for (std::thread& other : others) {
        other.join();
    }
    for (const std::unique_ptr<Worker>& worker : workers) {
        result_.undecided += worker->undecided();
    }
    result_.done = result_.messages.empty();
    return std::move(result_);
}

}  // namespace huiqi
