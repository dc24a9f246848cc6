#include "engine/language/builtins.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// Folds ASCII letters, so that `SUM` and `sum` are one name; other characters stay.
std::string folded(std::string_view name) {
    std::string out(name);
    std::transform(out.begin(), out.end(), out.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
    });
    return out;
}

using Index = std::unordered_map<std::string, const Builtin*>;

Index index_of_names() {
    Index index;
    const auto add = [&index](std::string_view name, const Builtin& entry) {
        const bool fresh = index.emplace(folded(name), &entry).second;
        expect(fresh, "no two built-ins share a name");
    };
    for (const Builtin& entry : builtins()) {
        add(entry.name, entry);
        for (const std::string_view alias : entry.aliases) {
            add(alias, entry);
        }
    }
    return index;
}

}  // namespace

const Builtin& builtin(BuiltinId id) noexcept {
    const Builtin& entry = builtins()[static_cast<std::size_t>(id)];
    expect(entry.id == id, "the table of built-ins stands in the order of BuiltinId");
    return entry;
}

const Builtin* find_builtin(std::string_view name) noexcept {
    static const Index index = index_of_names();
    const auto found = index.find(folded(name));
    return found == index.end() ? nullptr : found->second;
}

}  // namespace huiqi
