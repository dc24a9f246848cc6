#include "engine/language/names.h"

#include <algorithm>

#include "engine/diagnostic/text.h"
#include "engine/language/characters.h"
#include "engine/language/keywords.h"

namespace huiqi {

std::optional<std::string> read_name(std::string_view text) {
    const FoldedText folded(text);
    std::string_view name = folded.text();
    name.remove_prefix(std::min(name.find_first_not_of(" \t\r\n"), name.size()));
    name = name.substr(0, name.find_last_not_of(" \t\r\n") + 1);
    std::size_t first = 0;
    if (name.empty() || !is_name_start(next_code_point(name, first)) || end_of_name(name, 0) != name.size()) {
        return std::nullopt;
    }
    const TokenKind kind = keyword_kind(name);
    const bool reserved = kind != TokenKind::word && kind != TokenKind::unlimited;
    if (reserved || bound_word_suffix(name) != 0 || comparison_before_digit(name) != 0) {
        return std::nullopt;
    }
    return to_nfc(name);
}

}  // namespace huiqi
