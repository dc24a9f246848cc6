#pragma once

#include "engine/data/schema.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads what a case gives for one field, lists and records included, in entry units; `path` names it where it is
/// not answered. What is missing is unknown. Reports the data faults; what is wrong is unknown too.
[[nodiscard]] Value read_given(LoadContext& context, NodeId node, const FieldSchema& field, const std::string& path);

/// Reports E326: there is nothing called so; suggests the nearest of `names`.
void report_no_such(LoadContext& context, const MappedText& name, const Bilingual& what,
                    const std::vector<std::string_view>& names);

}  // namespace huiqi
