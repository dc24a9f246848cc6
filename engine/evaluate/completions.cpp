#include "engine/evaluate/completions.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/open_cases.h"

namespace huiqi {
namespace {

/// All that is declared of a field, in order; nothing: it is not declared, more than `most`, or no scalar of few values.
[[nodiscard]] std::vector<Value> declared_values(const FieldSchema& field, std::size_t most) {
    std::vector<Value> values;
    if (field.optional()) {
        values.push_back(Value::absent());
    }
    const bool day = field.kind == ColumnKind::date;
    const bool number = field.kind == ColumnKind::int64 || field.kind == ColumnKind::int128 || field.kind == ColumnKind::wide;
    if (field.kind == ColumnKind::boolean) {
        values.push_back(Value::of(false));
        values.push_back(Value::of(true));
    } else if (field.kind == ColumnKind::enumeration) {
        const auto words = static_cast<std::int32_t>(field.type.without_optional().values()->values.size());
        for (std::int32_t code = 0; code < words; ++code) {
            values.push_back(Value::enumerated(code));
        }
    } else if (!(day || number) || field.range.empty()) {
        return {};
    }
    for (std::size_t piece = 0; (day || number) && piece < field.range.size(); ++piece) {
        const AllowedRange& range = field.range[piece];
        if (!range.low || !range.high) {
            return {};
        }
        const Rational step = day ? Rational(1) : field.step;
        for (Integer at = ceiling(*range.low / step); at <= floor(*range.high / step); ++at) {
            const Rational value = Rational(at) * step;
            if ((value == *range.low && !range.low_included) || (value == *range.high && !range.high_included)) {
                continue;
            }
            values.push_back(day ? Value::of(Date::from_days(static_cast<std::int32_t>(to_int64(at)))) : Value::of(value));
            if (values.size() > most) {
                return {};
            }
        }
    }
    return values;
}

void repeat_row(const Table& from, std::size_t row, std::size_t times, Table& to);

/// Repeats the lane of a vector that has one for each row.
template <class T>
void repeat_lane(const std::vector<T>& from, std::size_t row, std::size_t times, std::vector<T>& to) {
    if (row < from.size()) {
        to.insert(to.end(), times, from[row]);
    }
}

void repeat_value(const Column& from, std::size_t row, std::size_t times, std::size_t before, Column& to) {
    const auto state = from.states.empty() ? static_cast<std::uint8_t>(State::known) : from.states[row];
    if (!to.states.empty() || state != static_cast<std::uint8_t>(State::known)) {
        to.states.resize(before, static_cast<std::uint8_t>(State::known));
        to.states.insert(to.states.end(), times, state);
    }
    repeat_lane(from.booleans, row, times, to.booleans);
    repeat_lane(from.int64s, row, times, to.int64s);
    repeat_lane(from.int128s, row, times, to.int128s);
    repeat_lane(from.wides, row, times, to.wides);
    repeat_lane(from.int32s, row, times, to.int32s);
    repeat_lane(from.texts, row, times, to.texts);
    if (from.kind == ColumnKind::record) {
        repeat_row(*from.child, row, times, *to.child);
    }
    for (std::size_t time = 0; from.kind == ColumnKind::list && time < times; ++time) {
        for (std::size_t element = from.offsets[row]; element < from.offsets[row + 1]; ++element) {
            repeat_row(*from.child, element, 1, *to.child);
        }
        to.offsets.push_back(static_cast<std::uint32_t>(to.child->rows));
    }
}

void repeat_row(const Table& from, std::size_t row, std::size_t times, Table& to) {
    for (std::size_t at = 0; at < from.columns.size(); ++at) {
        repeat_value(from.columns[at], row, times, to.rows, to.columns[at]);
    }
    to.rows += times;
}

}  // namespace

Completions::Completions(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)), evaluator_(plan_), batch_(plan_->schema) {}

bool Completions::add_open(std::uint32_t column, std::span<const std::size_t> that_matter) {
    const std::vector<std::uint32_t>& path = plan_->columns[column].path;
    const bool matters = std::binary_search(that_matter.begin(), that_matter.end(), std::size_t{path.front()});
    if (path.size() != 1) {
        return !matters;
    }
    Open made{.field = path.front(), .values = declared_values(plan_->schema.fields[path.front()], kMost)};
    if (!matters && made.values.empty()) {
        return true;   // it stays open
    }
    made.values.resize(matters ? made.values.size() : 1);
    count_ *= made.values.size();
    open_.push_back(std::move(made));
    return count_ != 0 && count_ <= kMost;
}

bool Completions::find_open(const Evaluator& evaluator, std::size_t incentive, std::span<const std::size_t> that_matter) {
    open_.clear();
    count_ = 1;
    const std::vector<NodeIndex> nodes = rests_on(*plan_, results_of(plan_->incentives[incentive]));
    return std::all_of(nodes.begin(), nodes.end(), [&](NodeIndex node) {
        const Node& of = plan_->nodes[node];
        const std::vector<Cause>& states = evaluator[node].states;
        const bool open = (of.op == Op::input || of.op == Op::segments_input) &&
                          std::any_of(states.begin(), states.end(), [&](Cause one) { return evaluator.causes().is_unknown(one); });
        return !open || add_open(of.aux, that_matter);
    });
}

/// The first open field changes fastest.
void Completions::fill(const Batch& batch, std::size_t row) {
    batch_.clear();
    repeat_row(batch.root(), row, count_, batch_.root());
    std::size_t stride = 1;
    std::vector<Value> column(count_);
    for (const Open& one : open_) {
        for (std::size_t way = 0; way < count_; ++way) {
            column[way] = one.values[way / stride % one.values.size()];
        }
        replace_column(batch_, plan_->schema, one.field, column);
        stride *= one.values.size();
    }
}

std::optional<Completions::End> Completions::end_of(const IncentivePlan& plan, std::size_t row) const {
    End made{.state = decision_state(evaluator_, plan, row), .award = Value::absent(), .parts = {}};
    if (made.state == DecisionState::unknown) {
        return std::nullopt;
    }
    if (made.state != DecisionState::eligible) {
        return made;
    }
    if (plan.has_award || plan.parts.empty()) {
        made.award = evaluator_.read(plan.award, row);
        return made;
    }
    for (const IncentivePlan::Named& part : plan.parts) {
        made.parts.push_back(evaluator_.read(part.value, row));
    }
    return made;
}

bool Completions::evaluate(std::size_t incentive) {
    ends_.clear();
    end_of_row_.clear();
    while (end_of_row_.size() < count_) {
        const std::size_t some = evaluator_.run_some(batch_, end_of_row_.size(), count_ - end_of_row_.size());
        for (std::size_t row = 0; row < some; ++row) {
            auto end = end_of(plan_->incentives[incentive], row);
            if (!end) {
                return false;
            }
            const auto found = std::find(ends_.begin(), ends_.end(), *end);
            end_of_row_.push_back(static_cast<std::uint32_t>(found - ends_.begin()));
            if (found == ends_.end()) {
                ends_.push_back(std::move(*end));
            }
        }
    }
    return true;
}

bool Completions::run(const Evaluator& evaluator, const Batch& batch, std::size_t row, std::size_t incentive,
                      std::span<const std::size_t> that_matter) {
    if (!find_open(evaluator, incentive, that_matter)) {
        return false;
    }
    fill(batch, row);
    return evaluate(incentive);
}

bool Completions::matters(std::size_t field) const {
    std::size_t stride = 1;
    for (const Open& one : open_) {
        if (one.field == field) {
            for (std::size_t way = 0; way < count_; ++way) {
                const std::size_t first = way - way / stride % one.values.size() * stride;
                if (end_of_row_[way] != end_of_row_[first]) {
                    return true;
                }
            }
        }
        stride *= one.values.size();
    }
    return false;
}

}  // namespace huiqi
