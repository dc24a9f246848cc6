#include "engine/evaluate/case_difference.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/instalments.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

using Bind = std::map<std::string, Value, std::less<>>;

/// One version of an incentive, ready to run.
class Version {
public:
    Version(const Incentive& incentive, const Bind& bind) : incentive_(incentive) {
        CompileOptions options;
        options.bind = bind;
        Diagnostics faults;
        auto plan = std::make_shared<const Plan>(compile(incentive, options, faults));
        if (!faults.has_errors() && !plan->incentives.empty()) {
            evaluator_ = std::make_unique<Evaluator>(std::move(plan));
        }
    }

    [[nodiscard]] bool ready() const noexcept { return evaluator_ != nullptr; }
    [[nodiscard]] bool has_award() const { return evaluator_->plan().incentives[0].has_award; }

    /// Evaluates applications and gives all that anybody can see of each decision.
    [[nodiscard]] std::vector<std::vector<Value>> decide(const std::vector<std::vector<Value>>& rows) {
        const Plan& plan = evaluator_->plan();
        const Batch batch = batch_of(rows);
        std::vector<std::vector<Value>> decisions;
        for (std::size_t done = 0; done < rows.size();) {
            const std::size_t some = evaluator_->run_some(batch, done, rows.size() - done);
            for (std::size_t row = 0; row < some; ++row) {
                decisions.push_back(decision(plan.incentives[0], row));
            }
            done += some;
        }
        return decisions;
    }

    [[nodiscard]] Outcome outcome_of(const std::vector<Value>& given) {
        const Batch batch = batch_of({given});   // the evaluator reads inputs from it as long as it is asked
        evaluator_->run(batch, 0, 1);
        return outcome(*evaluator_, incentive_, 0, 0);
    }

private:
    [[nodiscard]] Batch batch_of(const std::vector<std::vector<Value>>& rows) const {
        const Plan& plan = evaluator_->plan();
        Batch batch(plan.schema);
        for (const std::vector<Value>& given : rows) {
            append_row(batch, plan.schema, row_in_schema_order(plan, 0, given));
        }
        return batch;
    }

    [[nodiscard]] std::vector<Value> decision(const IncentivePlan& plan, std::size_t row) const {
        std::vector<Value> all;
        const auto take = [&](const PlanValue& value) {
            Value read = evaluator_->read(value, row);
            all.push_back(read.state() == State::unknown ? Value::unknown({}) : std::move(read));
        };
        take(plan.eligible);
        take(plan.award);
        for (const PlanValue& one : plan.conditions) {
            take(one);
        }
        for (const PlanValue& one : plan.anomalies) {
            take(one);
        }
        for (const IncentivePlan::Named& one : plan.parts) {
            take(one.value);
        }
        for (const std::vector<IncentivePlan::Extra>* list : {&plan.extras, &plan.shares, &plan.recipients}) {
            for (const IncentivePlan::Extra& one : *list) {
                take(one.amount);
            }
        }
        for (const IncentivePlan::Instalment& one : plan.schedule) {
            take(one.amount);
            all.push_back(Value::of(std::string(state_word(instalment_state(*evaluator_, plan, one, row)))));
        }
        if (plan.recovery) {
            take(plan.recovery->amount);
        }
        return all;
    }

    const Incentive& incentive_;
    std::unique_ptr<Evaluator> evaluator_;
};

/// Gives the applications that are worth trying with these parameters.
[[nodiscard]] std::vector<FoundCase> trials_of(const Incentive& incentive, const CaseCandidates& others, const Bind& bind,
                                               const std::vector<const Case*>& bases, std::size_t effort) {
    const CaseCandidates candidates(incentive);
    std::vector<FoundCase> trials;
    const auto add = [&](const Case& base, std::size_t input, Value value) {
        FoundCase& made = trials.emplace_back();
        made.bind = bind;
        made.given = base.given;
        made.like = base.name;
        if (input < made.given.size()) {
            made.given[input] = std::move(value);
            made.changed = {incentive.inputs[input].field.name};
        }
    };
    for (const Case* base : bases) {
        add(*base, incentive.inputs.size(), {});
    }
    for (const Case* base : bases) {
        for (std::size_t input = 0; input < incentive.inputs.size(); ++input) {
            for (const CaseCandidates* source : {&candidates, &others}) {
                for (Value& value : source->of(incentive.inputs[input], base->given[input])) {
                    if (trials.size() == effort) {
                        return trials;
                    }
                    add(*base, input, std::move(value));
                }
            }
        }
    }
    return trials;
}

}  // namespace

std::optional<CaseDifference> find_difference(const Incentive& before, const Incentive& after, std::size_t effort) {
    constexpr std::size_t kChunk = 256;
    std::vector<std::pair<Bind, std::vector<const Case*>>> groups;
    for (const Case& one : before.cases) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& other) {
            return std::equal(other.first.begin(), other.first.end(), one.bind.begin(), one.bind.end());
        });
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {one.bind, {}});
        }
        group->second.push_back(&one);
    }
    const CaseCandidates others(after);
    for (const auto& [bind, bases] : groups) {
        Version first(before, bind);
        Version second(after, bind);
        if (!first.ready() || !second.ready()) {
            continue;
        }
        std::vector<FoundCase> trials = trials_of(before, others, bind, bases, effort);
        for (std::size_t from = 0; from < trials.size(); from += kChunk) {
            std::vector<std::vector<Value>> rows;
            for (std::size_t at = from; at < std::min(from + kChunk, trials.size()); ++at) {
                rows.push_back(trials[at].given);
            }
            const auto left = first.decide(rows);
            const auto right = second.decide(rows);
            for (std::size_t row = 0; row < rows.size(); ++row) {
                if (left[row] != right[row]) {
                    CaseDifference found{.before = std::move(trials[from + row]), .after = second.outcome_of(rows[row])};
                    found.before.outcome = first.outcome_of(rows[row]);
                    found.before.has_award = first.has_award();
                    return found;
                }
            }
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
