#include "tools/web/html.h"

#include <algorithm>

namespace huiqi {

std::string html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c; break;
        }
    }
    return out;
}

std::string url_part(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           c == '-' || c == '.' || c == '_';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> form_fields(std::string_view body) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    const auto decode = [&](std::string_view part) {
        std::string text;
        for (std::size_t at = 0; at < part.size(); ++at) {
            const bool coded = part[at] == '%' && at + 2 < part.size() && digit(part[at + 1]) >= 0 &&
                               digit(part[at + 2]) >= 0;
            if (coded) {
                text += static_cast<char>(digit(part[at + 1]) * 16 + digit(part[at + 2]));
                at += 2;
            } else {
                text += part[at] == '+' ? ' ' : part[at];
            }
        }
        return text;
    };
    std::vector<std::pair<std::string, std::string>> fields;
    while (!body.empty()) {
        const std::string_view one = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), one.size() + 1));
        const std::size_t equals = one.find('=');
        if (!one.empty()) {
            fields.emplace_back(decode(one.substr(0, equals)),
                                equals == std::string_view::npos ? "" : decode(one.substr(equals + 1)));
        }
    }
    return fields;
}

namespace {

/// What a page in a folder says in the place of a server's headers: nothing but the files beside it.
constexpr std::string_view kOwnPolicy =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'\">\n";

}  // namespace

std::string whole_page(const PageStyle& style, const std::string& title, const std::string& bar,
                       const std::string& main) {
    const std::string folder = html(style.folder);
    return "<!doctype html>\n<html lang=\"" + style.say("zh-CN", "en") + "\"" +
           (style.large ? " class=\"large\"" : "") +
           ">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\">\n" +
           (style.standalone ? std::string(kOwnPolicy) : "") + "<title>" + html(title) + "</title>\n<link rel=\"stylesheet\" href=\"" + folder +
           "page.css\">\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"" + folder + "icon.svg\">\n" +
           (style.standalone ? "" : "<script src=\"/assets/page.js\" defer></script>\n") +
           (style.browser ? "<script src=\"" + folder + "search.js\" defer></script>\n" : "") +
           "</head>\n<body" + (style.browser ? " class=\"browser\"" : "") + ">\n<a class=\"skip\" href=\"#main\">" +
           style.say("跳到正文", "Skip to the main part") + "</a>\n<header class=\"bar\">" + bar +
           "</header>\n<main id=\"main\" tabindex=\"-1\">\n" + main + "\n</main>\n<footer>" +
           style.say("结果由公开规则逐条算出，供参考；以主管部门决定为准。",
                     "Calculated from the published rules, for orientation; the authority decides.") +
           (style.standalone ? ""
                             : "<span class=\"screen-only\"> " +
                                   style.say("回答只发给提供本页的服务器计算，它不保存。",
                                             "Answers go only to the server that gives this page, which keeps none.") +
                                   "</span>") +
           "</footer>\n</body>\n</html>\n";
}

}  // namespace huiqi
