#include "engine/rulebook/yaml/prescan.h"

#include <algorithm>
#include <cstddef>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
/// An editor set to tabs puts one into every line; a few are enough to say so.
constexpr std::size_t kTabsReported = 10;
constexpr std::size_t kInvisibleReported = 20;

/// Characters that nobody sees and that would make two equal-looking names differ, or turn the order of a
/// line.
bool is_invisible(char32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x200B ||
           c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || c == 0x2060 ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/// Gives the bytes of a character that is visible, as its first byte shows; 0 where only the whole character does.
std::size_t length_of_visible(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if ((byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n') {
        return 1;
    }
    return byte >= 0xE3 && byte <= 0xEE ? 3 : 0;   // U+3000 to U+EFFF, with all Chinese characters
}

/// Reports invisible characters, and replaces the control characters among them; a CR counts only when no LF
/// follows.
void scan_invisible(std::string_view source, YamlInput& input, YamlReport& report) {
    std::size_t found = 0;
    for (std::size_t at = source.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
         at < source.size();) {
        if (const std::size_t length = length_of_visible(source[at]); length != 0) {
            at += length;
            continue;
        }
        const std::size_t begin = at;
        const char32_t c = next_code_point(source, at);
        if (!is_invisible(c) || (c == '\r' && source.substr(at, 1) == "\n")) {
            continue;
        }
        if (at == begin + 1) {
            // One of them marks the end of the file for the library; a CR alone would be a line end.
            input.text[begin] = c == '\r' ? ' ' : 'x';
        }
        if (++found <= kInvisibleReported) {
            report.control_character({begin, at}, c);
        }
    }
}

/// Replaces tabs by blanks and reports the first one of a line.
void scan_tabs(std::string_view source, YamlInput& input, YamlReport& report) {
    std::size_t found = 0;
    for (std::size_t at = source.find('\t'); at != std::string_view::npos; at = source.find('\t', at)) {
        const std::size_t begin = line_begin(source, at);
        const std::size_t end = line_end(source, at);
        const std::size_t first = after_blanks(source, begin);
        if (source.substr(first, 1) != "#") {
            input.tabs_in_indentation = input.tabs_in_indentation || first > at;
            if (++found <= kTabsReported) {
                report.tab(at);
            }
        }
        std::replace(input.text.begin() + static_cast<std::ptrdiff_t>(at),
                     input.text.begin() + static_cast<std::ptrdiff_t>(end), '\t', ' ');
        at = end;
    }
}

}  // namespace

std::optional<YamlInput> prescan_yaml(std::string_view text, const YamlLimits& limits, YamlReport& report) {
    if (text.size() > limits.bytes) {
        report.too_large();
        return std::nullopt;
    }
    if (const auto malformed = first_malformed(text)) {
        report.not_utf8(*malformed);
        return std::nullopt;
    }
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        report.control_character({nul, nul + 1}, 0);
        return std::nullopt;
    }
    YamlInput input{.text = std::string(text), .tabs_in_indentation = false};
    scan_invisible(text, input, report);
    scan_tabs(text, input, report);
    return input;
}

}  // namespace huiqi
