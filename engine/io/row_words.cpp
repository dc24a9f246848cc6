#include "engine/io/row_words.h"

#include <algorithm>
#include <array>

#include "engine/data/folded_key.h"
#include "engine/io/note_rows.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 10> kErrors{"#N/A",  "#DIV/0!", "#VALUE!", "#REF!",   "#NAME?",
                                                   "#NUM!", "#NULL!",  "#SPILL!", "#CALC!", "#GETTING_DATA"};
constexpr std::array<std::string_view, 12> kTotals{"合计", "小计", "总计", "总和", "共计", "累计", "本页合计", "本页小计",
                                                   "TOTAL", "SUBTOTAL", "GRANDTOTAL", "SUM"};
/// Folded words are longer than this only with something else beside them.
constexpr std::size_t kLongestWord = 64;

[[nodiscard]] bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Gives the word of a cell without a colon behind it; empty where the cell is too long to be one.
[[nodiscard]] std::string word_of(std::string_view cell) {
    std::string word = cell.size() <= kLongestWord ? folded_key(cell) : std::string();
    if (word.ends_with(':')) {
        word.pop_back();
    }
    return word;
}

}  // namespace

bool is_error_text(std::string_view text) noexcept {
    if (!text.starts_with('#')) {
        return false;
    }
    const bool mark = text.size() >= 5 && text[1] == 'D' && is_digit(text[2]) && is_digit(text[3]) && is_digit(text[4]) &&
                      (text.size() == 5 || text[5] == ' ');
    return mark || std::find(kErrors.begin(), kErrors.end(), text) != kErrors.end();
}

std::string refused_mark(std::string_view code, std::string_view stored) {
    std::string mark = "#" + std::string(code);
    return stored.empty() ? mark : mark + " " + std::string(stored);
}

bool is_total_word(std::string_view cell) {
    if (!may_be_total(cell)) {
        return false;
    }
    const std::string word = word_of(cell);
    return std::find(kTotals.begin(), kTotals.end(), word) != kTotals.end();
}

bool is_total_number(std::string_view cell, bool sure) {
    if (!may_be_total(cell)) {
        return false;
    }
    const std::string word = word_of(cell);
    const auto begins = [&](std::string_view total) {
        if (static_cast<unsigned char>(total.front()) < 0x80 || !word.starts_with(total)) {
            return word == total;
        }
        const std::string_view rest = std::string_view(word).substr(total.size());
        const bool letter = !rest.empty() && (static_cast<unsigned char>(rest.front()) >= 0x80 || (rest.front() >= 'A' && rest.front() <= 'Z'));
        const bool sign = rest.empty() || (!letter && rest.front() != '-');
        return !sure || sign || rest.starts_with("共");
    };
    return std::any_of(kTotals.begin(), kTotals.end(), begins);
}

bool is_no_application(std::string_view code) noexcept {
    return code == "D307" || code == "D308" || code == kNoteCode;
}

bool may_be_total(std::string_view cell) noexcept {
    if (cell.size() < 2) {
        return false;
    }
    const auto begins = [cell](std::string_view with) { return cell.starts_with(with); };
    switch (static_cast<unsigned char>(cell[0])) {
        case 0xE5: return begins("合") || begins("小") || begins("共");
        case 0xE6: return begins("总") || begins("本");
        case 0xE7: return begins("累");
        case 'T':
        case 't': return (cell[1] | 0x20) == 'o';
        case 'S':
        case 's': return (cell[1] | 0x20) == 'u';
        case 'G':
        case 'g': return (cell[1] | 0x20) == 'r';
        // blanks, full-width signs and signs without width in front
        case ' ':
        case '\t':
        case 0xC2:
        case 0xE2:
        case 0xE3:
        case 0xEF: return true;
        default: return false;
    }
}

}  // namespace huiqi
