#pragma once

#include <cstdint>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Of what settlement gives: one claim (an application and an incentive), or several of them together.
enum class SettledPart : std::uint8_t { claim, sums };

/// Reads `结算` of a case: what must be paid, the place in the ranking and on the waiting list, what was cut for which
/// cause, who pays. Reports E456 for what the part does not have, E454 for a cause or code that there is not.
[[nodiscard]] SettledExpectation read_settled(LoadContext& context, NodeId node, Span owner, SettledPart part);

/// Reports E456 for `结算` in a case of one application, which nothing is settled with.
void report_not_settled(LoadContext& context, Span place);

}  // namespace huiqi
