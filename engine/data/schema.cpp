#include "engine/data/schema.h"

#include <algorithm>

namespace huiqi {

std::optional<std::size_t> Schema::index(std::string_view name) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

bool Schema::asks_payments() const {
    return std::any_of(fields.begin(), fields.end(), [](const FieldSchema& field) { return field.of_payments; });
}

}  // namespace huiqi
