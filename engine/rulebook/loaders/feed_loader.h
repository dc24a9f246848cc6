#pragma once

#include <optional>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `来自` of an input of this type. Reports E342 where the type is not that of what is taken, E456 for a history
/// that is no list.
[[nodiscard]] std::optional<Feed> read_feed(LoadContext& context, const Fields& keys, const FieldSchema& field);

/// Gives the ids of the incentives whose results the inputs of a file take, with their places.
[[nodiscard]] std::vector<const MappedText*> feed_sources(LoadContext& context);

/// Checks what an input takes of an incentive that is loaded: E326 for a part that it does not have, E342 for one of
/// another type, and for the award of one that has none.
void check_feed(const Input& input, const Incentive& source, Diagnostics& diagnostics);

/// Tells whether values of two types are alike; enumerations of different files are when their values and order are.
[[nodiscard]] bool alike(const Type& left, const Type& right);

}  // namespace huiqi
