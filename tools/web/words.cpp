#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/web/html.h"

namespace huiqi {
namespace {

/// What a letter says about the language of a text.
enum class Script : std::uint8_t { none, latin, other_latin, chinese };

struct Letter {
    std::size_t bytes = 1;
    Script script = Script::none;
};

[[nodiscard]] bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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
    const unsigned code = ((first & 0xFU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return {.bytes = 3, .script = (code >= 0x3400U && code <= 0x9FFFU) || (code >= 0xF900U && code <= 0xFAFFU) ? Script::chinese
                                                                                                         : Script::none};
}

/// A part of a text in another language than the page.
struct Foreign {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t letters = 0;
    bool accents = false;   ///< neither Chinese nor English: which, nobody said
};

[[nodiscard]] std::vector<Foreign> foreign_parts(bool chinese_page, std::string_view text) {
    std::vector<Foreign> all;
    std::optional<Foreign> open;
    const auto close = [&] {
        if (open && (!chinese_page || open->letters >= 3)) {   // a letter or two are a name or a unit: A4, km
            all.push_back(*open);
        }
        open.reset();
    };
    for (std::size_t at = 0; at < text.size();) {
        const Letter one = letter_at(text, at);
        const bool latin = one.script == Script::latin || one.script == Script::other_latin;
        if (one.script != Script::none && latin == chinese_page) {
            open = open ? open : Foreign{.from = at};
            open->to = std::min(at + one.bytes, text.size());
            ++open->letters;
            open->accents = open->accents || one.script == Script::other_latin;
        } else if (one.script != Script::none) {
            close();
        }
        at += one.bytes;
    }
    close();
    return all;
}

[[nodiscard]] std::string_view tongue(bool chinese_page, const Foreign& part) {
    return part.accents ? "und" : chinese_page ? "en" : "zh-CN";
}

[[nodiscard]] bool digit(char c) { return c >= '0' && c <= '9'; }

[[nodiscard]] bool in_name(char c) { return ascii_letter(c) || digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

/// A unit as rules write it, and what an English page says.
struct UnitWord {
    std::string_view written;
    std::string_view one;
    std::string_view many;
};
/// The unit at the beginning of a text, if no name goes on behind it; 万元 only behind a whole number, which gets four digits more.
[[nodiscard]] const UnitWord* unit_at(std::string_view rest, bool whole) {
    static constexpr UnitWord kWords[]{{"元", " yuan", " yuan"}, {"万元", "0000 yuan", "0000 yuan"}, {"年", " year", " years"}, {"个月", " month", " months"},
                                       {"月", " month", " months"}, {"天", " day", " days"}, {"日", " day", " days"}};
    const auto found = std::find_if(std::begin(kWords), std::end(kWords), [rest, whole](const UnitWord& word) {
        return rest.starts_with(word.written) && (whole || word.written != "万元") && (rest.size() == word.written.size() || !in_name(rest[word.written.size()]));
    });
    return found == std::end(kWords) ? nullptr : found;
}

/// Gives the numbers of an expression their units in English: `1,000,000元` → `1,000,000 yuan`, `start + 2年` → `start + 2 years`.
/// Names and quoted texts stay as they are.
[[nodiscard]] std::string with_english_units(std::string_view text) {
    std::string out;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size();) {
        quoted = quoted != (text[at] == '"');
        std::size_t end = at;
        while (end < text.size() && (digit(text[end]) || ((text[end] == ',' || text[end] == '.') && end > at && end + 1 < text.size() && digit(text[end + 1])))) {
            ++end;
        }
        const std::string_view number = text.substr(at, end - at);
        const bool starts = at == 0 || !in_name(text[at - 1]);
        if (number.empty() || quoted || !starts) {
            end = std::max(end, at + 1);
            out += text.substr(at, end - at);
        } else {
            const UnitWord* unit = unit_at(text.substr(end), number.find_first_of(".,") == std::string_view::npos);
            const std::string name(unit == nullptr ? "" : number == "1" ? unit->one : unit->many);
            out += grouped_amounts(std::string(number) + name);
            end += unit == nullptr ? 0 : unit->written.size();
        }
        at = end;
    }
    return out;
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

std::string expression_words(const PageStyle& style, std::string_view text) {
    const std::string grouped = grouped_amounts(text);
    return style.chinese() ? grouped : with_english_units(grouped);
}

}  // namespace huiqi
