#include "engine/evaluate/case_search.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/tie_values.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 256;
constexpr std::size_t kDepth = 3;       // how many inputs may be other than in a case that somebody wrote
constexpr std::size_t kBases = 60;

using Distances = std::map<CoverageKey, std::vector<Rational>>;

/// One application on the way.
struct Trial {
    std::vector<Value> given;
    std::string like;
    std::vector<std::string> changed;
};

/// Searches with one set of parameters.
class Search {
public:
    Search(const Incentive& incentive, std::map<std::string, Value, std::less<>> bind, std::set<CoverageKey>& wanted, std::size_t& effort)
        : incentive_(incentive), bind_(std::move(bind)), candidates_(incentive), ties_(incentive, bind_), reader_(incentive), wanted_(wanted), effort_(effort) {
        CompileOptions options;
        options.watch = true;
        options.bind = bind_;
        Diagnostics faults;
        auto plan = std::make_shared<const Plan>(compile(incentive, options, faults));
        if (!faults.has_errors() && !plan->incentives.empty()) {
            plan_ = std::move(plan);
            evaluator_ = std::make_unique<Evaluator>(plan_);
        }
    }

    /// `untried`: no case of this incentive has decided the applications as they stand.
    void run(std::vector<Trial> bases, bool untried, std::vector<FoundCase>& found) {
        if (plan_ == nullptr) {
            return;
        }
        found_ = &found;
        bases_ = &bases;
        if (untried) {
            look(std::vector<Trial>(bases));
        }
        for (std::size_t at = 0; at < bases.size() && at < kBases && go_on(); ++at) {
            for (std::size_t input = 0; input < incentive_.inputs.size() && go_on(); ++input) {
                if (bases[at].changed.size() < kDepth) {
                    change(Trial(bases[at]), input);
                }
            }
        }
        for (std::size_t at = 0; at < std::min<std::size_t>(bases.size(), kBases) && go_on(); ++at) {
            for (std::size_t input = 0; input < incentive_.inputs.size() && go_on(); ++input) {
                look_for_ties(Trial(bases[at]), input);
            }
        }
    }

private:
    [[nodiscard]] bool go_on() const { return !wanted_.empty() && effort_ > 0; }

    /// Gives the application with another value of one input.
    [[nodiscard]] Trial with(const Trial& base, std::size_t input, Value value) const {
        Trial made = base;
        made.given[input] = std::move(value);
        const std::string& name = incentive_.inputs[input].field.name;
        if (std::find(made.changed.begin(), made.changed.end(), name) == made.changed.end()) {
            made.changed.push_back(name);
        }
        return made;
    }

    /// Evaluates applications, takes what they reach, and gives how far each is from what is still wanted.
    std::vector<Distances> look(const std::vector<Trial>& trials) {
        std::vector<Distances> distances;
        for (std::size_t from = 0; from < trials.size() && effort_ > 0; from += kChunk) {
            const std::size_t count = std::min({kChunk, trials.size() - from, effort_});
            Batch batch(plan_->schema);
            for (std::size_t at = 0; at < count; ++at) {
                append_row(batch, plan_->schema, row_in_schema_order(*plan_, 0, trials[from + at].given));
            }
            effort_ -= count;
            for (std::size_t done = 0; done < count;) {
                const std::size_t some = evaluator_->run_some(batch, done, count - done);
                for (std::size_t row = 0; row < some; ++row) {
                    distances.push_back(take(trials[from + done + row], row));
                }
                done += some;
            }
        }
        return distances;
    }

    Distances take(const Trial& trial, std::size_t row) {
        Distances distances;
        std::vector<CoverageKey> reached;
        reader_.read(*evaluator_, 0, row, [&](const Sighting& one) {
            if (!wanted_.contains(one.key)) {
                return;
            }
            if (one.reached) {
                reached.push_back(one.key);
            } else if (one.distance) {
                distances[one.key].push_back(*one.distance);
            }
        });
        std::erase_if(reached, [this](const CoverageKey& key) { return wanted_.erase(key) == 0; });
        if (!reached.empty()) {
            found_->push_back({.bind = bind_, .given = trial.given, .like = trial.like, .changed = trial.changed,
                               .reaches = std::move(reached), .outcome = outcome(*evaluator_, incentive_, 0, row),
                               .has_award = plan_->incentives[0].has_award});
            name_amounts(found_->back(), row);
            if (!trial.changed.empty()) {
                bases_->push_back(trial);
            }
        }
        return distances;
    }

    /// Reads what is given out beside the award.
    void name_amounts(FoundCase& found, std::size_t row) const {
        const IncentivePlan& plan = plan_->incentives[0];
        for (const IncentivePlan::Named& part : plan.parts) {
            found.parts.push_back({part.name, part.value.type, evaluator_->read(part.value, row)});
        }
        for (const auto& [from, to] : {std::pair{&plan.shares, &found.shares}, std::pair{&plan.recipients, &found.recipients}}) {
            for (const IncentivePlan::Extra& share : *from) {
                to->push_back({share.name, share.amount.type, evaluator_->read(share.amount, row)});
            }
        }
    }

    /// Gives a number or a day as a number.
    [[nodiscard]] static std::optional<Rational> number_of(const Value& value, const FieldSchema& field) {
        if (!value.known()) {
            return std::nullopt;
        }
        switch (field.type.without_optional().kind()) {
            case TypeKind::number: return value.number();
            case TypeKind::date: return Rational(value.date().days());
            default: return std::nullopt;
        }
    }

    /// Tries all values of one input; between two of them that lie on two sides of a boundary also what stands beside it.
    void change(const Trial& base, std::size_t input) {
        const FieldSchema& field = incentive_.inputs[input].field;
        std::vector<Trial> trials;
        std::vector<std::pair<Rational, std::size_t>> line;   // numbers in their order, with their trial
        for (Value& value : values_to_try(base, input)) {
            if (const auto number = number_of(value, field)) {
                line.emplace_back(*number, trials.size());
            }
            trials.push_back(with(base, input, std::move(value)));
        }
        if (const auto number = number_of(base.given[input], field)) {
            line.emplace_back(*number, trials.size());
            trials.push_back(base);
        }
        const std::vector<Distances> distances = look(trials);
        std::sort(line.begin(), line.end());
        for (std::size_t at = 1; at < line.size() && go_on(); ++at) {
            const std::size_t left = line[at - 1].second;
            const std::size_t right = line[at].second;
            if (left >= distances.size() || right >= distances.size()) {
                continue;
            }
            for (const auto& [key, values] : distances[left]) {
                const auto other = distances[right].find(key);
                if (other == distances[right].end() || values.empty() || !wanted_.contains(key)) {
                    continue;
                }
                for (const bool with_zero : {false, true}) {
                    if (below(values.front(), with_zero) != below(other->second.front(), with_zero) && wanted_.contains(key)) {
                        halve(base, input, key, {line[at - 1].first, below(values.front(), with_zero)}, line[at].first, with_zero);
                    }
                }
            }
        }
    }

    /// Gives values of one input; of a day also days around those of other answers: where a rule compares two answers, it states no
    /// day. Between a day long before and one long after, the way to the boundary is halved, whatever span the rule adds.
    [[nodiscard]] std::vector<Value> values_to_try(const Trial& base, std::size_t input) const {
        constexpr int kSpan = 3653;
        const FieldSchema& field = incentive_.inputs[input].field;
        std::vector<Value> values = candidates_.of(incentive_.inputs[input], base.given[input]);
        for (std::size_t other = 0; other < base.given.size(); ++other) {
            const FieldSchema& from = incentive_.inputs[other].field;
            const auto day = number_of(base.given[other], from);
            if (other == input || !day || !is_date(field) || !is_date(from)) {
                continue;
            }
            for (const int away : {0, -1, 1, -kSpan, kSpan}) {
                Value value = CaseCandidates::at(field, *day + away);
                const bool is_new = value.known() && value != base.given[input] && std::find(values.begin(), values.end(), value) == values.end();
                if (is_new && CaseCandidates::takes(field, value)) {
                    values.push_back(std::move(value));
                }
            }
        }
        return values;
    }

    [[nodiscard]] static bool is_date(const FieldSchema& field) { return field.type.without_optional().is(TypeKind::date); }

    [[nodiscard]] static bool below(const Rational& distance, bool with_zero) { return with_zero ? distance <= 0 : distance < 0; }

    /// Halves the way between two values until they are neighbours.
    void halve(const Trial& base, std::size_t input, const CoverageKey& key, std::pair<Rational, bool> low, Rational high, bool with_zero) {
        const FieldSchema& field = incentive_.inputs[input].field;
        const Rational step = CaseCandidates::step(field);
        while (high - low.first > step && go_on() && wanted_.contains(key)) {
            const Rational middle = low.first + Rational(floor(Rational((high - low.first) / step / 2))) * step;
            const std::vector<Distances> distances = look({with(base, input, CaseCandidates::at(field, middle))});
            const auto found = distances.empty() ? Distances::const_iterator() : distances.front().find(key);
            if (distances.empty() || found == distances.front().end()) {
                return;   // reached, or nothing to go by
            }
            (below(found->second.front(), with_zero) == low.second ? low.first : high) = middle;
        }
        // what lies beside the pair may be what is wanted, too
        if (go_on()) {
            look({with(base, input, CaseCandidates::at(field, low.first)), with(base, input, CaseCandidates::at(field, high))});
        }
    }

    /// Solves for amounts that end halfway between two steps, as far as they move evenly; then walks a stretch of numbers.
    void look_for_ties(const Trial& base, std::size_t input) {
        constexpr int kWalk = 250;
        const FieldSchema& field = incentive_.inputs[input].field;
        const bool wanted = std::any_of(wanted_.begin(), wanted_.end(), [](const CoverageKey& key) {
            return key.kind == CoverageKey::Kind::rounding;
        });
        const auto now = number_of(base.given[input], field);
        if (!wanted || !now || !field.type.without_optional().is(TypeKind::number)) {
            return;
        }
        std::vector<Trial> trials;
        for (Value& value : ties_.of(input, base.given)) {
            trials.push_back(with(base, input, std::move(value)));
        }
        for (int at = 1; at <= kWalk; ++at) {
            const Value value = CaseCandidates::at(field, *now + CaseCandidates::step(field) * at);
            if (!CaseCandidates::takes(field, value)) {
                break;
            }
            trials.push_back(with(base, input, value));
        }
        look(trials);
    }

    const Incentive& incentive_;
    std::map<std::string, Value, std::less<>> bind_;
    CaseCandidates candidates_;
    TieValues ties_;
    Sightings reader_;
    std::set<CoverageKey>& wanted_;
    std::size_t& effort_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<Evaluator> evaluator_;
    std::vector<FoundCase>* found_ = nullptr;
    std::vector<Trial>* bases_ = nullptr;
};

/// Gives an application in which all is answered, for an incentive without cases.
[[nodiscard]] Trial first_trial(const Incentive& incentive) {
    const CaseCandidates candidates(incentive);
    Trial made;
    for (const Input& input : incentive.inputs) {
        const std::vector<Value> values = candidates.of(input, Value::unknown({input.field.name}));
        made.given.push_back(values.empty() ? Value::unknown({input.field.name}) : values.front());
    }
    return made;
}

/// Tells whether two cases set the same parameters.
[[nodiscard]] bool same(const std::map<std::string, Value, std::less<>>& left, const std::map<std::string, Value, std::less<>>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

/// Applications with the same parameters.
struct Group {
    std::map<std::string, Value, std::less<>> bind;
    std::vector<Trial> trials;
};

void add(std::vector<Group>& groups, std::map<std::string, Value, std::less<>> bind, Trial trial) {
    constexpr std::size_t kBinds = 3;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& other) { return same(other.bind, bind); });
    if (group == groups.end()) {
        if (groups.size() == kBinds) {
            return;
        }
        group = groups.insert(groups.end(), {.bind = std::move(bind), .trials = {}});
    }
    group->trials.push_back(std::move(trial));
}

/// Gives the cases that somebody wrote and confirmed.
[[nodiscard]] std::vector<Group> written(const Incentive& incentive) {
    std::vector<Group> groups;
    for (const Case& one : incentive.cases) {
        if (!one.unconfirmed) {
            add(groups, one.bind, {.given = one.given, .like = one.name, .changed = {}});
        }
    }
    return groups;
}

/// Gives those of the rule that an overlay is laid over, with what the overlay asks besides answered somehow. Of the parameters that
/// they set, those stay that the overlay leaves open.
[[nodiscard]] std::vector<Group> borrowed(const Incentive& incentive, const Incentive& above) {
    const Trial first = first_trial(incentive);
    std::vector<Group> groups;
    for (const Case& one : above.cases) {
        if (one.unconfirmed) {
            continue;
        }
        Trial trial{.given = first.given, .like = one.name, .changed = {}};
        for (std::size_t at = 0; at < std::min(one.given.size(), trial.given.size()); ++at) {
            trial.given[at] = one.given[at];   // the inputs of the parent come first
        }
        auto bind = one.bind;
        std::erase_if(bind, [&](const auto& set) {
            return std::find(incentive.unset.begin(), incentive.unset.end(), set.first) == incentive.unset.end();
        });
        add(groups, std::move(bind), std::move(trial));
    }
    return groups;
}

}  // namespace

std::vector<FoundCase> search_cases(const Incentive& incentive, std::set<CoverageKey>& wanted, std::size_t effort, const Incentive* above) {
    std::vector<FoundCase> found;
    std::vector<Group> groups = written(incentive);
    const bool untried = groups.empty();
    if (untried && above != nullptr) {
        groups = borrowed(incentive, *above);
    }
    if (groups.empty()) {
        groups.push_back({.bind = {}, .trials = {first_trial(incentive)}});
    }
    for (Group& group : groups) {
        Search(incentive, group.bind, wanted, effort).run(std::move(group.trials), untried, found);
    }
    return found;
}

}  // namespace huiqi
