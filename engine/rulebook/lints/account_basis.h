#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Holds the accounts of documents against the rules (W529): what is named under `由` for a clause cites that clause, one below
/// or one above it; and no number rests on a clause that is called 不可计算.
void report_accounts_apart(const Rulebook& rulebook, Diagnostics& diagnostics);

}  // namespace huiqi
