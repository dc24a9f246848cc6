#pragma once

#include <optional>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads a 组合 file whose incentives are loaded (`members`, in order; null for one that is missing or broken, which is
/// reported already). Reports E307 for two members of one short name that a total uses, E319 for shared inputs of unlike
/// type, E320 for a shared name that fewer than two members have, and warns (W512) of equal names that are not shared.
/// Settlement is read by settlement_loader.
[[nodiscard]] Bundle load_bundle(LoadContext& context, const std::vector<const Incentive*>& members);

/// Gives the ids under `事项` of a bundle with their places.
[[nodiscard]] std::vector<const MappedText*> bundle_members(LoadContext& context);

}  // namespace huiqi
