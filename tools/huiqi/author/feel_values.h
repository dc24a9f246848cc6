#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "engine/data/schema.h"

namespace huiqi {

/// A value of the case protocol that the language has no type for: time of day, a function, a context without fields.
struct NotSupported {
    std::string what;
};

/// Reads the type of a value of the case protocol: declared (`{"base": "number"}`, `{"list": …}`, `{"record": …}`) or,
/// when that is null, the one that the value itself shows. Throws NotSupported.
[[nodiscard]] Type feel_type(const nlohmann::json& declared, const nlohmann::json& value);
/// Reads a value of this type; JSON null is unknown. Throws NotSupported.
[[nodiscard]] Value feel_value(const nlohmann::json& value, const Type& type, const std::string& name);
/// Gives the field of an application that holds this value and no more.
[[nodiscard]] FieldSchema feel_field(const std::string& name, const Type& type, const Value& value);
/// Writes a value in the protocol's form; unknown, absent and errors are null.
[[nodiscard]] nlohmann::json feel_json(const Value& value, const Type& type);

}  // namespace huiqi
