#include "engine/author/layout.h"

#include <utility>

#include "engine/rulebook/yaml/document.h"
#include "engine/rulebook/yaml/printer.h"

namespace huiqi {

std::optional<std::string> laid_out(Sources& sources, SourceId id, Diagnostics& diagnostics) {
    Diagnostics own;
    const Document document = read_yaml(sources, id, own);
    if (own.has_errors()) {
        diagnostics.append(std::move(own));
        return std::nullopt;
    }
    std::string text = print_yaml(sources, document);
    const SourceId again = sources.add(sources[id].name(), text);
    Diagnostics none;
    const Document printed = read_yaml(sources, again, none);
    return says_the_same(sources, document, printed) && !none.has_errors() ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace huiqi
