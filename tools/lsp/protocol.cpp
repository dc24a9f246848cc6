#include "tools/lsp/protocol.h"

#include <charconv>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

namespace huiqi::lsp {
namespace {

[[nodiscard]] std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned byte = 0;
        const char* digits = text.data() + at + 1;
        if (text[at] == '%' && at + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            out += static_cast<char>(static_cast<unsigned char>(byte));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

[[nodiscard]] std::optional<std::uint32_t> count_of(const Json& json) {
    if (!json.is_number_unsigned() || json.get<std::uint64_t>() > std::numeric_limits<std::int32_t>::max()) {
        return std::nullopt;
    }
    return json.get<std::uint32_t>();
}

}  // namespace

std::string path_of(std::string_view uri, const std::string& folder) {
    if (!uri.starts_with("file://")) {
        std::string name = decoded(uri);
        for (char& c : name) {
            c = c == '/' || c == '\0' ? '_' : c;
        }
        return (std::filesystem::path(folder) / name).string();
    }
    uri.remove_prefix(7);
    const std::size_t slash = uri.find('/');   // what stands before it is a host
    std::string path = decoded(slash == std::string_view::npos ? uri : uri.substr(slash));
    return path.substr(0, path.find('\0'));
}

std::string uri_of(std::string_view path) {
    std::error_code error;
    const std::string whole = std::filesystem::absolute(std::filesystem::path(path), error).lexically_normal().string();
    std::string uri = "file://";
    for (const char c : whole) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/-._~").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return uri;
}

Json json_of(const LineRange& range) {
    return {{"start", {{"line", range.begin.line}, {"character", range.begin.character}}},
            {"end", {{"line", range.end.line}, {"character", range.end.character}}}};
}

Json range_of(const TextLines& lines, std::size_t begin, std::size_t end) {
    return json_of(LineRange{lines.position(begin), lines.position(end)});
}

std::optional<LinePosition> position_of(const Json& json) {
    const auto line = count_of(member(json, "line"));
    const auto character = count_of(member(json, "character"));
    return line && character ? std::optional(LinePosition{*line, *character}) : std::nullopt;
}

std::optional<LineRange> line_range_of(const Json& json) {
    const auto begin = position_of(member(json, "start"));
    const auto end = position_of(member(json, "end"));
    return begin && end ? std::optional(LineRange{*begin, *end}) : std::nullopt;
}

const Json& member(const Json& json, std::string_view name) {
    static const Json none;
    if (!json.is_object()) {
        return none;
    }
    const auto found = json.find(name);
    return found == json.end() ? none : *found;
}

std::string text_member(const Json& json, std::string_view name) {
    const Json& found = member(json, name);
    return found.is_string() ? found.get<std::string>() : std::string();
}

}  // namespace huiqi::lsp
