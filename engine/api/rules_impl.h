#pragma once

#include <memory>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"
#include "huiqi/rules.h"

namespace huiqi {

/// What `Rules` holds. Engines share the rulebook, so that they outlive the rules that they were compiled
/// from.
struct Rules::Impl {
    /// Takes what a loader gave and said.
    Impl(Rulebook loaded, Diagnostics diagnostics);

    std::shared_ptr<const Rulebook> rulebook;
    std::vector<Message> messages;
    bool sound = false;
};

}  // namespace huiqi
