#include "engine/diagnostic/source_window.h"

#include <algorithm>
#include <string_view>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// A line up to this many columns is shown whole.
constexpr std::size_t kWholeLine = 120;
/// Columns shown before the place in a longer line.
constexpr std::size_t kBefore = 40;
/// Columns shown of a longer line.
constexpr std::size_t kShown = 100;
constexpr std::size_t kTabWidth = 4;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t columns_of(char32_t code_point) noexcept {
    return code_point == '\t' ? kTabWidth : display_width(visible_form(code_point));
}

/// Gives the columns of a text as drawn, counted no further than `enough`.
std::size_t columns_of(std::string_view text, std::size_t enough) noexcept {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size() && columns <= enough;) {
        columns += columns_of(next_code_point(text, at));
    }
    return columns;
}

bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Gives the offset that lies up to `columns` columns before `offset`.
std::size_t step_back(std::string_view line, std::size_t offset, std::size_t columns) noexcept {
    std::size_t start = offset;
    for (std::size_t used = 0; start > 0 && used < columns;) {
        do {
            --start;
        } while (start > 0 && is_continuation(line[start]));
        std::size_t at = start;
        used += columns_of(next_code_point(line, at));
    }
    return start;
}

/// Gives the offset up to which `columns` columns are filled from `offset` on.
std::size_t step_forward(std::string_view line, std::size_t offset, std::size_t columns) noexcept {
    for (std::size_t used = 0; offset < line.size();) {
        std::size_t next = offset;
        used += columns_of(next_code_point(line, next));
        if (used > columns) {
            break;
        }
        offset = next;
    }
    return offset;
}

void draw(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code_point = next_code_point(text, at);
        if (code_point == '\t') {
            out.append(kTabWidth, ' ');
        } else {
            append_utf8(out, visible_form(code_point));
        }
    }
}

/// The bytes of a line that are shown.
struct Cut {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Cut cut_around(std::string_view line, std::size_t place) noexcept {
    if (columns_of(line, kWholeLine) <= kWholeLine) {
        return {.begin = 0, .end = line.size()};
    }
    const std::size_t begin = step_back(line, place, kBefore);
    return {.begin = begin, .end = step_forward(line, begin, kShown)};
}

}  // namespace

SourceWindow window_around(const Source& source, const Span& span) {
    const std::size_t number = source.position(span.begin).line;
    std::string_view line = source.line(number);
    std::size_t start = source.line_start(number);
    if (number == 1 && line.starts_with(kByteOrderMark)) {
        line.remove_prefix(kByteOrderMark.size());
        start += kByteOrderMark.size();
    }
    const std::size_t begin = std::min(std::max<std::size_t>(span.begin, start) - start, line.size());
    const std::size_t end = std::clamp(std::max<std::size_t>(span.end, start) - start, begin, line.size());

    const Cut cut = cut_around(line, begin);
    SourceWindow window{.line = number, .text = cut.begin > 0 ? "…" : ""};
    draw(window.text, line.substr(cut.begin, begin - cut.begin));
    window.marker = display_width(window.text);
    std::string marked;
    draw(marked, line.substr(begin, std::min(end, cut.end) - begin));
    window.width = std::max<std::size_t>(display_width(marked), 1);
    window.text += marked;
    draw(window.text, line.substr(std::min(end, cut.end), cut.end - std::min(end, cut.end)));
    window.text += cut.end < line.size() ? "…" : "";
    return window;
}

}  // namespace huiqi
