#include "engine/rulebook/yaml/full_width.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

/// Nobody's key is longer.
constexpr std::size_t kLongestKey = 200;

/// Gives the sentence about a sign; the word before a colon makes its help concrete.
std::pair<Bilingual, Bilingual> sentences(char ascii, std::string_view word) {
    switch (ascii) {
        case ':':
            return {
                {fmt::format("“{}”后面是全角冒号，YAML 只认半角冒号加一个空格", word),
                 fmt::format("a full-width colon follows `{}`; YAML needs an ASCII colon and a blank", word)},
                {fmt::format("写成 {}: 值", word), fmt::format("write `{}: value`", word)}};
        case ',':
            return {
                {"这里是全角的逗号或分号，花括号、方括号里的各项要用半角逗号隔开",
                 "this comma is full-width; items in braces and brackets need an ASCII comma between them"},
                {"改成半角逗号加一个空格；如果它是值的一部分，给值加引号",
                 "write an ASCII comma and a blank; if it belongs to the value, put quotes around the "
                 "value"}};
        case ' ':
            return {
                {"这里是全角空格，YAML 只认半角空格", "this blank is full-width; YAML needs ASCII blanks"},
                {"换成半角空格", "write ASCII blanks"}};
        case '#':
            return {{"这里是全角的“＃”，注释要用半角的 #",
                     "this `＃` is full-width; a comment begins with an ASCII `#`"},
                    {"改成半角的 #，前面空一格", "write an ASCII `#` with a blank before it"}};
        case '-':
            return {{"这里是全角的“－”，列表的每一项要用半角的 - 加一个空格开头",
                     "this dash is full-width; an item of a list begins with an ASCII `-` and a blank"},
                    {"改成半角的 -", "write an ASCII `-`"}};
        default:
            return {{fmt::format("这里是全角的括号，YAML 只认半角的 {}", ascii),
                     fmt::format("this bracket is full-width; YAML needs an ASCII `{}`", ascii)},
                    {fmt::format("改成半角的 {}", ascii), fmt::format("write an ASCII `{}`", ascii)}};
    }
}

/// Gives the word that ends before an offset.
std::string_view word_before(std::string_view text, std::size_t at) {
    const std::size_t from = line_begin(text, at);
    const std::string_view before = text.substr(from, at - from);
    const std::size_t start = before.find_last_of(" \t,{[");
    return start == std::string_view::npos ? before : before.substr(start + 1);
}

/// Passes over the indentation and the dashes of a line.
std::size_t first_word(std::string_view text, std::size_t begin) {
    std::size_t at = after_blanks(text, begin);
    while (at + 1 < text.size() && (text[at] == '-' || text[at] == '?') && is_blank(text[at + 1])) {
        at = after_blanks(text, at + 1);
    }
    return at < text.size() && (text[at] == '{' || text[at] == '[') ? after_blanks(text, at + 1) : at;
}

/// Gives the full-width blank that keeps the colon of a line from being one, or nothing.
std::optional<FullWidthSign> blank_after_colon(std::string_view text, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end && !is_blank(text[at]); ++at) {
        if (text[at] == ':') {
            const auto sign = full_width_at(text, at + 1);
            return sign && sign->ascii == ' ' ? sign : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<FullWidthSign> full_width_in_line(std::string_view text, std::size_t begin, std::size_t end) {
    const std::size_t word = first_word(text, begin);
    const auto first = full_width_at(text, word);
    if (word < end && first) {
        const bool item =
            first->ascii == '-' && word + first->length < end && is_blank(text[word + first->length]);
        if (first->ascii == ' ' || first->ascii == '#' || first->ascii == '{' || first->ascii == '[' ||
            item) {
            return first;
        }
    }
    if (const auto blank = blank_after_colon(text, word, end)) {
        return blank;
    }
    const auto colon = colon_after_word(text, word);
    return colon && colon->at < end ? colon : std::nullopt;
}

}  // namespace

std::optional<FullWidthSign> full_width_at(std::string_view text, std::size_t at) {
    constexpr std::array<std::pair<std::string_view, char>, 15> kSigns{{
        {"：", ':'},
        {"﹕", ':'},
        {"∶", ':'},
        {"，", ','},
        {"、", ','},
        {"；", ','},
        {"｛", '{'},
        {"｝", '}'},
        {"［", '['},
        {"］", ']'},
        {"＃", '#'},
        {"－", '-'},
        {"—", '-'},
        {"\u3000", ' '},
        {"\u00A0", ' '},
    }};
    if (at >= text.size() || !begins_full_width(text[at])) {
        return std::nullopt;
    }
    for (const auto& [sign, ascii] : kSigns) {
        if (text.substr(at).starts_with(sign)) {
            return FullWidthSign{.at = at, .length = sign.size(), .ascii = ascii};
        }
    }
    return std::nullopt;
}

std::optional<FullWidthSign> colon_after_word(std::string_view text, std::size_t at) {
    constexpr std::string_view kNoWord = " \t\r\n:,{}[]\"'#&*!|>%@`()=<>";
    const std::size_t limit = std::min(text.size(), at + kLongestKey);
    for (std::size_t i = at; i < limit; ++i) {
        if (kNoWord.find(text[i]) != std::string_view::npos) {
            return std::nullopt;
        }
        // Sentences have commas, words have none.
        if (const auto sign = full_width_at(text, i)) {
            return sign->ascii == ':' && i > at ? sign : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<FullWidthSign> full_width_in_key(std::string_view text, YamlRange key) {
    const auto first = full_width_at(text, key.begin);
    if (first && (first->ascii == ' ' || first->ascii == '#' ||
                  (first->ascii == '-' && text.substr(key.begin + first->length, 1) == " "))) {
        return first;
    }
    for (std::size_t at = key.begin; at < key.end; ++at) {
        const auto sign = begins_full_width(text[at]) ? full_width_at(text, at) : std::nullopt;
        if (sign && at > key.begin &&
            (sign->ascii == ':' || (sign->ascii == ' ' && at + sign->length == key.end))) {
            return sign;
        }
    }
    return std::nullopt;
}

std::vector<FullWidthSign> full_width_in_lines(std::string_view text, std::size_t from, std::size_t to) {
    std::vector<FullWidthSign> signs;
    for (std::size_t begin = line_begin(text, from); begin <= to && begin < text.size();) {
        const std::size_t end = line_end(text, begin);
        if (const auto sign = full_width_in_line(text, begin, end)) {
            signs.push_back(*sign);
            const bool opens = sign->ascii == '{' || sign->ascii == '[';
            if (const auto closing = closing_bracket_of_line(text, sign->at); opens && closing) {
                signs.push_back(*closing);
            }
        }
        begin = std::min(text.find('\n', end), text.size()) + 1;
    }
    return signs;
}

std::optional<FullWidthSign> full_width_in_flow(std::string_view text, YamlRange range) {
    for (std::size_t at = range.begin; at < std::min(range.end, text.size()); ++at) {
        const auto sign = full_width_at(text, at);
        if (sign && std::string_view(",{}[]").find(sign->ascii) != std::string_view::npos) {
            return sign;
        }
    }
    return std::nullopt;
}

std::optional<FullWidthSign> closing_bracket_of_line(std::string_view text, std::size_t from) {
    const std::size_t end = line_end(text, from);
    std::optional<FullWidthSign> found;
    for (std::size_t at = from; at < end; ++at) {
        const auto sign = full_width_at(text, at);
        if (sign && (sign->ascii == '}' || sign->ascii == ']')) {
            found = sign;
        }
    }
    return found;
}

void report_full_width(YamlReport& report, std::string_view text, const FullWidthSign& sign) {
    const std::string_view word = word_before(text, sign.at);
    auto [message, help] = sentences(sign.ascii, word.empty() ? std::string("…") : excerpt(word));
    report.error("E410", {sign.at, sign.at + sign.length}, std::move(message), std::move(help));
}

bool mend_full_width(std::string& text, const FullWidthSign& sign) {
    const std::size_t begin = line_begin(text, sign.at);
    if ((sign.ascii == ' ' || sign.ascii == '-') && after_blanks(text, begin) == sign.at) {
        return false;
    }
    text.replace(sign.at, sign.length, std::string(1, sign.ascii) + std::string(sign.length - 1, ' '));
    return true;
}

}  // namespace huiqi
