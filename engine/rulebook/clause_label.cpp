#include "engine/rulebook/clause_label.h"

#include <algorithm>
#include <array>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

constexpr std::u32string_view kNumerals = U"〇零一二三四五六七八九十百千";

bool is_numeral(char32_t c) { return kNumerals.find(c) != std::u32string_view::npos; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_circled(char32_t c) { return c >= U'①' && c <= U'⑳'; }

bool is_blank(char32_t c) {
    return c <= U' ' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200B);
}

char32_t folded(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

/// Decodes a text without blanks, in ASCII widths and small letters.
std::u32string letters(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = folded(next_code_point(text, at));
        if (!is_blank(c)) {
            out += c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
        }
    }
    return out;
}

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) {
        append_utf8(out, c);
    }
    return out;
}

/// How many characters at the beginning satisfy a test.
template <class Test>
std::size_t run_length(std::u32string_view text, Test test) {
    std::size_t length = 0;
    while (length < text.size() && test(text[length])) {
        ++length;
    }
    return length;
}

/// A word of another script that a number follows at the beginning of a clause.
struct NumberedWord {
    std::u32string_view written;
    std::u32string_view label;   ///< as it stands in labels
    ClauseRank rank = ClauseRank::article;
};
constexpr std::array kWords{
    NumberedWord{U"article", U"article"},
    NumberedWord{U"art.", U"article"},
    NumberedWord{U"section", U"article"},
    NumberedWord{U"sec.", U"article"},
    NumberedWord{U"§", U"article"},
    NumberedWord{U"rule", U"rule"},
    NumberedWord{U"regulation", U"regulation"},
    NumberedWord{U"clause", U"clause"},
    NumberedWord{U"paragraph", U"paragraph", ClauseRank::section},
    NumberedWord{U"para.", U"paragraph", ClauseRank::section},
    NumberedWord{U"chapter", U"chapter", ClauseRank::chapter},
    NumberedWord{U"part", U"part", ClauseRank::chapter},
    NumberedWord{U"title", U"title", ClauseRank::chapter},
    NumberedWord{U"annex", U"annex", ClauseRank::annex},
    NumberedWord{U"appendix", U"appendix", ClauseRank::annex},
    NumberedWord{U"schedule", U"schedule", ClauseRank::annex},
    NumberedWord{U"attachment", U"attachment", ClauseRank::annex},
};

/// Finds such a word where digits follow it.
const NumberedWord* word_before_digits(std::u32string_view text) {
    const auto found = std::find_if(kWords.begin(), kWords.end(), [&](const NumberedWord& one) {
        return text.starts_with(one.written) && text.size() > one.written.size() && is_digit(text[one.written.size()]);
    });
    return found == kWords.end() ? nullptr : &*found;
}

/// Decodes a line in ASCII widths, its blanks kept as one kind: where a word of English ends counts.
std::u32string spaced(std::string_view line) {
    std::u32string out;
    for (std::size_t at = 0; at < line.size();) {
        const char32_t c = folded(next_code_point(line, at));
        if (!is_blank(c)) {
            out += c;
        } else if (!out.empty()) {
            out += U' ';
        }
    }
    return out;
}

char32_t small(char32_t c) { return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c; }

std::u32string small_letters(std::u32string_view text) {
    std::u32string out;
    for (const char32_t c : text) {
        out += small(c);
    }
    return out;
}

bool is_capital(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_roman(char32_t c) { return std::u32string_view(U"IVXLC").find(c) != std::u32string_view::npos; }

/// How long a number of English texts is: 12, 12A, 4.2, IV, and where `letters` are numbers too B.
std::size_t number_length(std::u32string_view text, bool letters) {
    std::size_t end = run_length(text, is_digit);
    if (end != 0) {
        while (end + 1 < text.size() && text[end] == U'.' && is_digit(text[end + 1])) {
            end += 1 + run_length(text.substr(end + 1), is_digit);
        }
        if (end < text.size() && is_letter(small(text[end]))) {
            ++end;
        }
    } else {
        const std::size_t roman = run_length(text, is_roman);
        end = roman != 0 ? roman : letters && !text.empty() && is_capital(text[0]) ? 1 : 0;
    }
    const bool goes_on = end < text.size() && (is_letter(small(text[end])) || is_digit(text[end]));
    return goes_on ? 0 : end;
}

/// Article 5, Rule 12A, Annex IV, § 4; an annex may have no number.
std::optional<ClauseHead> worded(std::u32string_view line) {
    for (const NumberedWord& word : kWords) {
        if (!small_letters(line.substr(0, word.written.size())).starts_with(word.written)) {
            continue;
        }
        std::u32string_view rest = line.substr(word.written.size());
        rest.remove_prefix(run_length(rest, [](char32_t c) { return c == U' '; }));
        const bool annex = word.rank == ClauseRank::annex;
        const bool blank = rest.size() != line.size() - word.written.size();
        const bool digits = !rest.empty() && is_digit(rest.front());
        const bool roman = annex || word.rank == ClauseRank::chapter;
        const std::size_t length = digits || (roman && blank) ? number_length(rest, annex) : 0;
        const bool ends = rest.empty() || rest.front() == U':';
        if (length != 0 || (annex && ends)) {
            return ClauseHead{word.rank, utf8(word.label) + utf8(small_letters(rest.substr(0, length)))};
        }
    }
    return std::nullopt;
}

/// A. and IV. before a word, a) and 1).
std::optional<ClauseHead> lettered(std::u32string_view line) {
    const auto closed = [&](std::size_t length, char32_t mark) {
        return line.size() > length && line[length] == mark && (line.size() == length + 1 || line[length + 1] == U' ' || mark == U')');
    };
    const std::size_t capitals = std::max<std::size_t>(run_length(line, is_roman), !line.empty() && is_capital(line[0]) ? 1 : 0);
    if (capitals != 0 && (closed(capitals, U'.') || closed(capitals, U')'))) {
        const bool bracket = line[capitals] == U')';
        return ClauseHead{ClauseRank::section, utf8(small_letters(line.substr(0, capitals + (bracket ? 1 : 0))))};
    }
    if (!line.empty() && is_letter(line[0]) && closed(1, U')')) {
        return ClauseHead{ClauseRank::letter, utf8(line.substr(0, 2))};
    }
    const std::size_t digits = run_length(line, is_digit);
    if (digits != 0 && digits <= 2 && closed(digits, U')')) {
        return ClauseHead{ClauseRank::halved, utf8(line.substr(0, digits + 1))};
    }
    return std::nullopt;
}

/// 第五条, 第一章 …: the rank, and how long the number is.
std::optional<std::pair<ClauseRank, std::size_t>> ordinal(std::u32string_view text) {
    if (!text.starts_with(U"第")) {
        return std::nullopt;
    }
    const std::size_t length = run_length(text.substr(1), [](char32_t c) { return is_numeral(c) || is_digit(c); });
    if (length == 0 || length + 1 >= text.size()) {
        return std::nullopt;
    }
    switch (text[length + 1]) {
        case U'条': {
            // 第十二条之一 was put in behind 第十二条
            const bool more = length + 2 < text.size() && text[length + 2] == U'之';
            const std::size_t number = more ? run_length(text.substr(length + 3), is_numeral) : 0;
            return std::pair(ClauseRank::article, length + 2 + (number == 0 ? 0 : number + 1));
        }
        case U'章':
        case U'节':
        case U'篇':
        case U'编': return std::pair(ClauseRank::chapter, length + 2);
        default: return std::nullopt;
    }
}

ClauseHead head(ClauseRank rank, std::u32string_view part) { return {rank, utf8(part)}; }

/// (一), (1), (a)
std::optional<ClauseHead> bracketed(std::u32string_view text) {
    const std::size_t close = text.find(U')');
    if (!text.starts_with(U"(") || close == std::u32string_view::npos || close < 2) {
        return std::nullopt;
    }
    const std::u32string_view inner = text.substr(1, close - 1);
    const std::u32string_view whole = text.substr(0, close + 1);
    if (std::all_of(inner.begin(), inner.end(), is_numeral)) {
        return head(ClauseRank::subsection, whole);
    }
    if (inner.size() <= 2 && std::all_of(inner.begin(), inner.end(), is_digit)) {
        return head(ClauseRank::subitem, whole);
    }
    if (inner.size() == 1 && is_letter(inner.front())) {
        return head(ClauseRank::letter, whole);
    }
    return std::nullopt;
}

/// 1. and 1、, and 1.2 before a word; 1.5亿 is a number of the text.
std::optional<ClauseHead> counted(std::u32string_view text) {
    std::size_t end = run_length(text, is_digit);
    if (end == 0 || end > 2 || end >= text.size()) {
        return std::nullopt;
    }
    bool dotted = false;
    while (text[end] == U'.' && end + 1 < text.size() && is_digit(text[end + 1])) {
        dotted = true;
        end += 1 + run_length(text.substr(end + 1), is_digit);
        if (end >= text.size()) {
            return std::nullopt;
        }
    }
    constexpr std::u32string_view kScales = U"十百千万亿%‰元年月日倍个件家";
    if (dotted) {
        return kScales.find(text[end]) == std::u32string_view::npos && !is_digit(text[end])
                   ? std::optional(head(ClauseRank::point, text.substr(0, end)))
                   : std::nullopt;
    }
    const bool mark = text[end] == U'.' || text[end] == U'、';
    return mark ? std::optional(head(ClauseRank::item, text.substr(0, end))) : std::nullopt;
}

bool is_annex_word(std::u32string_view text) {
    return text.starts_with(U"附件") || text.starts_with(U"附表") || text.starts_with(U"附录");
}

/// 附件1 申请材料清单: a number, a blank and a title, which is no sentence.
std::optional<ClauseHead> titled_annex(std::u32string_view line) {
    if (!is_annex_word(line)) {
        return std::nullopt;
    }
    const auto blank = [](char32_t c) { return c == U' '; };
    std::u32string_view rest = line.substr(2);
    rest.remove_prefix(run_length(rest, blank));
    const std::size_t length = run_length(rest, [](char32_t c) { return is_numeral(c) || is_digit(c); });
    const std::u32string_view title = rest.substr(std::min(length, rest.size()));
    const bool sentence = title.find_first_of(U"。,;、?!") != std::u32string_view::npos;
    if (length == 0 || length > 2 || run_length(title, blank) == 0 || sentence) {
        return std::nullopt;
    }
    return head(ClauseRank::annex, std::u32string(line.substr(0, 2)) + std::u32string(rest.substr(0, length)));
}

/// Decodes a label as it is cited, without blanks; between two numbers that they keep apart comes `·`: 附件1 1., Article 3, 2.
std::u32string cited_letters(std::string_view written) {
    constexpr std::u32string_view kMarks = U"、,。";
    std::u32string out;
    bool apart = false;
    for (std::size_t at = 0; at < written.size();) {
        const char32_t c = small(folded(next_code_point(written, at)));
        if (is_blank(c) || kMarks.find(c) != std::u32string_view::npos) {
            apart = true;
            continue;
        }
        const bool digits = !out.empty() && is_digit(out.back()) && is_digit(c);
        const bool numerals = !out.empty() && is_annex_word(out) && is_numeral(out.back()) && is_numeral(c);
        out += apart && (digits || numerals) ? std::u32string(U"·") : std::u32string();
        out += c;
        apart = false;
    }
    return out;
}

std::optional<ClauseHead> annex(std::u32string_view text) {
    if (!is_annex_word(text)) {
        return std::nullopt;
    }
    const std::size_t length = run_length(text.substr(2), [](char32_t c) { return is_numeral(c) || is_digit(c); });
    const bool ends = length + 2 == text.size() || text[length + 2] == U':' || text[length + 2] == U'.';
    return length <= 2 && ends ? std::optional(head(ClauseRank::annex, text.substr(0, length + 2))) : std::nullopt;
}

}  // namespace

ComparedText compared_text(std::string_view original) {
    ComparedText out;
    for (std::size_t at = 0; at < original.size();) {
        const auto begin = static_cast<std::uint32_t>(at);
        const char32_t c = folded(next_code_point(original, at));
        if (!is_blank(c)) {
            append_utf8(out.text, c);
            out.origin.resize(out.text.size(), begin);
        }
    }
    return out;
}

std::string joined_label(std::string_view above, std::string_view part) {
    char32_t last = 0;
    for (std::size_t at = 0; at < above.size();) {
        last = next_code_point(above, at);
    }
    std::size_t at = 0;
    const char32_t first = part.empty() ? 0 : next_code_point(part, at);
    const bool as_one = (is_digit(last) && is_digit(first)) || (is_numeral(last) && is_numeral(first));
    return std::string(above) + (as_one ? "·" : "") + std::string(part);
}

std::string clause_label(std::string_view written) {
    const std::u32string text = cited_letters(written);
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::u32string_view rest = std::u32string_view(text).substr(at);
        if (const NumberedWord* word = word_before_digits(rest)) {
            out += word->label;
            at += word->written.size();
        } else if (rest.starts_with(U"abs.") && rest.size() > 4 && is_digit(rest[4])) {
            const std::size_t digits = run_length(rest.substr(4), is_digit);
            out += U"(" + std::u32string(rest.substr(4, digits)) + U")";
            at += 4 + digits;
        } else if (rest.starts_with(U"第") && rest.find(U'项') != std::u32string_view::npos) {
            // 第(一)项 and 第一项 are both (一)
            const std::size_t end = rest.find(U'项');
            std::u32string_view number = rest.substr(1, end - 1);
            if (const auto whole = ordinal(rest); whole && whole->second < end) {
                out += rest.substr(0, whole->second);
                at += whole->second;
                continue;
            }
            const bool bare = !number.empty() && number.front() != U'(';
            out += bare ? U"(" : U"";
            out += number;
            out += bare ? U")" : U"";
            at += end + 1;
        } else {
            const char32_t c = text[at];
            const bool between_digits = c == U'.' && !out.empty() && is_digit(out.back()) && at + 1 < text.size() &&
                                        is_digit(text[at + 1]);
            const bool mark = c == U'、' || c == U'.' || c == U',' || c == U'。';
            out += mark && !between_digits ? std::u32string_view() : rest.substr(0, 1);
            ++at;
        }
    }
    return utf8(out);
}

bool lies_in(std::string_view part, std::string_view whole) noexcept {
    if (!part.starts_with(whole)) {
        return false;
    }
    if (part.size() == whole.size() || whole.empty()) {
        return true;
    }
    std::size_t at = 0;
    const char32_t next = next_code_point(part.substr(whole.size()), at);
    char32_t last = 0;
    for (std::size_t i = 0; i < whole.size();) {
        last = next_code_point(whole, i);
    }
    // 第十二条之一 is no part of 第十二条, nor 12A of 12
    const std::string_view more = part.substr(whole.size() + std::min(at, part.size() - whole.size()));
    std::size_t behind = 0;
    const bool word = !more.empty() && is_letter(next_code_point(more, behind));
    const bool suffix = is_letter(next) && !word && is_digit(last);
    const bool bracket = next == U')';
    return !(is_digit(last) && (is_digit(next) || next == U'.')) && !(is_numeral(last) && is_numeral(next)) && !suffix && !bracket &&
           !(last == U'条' && next == U'之');
}

std::optional<ClauseHead> clause_head(std::string_view line) {
    // no number is longer, and lines may be
    constexpr std::size_t kEnough = 120;
    const std::u32string whole = letters(line.substr(0, kEnough));
    const std::u32string_view text = whole;
    if (text.empty()) {
        return std::nullopt;
    }
    if (const auto found = ordinal(text)) {
        return head(found->first, text.substr(0, found->second));
    }
    const std::u32string with_blanks = spaced(line.substr(0, kEnough));
    if (auto found = worded(with_blanks)) {
        return found;
    }
    if (auto found = lettered(with_blanks)) {
        return found;
    }
    if (auto found = titled_annex(with_blanks)) {
        return found;
    }
    const std::size_t numerals = run_length(text, is_numeral);
    if (numerals != 0 && numerals < text.size() && text[numerals] == U'、') {
        return head(ClauseRank::section, text.substr(0, numerals));
    }
    if (is_circled(text.front())) {
        return head(ClauseRank::circled, text.substr(0, 1));
    }
    for (const auto find : {&bracketed, &counted, &annex}) {
        if (auto found = find(text)) {
            return found;
        }
    }
    return std::nullopt;
}

}  // namespace huiqi
