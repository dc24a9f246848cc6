#pragma once

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"

namespace huiqi {

/// Where inputs are declared; a library's cannot say when they are asked (`当`), since that would lean on names of
/// the incentive.
enum class InputPlace : std::uint8_t { incentive, library };

/// Reads one input; `tests` of `当` are left to the caller. Nothing when its type is wrong.
[[nodiscard]] std::optional<Input> read_input(LoadContext& context, const YamlEntry& entry,
                                              const Enumerations& enumerations,
                                              const std::vector<Citation>& citations, InputPlace place);

/// Reads one input into the incentive of `names` and declares it; `当` is checked when all names are there.
void load_input(LoadContext& context, const YamlEntry& entry, RuleNames& names);

/// Reads `申报` likewise.
void load_inputs(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads `施行`, without the input that decides; see `link_effective`.
void load_effective(LoadContext& context, const Fields& file, Incentive& incentive);

/// Finds the date input that `按` names (E318).
void link_effective(LoadContext& context, const Fields& file, RuleNames& names);

}  // namespace huiqi
