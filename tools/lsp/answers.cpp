#include <algorithm>

#include "engine/author/layout.h"
#include "tools/lsp/server.h"

namespace huiqi::lsp {
namespace {

/// One edit that turns a text into another, around what both begin and end with. It never cuts a character.
[[nodiscard]] Json edit_between(const std::string& before, const std::string& after, PositionEncoding encoding) {
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head]) {
        ++head;
    }
    while (head != 0 && before[head - 1] != '\n') {
        --head;
    }
    std::size_t tail = 0;
    while (tail < shorter - head && before[before.size() - tail - 1] == after[after.size() - tail - 1]) {
        ++tail;
    }
    while (tail != 0 && before[before.size() - tail - 1] != '\n') {
        --tail;
    }
    const TextLines lines(before, encoding);
    return {{"range", range_of(lines, head, before.size() - tail)}, {"newText", after.substr(head, after.size() - tail - head)}};
}

}  // namespace

Server::Answer Server::formatting(const Json& params) {
    const std::string* text = workspace_.open_text(path_in(params));
    if (text == nullptr) {
        return Refusal{Refusal::Code::invalid_params, "the file is not open"};
    }
    Sources sources;
    Diagnostics diagnostics;
    const auto result = laid_out(sources, sources.add("", *text), diagnostics);
    if (!result) {
        return Json();   // what is wrong with it stands among the findings
    }
    return *result == *text ? Json::array() : Json::array({edit_between(*text, *result, encoding_)});
}

}  // namespace huiqi::lsp
