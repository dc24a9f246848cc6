#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/changes/rule_changes.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One incentive in two versions, or in one of them.
struct ComparedIncentive {
    const Incentive* before = nullptr;
    const Incentive* after = nullptr;
    std::vector<RuleChange> changes;     ///< where both are there
    bool same_plan = false;              ///< both compute the same, node by node
    bool same_data = false;              ///< what one asks by a name the other asks likewise
    bool same_for_bundles = true;        ///< what bundles read by a name, to settle, is the same
    bool same_for_localities = true;     ///< both compute the same whatever a locality sets

    /// Gives the one that is there; the new one where both are.
    [[nodiscard]] const Incentive& any() const { return after != nullptr ? *after : *before; }
    [[nodiscard]] bool in_both() const noexcept { return before != nullptr && after != nullptr; }
    /// Tells whether anything can be decided otherwise.
    [[nodiscard]] bool can_differ() const noexcept;
    /// Tells whether what localities may set changes, and so what their overlays decide.
    [[nodiscard]] bool opens_otherwise() const noexcept;
};

/// One thing that two versions of a bundle, or of another file that is compared key by key, say otherwise.
struct BundleChange {
    enum class Kind : std::uint8_t { bundle, detectors, library, rules };
    std::string bundle;                  ///< its id, or that of the file
    Bilingual what, before, after;
    bool decides = true;
    Kind kind = Kind::bundle;
};

/// Two versions of rules, laid beside one another.
struct RuleComparison {
    std::vector<ComparedIncentive> incentives;   ///< in the old order; what is new behind
    std::vector<BundleChange> bundles;
    bool same_text = false;                      ///< byte for byte, apart from the names of files

    /// Tells whether anything can be decided otherwise.
    [[nodiscard]] bool can_differ() const noexcept;
    /// Tells whether what localities may set changes anywhere.
    [[nodiscard]] bool opens_otherwise() const noexcept;
    /// Tells whether there is anything to tell.
    [[nodiscard]] bool differs() const noexcept;
};

/// Compares the incentives that were asked for, by their ids; what is left over where one follows the other, has its title, or is the only one.
[[nodiscard]] RuleComparison compare_rules(const Rulebook& before, const Rulebook& after);

}  // namespace huiqi
