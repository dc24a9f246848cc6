#pragma once

#include <string>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

// What an incentive or a bundle is called: its title in the language, else in the other one, else its id.

[[nodiscard]] std::string title_or_id(const Incentive& incentive, Language language);
[[nodiscard]] std::string title_or_id(const Bundle& bundle, Language language);

}  // namespace huiqi
