#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A fold as it is written: parsed, its names not looked at.
struct ParsedFold;

/// Tells whether the keys of a definition are those of a fold (逐项, 称作, 状态, 递推, 每项得, 得).
[[nodiscard]] bool has_fold_keys(const Fields& keys);

/// Reads a fold. Reports what is missing (E453), states and steps whose names differ (E333), two results (E334); gives
/// nothing then.
[[nodiscard]] std::shared_ptr<const ParsedFold> read_fold(LoadContext& context, const Fields& keys);

/// Adds every name that its expressions mention.
void add_mentions(const ParsedFold& fold, std::vector<std::string>& mentions);

/// Checks names, types and units. Reports E307 for a name that is taken, E332 for a state or a yield that is no single
/// value; gives nothing where something is wrong.
[[nodiscard]] std::optional<Fold> check_fold(LoadContext& context, const ParsedFold& fold, RuleNames& names);

/// Gives the type of its value.
[[nodiscard]] Type type_of(const Fold& fold);

}  // namespace huiqi
