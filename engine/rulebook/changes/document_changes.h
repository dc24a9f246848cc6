#pragma once

#include <cstdint>
#include <vector>

#include "engine/rulebook/keys.h"
#include "engine/rulebook/provenance.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// One thing that two versions of a rule file say otherwise, found key by key.
struct DocumentChange {
    Bilingual what;                      ///< `参数·评审线·值`, `parameters.评审线.value`
    Bilingual before, after;             ///< as written; empty where there is nothing
    bool decides = true;                 ///< whether a result can change
};

/// Which differences are told: all, or those behind keys that nobody said to be compared elsewhere or to be without effect.
enum class Told : std::uint8_t { all, not_compared };

/// Gives what two versions of a file say otherwise whose top mapping has the keys of a scope. What is the same but for spelling is the same: keys
/// and fixed words in either language, expressions and cells by what they parse to (`≥`, `105%`, `孰低`), entries in any order, comments,
/// layout; items of a list that have ids are found by them.
[[nodiscard]] std::vector<DocumentChange> document_changes(const Document& before, const Document& after, Scope root, Told told);

}  // namespace huiqi
