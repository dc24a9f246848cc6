#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Reads `奖补`: steps on an amount of money. Reports E314 for steps that do not follow one another, E316 for roundings,
/// E352 for an uplift that can be read in two ways, and what bands_loader.h finds.
void load_award(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads `另算`: named lists of steps on amounts of any unit.
void load_extras(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads a list of steps on an amount of any unit.
[[nodiscard]] std::vector<AwardStep> read_steps(LoadContext& context, NodeId node, RuleNames& names);

/// Reads steps that go on from a base of money, which stands first in what is given. They are looked at only where `around`
/// holds, when there is one.
[[nodiscard]] std::vector<AwardStep> read_steps_on(LoadContext& context, AwardStep base, const std::vector<NodeId>& items,
                                                   RuleNames& names, const std::optional<CheckedExpression>& around);

/// Gives the unit of an amount from its steps; requires a sound incentive.
[[nodiscard]] Unit amount_unit(const std::vector<AwardStep>& steps);

}  // namespace huiqi
