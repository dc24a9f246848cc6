#include "engine/evaluate/tie_values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/made_steps.h"
#include "engine/evaluate/trace_records.h"
#include "engine/plan/compile.h"

namespace huiqi {

/// A number of the plan that is rounded.
struct TieValues::Rounded {
    PlanValue number;
    bool watched = false;   ///< a record of it, as a watch sees it
    Rounding mode = Rounding::half_up;
    Rational step = 1;

    [[nodiscard]] static std::vector<Rounded> of(const Incentive& incentive, const Plan& plan) {
        std::vector<Rounded> all;
        for_each_made_step(incentive, plan.incentives[0], [&](const AwardStep& written, const IncentivePlan::Step& made) {
            if (written.kind == AwardStep::Kind::round) {
                all.push_back({.number = made.before, .watched = false, .mode = written.rounding, .step = written.round_step});
            }
        });
        for (const IncentivePlan::Watch& watch : plan.incentives[0].watches) {
            if (watch.kind == IncentivePlan::Watch::Kind::rounding && watch.depth == 0) {
                all.push_back({.number = watch.seen, .watched = true, .mode = watch.rounding, .step = watch.step});
            }
        }
        return all;
    }

    [[nodiscard]] std::optional<Rational> read(const Evaluator& evaluator, std::size_t row) const {
        const Value seen = evaluator.read(number, row);
        std::optional<Rational> found;
        const auto take = [&](const Value& one) {
            if (one.known()) {
                found = one.number();
            }
        };
        if (watched) {
            each_record(seen, 0, [&](const Value::List& told) { take(told[0]); });
        } else {
            take(seen);
        }
        return found;
    }
};

namespace {

[[nodiscard]] std::shared_ptr<const Plan> watched_plan(const Incentive& incentive, const TieValues::Bind& bind) {
    CompileOptions options;
    options.watch = true;
    options.bind = bind;
    Diagnostics faults;
    auto plan = std::make_shared<const Plan>(compile(incentive, options, faults));
    return faults.has_errors() || plan->incentives.empty() ? nullptr : plan;
}

/// Gives the number of 0 to `modulus` - 1 that is congruent to one.
[[nodiscard]] Integer rest(const Integer& number, const Integer& modulus) {
    Integer left = number % modulus;
    return left < 0 ? left + modulus : left;
}

/// Gives x with a·x ≡ 1 modulo `modulus`; requires that they have no common divisor.
[[nodiscard]] Integer inverse(Integer a, const Integer& modulus) {
    Integer b = modulus;
    Integer x = 1;
    Integer y = 0;
    while (b != 0) {
        const Integer times = a / b;
        a = std::exchange(b, Integer(a - times * b));
        x = std::exchange(y, Integer(x - times * y));
    }
    return rest(x, modulus);
}

/// The whole numbers k with slope·k + fixed ≡ `wanted` modulo 4: `first` and those a multiple of `every` away.
struct Series {
    Integer first, every;
};
[[nodiscard]] std::optional<Series> solved(const Rational& slope, const Rational& fixed, int wanted) {
    const Integer common = lcm(denominator(slope), denominator(fixed));
    const Integer a = numerator(Rational(slope * common));
    const Integer modulus = common * 4;
    const Integer right = common * wanted - numerator(Rational(fixed * common));
    const Integer divisor = gcd(a, modulus);
    if (a == 0 || right % divisor != 0) {
        return std::nullopt;
    }
    const Integer every = modulus / divisor;
    return Series{rest(Integer(right / divisor * inverse(rest(Integer(a / divisor), every), every)), every), every};
}

}  // namespace

TieValues::TieValues(const Incentive& incentive, const Bind& bind) : incentive_(incentive) {
    if (auto plan = watched_plan(incentive, bind)) {
        rounded_ = Rounded::of(incentive, *plan);
        evaluator_ = std::make_unique<Evaluator>(std::move(plan));
    }
}

TieValues::TieValues(const Incentive& incentive, const Incentive& other, const Bind& bind) : TieValues(incentive, bind) {
    const auto plan = evaluator_ != nullptr ? watched_plan(other, bind) : nullptr;
    if (plan == nullptr) {
        return;
    }
    const std::vector<Rounded> others = Rounded::of(other, *plan);
    if (others.size() != rounded_.size()) {
        return;
    }
    std::vector<Rounded> kept;
    for (std::size_t at = 0; at < others.size(); ++at) {
        if (others[at].mode != rounded_[at].mode || others[at].step != rounded_[at].step) {
            kept.push_back(std::move(rounded_[at]));
        }
    }
    rounded_ = std::move(kept);
}

TieValues::~TieValues() = default;

std::vector<Value> TieValues::of(std::size_t input, const std::vector<Value>& given) {
    std::vector<Value> values;
    const FieldSchema& field = incentive_.inputs[input].field;
    if (rounded_.empty() || !field.type.without_optional().is(TypeKind::number) || !given[input].known()) {
        return values;
    }
    std::vector<Integer> distances;
    for (const int side : {1, -1}) {
        std::vector<Integer> some = distances_to_ties(input, given, side);
        distances.insert(distances.end(), some.begin(), some.end());
    }
    std::stable_sort(distances.begin(), distances.end(), [](const Integer& left, const Integer& right) { return abs(left) < abs(right); });
    distances.erase(std::unique(distances.begin(), distances.end()), distances.end());
    for (const Integer& away : distances) {
        Value value = CaseCandidates::at(field, given[input].number() + CaseCandidates::step(field) * Rational(away));
        if (away != 0 && CaseCandidates::takes(field, value)) {
            values.push_back(std::move(value));
        }
    }
    return values;
}

std::vector<Integer> TieValues::distances_to_ties(std::size_t input, const std::vector<Value>& given, int side) {
    // what another rounding makes even only over whole steps of it moves evenly by hundreds or ten thousands
    constexpr std::array kStrides{1, 100, 10'000};
    const FieldSchema& field = incentive_.inputs[input].field;
    const Plan& plan = evaluator_->plan();
    Batch batch(plan.schema);
    std::size_t rows = 0;
    const auto add = [&](int away) {
        std::vector<Value> row = given;
        row[input] = Value::of(Rational(given[input].number() + CaseCandidates::step(field) * away));
        const bool takes = CaseCandidates::takes(field, row[input]);
        if (takes) {
            append_row(batch, plan.schema, row_in_schema_order(plan, 0, row));
            ++rows;
        }
        return takes;
    };
    bool inside = add(0);
    for (std::size_t at = 0; at < kStrides.size() && inside; ++at) {
        inside = add(kStrides[at] * side) && add(kStrides[at] * side * 2);
    }
    std::vector<Integer> distances;
    if (evaluator_->run_some(batch, 0, rows) != rows) {
        return distances;
    }
    for (const Rounded& one : rounded_) {
        const auto now = one.read(*evaluator_, 0);
        for (std::size_t at = 0; at < kStrides.size() && at * 2 + 2 < rows && now; ++at) {
            const auto next = one.read(*evaluator_, at * 2 + 1);
            const auto last = one.read(*evaluator_, at * 2 + 2);
            if (!next || !last || *last - *next != *next - *now) {
                continue;   // it bends here
            }
            for (const int half : {1, 3}) {   // twice the amount in steps, modulo 4: halfway above an even step, above an odd one
                if (const auto found = solved(Rational((*next - *now) * 2 / one.step), Rational(*now * 2 / one.step), half)) {
                    distances.push_back(found->first * side * kStrides[at]);
                    distances.push_back((found->first - found->every) * side * kStrides[at]);
                }
            }
            break;
        }
    }
    return distances;
}

}  // namespace huiqi
