#pragma once

#include <vector>

#include "engine/data/type.h"
#include "engine/data/value.h"
#include "engine/language/builtins.h"

namespace huiqi::oracle {

/// The arguments of a call with their types.
struct Arguments {
    std::vector<Value> values;
    std::vector<Type> types;
};

/// Calls a built-in function, as the table of built-ins says.
[[nodiscard]] Value call(BuiltinId id, const Arguments& arguments, const Type& result);

/// Calls one of those that gather or rebuild lists.
[[nodiscard]] Value call_list(BuiltinId id, const Arguments& arguments, const Type& result);
/// Calls one of those about dates.
[[nodiscard]] Value call_date(BuiltinId id, const Arguments& arguments);
/// Calls one of those about texts.
[[nodiscard]] Value call_text(BuiltinId id, const Arguments& arguments);

}  // namespace huiqi::oracle
