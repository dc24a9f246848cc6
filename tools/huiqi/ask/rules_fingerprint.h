#pragma once

#include <string>

#include "tools/huiqi/rules.h"

namespace huiqi {

/// Gives a digest of all that the rule files say and of the names of what was chosen of them, by which answers that were
/// given to other rules are known. Comments, layout and cases are no part of it: they change neither question nor result.
[[nodiscard]] std::string rules_fingerprint(const Rulebook& book, const Selected& selected);

}  // namespace huiqi
