#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace huiqi {

// The texts of HTTP, as far as they need no library.

/// What every response says: nothing of another origin, nothing kept, nothing framed.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kHeaders{{
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},  // with none at all a form is sent without its origin
    {"Cache-Control", "no-store"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
}};

/// Decodes %XX; nothing where it is malformed or holds a control character.
[[nodiscard]] std::optional<std::string> decoded(std::string_view path);
[[nodiscard]] std::string small_letters(std::string text);
/// A type without its parameters.
[[nodiscard]] std::string kind_of(const std::string& type);
/// Whether a type in small letters says no other coding of its letters than UTF-8.
[[nodiscard]] bool says_utf8(const std::string& type);
/// A target without the `http://` and the host that a client may write in front of its path (RFC 9112, 3.2.2);
/// one that names another host than the header does is left as it is, and no path.
[[nodiscard]] std::string_view origin_form(std::string_view target, std::string_view host);

/// A request's target: the path decoded, nothing where that cannot be done, and the query as sent.
struct RequestTarget {
    std::optional<std::string> path;
    std::string query;
};
[[nodiscard]] RequestTarget target_of(std::string_view target);

}  // namespace huiqi
