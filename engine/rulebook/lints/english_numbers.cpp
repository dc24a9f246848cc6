#include "engine/rulebook/lints/english_numbers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

namespace huiqi {
namespace {

struct Word {
    std::u32string_view text;
    int value;
};

constexpr std::array kSmall{
    Word{U"two", 2},        Word{U"three", 3},      Word{U"four", 4},       Word{U"five", 5},     Word{U"six", 6},
    Word{U"seven", 7},      Word{U"eight", 8},      Word{U"nine", 9},       Word{U"ten", 10},     Word{U"eleven", 11},
    Word{U"twelve", 12},    Word{U"thirteen", 13},  Word{U"fourteen", 14},  Word{U"fifteen", 15}, Word{U"sixteen", 16},
    Word{U"seventeen", 17}, Word{U"eighteen", 18},  Word{U"nineteen", 19},  Word{U"one", 1},      Word{U"zero", 0}};
constexpr std::array kTens{Word{U"twenty", 20}, Word{U"thirty", 30},  Word{U"forty", 40},  Word{U"fourty", 40}, Word{U"fifty", 50},
                           Word{U"sixty", 60},  Word{U"seventy", 70}, Word{U"eighty", 80}, Word{U"ninety", 90}};
constexpr std::array kScales{Word{U"thousand", 1'000}, Word{U"million", 1'000'000}, Word{U"billion", 1'000'000'000}};
constexpr std::array kTimes{Word{U"twice", 2}, Word{U"double", 2}, Word{U"triple", 3}, Word{U"treble", 3}, Word{U"dozen", 12}};
constexpr std::array kParts{Word{U"half", 2},    Word{U"halves", 2},  Word{U"third", 3},  Word{U"quarter", 4},   Word{U"fourth", 4},
                            Word{U"fifth", 5},   Word{U"sixth", 6},   Word{U"seventh", 7}, Word{U"eighth", 8},   Word{U"ninth", 9},
                            Word{U"tenth", 10},  Word{U"twentieth", 20}, Word{U"hundredth", 100}, Word{U"thousandth", 1'000}};
constexpr std::array kOrdinals{Word{U"second", 2}, Word{U"third", 3},  Word{U"fourth", 4}, Word{U"fifth", 5}, Word{U"sixth", 6},
                               Word{U"seventh", 7}, Word{U"eighth", 8}, Word{U"ninth", 9}, Word{U"tenth", 10}};

template <class Words>
std::optional<int> find(const Words& words, std::u32string_view word) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.text == word; });
    return found == words.end() ? std::nullopt : std::optional(found->value);
}

template <class Words>
bool among(const Words& words, std::u32string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::optional<int> part_of(std::u32string_view word) {
    if (const auto parts = find(kParts, word)) {
        return parts;
    }
    return word.ends_with(U's') ? find(kParts, word.substr(0, word.size() - 1)) : std::nullopt;
}

bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

/// Tells whether `one` stands for something said before, or for anybody.
bool is_pronoun(const FoldedSentence& sentence, std::size_t end, std::u32string_view before) {
    static constexpr std::u32string_view kBefore[] = {U"no",   U"any",  U"every", U"some", U"the",  U"this", U"that", U"which",
                                                      U"each", U"such", U"other", U"another", U"new", U"larger", U"smaller"};
    static constexpr std::u32string_view kBehind[] = {U"another", U"may",  U"must", U"shall", U"can",  U"who", U"whose", U"that",
                                                      U"which",   U"is",   U"has",  U"will",  U"does", U"should", U"would"};
    static constexpr std::u32string_view kCounts[] = {U"least", U"most", U"only", U"exactly", U"than", U"just"};
    const std::u32string_view behind = sentence.next_word(end);
    if (behind == U"of") {
        return !among(kCounts, before);
    }
    // `the one third that is left` counts all the same
    return behind.empty() || among(kBehind, behind) || (among(kBefore, before) && !part_of(behind) && !find(kScales, behind));
}

/// Reads a number below a thousand, then scales: two hundred and five thousand. Words go on only where they belong together.
class WordRun {
public:
    WordRun(const FoldedSentence& sentence, std::size_t at) : sentence_(sentence), at_(at) {}

    std::optional<Rational> read() {
        bool any = false;
        while (take_next()) {
            any = true;
        }
        return any ? std::optional(Rational(total_ + current_)) : std::nullopt;
    }
    [[nodiscard]] std::size_t end() const noexcept { return at_; }

private:
    bool take_next() {
        std::size_t at = at_;
        if (started_ && at < sentence_.text.size() && sentence_.text[at] == U'-') {
            ++at;
        }
        std::u32string_view word = sentence_.word(at);
        if (started_ && word == U"and" && scaled_) {
            at += word.size();
            word = sentence_.word(at);
        }
        if (!take(word)) {
            return false;
        }
        started_ = true;
        at_ = at + word.size();
        return true;
    }

    bool take(std::u32string_view word) {
        if (const auto small = find(kSmall, word); small && current_ % (*small < 10 ? 10 : 100) == 0 && current_ % 100 != 10) {
            if (started_ && current_ % 100 == 0 && !scaled_) {
                return false;   // `two, three`: two numbers
            }
            current_ += *small;
            return true;
        }
        if (const auto tens = find(kTens, word); tens && current_ % 100 == 0 && (!started_ || scaled_)) {
            current_ += *tens;
            return true;
        }
        if (word == U"hundred" && started_ && current_ > 0 && current_ < 100) {
            current_ *= 100;
            scaled_ = true;
            return true;
        }
        if (const auto scale = find(kScales, word); scale && started_) {
            total_ += (current_ == 0 ? 1 : current_) * *scale;
            current_ = 0;
            scaled_ = true;
            return true;
        }
        return false;
    }

    const FoldedSentence& sentence_;
    std::size_t at_;
    std::int64_t total_ = 0;
    std::int64_t current_ = 0;
    bool started_ = false;
    bool scaled_ = false;   ///< behind hundred, thousand …
};

EnglishNumber fraction(const Rational& count, int parts, std::size_t end) {
    return {.value = count / parts, .also = {count, Rational(parts)}, .fraction = true, .end = end};
}

}  // namespace

std::u32string_view FoldedSentence::word(std::size_t at) const {
    if (at >= text.size() || !begins[at]) {
        return {};
    }
    std::size_t end = at + 1;
    while (end < text.size() && is_letter(text[end]) && !begins[end]) {
        ++end;
    }
    return std::u32string_view(text).substr(at, end - at);
}

std::u32string_view FoldedSentence::next_word(std::size_t at) const {
    return word(at < text.size() && text[at] == U'-' ? at + 1 : at);
}

std::optional<EnglishNumber> english_part(const FoldedSentence& sentence, std::size_t at, const Rational& value) {
    const std::size_t begin = at < sentence.text.size() && sentence.text[at] == U'-' ? at + 1 : at;
    const std::u32string_view word = sentence.word(begin);
    if (const auto parts = part_of(word)) {
        return fraction(value, *parts, begin + word.size());
    }
    if (word == U"and" && sentence.word(begin + 3) == U"a" && sentence.word(begin + 4) == U"half") {
        return EnglishNumber{.value = value + Rational(1) / 2, .also = {}, .fraction = false, .end = begin + 8};
    }
    const auto scale = word == U"hundred" ? std::optional(100) : find(kScales, word);
    if (!scale) {
        return std::nullopt;
    }
    return EnglishNumber{.value = value * *scale, .also = {}, .fraction = false, .end = begin + word.size()};
}

std::optional<EnglishNumber> english_number(const FoldedSentence& sentence, std::size_t at, std::u32string_view before) {
    const std::u32string_view word = sentence.word(at);
    const std::size_t end = at + word.size();
    if (word == U"half" || word == U"quarter") {
        return fraction(1, word == U"half" ? 2 : 4, end);
    }
    if (word == U"a" || word == U"an") {
        const std::u32string_view next = sentence.next_word(end);
        const auto parts = part_of(next);
        if (parts) {
            return fraction(1, *parts, end + next.size());
        }
        return next == U"dozen" ? std::nullopt : english_part(sentence, end, 1);
    }
    if (const auto times = find(kTimes, word)) {
        return EnglishNumber{.value = *times, .also = {}, .fraction = false, .end = end};
    }
    if (word == U"one" && is_pronoun(sentence, end, before)) {
        return std::nullopt;
    }
    WordRun run(sentence, at);
    if (const auto value = run.read()) {
        return EnglishNumber{.value = *value, .also = {}, .fraction = false, .end = run.end()};
    }
    const std::u32string_view behind = sentence.word(end);
    if (const auto ordinal = find(kOrdinals, word); ordinal && !behind.starts_with(U"part")) {
        return EnglishNumber{.value = *ordinal, .also = {}, .fraction = false, .end = end};   // from the third year on
    }
    return std::nullopt;
}

}  // namespace huiqi
