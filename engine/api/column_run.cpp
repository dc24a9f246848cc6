#include "engine/api/column_run.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/api/column_source.h"
#include "engine/api/messages.h"
#include "engine/diagnostic/on_threads.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/on_processor.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

}  // namespace

std::vector<ColumnNeed> column_needs(const Plan& plan) {
    std::vector<ColumnNeed> needs;
    for (const FieldSchema& field : plan.schema.fields) {
        ColumnNeed& need = needs.emplace_back();
        need.name = field.name;
        need.form = form_of(field);
        if (need.form == ColumnForm::count) {
            need.step = decimal_text(field.step);
        }
        if (need.form == ColumnForm::choice) {
            need.choices = field.type.without_optional().values()->values;
        }
    }
    return needs;
}

/// What one thread works with.
struct ColumnRun::Worker {
    Worker(const std::shared_ptr<const Plan>& plan, ColumnSource taken)
        : source(std::move(taken)), evaluator(plan), batch(plan->schema) {}

    ColumnSource source;
    Evaluator evaluator;
    Batch batch;
    std::uint64_t undecided = 0;
};

ColumnRun::ColumnRun(std::shared_ptr<const Plan> plan, std::span<const InputColumn> columns,
                     const DecisionColumns& decisions)
    : plan_(std::move(plan)), columns_(columns), decisions_(decisions) {}

void ColumnRun::say(Message message) {
    const std::lock_guard hold(lock_);
    if (result_.messages.size() < ColumnsResult::kMostMessages) {
        result_.messages.push_back(std::move(message));
    }
}

bool ColumnRun::has_rows(std::size_t size, const char* what_zh, const char* what_en) {
    if (size == rows_) {
        return true;
    }
    say(message_of("E467",
                   {std::string(what_zh) + "有 " + std::to_string(size) + " 行，其余的有 " +
                        std::to_string(rows_) + " 行",
                    std::string(what_en) + " has " + std::to_string(size) + " rows, the others have " +
                        std::to_string(rows_)},
                   {"所有列的行数要相同", "give all columns the same number of rows"}));
    return false;
}

/// Columns must be those that the plan asks for, all of one length.
bool ColumnRun::fits() {
    const std::vector<FieldSchema>& fields = plan_->schema.fields;
    if (columns_.size() != fields.size()) {
        say(message_of(
            "E466",
            {"给了 " + std::to_string(columns_.size()) + " 列，规则有 " + std::to_string(fields.size()) +
                 " 项申报内容",
             std::to_string(columns_.size()) + " columns were given for " + std::to_string(fields.size()) +
                 " inputs"},
            {"按 Engine::column_needs 的次序给出", "give them in the order of Engine::column_needs"}));
        return false;
    }
    for (const InputColumn& column : columns_) {
        rows_ = std::max(rows_, column.size());
    }
    bool fine = true;
    for (std::size_t at = 0; at < fields.size(); ++at) {
        const InputColumn& column = columns_[at];
        if (column.form() == ColumnForm::other) {
            continue;
        }
        if (column.form() != form_of(fields[at])) {
            say(message_of("E466",
                           {"“" + fields[at].name + "”这一列的形式不对",
                            "the column of `" + fields[at].name + "` has another form"},
                           {"Engine::column_needs 说明每一列的形式",
                            "Engine::column_needs tells the form of each column"}));
            fine = false;
        }
        fine = has_rows(column.size(), fields[at].name.c_str(), fields[at].name.c_str()) && fine;
    }
    for (const IncentiveColumns& one : decisions_.incentives) {
        for (const std::size_t size : {one.award_cents.size(), one.reason.size(), one.eligible.size()}) {
            fine = (size == 0 || has_rows(size, "一个结果列", "a column of decisions")) && fine;
        }
    }
    for (const std::span<std::int64_t> total : decisions_.total_cents) {
        fine = (total.empty() || has_rows(total.size(), "一个结果列", "a column of decisions")) && fine;
    }
    return fine;
}

namespace {

/// Gives an amount in cents; false when a row has one that is no whole number of cents or does not fit.
[[nodiscard]] bool give_cents(const Evaluator& evaluator, const PlanValue& value, std::int64_t* to) {
    const Register& from = evaluator[value.node];
    if (value.denominator == kNoNode && value.scale == ratio(1, 100) && from.kind == LaneKind::int64 &&
        from.all_known()) {
        std::copy_n(from.lanes<std::int64_t>(), from.size, to);
        return true;
    }
    for (std::size_t row = 0; row < from.size; ++row) {
        const Value read = evaluator.read(value, row);
        const Rational exact = read.known() ? Rational(read.number() * 100) : Rational(0);
        if (!is_integer(exact) || !fits_int64(numerator(exact))) {
            return false;
        }
        to[row] = to_int64(numerator(exact));
    }
    return true;
}

void give_reasons(const Register& from, std::int32_t* to) {
    on_processor(
        [](const std::int64_t* numbers, std::int32_t* out, std::size_t rows) __attribute__((always_inline)) {
            for (std::size_t row = 0; row < rows; ++row) {
                out[row] = static_cast<std::int32_t>(numbers[row]);
            }
        },
        from.lanes<std::int64_t>(), to, from.size);
    for (std::size_t row = 0; row < from.states.size(); ++row) {
        to[row] = from.states[row] == kKnown ? to[row] : 0;
    }
}

/// Gives whether rows are eligible, where `to` is not null, and counts those that are not decided.
[[nodiscard]] std::uint64_t give_eligible(const Evaluator& evaluator, const IncentivePlan& plan,
                                          Eligibility* to) {
    const Register& eligible = evaluator[plan.eligible.node];
    const Register& award = evaluator[plan.award.node];
    const auto* const yes = eligible.lanes<std::uint8_t>();
    if (eligible.all_known() && award.all_known()) {
        static_assert(static_cast<int>(Eligibility::no) == 0 && static_cast<int>(Eligibility::yes) == 1);
        for (std::size_t row = 0; to != nullptr && row < eligible.size; ++row) {
            to[row] = static_cast<Eligibility>(yes[row]);
        }
        return 0;
    }
    std::uint64_t undecided = 0;
    for (std::size_t row = 0; row < eligible.size; ++row) {
        const bool open = eligible.state(row) == kKnown && yes[row] != 0;
        const Cause state = open ? award.state(row) : eligible.state(row);
        undecided += state == kKnown ? 0U : 1U;
        if (to != nullptr) {
            to[row] = state == kKnown                        ? static_cast<Eligibility>(yes[row])
                      : evaluator.causes().is_unknown(state) ? Eligibility::unknown
                                                             : Eligibility::error;
        }
    }
    return undecided;
}

}  // namespace

bool read_decisions(const Evaluator& evaluator, const IncentivePlan& plan, const DecisionsOfRows& to,
                    std::uint64_t& undecided) {
    if (to.reason != nullptr) {
        give_reasons(evaluator[plan.reason.node], to.reason);
    }
    undecided += give_eligible(evaluator, plan, to.eligible);
    return to.award_cents == nullptr || give_cents(evaluator, plan.award, to.award_cents);
}

Message cents_do_not_fit() {
    return message_of(
        "E469", {"有结果不是64位能容纳的整分", "a result is no whole number of cents that fits 64 bits"},
        {"用 Engine::decide 或 Engine::decide_file", "use Engine::decide or Engine::decide_file"});
}

void ColumnRun::give(Worker& worker, std::size_t first) {
    const auto at_row = [first](const auto& span) { return span.empty() ? nullptr : span.data() + first; };
    bool fits = true;
    for (std::size_t at = 0; at < std::min(decisions_.incentives.size(), plan_->incentives.size()); ++at) {
        const IncentiveColumns& to = decisions_.incentives[at];
        const DecisionsOfRows rows{.award_cents = at_row(to.award_cents),
                                   .reason = at_row(to.reason),
                                   .eligible = at_row(to.eligible)};
        fits = read_decisions(worker.evaluator, plan_->incentives[at], rows, worker.undecided) && fits;
    }
    for (std::size_t at = 0; at < std::min(decisions_.total_cents.size(), plan_->totals.size()); ++at) {
        const std::span<std::int64_t> to = decisions_.total_cents[at];
        fits =
            (to.empty() || give_cents(worker.evaluator, plan_->totals[at].value, to.data() + first)) && fits;
    }
    if (!fits) {
        say(cents_do_not_fit());
    }
}

void ColumnRun::decide(std::size_t first, std::size_t end) {
    std::vector<const InputColumn*> columns;
    for (const InputColumn& column : columns_) {
        columns.push_back(&column);
    }
    Worker worker(plan_, ColumnSource(plan_->schema, std::move(columns),
                                      [this](Message message) { say(std::move(message)); }));
    for (; first < end; first += kChunk) {
        const std::size_t count = std::min(kChunk, end - first);
        if (worker.source.take(worker.batch, first, count)) {
            for (std::size_t at = 0; at < count; at += worker.evaluator.rows()) {
                (void)worker.evaluator.run_some(worker.batch, at, count - at);
                give(worker, first + at);
            }
        }
    }
    const std::lock_guard hold(lock_);
    result_.undecided += worker.undecided;
}

ColumnsResult ColumnRun::check() {
    (void)fits();
    return std::move(result_);
}

ColumnsResult ColumnRun::run(std::size_t threads) {
    if (!fits()) {
        return std::move(result_);
    }
    const std::size_t chunks = (rows_ + kChunk - 1) / kChunk;
    const std::size_t most = std::max<std::size_t>(threads, 1);
    const std::size_t share = std::max((chunks + most - 1) / most * kChunk, kChunk);
    const std::size_t parts = std::max<std::size_t>((rows_ + share - 1) / share, 1);
    on_threads(parts, [&](std::size_t part) { decide(part * share, std::min((part + 1) * share, rows_)); });
    result_.done = result_.messages.empty();
    return std::move(result_);
}

}  // namespace huiqi
