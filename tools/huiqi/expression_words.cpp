#include "tools/huiqi/expression_words.h"

#include <algorithm>
#include <iterator>

#include "engine/numeric/grouped_text.h"

namespace huiqi {
namespace {

[[nodiscard]] bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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

std::string expression_words(std::string_view text, Language language) {
    const std::string grouped = grouped_amounts(text);
    return language == Language::zh ? grouped : with_english_units(grouped);
}

}  // namespace huiqi
