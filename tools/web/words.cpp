#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/huiqi/expression_words.h"
#include "tools/web/html.h"

namespace huiqi {
namespace {

/// What a letter says about the language of a text; a mark as it is written in Chinese (《，。) is part of Chinese text.
enum class Script : std::uint8_t { none, latin, other_latin, chinese, chinese_mark };

struct Letter {
    std::size_t bytes = 1;
    Script script = Script::none;
};

[[nodiscard]] bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

[[nodiscard]] bool digit(char c) { return c >= '0' && c <= '9'; }

[[nodiscard]] Script script_of(unsigned code) {
    const bool letter = (code >= 0x3400U && code <= 0x9FFFU) || (code >= 0xF900U && code <= 0xFAFFU);
    const bool mark = (code >= 0x3001U && code <= 0x301BU) || (code >= 0xFF01U && code <= 0xFF0FU) || (code >= 0xFF1AU && code <= 0xFF20U);
    return letter ? Script::chinese : mark ? Script::chinese_mark : Script::none;
}

[[nodiscard]] Letter letter_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t ahead) {
        return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U;
    };
    const unsigned first = byte(0);
    if (first < 0x80U) {
        return {.bytes = 1, .script = ascii_letter(text[at]) ? Script::latin : Script::none};
    }
    if (first >= 0xC3U && first <= 0xC9U) {  // é, œ …
        return {.bytes = 2, .script = Script::other_latin};
    }
    if (first < 0xE0U) {
        return {.bytes = 2};
    }
    if (first >= 0xF0U) {
        return {.bytes = 4, .script = first == 0xF0U && byte(1) >= 0xA0U ? Script::chinese : Script::none};
    }
    return {.bytes = 3, .script = script_of(((first & 0xFU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU))};
}

/// A part of a text in another language than the page.
struct Foreign {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t letters = 0;
    bool accents = false;   ///< neither Chinese nor English: which, nobody said
};

/// How often a mark stands in a text.
[[nodiscard]] std::size_t count_of(std::string_view text, std::string_view mark) {
    std::size_t count = 0;
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
        ++count;
    }
    return count;
}

/// Takes in what belongs to a part and is no letter: digits that touch it, and the other half of a bracket or quotation that begins
/// or ends in it. It stays between what is in the language of the page.
void complete(std::string_view text, std::size_t low, std::size_t high, Foreign& part) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kPairs{
        {{"(", ")"}, {"[", "]"}, {"“", "”"}, {"‘", "’"}, {"《", "》"}, {"（", "）"}}};
    const auto touches = [text](std::size_t at) {
        const bool inside_number = (text[at] == '.' || text[at] == ',') && at > 0 && at + 1 < text.size() && digit(text[at - 1]) && digit(text[at + 1]);
        return digit(text[at]) || text[at] == '%' || text[at] == '_' || inside_number;
    };
    const auto grow = [&] {
        while (part.to < high && touches(part.to)) {
            ++part.to;
        }
        while (part.from > low && touches(part.from - 1)) {
            --part.from;
        }
    };
    grow();
    for (const auto& [open, close] : kPairs) {
        const auto inside = [&, &left = open, &right = close] {
            const std::string_view of = text.substr(part.from, part.to - part.from);
            return std::pair(count_of(of, left), count_of(of, right));
        };
        for (auto [opened, closed] = inside(); opened > closed; ++closed) {
            const std::size_t at = text.substr(0, high).find(close, part.to);
            if (at == std::string_view::npos) {
                break;
            }
            part.to = at + close.size();
        }
        for (auto [opened, closed] = inside(); closed > opened; ++opened) {
            const std::size_t at = text.substr(0, part.from).rfind(open);
            if (at == std::string_view::npos || at < low) {
                break;
            }
            part.from = at;
        }
    }
    grow();
}

[[nodiscard]] std::vector<Foreign> foreign_parts(bool chinese_page, std::string_view text) {
    std::vector<Foreign> all;
    std::optional<Foreign> open;
    std::size_t low = 0;   // where what is in the language of the page ended
    const auto close = [&](std::size_t high) {
        if (open && (!chinese_page || open->letters >= 3)) {   // a letter or two are a name or a unit: A4, km
            complete(text, low, high, *open);
            all.push_back(*open);
        }
        open.reset();
    };
    for (std::size_t at = 0; at < text.size();) {
        const Letter one = letter_at(text, at);
        const std::size_t end = std::min(at + one.bytes, text.size());
        const bool latin = one.script == Script::latin || one.script == Script::other_latin;
        const bool mark = one.script == Script::chinese_mark;
        if (one.script != Script::none && latin == chinese_page) {
            open = open ? open : Foreign{.from = at};
            open->to = end;
            open->letters += mark ? 0U : 1U;
            open->accents = open->accents || one.script == Script::other_latin;
        } else if (one.script != Script::none) {
            close(at);
            low = end;
        }
        at = end;
    }
    close(text.size());
    return all;
}

[[nodiscard]] std::string_view tongue(bool chinese_page, const Foreign& part) {
    return part.accents ? "und" : chinese_page ? "en" : "zh-CN";
}

}  // namespace

std::string worded(const PageStyle& style, std::string_view text) {
    std::string out;
    std::size_t told = 0;
    for (const Foreign& part : foreign_parts(style.chinese(), text)) {
        out += html(text.substr(told, part.from - told));
        out.append("<span lang=\"").append(tongue(style.chinese(), part)).append("\">");
        out += html(text.substr(part.from, part.to - part.from)) + "</span>";
        told = part.to;
    }
    return out + html(text.substr(told));
}

std::string lang_of(const PageStyle& style, std::string_view text) {
    const std::vector<Foreign> parts = foreign_parts(style.chinese(), text);
    const std::vector<Foreign> own = foreign_parts(!style.chinese(), text);
    return parts.empty() || !own.empty() ? "" : " lang=\"" + std::string(tongue(style.chinese(), parts.front())) + "\"";
}

std::string expression_words(const PageStyle& style, std::string_view text) { return expression_words(text, style.language); }

}  // namespace huiqi
