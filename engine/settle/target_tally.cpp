#include "engine/settle/target_tally.h"

#include <algorithm>

#include "engine/data/value.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// Gives the year of a row; nothing when the number is no year.
std::optional<int> year_of(const Value& value, const Type& type) {
    if (type.is(TypeKind::date)) {
        return value.date().year();
    }
    const Rational& number = value.number();
    constexpr int kLastYear = 9999;
    const bool year = is_integer(number) && number >= 1 && number <= kLastYear;
    return year ? std::optional(static_cast<int>(numerator(number))) : std::nullopt;
}

/// Tells whether a target looks at a year.
bool looks_at(const Target& target, int year) {
    const int first = target.base ? std::min(target.base->year, target.period->first) : target.period->first;
    return first <= year && year <= target.period->last;
}

/// A text that is the same for equal values and for them only.
std::string identity(const Value& value, const Type& type) {
    switch (type.kind()) {
        case TypeKind::text: return value.text();
        case TypeKind::number: return decimal_text(value.number());
        case TypeKind::date: return value.date().text();
        default: return std::to_string(value.code());
    }
}

/// Notes why a row could not be counted.
void note(const Value& value, TargetGathered& into) {
    if (value.state() == State::unknown) {
        into.waits_for.insert(value.waits_for().begin(), value.waits_for().end());
    } else {
        into.errors.emplace(
            error_code(value.state() == State::absent ? RuntimeError::absent_value : value.error()));
    }
}

}  // namespace

void TargetSums::add(const TargetSums& other) {
    rows = rows || other.rows;
    counted += other.counted;
    uncounted += other.uncounted;
    sum += other.sum;
    over += other.over;
    if (other.least && (!least || *other.least < *least)) {
        least = other.least;
    }
    if (other.greatest && (!greatest || *greatest < *other.greatest)) {
        greatest = other.greatest;
    }
    distinct.insert(other.distinct.begin(), other.distinct.end());
}

TargetTally::TargetTally(const std::vector<const Incentive*>& incentives) : incentives_(incentives) {
    for (const Incentive* incentive : incentives_) {
        gathered_.emplace_back(incentive->targets.size());
    }
}

void TargetTally::add(const Evaluator& evaluator) {
    for (std::size_t at = 0; at < incentives_.size(); ++at) {
        const IncentivePlan& plan = evaluator.plan().incentives[at];
        for (std::size_t target = 0; target < plan.targets.size(); ++target) {
            for (std::size_t row = 0; row < evaluator.rows(); ++row) {
                add_row(incentives_[at]->targets[target], plan.targets[target], gathered_[at][target],
                        evaluator, row);
            }
        }
    }
}

void TargetTally::add_row(const Target& target, const IncentivePlan::TargetValues& values,
                          TargetGathered& into, const Evaluator& evaluator, std::size_t row) const {
    std::vector<Value> open;
    std::optional<int> year;
    if (values.year) {
        const Value read = evaluator.read(*values.year, row);
        year = read.known() ? year_of(read, values.year->type) : std::nullopt;
        if (year && !looks_at(target, *year)) {
            return;
        }
        if (!year) {
            open.push_back(read.known() ? Value::failed(RuntimeError::date_range) : read);
        }
    } else {
        year = 0;
    }
    TargetSums* const sums = year ? &into.years[*year] : nullptr;
    if (sums != nullptr) {
        sums->rows = true;
    }
    std::vector<Value> read;
    for (const auto* one : {&values.when, &values.value, &values.over, &values.distinct}) {
        read.push_back(*one ? evaluator.read(**one, row) : Value());
        if (!*one) {
            continue;
        }
        if (one == &values.when && read.back().known() && !read.back().boolean()) {
            return;  // does not count, whatever else is missing
        }
        if (!read.back().known()) {
            open.push_back(read.back());
        }
    }
    if (!open.empty()) {
        for (const Value& value : open) {
            note(value, into);
        }
        ++(sums == nullptr ? into.any_year : sums->uncounted);
        return;
    }
    ++sums->counted;
    if (values.value) {
        const Rational& number = read[1].number();
        sums->sum += number;
        sums->least = sums->least ? std::min(*sums->least, number) : number;
        sums->greatest = sums->greatest ? std::max(*sums->greatest, number) : number;
    }
    if (values.over) {
        sums->over += read[2].number();
    }
    if (values.distinct) {
        sums->distinct.insert(identity(read[3], values.distinct->type));
    }
}

void TargetTally::add_set_aside(std::uint64_t rows) {
    for (std::vector<TargetGathered>& targets : gathered_) {
        for (TargetGathered& one : targets) {
            one.any_year += rows;
        }
    }
}

}  // namespace huiqi
