#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `条款` of a file: what became of each clause of its document. `resolves` tells whether a name under `由` is known.
/// Reports E312 for a clause listed twice, E317 when no source is a document, E360 for a name that is not known and E361
/// for a clause that nothing encodes or monitors; holds quotes and numbers against the stored text.
[[nodiscard]] std::vector<Clause> load_clauses(LoadContext& context, const Fields& file,
                                               const std::vector<Citation>& citations,
                                               const std::function<bool(std::string_view)>& resolves);

/// Gives the names under `由` in `条款` of a file, without a word about what is wrong.
[[nodiscard]] std::vector<const MappedText*> clause_actors(LoadContext& context, const Fields& file);

/// Tells whether an incentive has a part of this name: a condition, parameter, input, definition, table, anomaly, target, further
/// amount or source, or 奖补 itself.
[[nodiscard]] bool has_part(const Incentive& incentive, std::string_view name);

/// Gives each incentive the clauses about it that are left to a person: those that its own file, a file above it, or one
/// that names it under `由` lists so.
void link_clauses_by_hand(Rulebook& rulebook);

}  // namespace huiqi
