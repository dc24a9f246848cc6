#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/data/type.h"
#include "engine/data/unit.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// The enumerations that a file can name: its own and those of the libraries that it uses.
using Enumerations = std::vector<std::shared_ptr<const Enumeration>>;

/// Finds an enumeration by name.
[[nodiscard]] std::shared_ptr<const Enumeration> find_enumeration(const Enumerations& enumerations,
                                                                  std::string_view name);

/// A type as an author declares it. `word` is the English type word, `enumeration` for an enumeration and `unit`
/// where a unit stands for a number of it.
struct DeclaredType {
    std::string_view word;
    Type type;
    EntryUnit entry;   ///< of a number; a rate without a unit has an empty text
};

/// Who declares: an input must say the unit of a rate (E301); a table may say a unit instead of a type.
enum class TypeUse : std::uint8_t { input, parameter, table };

/// Reads `类型` and `单位` of scalar types; `unit` may be null. Reports E301, E302, E456; gives nothing then, and for
/// `list` and `record`, whose type the caller builds.
[[nodiscard]] std::optional<DeclaredType> read_type(LoadContext& context, const MappedText& type,
                                                    const MappedText* unit, const Enumerations& enumerations,
                                                    TypeUse use);

/// Gives the English word when the text is the type word of a list or a record, else nothing.
[[nodiscard]] std::string_view compound_word(std::string_view type);

/// Tells whether numbers of this type are whole by nature.
[[nodiscard]] bool whole_by_nature(std::string_view word);

}  // namespace huiqi
