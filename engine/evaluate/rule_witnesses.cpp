#include "engine/evaluate/rule_witnesses.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/case_search.h"
#include "engine/evaluate/joint_plan.h"
#include "engine/evaluate/solved_values.h"
#include "engine/evaluate/tie_values.h"
#include "engine/evaluate/version_decisions.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

constexpr std::size_t kEffort = 8'000;      // applications looked at
constexpr std::size_t kSearched = 4'000;    // of those that look for more to begin with
constexpr std::size_t kTurns = 8;   // along an input; more tell a reader nothing

using Bind = std::map<std::string, Value, std::less<>>;

/// One application on the way: values in the order of the names.
struct Trial {
    std::vector<Value> given;
    std::string like;
    std::vector<std::string> changed;
};

/// Gives the incentive with the values that a case sets for parameters that are left open.
[[nodiscard]] std::unique_ptr<Incentive> bound(Incentive incentive, const Bind& bind) {
    for (Parameter& parameter : incentive.parameters) {
        if (const auto value = bind.find(parameter.name); value != bind.end()) {
            parameter.versions = {{.from = {}, .value = value->second, .span = parameter.declared, .source = {}}};
        }
    }
    return std::make_unique<Incentive>(std::move(incentive));
}

[[nodiscard]] bool compiles(const Incentive& incentive) {
    CompileOptions options;
    options.explain = false;
    options.abstract = true;
    Diagnostics faults;
    static_cast<void>(compile(incentive, options, faults));
    return !faults.has_errors();
}

/// Searches for what tells versions apart.
class WitnessSearch {
public:
    WitnessSearch(const Incentive& before, const Incentive& after, const std::vector<RuleChange>& changes)
        : old_(before), now_(after), old_candidates_(before), new_candidates_(after) {
        result_.changes.resize(changes.size());
        scores_.resize(changes.size());
        const Bind bind = first_bind();
        versions_.push_back(bound(before, bind));
        for (std::size_t at = 0; at < changes.size(); ++at) {
            std::optional<Incentive> alone = with_change(before, after, changes[at]);
            if (!alone) {
                continue;
            }
            auto made = bound(std::move(*alone), bind);
            if (compiles(*made)) {
                of_change_.emplace_back(at, versions_.size());
                versions_.push_back(std::move(made));
                result_.changes[at].can_stand_alone = true;
            }
        }
        versions_.push_back(bound(after, bind));
        ties_ = std::make_unique<TieValues>(*versions_.front(), *versions_.back(), Bind());
        name_inputs();
    }

    [[nodiscard]] RuleWitnesses run() {
        const bool alike = same_columns({.incentives = {&old_}, .bundle = nullptr}, {.incentives = {&now_}, .bundle = nullptr});
        std::vector<const Incentive*> all;
        for (const auto& one : versions_) {
            all.push_back(one.get());
        }
        decisions_ = std::make_unique<VersionDecisions>(all, alike ? all.size() : all.size() - 1);
        if (!decisions_->ready()) {
            return std::move(result_);
        }
        for (const auto& [change, version] : of_change_) {
            result_.changes[change].no_effect = decisions_->same_as_first(version);
        }
        std::vector<Trial> bases = written();
        look_around(bases);
        if (!satisfied()) {
            look_around(searched());
        }
        for (ChangeWitness& one : result_.changes) {
            if (one.witness) {
                find_axes(*one.witness, version_of(one));
            }
        }
        if (result_.any) {
            find_axes(*result_.any, versions_.size() - 1);
        }
        return std::move(result_);
    }

private:
    [[nodiscard]] Bind first_bind() const {
        for (const Incentive* rule : {&old_, &now_}) {
            for (const Case& one : rule->cases) {
                if (!one.bind.empty()) {
                    return one.bind;
                }
            }
        }
        return {};
    }

    void name_inputs() {
        for (const Incentive* rule : {&now_, &old_}) {
            for (const Input& input : rule->inputs) {
                if (std::find(names_.begin(), names_.end(), input.field.name) == names_.end()) {
                    names_.push_back(input.field.name);
                    inputs_.push_back(&input);
                }
            }
        }
    }

    [[nodiscard]] std::size_t version_of(const ChangeWitness& one) const {
        const auto at = static_cast<std::size_t>(&one - result_.changes.data());
        const auto found = std::find_if(of_change_.begin(), of_change_.end(), [at](const auto& pair) { return pair.first == at; });
        expect(found != of_change_.end(), "what has a witness stands alone");
        return found->second;
    }

    /// Values of one version's inputs, in the order of the names.
    [[nodiscard]] Trial trial(const Incentive& rule, const std::vector<Value>& given, std::string like, std::vector<std::string> changed) const {
        Trial made{.given = {}, .like = std::move(like), .changed = std::move(changed)};
        for (const std::string& name : names_) {
            const auto found = std::find_if(rule.inputs.begin(), rule.inputs.end(), [&](const Input& one) { return one.field.name == name; });
            const auto at = static_cast<std::size_t>(found - rule.inputs.begin());
            made.given.push_back(at < given.size() ? given[at] : Value::unknown({name}));
        }
        return made;
    }

    /// The cases that somebody wrote, each once.
    [[nodiscard]] std::vector<Trial> written() const {
        std::vector<Trial> trials;
        std::set<std::string> seen;
        for (const Incentive* rule : {&old_, &now_}) {
            for (const Case& one : rule->cases) {
                if (seen.insert(one.name).second) {
                    trials.push_back(trial(*rule, one.given, one.name, {}));
                }
            }
        }
        return trials;
    }

    /// Applications that reach what the rules say.
    [[nodiscard]] std::vector<Trial> searched() {
        std::vector<Trial> trials;
        for (const Incentive* rule : {&old_, &now_}) {
            Coverage coverage;
            expect_coverage(*rule, coverage);
            std::set<CoverageKey> wanted;
            for (const CoverageItem& item : coverage.items()) {
                wanted.insert(item.key);
            }
            for (FoundCase& found : search_cases(*rule, wanted, kSearched)) {
                trials.push_back(trial(*rule, found.given, found.like, found.changed));
            }
            if (trials.empty() && rule->cases.empty()) {
                trials.push_back(first_of(*rule));
            }
        }
        return trials;
    }

    [[nodiscard]] Trial first_of(const Incentive& rule) const {
        const CaseCandidates candidates(rule);
        std::vector<Value> given;
        for (const Input& input : rule.inputs) {
            const std::vector<Value> values = candidates.of(input, Value::unknown({input.field.name}));
            given.push_back(values.empty() ? Value::unknown({input.field.name}) : values.front());
        }
        return trial(rule, given, {}, {});
    }

    [[nodiscard]] bool satisfied() const {
        return std::all_of(result_.changes.begin(), result_.changes.end(), [this](const ChangeWitness& one) {
            return one.no_effect || !one.can_stand_alone || scores_[static_cast<std::size_t>(&one - result_.changes.data())] == 2;
        }) && any_score_ == 2;
    }

    void look_around(const std::vector<Trial>& bases) {
        look(bases);
        for (const Trial& base : bases) {
            for (std::size_t input = 0; input < names_.size(); ++input) {
                if (satisfied() || result_.looked_at > kEffort) {
                    return;
                }
                look(changed(base, input));
            }
        }
    }

    /// What each version states, with its own input of that name: what only one of them can read tells them apart, too.
    [[nodiscard]] std::vector<std::pair<const CaseCandidates*, const Input*>> sources(std::size_t input) const {
        const auto of = [&](const Incentive& rule) {
            const auto found = std::find_if(rule.inputs.begin(), rule.inputs.end(), [&](const Input& one) { return one.field.name == names_[input]; });
            return found == rule.inputs.end() ? inputs_[input] : &*found;
        };
        return {{&old_candidates_, of(old_)}, {&new_candidates_, of(now_)}};
    }

    /// Values of one input that are worth trying: those that the versions state, those at which a comparison turns, and ties of
    /// roundings that differ.
    [[nodiscard]] std::vector<Value> values(const std::vector<Value>& base, std::size_t input) const {
        std::vector<Value> all;
        for (const auto& [source, asked] : sources(input)) {
            std::vector<Value> some = source->of(*asked, base[input]);
            std::move(some.begin(), some.end(), std::back_inserter(all));
        }
        for (const Incentive* rule : {versions_.front().get(), versions_.back().get()}) {
            const auto found = std::find_if(rule->inputs.begin(), rule->inputs.end(), [&](const Input& one) { return one.field.name == names_[input]; });
            if (found != rule->inputs.end()) {
                const auto at = static_cast<std::size_t>(found - rule->inputs.begin());
                std::vector<Value> some = SolvedValues(*rule).of(at, of_rule(*rule, base));
                std::move(some.begin(), some.end(), std::back_inserter(all));
                if (rule == versions_.front().get()) {
                    some = ties_->of(at, of_rule(*rule, base));
                    std::move(some.begin(), some.end(), std::back_inserter(all));
                }
            }
        }
        return all;
    }

    /// Values in the order of the names, in that of the inputs of a version.
    [[nodiscard]] std::vector<Value> of_rule(const Incentive& rule, const std::vector<Value>& base) const {
        std::vector<Value> given;
        for (const Input& input : rule.inputs) {
            given.push_back(base[static_cast<std::size_t>(std::find(names_.begin(), names_.end(), input.field.name) - names_.begin())]);
        }
        return given;
    }

    /// The application with each other value of one input that is worth trying.
    [[nodiscard]] std::vector<Trial> changed(const Trial& base, std::size_t input) const {
        std::vector<Trial> trials;
        for (Value& value : values(base.given, input)) {
            Trial& made = trials.emplace_back(base);
            made.given[input] = std::move(value);
            if (std::find(made.changed.begin(), made.changed.end(), names_[input]) == made.changed.end()) {
                made.changed.push_back(names_[input]);
            }
        }
        return trials;
    }

    /// How good a difference tells: 2 where both are certain and something is awarded, 1 where not, 0 for none.
    [[nodiscard]] static int score(const VersionDecision& left, const VersionDecision& right) {
        if (left == right) {
            return 0;
        }
        const auto certain = [](const VersionDecision& one) { return one.readable && one.eligible.known() && one.award.known(); };
        if (left.readable != right.readable) {
            const VersionDecision& read = left.readable ? left : right;
            return certain(read) && read.eligible.boolean() ? 2 : 1;
        }
        const bool other = !(left.eligible == right.eligible) || !(left.award == right.award);
        return certain(left) && certain(right) && other ? 2 : 1;
    }

    void look(const std::vector<Trial>& trials) {
        if (trials.empty()) {
            return;
        }
        std::vector<std::vector<Value>> rows;
        for (const Trial& one : trials) {
            rows.push_back(one.given);
        }
        const auto decisions = decisions_->decide(names_, rows);
        result_.looked_at += trials.size();
        const std::size_t last = versions_.size() - 1;
        for (std::size_t row = 0; row < trials.size(); ++row) {
            for (const auto& [change, version] : of_change_) {
                const int now = score(decisions[row][0], decisions[row][version]);
                if (now > scores_[change]) {
                    scores_[change] = now;
                    result_.changes[change].witness = witness(trials[row], decisions[row], version);
                }
            }
            if (const int now = score(decisions[row][0], decisions[row][last]); now > any_score_) {
                any_score_ = now;
                result_.any = witness(trials[row], decisions[row], last);
            }
        }
    }

    [[nodiscard]] static WitnessOutcome outcome_of(const VersionDecision& one) {
        return {.readable = one.readable, .eligible = one.eligible, .award = one.award, .has_award = one.has_award};
    }

    [[nodiscard]] RuleWitness witness(const Trial& trial, const std::vector<VersionDecision>& decisions, std::size_t version) const {
        RuleWitness made{.like = trial.like, .given = {}, .changed = trial.changed, .before = outcome_of(decisions.front()),
                         .after = outcome_of(decisions.back()), .alone = {}, .axes = {}};
        for (std::size_t at = 0; at < names_.size(); ++at) {
            made.given.emplace_back(names_[at], trial.given[at]);
        }
        if (version + 1 != versions_.size()) {
            made.alone = outcome_of(decisions[version]);
        }
        return made;
    }

    /// Decides an application with other values of one input.
    [[nodiscard]] std::vector<std::vector<VersionDecision>> along(const std::vector<Value>& base, std::size_t input, const std::vector<Rational>& points) {
        std::vector<std::vector<Value>> rows;
        for (const Rational& at : points) {
            rows.push_back(base);
            rows.back()[input] = CaseCandidates::at(inputs_[input]->field, at);
        }
        return decisions_->decide(names_, rows);
    }

    [[nodiscard]] bool differs(const std::vector<Value>& base, std::size_t input, const Rational& at, std::size_t version) {
        const auto decisions = along(base, input, {at});
        return !(decisions.front()[0] == decisions.front()[version]);
    }

    void find_axes(RuleWitness& witness, std::size_t version) {
        std::vector<Value> base;
        for (const auto& [name, value] : witness.given) {
            base.push_back(value);
        }
        for (std::size_t input = 0; input < names_.size(); ++input) {
            const Type type = inputs_[input]->field.type.without_optional();
            if (base[input].known() && (type.is(TypeKind::number) || type.is(TypeKind::date))) {
                WitnessAxis axis{.input = names_[input], .turns = turns(base, input, version)};
                if (!axis.turns.empty()) {
                    witness.axes.push_back(std::move(axis));
                }
            }
        }
    }

    /// The values of an input that are worth trying, rising.
    [[nodiscard]] std::vector<Rational> line(const std::vector<Value>& base, std::size_t input) const {
        const bool date = inputs_[input]->field.type.without_optional().is(TypeKind::date);
        std::set<Rational> all;
        const auto add = [&](const Value& value) {
            if (value.known()) {
                all.insert(date ? Rational(value.date().days()) : value.number());
            }
        };
        add(base[input]);
        for (const Value& value : values(base, input)) {
            add(value);
        }
        return {all.begin(), all.end()};
    }

    /// Gives where results turn along an input; nothing where they do not, or too often to tell.
    [[nodiscard]] std::vector<WitnessTurn> turns(const std::vector<Value>& base, std::size_t input, std::size_t version) {
        const std::vector<Rational> points = line(base, input);
        std::vector<bool> flags;
        bool other = false;   // somewhere both versions award the same: elsewhere they only refuse the same
        for (const auto& row : along(base, input, points)) {
            flags.push_back(!(row[0] == row[version]));
            other = other || (!flags.back() && row[0].eligible.known() && row[0].eligible.boolean());
        }
        std::vector<WitnessTurn> made;
        for (std::size_t at = 1; other && at < points.size(); ++at) {
            if (flags[at] == flags[at - 1]) {
                continue;
            }
            const auto [low, high] = edge(base, input, version, points[at - 1], points[at]);
            made.push_back(flags[at] ? WitnessTurn{.alike = low, .different = high} : WitnessTurn{.alike = high, .different = low});
            if (made.size() > kTurns) {
                return {};
            }
        }
        return made;
    }

    /// Halves the way between two values of which one differs, until they are neighbours.
    [[nodiscard]] std::pair<Rational, Rational> edge(const std::vector<Value>& base, std::size_t input, std::size_t version, Rational low, Rational high) {
        const Rational step = CaseCandidates::step(inputs_[input]->field);
        const bool below = differs(base, input, low, version);
        while (high - low > step) {
            const Rational middle = low + Rational(floor(Rational((high - low) / step / 2))) * step;
            if (middle == low) {
                break;
            }
            (differs(base, input, middle, version) == below ? low : high) = middle;
        }
        return {low, high};
    }

    const Incentive& old_;
    const Incentive& now_;
    CaseCandidates old_candidates_;
    CaseCandidates new_candidates_;
    std::vector<std::unique_ptr<Incentive>> versions_;   // the old one, one a change that can stand alone, the new one
    std::vector<std::pair<std::size_t, std::size_t>> of_change_;   // change, version
    std::vector<std::string> names_;
    std::vector<const Input*> inputs_;
    std::unique_ptr<TieValues> ties_;   // of the roundings that differ
    std::unique_ptr<VersionDecisions> decisions_;
    std::vector<int> scores_;
    int any_score_ = 0;
    RuleWitnesses result_;
};

}  // namespace

RuleWitnesses find_witnesses(const Incentive& before, const Incentive& after, const std::vector<RuleChange>& changes) {
    return WitnessSearch(before, after, changes).run();
}

}  // namespace huiqi
