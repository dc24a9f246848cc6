#include "engine/rulebook/library.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/rulebook/lints/number_warnings.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/enums_loader.h"
#include "engine/rulebook/loaders/incentive_loader.h"
#include "engine/rulebook/loaders/inputs_loader.h"
#include "engine/rulebook/loaders/parameters_loader.h"

namespace huiqi {
namespace {

/// Reports E307 when two things of a library have one name.
class LibraryNames {
public:
    explicit LibraryNames(LoadContext& context) : context_(context) {}

    bool take(const std::string& name, Span declared) {
        const auto [found, fresh] = places_.try_emplace(name, declared);
        if (!fresh) {
            auto& taken = context_.diagnostics.error(
                "E307", declared, {fmt::format("“{}”已经有了", name), fmt::format("the name `{}` is taken", name)},
                {"换一个名字", "choose another name"});
            taken.related.push_back({found->second, {"先在这里声明", "first declared here"}});
        }
        return fresh;
    }

private:
    LoadContext& context_;
    std::unordered_map<std::string, Span> places_;
};

}  // namespace

const Parameter* Library::parameter(std::string_view name) const noexcept {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

const Input* Library::input(std::string_view name) const noexcept {
    const auto found =
        std::find_if(inputs.begin(), inputs.end(), [&](const Input& input) { return input.field.name == name; });
    return found == inputs.end() ? nullptr : &*found;
}

Enumerations with_used(Enumerations own, const std::vector<const Library*>& used) {
    for (const Library* library : used) {
        for (const auto& enumeration : library->enumerations) {
            if (find_enumeration(own, enumeration->name) == nullptr) {
                own.push_back(enumeration);
            }
        }
    }
    return own;
}

std::vector<const Citation*> used_citations(const std::vector<const Library*>& used) {
    std::vector<const Citation*> all;
    for (const Library* library : used) {
        for (const Citation& citation : library->citations) {
            all.push_back(&citation);
        }
    }
    return all;
}

Library load_library(LoadContext& context, const std::vector<const Library*>& used) {
    const Fields file(context, 0, Scope::library_file, context.node(0).span);
    Library library;
    library.id = read_id(context, file);
    library.file = context.file;
    library.declared = file.value("id");
    load_citations(context, file, library.citations, used_citations(used));
    for (const Library* other : used) {
        library.units.insert(library.units.end(), other->units.begin(), other->units.end());
    }
    for (std::string& unit : read_count_units(context, file)) {
        library.units.push_back(std::move(unit));
    }
    context.parse.units = library.units;
    library.enumerations = with_used({}, used);
    load_enumerations(context, file, library.enumerations);
    LibraryNames names(context);
    for (const YamlEntry& entry : file.entries("parameters")) {
        auto parameter = read_parameter(context, entry, library.enumerations, library.citations);
        if (parameter && names.take(parameter->name, parameter->declared)) {
            library.parameters.push_back(std::move(*parameter));
        }
    }
    for (const YamlEntry& entry : file.entries("inputs")) {
        auto input = read_input(context, entry, library.enumerations, library.citations, InputPlace::library);
        if (input && names.take(input->field.name, input->declared)) {
            input->library = library.id;
            library.inputs.push_back(std::move(*input));
        }
    }
    warn_of_readings(library.parameters, library.citations, context.document.source, context.diagnostics);
    return library;
}

}  // namespace huiqi
