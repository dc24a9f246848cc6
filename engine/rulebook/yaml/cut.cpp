#include "engine/rulebook/yaml/cut.h"

#include <algorithm>

#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

/// No expression in braces is longer; the bound keeps a hostile line from being read again at each comma.
constexpr std::size_t kLongestValue = 4096;

std::size_t behind_last_word(std::string_view text, std::size_t end) noexcept {
    return text.find_last_not_of(' ', end - 1) + 1;
}

}  // namespace

int parenthesis_at(std::string_view text, std::size_t at) noexcept {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with('(') || rest.starts_with("（")) {
        return 1;
    }
    return rest.starts_with(')') || rest.starts_with("）") ? -1 : 0;
}

int open_parentheses(std::string_view text) noexcept {
    int open = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        open += parenthesis_at(text, at);
    }
    return open;
}

int open_brackets(std::string_view text) noexcept {
    int open = 0;
    for (const char c : text) {
        open += c == '[' || c == '{' ? 1 : 0;
        open -= c == ']' || c == '}' ? 1 : 0;
    }
    return open;
}

std::optional<std::size_t> end_of_cut_value(std::string_view text, std::size_t begin) noexcept {
    const std::string_view near = text.substr(begin, kLongestValue);
    const std::size_t limit = begin + line_end(near, 0);
    int open = 0;
    bool opened = false;
    for (std::size_t at = begin; at < limit; ++at) {
        if (std::string_view("[]{}").find(text[at]) != std::string_view::npos) {
            return opened && open <= 0 ? std::optional(behind_last_word(text, at)) : std::nullopt;
        }
        if (opened && open <= 0 && text[at] == ',') {
            return behind_last_word(text, at);
        }
        open += parenthesis_at(text, at);
        opened = opened || open > 0;
    }
    return opened && open <= 0 ? std::optional(behind_last_word(text, limit)) : std::nullopt;
}

}  // namespace huiqi
