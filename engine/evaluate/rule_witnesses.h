#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/outcome.h"
#include "engine/rulebook/changes/rule_changes.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What a version of an incentive decides about an application.
struct WitnessOutcome {
    bool readable = true;      ///< false: its inputs do not take one of the values
    Value eligible, award;
    bool has_award = false;
};

/// Two values of an input, all else as it is, that lie as close as values of it do: with one both versions come to the same, with the
/// other not. Says nothing of other values: roundings and ranges can make versions agree and differ again and again.
struct WitnessTurn {
    Rational alike, different;   ///< base units, days of a date
};

/// An input along which results turn from alike to different or back.
struct WitnessAxis {
    std::string input;
    std::vector<WitnessTurn> turns;   ///< rising
};

/// An application on which two versions differ.
struct RuleWitness {
    std::string like;                               ///< name of the case that it was made of; empty: of none
    std::vector<std::pair<std::string, Value>> given;   ///< by the names of the inputs
    std::vector<std::string> changed;               ///< inputs that are other than in that case
    WitnessOutcome before, after;
    std::optional<WitnessOutcome> alone;            ///< the old rule with the one change made
    std::vector<WitnessAxis> axes;
};

/// What was found for one change.
struct ChangeWitness {
    bool can_stand_alone = false;                   ///< the old rule can be computed with this change alone
    bool no_effect = false;                         ///< with this change alone the old rule is the same plan
    std::optional<RuleWitness> witness;
};

/// What was found for two versions of an incentive.
struct RuleWitnesses {
    std::vector<ChangeWitness> changes;             ///< in step with the changes
    std::optional<RuleWitness> any;                 ///< on which the versions differ
    std::size_t looked_at = 0;                      ///< applications
};

/// Looks for applications on which two versions of an incentive differ: cases of both, applications that reach what their rules say,
/// and both with one input changed to numbers and days that either rule states, and their neighbours. For each change one on which
/// that change alone makes a difference; for its numbers and days neighbouring values of which one makes a difference. What is not found may be there all the same.
/// The same rules give the same.
[[nodiscard]] RuleWitnesses find_witnesses(const Incentive& before, const Incentive& after, const std::vector<RuleChange>& changes);

}  // namespace huiqi
