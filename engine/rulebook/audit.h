#pragma once

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Asks of a rulebook what `check --strict` asks beyond the warnings of loading: that every clause of a document whose
/// text is stored, or whose clauses are listed, is accounted for (W520), that no number stands without a source
/// (W522), that the quote which a number cites mentions it (W505), and that the account of a document says what the rules do (W529).
void audit(const Rulebook& rulebook, Diagnostics& diagnostics);

}  // namespace huiqi
