#include "engine/io/json_fields.h"

#include "engine/io/heading.h"

namespace huiqi {
namespace {

/// Keys whose folding is remembered; a hostile file must not fill memory with names.
constexpr std::size_t kMostRemembered = 10'000;

}  // namespace

JsonFields::JsonFields(const std::vector<FieldSchema>& schema_fields) {
    fields.reserve(schema_fields.size());
    for (const FieldSchema& field : schema_fields) {
        const auto index = static_cast<std::uint32_t>(fields.size());
        JsonField& added = fields.emplace_back();
        added.field = &field;
        if (field.kind == ColumnKind::list || field.kind == ColumnKind::record) {
            added.inner = std::make_unique<JsonFields>(field.fields);
        } else {
            added.reader.emplace(field);
        }
        by_key_.emplace(field.name, index);
        for (const std::string& alias : field.aliases) {
            by_key_.emplace(alias, index);
        }
    }
    for (const auto& [key, index] : by_key_) {
        const auto [place, added] = by_folded_.emplace(folded_heading(key), index);
        // Two fields that fold alike are told apart by their exact names only.
        if (!added && place->second != index) {
            place->second = kNone;
        }
    }
}

std::optional<std::size_t> JsonFields::find(std::string_view key) {
    auto found = by_key_.find(key);
    if (found != by_key_.end()) {
        return found->second == kNone ? std::nullopt : std::optional<std::size_t>(found->second);
    }
    const auto folded = by_folded_.find(folded_heading(key));
    const std::uint32_t index = folded == by_folded_.end() ? kNone : folded->second;
    if (by_key_.size() < kMostRemembered) {
        by_key_.emplace(key, index);
    }
    return index == kNone ? std::nullopt : std::optional<std::size_t>(index);
}

bool JsonFields::plain() const noexcept {
    return fields.size() == 1 && fields.front().field->name.empty();
}

}  // namespace huiqi
