#include "engine/evaluate/telling_values.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/coverage.h"
#include "engine/evaluate/solved_values.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

using Rows = std::vector<std::vector<Value>>;
using Way = std::set<CoverageKey>;

/// One version of an incentive, compiled so that it can be seen what each application reaches of it.
class Watched {
public:
    Watched(const Incentive& incentive, const std::map<std::string, Value, std::less<>>& bind) : reader_(incentive) {
        CompileOptions options;
        options.watch = true;
        options.bind = bind;
        Diagnostics faults;
        auto plan = std::make_shared<const Plan>(compile(incentive, options, faults));
        if (!faults.has_errors() && !plan->incentives.empty()) {
            evaluator_ = std::make_unique<Evaluator>(std::move(plan));
        }
    }

    [[nodiscard]] bool ready() const noexcept { return evaluator_ != nullptr; }

    [[nodiscard]] std::vector<Way> ways(const Rows& rows) {
        const Plan& plan = evaluator_->plan();
        Batch batch(plan.schema);
        for (const std::vector<Value>& given : rows) {
            append_row(batch, plan.schema, row_in_schema_order(plan, 0, given));
        }
        std::vector<Way> ways;
        for (std::size_t done = 0; done < rows.size();) {
            const std::size_t some = evaluator_->run_some(batch, done, rows.size() - done);
            for (std::size_t row = 0; row < some; ++row) {
                Way& way = ways.emplace_back();
                reader_.read(*evaluator_, 0, row, [&](const Sighting& one) {
                    if (one.reached) {
                        way.insert(one.key);
                    }
                });
            }
            done += some;
        }
        return ways;
    }

private:
    Sightings reader_;
    std::unique_ptr<Evaluator> evaluator_;
};

[[nodiscard]] std::optional<Rational> number_of(const Value& value, const FieldSchema& field) {
    const Type type = field.type.without_optional();
    if (!value.known() || !(type.is(TypeKind::number) || type.is(TypeKind::date))) {
        return std::nullopt;
    }
    return type.is(TypeKind::number) ? value.number() : Rational(value.date().days());
}

/// Gives the places of the least and the greatest number among values.
[[nodiscard]] std::set<std::size_t> ends(const std::vector<Value>& values, const FieldSchema& field) {
    std::optional<std::size_t> least;
    std::optional<std::size_t> greatest;
    for (std::size_t at = 0; at < values.size(); ++at) {
        const auto number = number_of(values[at], field);
        if (number && (!least || *number < *number_of(values[*least], field))) {
            least = at;
        }
        if (number && (!greatest || *number > *number_of(values[*greatest], field))) {
            greatest = at;
        }
    }
    std::set<std::size_t> all;
    for (const auto& one : {least, greatest}) {
        if (one) {
            all.insert(*one);
        }
    }
    return all;
}

}  // namespace

std::vector<std::vector<Value>> telling_values(const Incentive& before, const Incentive& after,
                                               const std::map<std::string, Value, std::less<>>& bind, const std::vector<Value>& given) {
    Watched first(before, bind);
    Watched second(after, bind);
    if (!first.ready() || !second.ready()) {
        return {};
    }
    const CaseCandidates of_first(before);
    const CaseCandidates of_second(after);
    const SolvedValues solved_before(before);
    const SolvedValues solved_after(after);
    std::vector<std::vector<Value>> telling;
    for (std::size_t input = 0; input < before.inputs.size(); ++input) {
        std::vector<Value> values;
        for (const CaseCandidates* source : {&of_first, &of_second}) {
            std::vector<Value> some = source->of(before.inputs[input], given[input]);
            std::move(some.begin(), some.end(), std::back_inserter(values));
        }
        for (const SolvedValues* version : {&solved_before, &solved_after}) {
            std::vector<Value> some = version->of(input, given);
            std::move(some.begin(), some.end(), std::back_inserter(values));
        }
        Rows rows;
        for (const Value& value : values) {
            rows.push_back(given);
            rows.back()[input] = value;
        }
        rows.push_back(given);   // what the case itself does is no news
        const std::vector<Way> one = first.ways(rows);
        const std::vector<Way> other = second.ways(rows);
        const std::set<std::size_t> kept = ends(values, before.inputs[input].field);
        std::set<std::pair<Way, Way>> seen{{one.back(), other.back()}};
        std::vector<Value>& mine = telling.emplace_back();
        for (std::size_t at = 0; at < values.size(); ++at) {
            if (seen.insert({one[at], other[at]}).second || kept.contains(at)) {
                mine.push_back(values[at]);
            }
        }
    }
    return telling;
}

}  // namespace huiqi
