#pragma once

#include "engine/anomaly/detector.h"
#include "engine/anomaly/view_program.h"

namespace huiqi {

/// Warns (A108) of numbers in the expressions of a check that are those of the incentive it holds: amounts from 1 000 yuan,
/// 30 days, rates written with a sign. Where the rule changes, a copy in an expression stays behind, and no `guards`
/// holds it.
void warn_copied_terms(const Check& check, const ViewProgram& program, Diagnostics& diagnostics);

}  // namespace huiqi
