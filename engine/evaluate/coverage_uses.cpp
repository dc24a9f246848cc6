#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "engine/evaluate/coverage.h"
#include "engine/rulebook/dependencies.h"
#include "engine/rulebook/expression_meaning.h"
#include "engine/rulebook/incentive_steps.h"

namespace huiqi {
namespace {

/// Gives what is read by more than what makes awards: by what decides, by what is said to who is refused, and by claw-backs, which
/// come when an award was paid and ask nobody for being eligible still.
[[nodiscard]] Reads read_by_others(const Incentive& incentive) {
    Dependencies dependencies(incentive, Dependencies::Award::left_out);
    Reads reads = dependencies.none();
    const auto add = [&](const CheckedExpression& one) { reads.add(dependencies.of(one)); };
    for (const Input& one : incentive.inputs) {
        if (one.when) {
            add(*one.when);
        }
    }
    for (const Population& one : incentive.populations) {
        for (const CheckedExpression* expression : one.expressions()) {
            add(*expression);
        }
    }
    for (const Condition& one : incentive.conditions) {
        for_each_expression_of_condition(one, add);
    }
    for (const Anomaly& one : incentive.anomalies) {
        add(one.test);
        for_each_expression_of_sentence(one.description, add);
    }
    if (incentive.recovery) {
        reads.add(dependencies.of(incentive.recovery->steps));
        if (incentive.recovery->when) {
            add(*incentive.recovery->when);
        }
    }
    return reads;
}

[[nodiscard]] auto begins(const Span& place) { return std::pair(place.source, place.begin); }

[[nodiscard]] bool before(const Span& left, const Span& right) { return begins(left) < begins(right); }

/// Tells whether a place lies in one of some texts, which are in order and do not overlap.
[[nodiscard]] bool lies_in(const std::vector<Span>& texts, const Span& place) {
    const auto behind = std::upper_bound(texts.begin(), texts.end(), place, before);
    return behind != texts.begin() && std::prev(behind)->source == place.source && place.end <= std::prev(behind)->end;
}

/// Calls `visit` with what a part of a schedule says besides its steps.
template <class Visit>
void for_each_expression_of_instalment(const Instalment& part, const Visit& visit) {
    for (const auto* one : {&part.date, &part.test}) {
        if (*one) {
            visit(**one);
        }
    }
}

/// Tells whether steps divide the award.
[[nodiscard]] bool divides_award(const Incentive& incentive, const std::vector<AwardStep>& steps) {
    const auto are = [&](const Share& one) { return &one.steps == &steps; };
    const auto are_of = [&](const Instalment& one) { return are(one.share); };
    return std::any_of(incentive.shares.begin(), incentive.shares.end(), are) ||
           std::any_of(incentive.recipients.begin(), incentive.recipients.end(), are) ||
           (incentive.schedule && std::any_of(incentive.schedule->parts.begin(), incentive.schedule->parts.end(), are_of));
}

/// Tells what reads a value that a locality or a case may set.
class LocalReads {
public:
    explicit LocalReads(const Incentive& incentive) : incentive_(incentive), dependencies_(incentive) {}

    [[nodiscard]] bool any() const {
        return std::any_of(incentive_.parameters.begin(), incentive_.parameters.end(), local);
    }

    [[nodiscard]] bool of(const CheckedExpression& expression) {
        const Reads reads = dependencies_.of(expression);
        for (std::size_t at = 0; at < reads.parameters.size(); ++at) {
            if (reads.parameters[at] && local(incentive_.parameters[at])) {
                return true;
            }
        }
        return false;
    }

private:
    [[nodiscard]] static bool local(const Parameter& one) { return one.local != Parameter::Local::fixed; }

    const Incentive& incentive_;
    Dependencies dependencies_;
};

/// Finds which of some parameters an expression reads by itself or through definitions. What it takes from a table, the rows read;
/// what a definition computes in steps, its steps.
class ParameterReads {
public:
    using Places = std::set<std::uint32_t>;

    ParameterReads(const Incentive& incentive, const Places& wanted)
        : incentive_(incentive), wanted_(wanted), definitions_(incentive.definitions.size()) {}

    [[nodiscard]] Places of(const CheckedExpression& expression) {
        Places found;
        for (const CoreNode& node : expression.nodes) {
            const bool symbol = node.op == CoreOp::symbol;
            if (node.op == CoreOp::parameter_on || (symbol && node.symbol_kind == SymbolKind::parameter)) {
                if (wanted_.contains(node.index)) {
                    found.insert(node.index);
                }
            } else if (symbol && node.symbol_kind == SymbolKind::definition) {
                const Places& inside = of_definition(node.index);
                found.insert(inside.begin(), inside.end());
            }
        }
        return found;
    }

    [[nodiscard]] const Places& of_definition(std::uint32_t index) {
        std::optional<Places>& known = definitions_[index];
        if (!known) {
            known.emplace();
            Places found;
            if (incentive_.definitions[index].steps.empty()) {
                for_each_expression_of_definition(incentive_.definitions[index], [&](const CheckedExpression& one) {
                    const Places inside = of(one);
                    found.insert(inside.begin(), inside.end());
                });
            }
            known = std::move(found);
        }
        return *known;
    }

private:
    const Incentive& incentive_;
    const Places& wanted_;
    std::vector<std::optional<Places>> definitions_;
};

/// Gives the parameters whose one value an overlay sets. Values with dates are watched by their days.
[[nodiscard]] std::set<std::uint32_t> set_by_overlays(const Incentive& incentive) {
    std::set<std::uint32_t> found;
    for (std::uint32_t at = 0; !incentive.parent.empty() && at < incentive.parameters.size(); ++at) {
        const Parameter& one = incentive.parameters[at];
        // an overlay cannot declare parameters: what stands in another text than the declaration was set
        if (one.versions.size() == 1 && !one.versions.front().from && one.versions.front().span.source != one.declared.source) {
            found.insert(at);
        }
    }
    return found;
}

/// Calls `visit` with each expression of which a register tells whether it came to bear.
template <class Visit>
void for_each_told_expression(const Incentive& incentive, const Visit& visit) {
    for (const Condition& one : incentive.conditions) {
        visit(one.test);
    }
    for (const Anomaly& one : incentive.anomalies) {
        visit(one.test);
    }
    for (const DecisionTable& table : incentive.tables) {
        for_each_expression_of_table(table, visit);
    }
    for_each_steps(incentive, [&](const std::vector<AwardStep>& steps) { for_each_expression_of_steps(steps, visit); });
}

}  // namespace

Sighting::Counts Sightings::OfAwards::of(const Span& place) const {
    return lies_in(texts, place) ? Sighting::Counts::in_awards : Sighting::Counts::everywhere;
}

bool Sightings::open(const Span& place) const { return lies_in(open_.texts, place); }

Sighting::Counts Sightings::OfAwards::beside(const Span& place) const {
    const bool first = std::find(first_values.begin(), first_values.end(), place) != first_values.end();
    return first ? Sighting::Counts::everywhere : of(place);
}

void Sightings::find_of_awards() {
    const Reads others = read_by_others(incentive_);
    of_awards_.definitions = others.definitions;
    of_awards_.tables = others.tables;
    of_awards_.parameters = others.parameters;
    of_awards_.definitions.flip();
    of_awards_.tables.flip();
    of_awards_.parameters.flip();
    std::vector<Span>& texts = of_awards_.texts;
    const auto add = [&](const CheckedExpression& one) {
        if (!one.nodes.empty()) {
            texts.push_back(one.text.span());
        }
    };
    for_each_award_steps(incentive_, [&](const std::vector<AwardStep>& steps) { for_each_expression_of_steps(steps, add); });
    if (incentive_.schedule) {
        for (const Instalment& one : incentive_.schedule->parts) {
            for_each_expression_of_instalment(one, add);
        }
    }
    for (std::size_t at = 0; at < incentive_.definitions.size(); ++at) {
        if (of_awards_.definitions[at]) {
            for_each_expression_of_definition(incentive_.definitions[at], add);
        }
    }
    for (std::size_t at = 0; at < incentive_.tables.size(); ++at) {
        if (of_awards_.tables[at]) {
            for_each_expression_of_table(incentive_.tables[at], add);
        }
    }
    for (std::size_t at = 0; at < incentive_.parameters.size(); ++at) {
        const std::vector<Parameter::Version>& versions = incentive_.parameters[at].versions;
        for (std::size_t version = 0; of_awards_.parameters[at] && version < versions.size(); ++version) {
            texts.push_back(versions[version].span);
        }
        if (!versions.empty() && versions.front().from) {
            of_awards_.first_values.push_back(versions.front().span);
        }
    }
    std::sort(texts.begin(), texts.end(), before);
}

void Sightings::find_left_open() {
    LocalReads reads(incentive_);
    if (!reads.any()) {
        return;
    }
    // expressions that are one calculation: where one of them reads such a value, all are open
    const auto together = [&](const auto& for_each) {
        bool any = false;
        for_each([&](const CheckedExpression& one) { any = any || reads.of(one); });
        for_each([&](const CheckedExpression& one) {
            if (any && !one.nodes.empty()) {
                open_.texts.push_back(one.text.span());
            }
        });
        return any;
    };
    const auto alone = [&](const CheckedExpression& one) { return together([&](const auto& visit) { visit(one); }); };
    const auto test = [&](const CheckedExpression& one) {
        if (alone(one)) {
            open_.tests.insert(&one);
        }
    };
    for (const Condition& one : incentive_.conditions) {
        test(one.test);
        for (const Condition& other : one.alternatives) {
            test(other.test);
        }
    }
    for (const Anomaly& one : incentive_.anomalies) {
        test(one.test);
    }
    for (const DecisionTable& one : incentive_.tables) {
        together([&](const auto& visit) { for_each_expression_of_table(one, visit); });
    }
    for (const Definition& one : incentive_.definitions) {
        together([&](const auto& visit) { for_each_expression_of_definition(one, visit); });
    }
    for (const Input& one : incentive_.inputs) {
        if (one.when) {
            alone(*one.when);
        }
    }
    if (incentive_.schedule) {
        for (const Instalment& one : incentive_.schedule->parts) {
            for_each_expression_of_instalment(one, alone);
        }
    }
    for_each_steps(incentive_, [&](const std::vector<AwardStep>& steps) {
        // what shares and parts are taken of is the award, which comes first here
        bool open = divides_award(incentive_, steps) && !incentive_.award.empty() && open_.steps.contains(&incentive_.award.back());
        for (const AwardStep& one : steps) {
            for_each_expression_of_step(one, [&](const CheckedExpression& part) { open = alone(part) || open; });
            if (open) {
                open_.steps.insert(&one);
            }
        }
    });
    std::sort(open_.texts.begin(), open_.texts.end(), before);
    open_.texts.erase(std::unique(open_.texts.begin(), open_.texts.end()), open_.texts.end());
}

void Sightings::find_set_by_overlays() {
    std::set<std::uint32_t> unread = set_by_overlays(incentive_);
    const std::set<std::uint32_t> wanted = unread;
    if (wanted.empty()) {
        return;
    }
    ParameterReads reads(incentive_, wanted);
    const auto take = [&](const CheckedExpression& reader, const std::set<std::uint32_t>& found) {
        if (!found.empty()) {
            set_by_overlays_.read[&reader].assign(found.begin(), found.end());
        }
        for (const std::uint32_t one : found) {
            unread.erase(one);
        }
    };
    for_each_told_expression(incentive_, [&](const CheckedExpression& one) { take(one, reads.of(one)); });
    for (const Part& part : incentive_.parts) {
        take(incentive_.definitions[part.definition].expression, reads.of_definition(part.definition));
    }
    set_by_overlays_.unread.assign(unread.begin(), unread.end());
}

}  // namespace huiqi
