#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Tells whether a region holds a place, both codes of GB/T 2260: 320000 holds 320500 and 320583. No code,
/// 000000 and 100000 hold every place.
[[nodiscard]] bool region_holds(std::string_view region_code, std::string_view place_code) noexcept;

/// For which place and day rules are asked for.
struct Place {
    std::string code;         ///< six digits
    std::optional<Date> day;  ///< nothing: whichever day
};

/// Says which of the overlays of one incentive is in force at a place: those that are in force on the day and
/// whose region holds the place; of these none over which another of them is laid; of the rest the one of the
/// smallest region, then of the highest rank, then the later one (by the first day in force, then by the day
/// of issue of its own document).
class RegionChoice {
public:
    RegionChoice(const Rulebook& rulebook, Place place);

    /// What was found for one incentive: the rule in force, or several between which nothing decides (without
    /// a day also those that are in force on other days than the best), or none.
    struct Found {
        const Incentive* in_force = nullptr;
        std::vector<const Incentive*> tied;
    };
    /// Gives what is in force of an incentive or overlay and of all that is laid over it.
    [[nodiscard]] Found of(const Incentive& incentive) const;
    /// Gives, of an incentive and of all that is laid over it, the one that goes before all others wherever it is in force: on its
    /// own days nothing else is right, whatever holds on other days. Nothing where none holds at the place.
    [[nodiscard]] const Incentive* foremost(const Incentive& incentive) const;
    /// Gives what may be in force there on other days in the place of `used`, which was found for a day: the rules of its
    /// family whose days it does not hold.
    [[nodiscard]] std::vector<const Incentive*> on_other_days(const Incentive& used) const;
    /// Gives what is in force in the place of `used`, which was found for a day, on others of its own days.
    [[nodiscard]] std::vector<const Incentive*> overtaking(const Incentive& used) const;
    /// Gives the incentives that are no overlays, with all that is laid over them in their place.
    [[nodiscard]] std::vector<const Incentive*> roots() const;
    /// Gives the rules that say a region without a code, so that no place can be looked up in them.
    [[nodiscard]] std::vector<const Incentive*> without_code() const;

    /// Gives the incentive or overlay that one is laid over; nullptr for an incentive of its own.
    [[nodiscard]] const Incentive* parent(const Incentive& incentive) const;
    /// Gives the incentive at the bottom of all that one is laid over.
    [[nodiscard]] const Incentive& root(const Incentive& incentive) const;
    /// Tells whether one is laid over another, at any distance.
    [[nodiscard]] bool stands_on(const Incentive& overlay, const Incentive& below) const;

private:
    /// Gives an incentive and what is laid over it, as far as it is in force.
    [[nodiscard]] std::vector<const Incentive*> candidates(const Incentive& incentive) const;
    /// Gives those of them over which no other is laid.
    [[nodiscard]] std::vector<const Incentive*> topmost(const std::vector<const Incentive*>& all) const;
    [[nodiscard]] bool candidate(const Incentive& incentive) const;
    [[nodiscard]] bool in_region(const Incentive& incentive) const;

    const Rulebook& rulebook_;
    Place place_;
    std::unordered_map<const Incentive*, const Incentive*> parents_;
};

/// Reports overlays that lie outside the region of their parent (E363), and two overlays of one incentive for
/// one region between which no date, rank or day of issue decides (E364).
void check_regions(const Rulebook& rulebook, Diagnostics& diagnostics);

/// Says what a run for a place would meet: overlays that tie there (E364), a rule in force that lacks a local
/// parameter (W525), and rules whose region has no code, which are never in force for a code (W524).
void check_place(const Rulebook& rulebook, const Place& place, Diagnostics& diagnostics);

}  // namespace huiqi
