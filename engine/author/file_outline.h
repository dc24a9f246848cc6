#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/author/text_roles.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// What a name stands for. In an expression a bare name is a `value` until it is looked up: it may be an enumeration's too.
enum class NameKind : std::uint8_t { value, type, enum_value, source, rule, condition, anomaly, amount, part, function };

/// A name where it stands in a rule file.
struct NamePlace {
    NameKind kind = NameKind::value;
    std::string name;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool declares = false;
    bool inside_expression = false;
    Scope scope = Scope::prose;     ///< of the mapping that it stands in
    std::string_view key;           ///< English, behind which it stands
    NodeId node = 0;                ///< what is declared, or the scalar; of an id that of its mapping
    std::vector<std::string> of{};  ///< of an answer: its name and those of the fields that it stands in; of what a parameter is set to: the parameter; of a value that is declared: its enumeration

    [[nodiscard]] bool holds(std::size_t offset) const noexcept { return begin <= offset && offset <= end; }
};

/// A case where it stands.
struct CasePlace {
    std::string name;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    Span declared;                  ///< the place of its name, as the loader has it
};

/// A rule file as names: what it declares and mentions, in the order of its text, whether or not it means anything.
struct FileOutline {
    std::string_view kind;          ///< English word; empty when it has none
    std::string id, parent;         ///< of cases: `parent` is what they are about
    std::vector<std::string> uses;  ///< libraries
    std::vector<std::string> members;   ///< of a bundle
    std::vector<NamePlace> names;
    std::vector<CasePlace> cases;
    std::vector<std::string> units;

    /// Finds the name that holds a byte; of two the shorter.
    [[nodiscard]] const NamePlace* at(std::size_t offset) const noexcept;
    /// Finds the declaration of a name of a kind.
    [[nodiscard]] const NamePlace* declared(NameKind wanted, std::string_view name) const noexcept;
};

/// Reads what a document declares and mentions.
[[nodiscard]] FileOutline outline_of(const Document& document);

}  // namespace huiqi
