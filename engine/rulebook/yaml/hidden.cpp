#include "engine/rulebook/yaml/hidden.h"

#include <algorithm>

#include "engine/rulebook/yaml/cut.h"
#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

/// A bracket that stays open is followed no further.
constexpr std::size_t kLongest = 65536;

/// Gives the end of a quoted value, or of its line when the quotes do not close there.
std::size_t behind_quotes(std::string_view text, std::size_t begin) {
    const std::size_t end = line_end(text, begin);
    const std::size_t close = text.find(text[begin], begin + 1);
    return close < end ? close + 1 : end;
}

/// Gives where the value with the `#` ends: at the comma or bracket behind it, brackets of its own aside.
std::size_t end_of_value(std::string_view text, std::size_t sign) {
    const std::size_t limit = line_end(text, sign);
    int open = 0;
    std::size_t at = sign;
    for (; at < limit; ++at) {
        const char c = text[at];
        const bool closes = c == ']' || c == '}';
        if (open == 0 && (closes || c == ',')) {
            break;
        }
        open += c == '[' || c == '{' ? 1 : 0;
        open -= closes ? 1 : 0;
    }
    while (at > sign && is_blank(text[at - 1])) {
        --at;
    }
    return at;
}

}  // namespace

std::optional<HiddenRest> hidden_rest(std::string_view text, std::size_t open) {
    const std::size_t limit = std::min(text.size(), open + kLongest);
    int depth = 0;
    std::size_t value = open + 1;  // where the value that is being read begins
    for (std::size_t at = open; at < limit; ++at) {
        const char c = text[at];
        const bool first = after_space(text, value) == at;
        const bool between = c == ',' || (c == ':' && at + 1 < limit && is_blank(text[at + 1]));
        if (first && (c == '"' || c == '\'')) {
            at = behind_quotes(text, at) - 1;
        } else if (c == '[' || c == '{' || c == ']' || c == '}' || between) {
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            value = at + 1;
            if (depth == 0) {
                return std::nullopt;
            }
        } else if (c == '#' && at > open && is_blank(text[at - 1])) {
            const std::size_t end = line_end(text, at);
            if (!first && open_brackets(text.substr(at, end - at)) < 0) {
                return HiddenRest{.sign = at, .value = {after_space(text, value), end_of_value(text, at)}};
            }
            at = end;
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
