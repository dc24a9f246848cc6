#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Refuses what the values of parameters make wrong for every application, on some day in force: edges of bands that fall
/// (E315), shares that exceed the award, instalments that come to less or more than it (E353). What is written as a number is looked at where it is read.
/// Of an overlay only what its own values bring about is told: the rest is told at its parent.
void check_stated_numbers(const Incentive& incentive, Diagnostics& diagnostics);

}  // namespace huiqi
