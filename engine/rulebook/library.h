#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A 公用 file: enumerations, units, parameters and inputs for other files.
struct Library {
    std::string id;
    std::string file;
    Span declared;
    std::vector<Citation> citations;
    std::vector<std::string> units;
    Enumerations enumerations;
    std::vector<Parameter> parameters;
    std::vector<Input> inputs;

    [[nodiscard]] const Parameter* parameter(std::string_view name) const noexcept;
    [[nodiscard]] const Input* input(std::string_view name) const noexcept;
};

/// Reads a library; `used` are the libraries that it uses itself.
[[nodiscard]] Library load_library(LoadContext& context, const std::vector<const Library*>& used);

/// Gives the sources of libraries, which files that use them may cite by name.
[[nodiscard]] std::vector<const Citation*> used_citations(const std::vector<const Library*>& used);

/// Gives the enumerations of a file together with those of the libraries that it uses.
[[nodiscard]] Enumerations with_used(Enumerations own, const std::vector<const Library*>& used);

}  // namespace huiqi
