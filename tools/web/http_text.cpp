#include "tools/web/http_text.h"

#include <algorithm>

namespace huiqi {

std::optional<std::string> decoded(std::string_view path) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string text;
    for (std::size_t at = 0; at < path.size(); ++at) {
        int value = static_cast<unsigned char>(path[at]);
        if (path[at] == '%') {
            if (at + 2 >= path.size() || digit(path[at + 1]) < 0 || digit(path[at + 2]) < 0) {
                return std::nullopt;
            }
            value = digit(path[at + 1]) * 16 + digit(path[at + 2]);
            at += 2;
        }
        if (value < 0x20 || value == 0x7F) {
            return std::nullopt;
        }
        text += static_cast<char>(value);
    }
    return text;
}

std::string small_letters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string kind_of(const std::string& type) {
    std::string kind = type.substr(0, type.find(';'));
    std::erase_if(kind, [](char c) { return c == ' ' || c == '\t'; });
    return kind;
}

bool says_utf8(const std::string& type) {
    const std::size_t at = type.find("charset=");
    if (at == std::string::npos) {
        return true;
    }
    std::string charset = type.substr(at + 8);
    charset = charset.substr(0, charset.find(';'));
    std::erase_if(charset, [](char c) { return c == '"' || c == ' '; });
    return charset == "utf-8" || charset == "utf8" || charset == "us-ascii";
}

std::string_view origin_form(std::string_view target, std::string_view host) {
    const std::string front = small_letters("http://" + std::string(host));
    if (host.empty() || small_letters(std::string(target.substr(0, front.size()))) != front) {
        return target;
    }
    target.remove_prefix(front.size());
    return target.empty() ? "/" : target;
}

RequestTarget target_of(std::string_view target) {
    const std::size_t mark = target.find('?');
    return {.path = decoded(target.substr(0, mark)),
            .query = mark == std::string_view::npos ? "" : std::string(target.substr(mark + 1))};
}

}  // namespace huiqi
