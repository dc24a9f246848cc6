#include <algorithm>
#include <utility>

#include "engine/evaluate/coverage.h"
#include "engine/rulebook/dependencies.h"
#include "engine/rulebook/incentive_steps.h"

namespace huiqi {
namespace {

using Clauses = std::vector<std::uint32_t>;

/// Finds the sources that a part of an incentive names, and those of the parameters that it reads.
class SourceFinder {
public:
    explicit SourceFinder(const Incentive& incentive) : incentive_(incentive), dependencies_(incentive) {}

    [[nodiscard]] Clauses of(const Provenance& provenance) const {
        Clauses clauses;
        add(clauses, provenance.source);
        for (const std::string& name : provenance.also) {
            add(clauses, name);
        }
        return clauses;
    }

    void add(Clauses& clauses, const std::string& name) const {
        for (std::uint32_t at = 0; at < incentive_.citations.size(); ++at) {
            if (incentive_.citations[at].name == name && std::find(clauses.begin(), clauses.end(), at) == clauses.end()) {
                clauses.push_back(at);
            }
        }
    }

    /// Adds the sources of the parameters; of one with dates they belong to its versions.
    void add(Clauses& clauses, const Reads& reads) const {
        for (std::size_t at = 0; at < reads.parameters.size(); ++at) {
            const Parameter& parameter = incentive_.parameters[at];
            if (!reads.parameters[at] || parameter.versions.size() > 1) {
                continue;
            }
            for (const std::uint32_t one : of(parameter.provenance)) {
                clauses.push_back(one);
            }
            for (const Parameter::Version& version : parameter.versions) {
                add(clauses, version.source);
            }
        }
    }

    [[nodiscard]] Clauses of(const Provenance& provenance, const CheckedExpression& expression) {
        Clauses clauses = of(provenance);
        if (!expression.nodes.empty()) {
            add(clauses, dependencies_.of(expression));
        }
        return clauses;
    }

    [[nodiscard]] Clauses of(const AwardStep& step) {
        Clauses clauses = of(step.provenance);
        add(clauses, dependencies_.of(std::vector<AwardStep>{step}));
        return clauses;
    }

private:
    const Incentive& incentive_;
    Dependencies dependencies_;
};

}  // namespace

Sightings::Sightings(const Incentive& incentive) : incentive_(incentive) {
    SourceFinder finder(incentive);
    Dependencies dependencies(incentive);
    const auto asks = [&](const Condition& one) {
        const std::vector<bool> inputs = one.test.nodes.empty() ? std::vector<bool>{true} : dependencies.of(one.test).inputs;
        return std::find(inputs.begin(), inputs.end(), true) != inputs.end();
    };
    for (const Condition& one : incentive.conditions) {
        asks_.push_back(asks(one));
        cited_.conditions.push_back(finder.of(one.provenance, one.test));
        roots_.push_back(one.test.nodes.empty() ? Span() : one.test.span(one.test.root));
        for (const Condition& other : one.alternatives) {
            roots_.push_back(other.test.nodes.empty() ? Span() : other.test.span(other.test.root));
        }
    }
    for (const Anomaly& one : incentive.anomalies) {
        cited_.anomalies.push_back(finder.of(one.provenance, one.test));
        roots_.push_back(one.test.span(one.test.root));
    }
    for (const DecisionTable& table : incentive.tables) {
        cited_.tables.push_back(finder.of(table.provenance));
        for (const DecisionTable::Row& row : table.rows) {
            Clauses clauses = finder.of(row.provenance);
            cited_.rows.emplace(&row, clauses.empty() ? cited_.tables.back() : std::move(clauses));
        }
    }
    for (const Parameter& parameter : incentive.parameters) {
        std::vector<Clauses>& versions = cited_.versions.emplace_back();
        for (const Parameter::Version& version : parameter.versions) {
            Clauses clauses = finder.of(parameter.provenance);
            finder.add(clauses, version.source);
            for (const std::string& name : version.also) {
                finder.add(clauses, name);
            }
            versions.push_back(std::move(clauses));
        }
    }
    for_each_steps(incentive, [&](const std::vector<AwardStep>& steps) {
        for (const AwardStep& step : steps) {
            cited_.steps.emplace(&step, finder.of(step));
        }
    });
    if (incentive.effective) {
        cited_.period = finder.of(incentive.effective->provenance);
    }
    find_of_awards();
    find_set_by_overlays();
    find_left_open();
}

}  // namespace huiqi
