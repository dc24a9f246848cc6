#pragma once

#include "tools/huiqi/commands.h"

namespace huiqi {

/// `huiqi batch explain`: why one application of a batch gets what it gets, from its answers to its payments. It is decided
/// again from the rules and data that the ledger keeps, and what comes out is compared with what the ledger has.
void add_batch_explain(CLI::App& batch, Action& chosen);

}  // namespace huiqi
