#include "engine/evaluate/case_difference.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/instalments.h"
#include "engine/evaluate/solved_values.h"
#include "engine/evaluate/telling_values.h"
#include "engine/evaluate/tie_values.h"
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
[[nodiscard]] std::vector<FoundCase> trials_of(const Incentive& incentive, const Incentive& other, const Bind& bind,
                                               const std::vector<const Case*>& bases, std::size_t effort) {
    const CaseCandidates others(other);
    const SolvedValues solved(incentive);
    const SolvedValues solved_other(other);
    const CaseCandidates candidates(incentive);
    TieValues ties(incentive, other, bind);
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
            for (Value& value : ties.of(input, base->given)) {
                if (trials.size() < effort) {
                    add(*base, input, std::move(value));
                }
            }
            for (const SolvedValues* version : {&solved, &solved_other}) {
                for (Value& value : version->of(input, base->given)) {
                    if (trials.size() < effort) {
                        add(*base, input, std::move(value));
                    }
                }
            }
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

/// Looks for applications on which two versions differ, with one set of parameters.
class DifferenceSearch {
public:
    DifferenceSearch(const Incentive& before, const Incentive& after, const Bind& bind)
        : before_(before), after_(after), bind_(bind), solved_(before), solved_after_(after), ties_(before, after, bind), first_(before, bind),
          second_(after, bind) {}

    [[nodiscard]] bool ready() const noexcept { return first_.ready() && second_.ready(); }
    /// What tells most of what was found.
    [[nodiscard]] std::optional<CaseDifference>& found() noexcept { return found_; }
    [[nodiscard]] bool clear() const noexcept { return clear_; }

    /// Decides applications by both; keeps the first on which both are certain and come out otherwise, else the first that differs at all.
    void look(std::vector<FoundCase>& trials) {
        constexpr std::size_t kChunk = 256;
        for (std::size_t from = 0; from < trials.size() && !clear_; from += kChunk) {
            std::vector<std::vector<Value>> rows;
            for (std::size_t at = from; at < std::min(from + kChunk, trials.size()); ++at) {
                rows.push_back(trials[at].given);
            }
            const auto left = first_.decide(rows);
            const auto right = second_.decide(rows);
            for (std::size_t row = 0; row < rows.size() && !clear_; ++row) {
                const bool clear = is_clear(left[row], right[row]);
                if (clear || (!found_ && left[row] != right[row])) {
                    found_ = CaseDifference{.before = std::move(trials[from + row]), .after = second_.outcome_of(rows[row])};
                    found_->before.outcome = first_.outcome_of(rows[row]);
                    found_->before.has_award = first_.has_award();
                    clear_ = clear;
                }
            }
        }
    }

    /// Changes two or three inputs of a case together, each to values that make either version go another way. Gives how many
    /// applications it may still look at.
    std::size_t look_together(const Case& base, std::size_t inputs, std::size_t effort) {
        const std::vector<std::vector<Value>> values = telling_values(before_, after_, bind_, base.given);
        FoundCase trial;
        trial.bind = bind_;
        trial.given = base.given;
        trial.like = base.name;
        pending_.clear();
        vary(trial, values, 0, inputs, effort);
        look(pending_);
        return effort;
    }

private:
    /// Tells whether both are certain, and the decision or the award is another.
    [[nodiscard]] static bool is_clear(const std::vector<Value>& left, const std::vector<Value>& right) {
        const auto certain = [](const Value& one) { return one.state() != State::unknown && one.state() != State::error; };
        return certain(left[0]) && certain(right[0]) && certain(left[1]) && certain(right[1]) && (left[0] != right[0] || left[1] != right[1]);
    }

    /// Values of the last input to be changed at which comparisons turn or amounts lie halfway, with those before it as they are now.
    [[nodiscard]] std::vector<Value> solved(std::size_t input, const std::vector<Value>& given) {
        std::vector<Value> all = ties_.of(input, given);
        std::vector<Value> turns = solved_.of(input, given);
        std::move(turns.begin(), turns.end(), std::back_inserter(all));
        std::vector<Value> more = solved_after_.of(input, given);
        std::move(more.begin(), more.end(), std::back_inserter(all));
        return all;
    }

    void vary(FoundCase& trial, const std::vector<std::vector<Value>>& values, std::size_t from, std::size_t left, std::size_t& effort) {
        constexpr std::size_t kAtOnce = 2048;
        if (left == 0) {
            pending_.push_back(trial);
            --effort;
            if (pending_.size() == kAtOnce) {
                look(pending_);
                pending_.clear();
            }
            return;
        }
        // the last one changed may also stand before the others: what it must be is solved, not tried
        for (std::size_t input = left == 1 ? 0 : from; input < values.size() && effort > 0 && !clear_; ++input) {
            const std::string& name = before_.inputs[input].field.name;
            if (input < from && std::find(trial.changed.begin(), trial.changed.end(), name) != trial.changed.end()) {
                continue;
            }
            std::vector<Value> tried = left == 1 ? solved(input, trial.given) : std::vector<Value>();
            if (input >= from) {
                tried.insert(tried.end(), values[input].begin(), values[input].end());
            }
            Value was = trial.given[input];
            trial.changed.push_back(name);
            for (const Value& value : tried) {
                if (effort == 0 || clear_) {
                    break;
                }
                trial.given[input] = value;
                vary(trial, values, input + 1, left - 1, effort);
            }
            trial.changed.pop_back();
            trial.given[input] = std::move(was);
        }
    }

    const Incentive& before_;
    const Incentive& after_;
    const Bind& bind_;
    SolvedValues solved_, solved_after_;
    TieValues ties_;
    Version first_;
    Version second_;
    std::vector<FoundCase> pending_;
    std::optional<CaseDifference> found_;
    bool clear_ = false;
};

/// The cases of an incentive by the parameters that they set.
[[nodiscard]] std::vector<std::pair<Bind, std::vector<const Case*>>> groups_of(const Incentive& incentive) {
    std::vector<std::pair<Bind, std::vector<const Case*>>> groups;
    for (const Case& one : incentive.cases) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& other) {
            return std::equal(other.first.begin(), other.first.end(), one.bind.begin(), one.bind.end());
        });
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {one.bind, {}});
        }
        group->second.push_back(&one);
    }
    return groups;
}

}  // namespace

std::optional<CaseDifference> find_difference(const Incentive& before, const Incentive& after, std::size_t effort) {
    constexpr std::size_t kBases = 4;   // cases whose inputs are changed together
    std::optional<CaseDifference> vague;   // something differs, but nobody gains or loses by it
    for (const auto& [bind, bases] : groups_of(before)) {
        DifferenceSearch search(before, after, bind);
        if (!search.ready()) {
            continue;
        }
        std::vector<FoundCase> trials = trials_of(before, after, bind, bases, effort);
        search.look(trials);
        std::size_t left = effort;
        for (const std::size_t inputs : {std::size_t{2}, std::size_t{3}}) {
            for (std::size_t at = 0; at < std::min(bases.size(), kBases) && !search.clear() && left > 0; ++at) {
                left = search.look_together(*bases[at], inputs, left);
            }
        }
        if (search.clear()) {
            return std::move(search.found());
        }
        if (!vague) {
            vague = std::move(search.found());
        }
    }
    return vague;
}

}  // namespace huiqi
