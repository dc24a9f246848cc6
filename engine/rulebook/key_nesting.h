#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/rulebook/keys.h"

namespace huiqi {

/// What a value looks like that stands behind a key.
enum class Behind : std::uint8_t {
    text,        ///< a scalar
    texts,       ///< a list of scalars
    word,        ///< one of the fixed words of a scope
    one,         ///< a mapping with the keys of a scope
    each,        ///< a list of such mappings
    named,       ///< a mapping from names that the author chooses to such mappings
    named_text,  ///< a mapping from names to scalars
    named_texts, ///< a mapping from names to lists of scalars
    named_each,  ///< a mapping from names to lists of mappings with the keys of a scope
};

/// One form that the value of a key may have. A key with several rows may have any of these forms; one without a row has
/// what its shape says (`Spelling::shape`).
struct Nesting {
    Scope scope;
    std::string_view en;   ///< the key, by its English name
    Behind behind;
    Scope inner = Scope::prose;   ///< of the mapping or the words
};

/// Gives the forms that are known; the schema for editors and the language server are made from them.
[[nodiscard]] std::span<const Nesting> nestings() noexcept;

/// How many of some keys a mapping must have. The loaders say it in messages of their own; schemas say it from here.
struct KeyGroup {
    enum class Count : std::uint8_t { one, at_most_one, some };
    static constexpr std::size_t kMost = 10;

    Scope scope;
    Count count;
    std::array<std::string_view, kMost> keys;   ///< by their English names; the rest is empty
};

/// Gives the groups of keys, by scope.
[[nodiscard]] std::span<const KeyGroup> key_groups() noexcept;

/// Tells whether the list behind a key must hold something.
[[nodiscard]] bool never_empty(Scope scope, std::string_view en) noexcept;

/// Tells whether a mapping of a scope may have names of the author's beside its keys.
[[nodiscard]] bool takes_other_names(Scope scope) noexcept;

}  // namespace huiqi
