#pragma once

#include <optional>
#include <vector>

#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

class RuleNames;

/// Reads one parameter with its values. Reports E301, E303, E308, E324 and what its type is wrong about; nothing
/// when its type is not known.
[[nodiscard]] std::optional<Parameter> read_parameter(LoadContext& context, const YamlEntry& entry,
                                                      const Enumerations& enumerations,
                                                      const std::vector<Citation>& citations);

/// Reads `参数` and declares them.
void load_parameters(LoadContext& context, const Fields& file, RuleNames& names);

/// Reads `值` or `历次` into a parameter whose type is known, in place of what it had; `source` is where they come from.
/// Reports E303 for a value outside the band. `citations` are those of the file that declares the band.
void read_versions(LoadContext& context, const Fields& keys, const Enumerations& enumerations,
                   const std::vector<Citation>& citations, Parameter& parameter);

/// Reads a value for a parameter (`取` of a case) and holds it against the band.
[[nodiscard]] std::optional<Value> read_parameter_value(LoadContext& context, NodeId node, const Parameter& parameter,
                                                        const Enumerations& enumerations,
                                                        const std::vector<Citation>& citations);

}  // namespace huiqi
