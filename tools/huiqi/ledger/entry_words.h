#pragma once

#include <string>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives the word for what an entry of a ledger says was done.
[[nodiscard]] Bilingual entry_words(const std::string& kind);

}  // namespace huiqi
