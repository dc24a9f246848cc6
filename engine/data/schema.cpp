#include "engine/data/schema.h"

namespace huiqi {

std::optional<std::size_t> Schema::index(std::string_view name) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
