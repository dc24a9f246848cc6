#pragma once

#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"
#include "huiqi/message.h"

namespace huiqi {

/// What decides applications together; points into the rulebook it was picked from.
struct Selection {
    const Bundle* bundle = nullptr;
    std::vector<const Incentive*> incentives;
    /// Those of them that may lack a local parameter: versions for other days than the one that was asked for.
    std::vector<const Incentive*> open{};
};

/// Picks the bundle or the incentives of these ids, each once; without ids the one bundle, else every
/// incentive that was asked for and can run. Reports an id that is not there (E461), several bundles of which
/// none was chosen (E462) and rules without an incentive (E463); the selection is whole only when nothing was
/// reported.
[[nodiscard]] Selection select(const Rulebook& rulebook, const std::vector<std::string>& ids,
                               std::vector<Message>& messages);

}  // namespace huiqi
