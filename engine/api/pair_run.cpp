#include "engine/api/pair_run.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/column_run.h"
#include "engine/api/column_source.h"
#include "engine/api/messages.h"
#include "engine/diagnostic/on_threads.h"
#include "engine/evaluate/evaluator.h"

namespace huiqi {
namespace {

/// Pairs that are decided together, and rows: enough that those of a rare choice fill vectors, few enough to stay near.
constexpr std::size_t kPairs = 98'304;
constexpr std::size_t kMostRows = 32'768;
constexpr std::size_t kChunk = 1'024;

/// Calls `work` with the values of a column and room for as many.
template <class Work>
void with_room(const InputColumn& column, std::vector<std::byte>& room, Work work) {
    switch (column.form()) {
        case ColumnForm::truth:
            work(static_cast<const std::uint8_t*>(column.data()), reinterpret_cast<std::uint8_t*>(room.data()));
            return;
        case ColumnForm::count:
            work(static_cast<const std::int64_t*>(column.data()), reinterpret_cast<std::int64_t*>(room.data()));
            return;
        case ColumnForm::day:
        case ColumnForm::choice:
            work(static_cast<const std::int32_t*>(column.data()), reinterpret_cast<std::int32_t*>(room.data()));
            return;
        case ColumnForm::other: return;
    }
}

/// Shows room as a column of a form.
[[nodiscard]] InputColumn column_in(const std::vector<std::byte>& room, ColumnForm form, std::size_t rows) {
    switch (form) {
        case ColumnForm::truth: return InputColumn::truths({reinterpret_cast<const std::uint8_t*>(room.data()), rows});
        case ColumnForm::count: return InputColumn::counts({reinterpret_cast<const std::int64_t*>(room.data()), rows});
        case ColumnForm::day: return InputColumn::days({reinterpret_cast<const std::int32_t*>(room.data()), rows});
        case ColumnForm::choice: return InputColumn::choices({reinterpret_cast<const std::int32_t*>(room.data()), rows});
        case ColumnForm::other: break;
    }
    return {};
}

}  // namespace

/// One thread's plans at work, and its stretch of rows. The rows of a block are brought into the order of their plans,
/// column by column, and the decisions back into that of the rows: either way one side is gone through in order, and the
/// other at as many places as there are plans, which stay in the nearest cache.
class PairRun::Worker {
public:
    Worker(PairRun& run, std::size_t first, std::size_t end, std::size_t pair)
        : run_(run), first_(first), end_(end), pair_(pair), block_(rows_at_once(*run.plans_)) {
        rooms_.resize(run.columns_.size());
        for (std::size_t field = 0; field < run.columns_.size(); ++field) {
            const ColumnForm form = run.columns_[field].form();
            rooms_[field].resize(form == ColumnForm::other ? 0 : block_ * sizeof(std::int64_t));
            sorted_.push_back(column_in(rooms_[field], form, block_));
        }
        for (const PairPlan& plan : run.plans_->plans) {
            std::vector<const InputColumn*> columns;
            for (const std::size_t field : plan.fields) {
                columns.push_back(&sorted_[field]);
            }
            desks_.push_back(std::make_unique<Desk>(
                plan, ColumnSource(plan.plan->schema, std::move(columns),
                                   [&run](Message message) { run.say(std::move(message)); })));
        }
        const std::size_t most = most_incentives(*run.plans_);
        cents_.resize(block_ * most);
        reasons_.resize(block_ * most);
        eligible_.resize(block_ * most);
    }

    void work() {
        for (; first_ < end_; first_ += block_) {
            const std::size_t count = std::min(block_, end_ - first_);
            sort_rows(count);
            for (const std::unique_ptr<Desk>& desk : desks_) {
                decide_rows(*desk);
            }
            put(count);
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
        std::size_t begin = 0;   ///< among the sorted rows
        std::size_t end = 0;
    };

    [[nodiscard]] static std::size_t most_incentives(const PairPlans& plans) {
        std::size_t most = 1;
        for (const PairPlan& plan : plans.plans) {
            most = std::max(most, plan.incentives.size());
        }
        return most;
    }

    [[nodiscard]] static std::size_t rows_at_once(const PairPlans& plans) {
        return std::clamp(kPairs / most_incentives(plans), kChunk, kMostRows);
    }

    /// Finds for each row its desk and its place among the sorted rows, and sorts the columns.
    void sort_rows(std::size_t count) {
        desk_of_row_.resize(count);
        place_of_row_.resize(count);
        rows_.resize(count);
        for (const std::unique_ptr<Desk>& desk : desks_) {
            desk->end = 0;
        }
        for (std::size_t at = 0; at < count; ++at) {
            desk_of_row_[at] = static_cast<std::uint32_t>(run_.plan_of(first_ + at));
            ++desks_[desk_of_row_[at]]->end;
        }
        std::size_t begin = 0;
        for (const std::unique_ptr<Desk>& desk : desks_) {
            desk->begin = begin;
            begin += std::exchange(desk->end, begin);
        }
        for (std::size_t at = 0; at < count; ++at) {
            const std::size_t place = desks_[desk_of_row_[at]]->end++;
            place_of_row_[at] = static_cast<std::uint32_t>(place);
            rows_[place] = static_cast<std::uint32_t>(first_ + at);
        }
        for (std::size_t field = 0; field < rooms_.size(); ++field) {
            with_room(run_.columns_[field], rooms_[field], [&](const auto* from, auto* to) {
                const std::uint32_t* const places = place_of_row_.data();
                for (std::size_t at = 0; at < count; ++at) {
                    to[places[at]] = from[first_ + at];
                }
            });
        }
    }

    void decide_rows(Desk& desk) {
        for (std::size_t first = desk.begin; first < desk.end && !desk.pairs.incentives.empty(); first += kChunk) {
            const std::size_t count = std::min(kChunk, desk.end - first);
            if (!desk.source.take(desk.batch, first, std::span(rows_).subspan(first, count))) {
                continue;
            }
            for (std::size_t at = 0; at < count; at += desk.evaluator.rows()) {
                (void)desk.evaluator.run_some(desk.batch, at, count - at);
                read_rows(desk, first + at);
            }
        }
    }

    /// Takes over what the evaluator ran last: rows that begin at a place among the sorted ones.
    void read_rows(Desk& desk, std::size_t place) {
        for (std::size_t at = 0; at < desk.pairs.incentives.size(); ++at, place += block_) {
            const DecisionsOfRows decisions{.award_cents = cents_.data() + place,
                                            .reason = reasons_.data() + place,
                                            .eligible = eligible_.data() + place};
            if (!read_decisions(desk.evaluator, desk.pairs.plan->incentives[desk.pairs.places[at]], decisions, undecided_)) {
                run_.say(cents_do_not_fit());
            }
        }
    }

    /// Writes the pairs of the block, row by row.
    void put(std::size_t count) {
        DecisionPairs& pairs = run_.pairs_;
        for (std::size_t at = 0; at < count; ++at) {
            std::size_t place = place_of_row_[at];
            for (const std::uint32_t incentive : desks_[desk_of_row_[at]]->pairs.incentives) {
                pairs.row[pair_] = first_ + at;
                pairs.incentive[pair_] = incentive;
                pairs.award_cents[pair_] = cents_[place];
                pairs.reason[pair_] = reasons_[place];
                pairs.eligible[pair_] = eligible_[place];
                place += block_;
                ++pair_;
            }
        }
    }

    PairRun& run_;
    std::size_t first_;
    std::size_t end_;
    std::size_t pair_;   ///< where the pairs of the next row begin
    std::size_t block_;  ///< rows that are sorted together
    std::vector<std::vector<std::byte>> rooms_;   ///< for the sorted values of each field
    std::vector<InputColumn> sorted_;                 ///< the same as columns
    std::vector<std::unique_ptr<Desk>> desks_;
    std::vector<std::uint32_t> desk_of_row_;          ///< of the block
    std::vector<std::uint32_t> place_of_row_;         ///< among the sorted ones
    std::vector<std::uint32_t> rows_;                 ///< at each place
    std::vector<std::int64_t> cents_;                 ///< by place, of each incentive of its desk one behind the other
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
    on_threads(workers.size(), [&](std::size_t at) { workers[at]->work(); });
    for (const std::unique_ptr<Worker>& worker : workers) {
        result_.undecided += worker->undecided();
    }
    result_.done = result_.messages.empty();
    return std::move(result_);
}

}  // namespace huiqi
