#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/author/text_position.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi::lsp {

using Json = nlohmann::json;

/// What a request is refused with; numbers and their names are those of the protocol.
struct Refusal {
    enum class Code : int {
        parse_error = -32700,
        invalid_request = -32600,
        method_not_found = -32601,
        invalid_params = -32602,
        internal_error = -32603,
        server_not_initialized = -32002,
        request_cancelled = -32800,
        request_failed = -32803,
    };
    Code code = Code::invalid_params;
    std::string message;
};

/// Gives the path that an address stands for: of `file:` its path, of others a name that no file has, below `folder`.
[[nodiscard]] std::string path_of(std::string_view uri, const std::string& folder);
/// Gives the address of a path.
[[nodiscard]] std::string uri_of(std::string_view path);

[[nodiscard]] Json json_of(const LineRange& range);
/// Gives the range of some bytes of a text.
[[nodiscard]] Json range_of(const TextLines& lines, std::size_t begin, std::size_t end);
/// Reads a place; nothing when it is none.
[[nodiscard]] std::optional<LinePosition> position_of(const Json& json);
/// Reads a range; nothing when it is none.
[[nodiscard]] std::optional<LineRange> line_range_of(const Json& json);

/// Gives the member of an object, or null.
[[nodiscard]] const Json& member(const Json& json, std::string_view name);
/// Gives the text behind a member, empty when there is none.
[[nodiscard]] std::string text_member(const Json& json, std::string_view name);

}  // namespace huiqi::lsp
