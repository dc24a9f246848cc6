#pragma once

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Holds an incentive against 国知发运字〔2025〕16号 三(七), by which the number of patents must not be the only factor of an
/// evaluation. An award whose amount varies with a count of patents alone is refused (E362) when its conditions read
/// nothing else but who applies, when, and how many patents; when they do read something else it is W507.
void check_patent_count(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
