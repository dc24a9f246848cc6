#pragma once

#include "engine/evaluate/machine.h"

namespace huiqi {

/// Gives the state of a strict operation on the elements of one row's list: that of the list first, then the first
/// error among them, all unknowns, R08 for an absent one.
[[nodiscard]] Cause segment_state(Machine& machine, NodeIndex node, const Register& column, const Register& list,
                                  std::size_t row);

}  // namespace huiqi
