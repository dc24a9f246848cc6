#pragma once

#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"
#include "engine/rulebook/settlement.h"

namespace huiqi {

/// Holds an incentive against 国知发运字〔2025〕16号 三(七), by which the number of patents must not be the only factor of an
/// evaluation. An award whose amount varies with a count of patents alone, or that goes to the first by such a count, is refused
/// (E362) when its conditions read nothing else but who applies, when, and how many patents; when they do read something else it
/// is W507.
void check_patent_count(const Incentive& incentive, Diagnostics& diagnostics);

/// The same of places that go by an order (名额): `members` are those of the bundle, nullptr for what is not sound.
void check_patent_count(const BundleSettlement::Quota& quota, const std::vector<const Incentive*>& members, Diagnostics& diagnostics);

}  // namespace huiqi
