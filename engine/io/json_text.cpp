#include "engine/io/json_text.h"

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/io/utf8.h"

namespace huiqi {
namespace {

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\t': out += "\\t"; return;
        case '\r': out += "\\r"; return;
        default: out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
}

std::string well_formed(std::string_view text) {
    std::string fixed;
    for (std::size_t at = 0; at < text.size();) {
        append_utf8(fixed, next_code_point(text, at));
    }
    return fixed;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    if (!is_utf8(text)) {
        append_json_string(out, well_formed(text));
        return;
    }
    out += '"';
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (needs_escape(text[at])) {
            out.append(text, plain, at - plain);
            append_escaped(out, text[at]);
            plain = at + 1;
        }
    }
    out.append(text, plain);
    out += '"';
}

}  // namespace huiqi
