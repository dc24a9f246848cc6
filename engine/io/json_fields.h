#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/cell_reader.h"

namespace huiqi {

struct JsonFields;

/// One field as JSON gives it: a scalar with its reader, or a list or record with its own fields.
struct JsonField {
    const FieldSchema* field = nullptr;
    std::optional<CellReader> reader;   ///< of a scalar
    std::unique_ptr<JsonFields> inner;  ///< of a list or a record
    bool not_asked = false;             ///< what stands there does not count
};

/// Hashes texts so that a map of strings can be asked with a view.
struct TextHash {
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

/// The fields of one kind of JSON object, found by key. Belongs to one thread: it remembers how keys fold.
struct JsonFields {
    /// The fields must outlive it.
    explicit JsonFields(const std::vector<FieldSchema>& fields);

    /// Finds a field by its name, an alias, or either folded; nothing when there is none.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view key);
    /// Whether an element is a plain value instead of an object.
    [[nodiscard]] bool plain() const noexcept;

    std::vector<JsonField> fields;

private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> by_key_;
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> by_folded_;
};

}  // namespace huiqi
