#include "engine/rulebook/lints/quoted_numbers.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/clause_label.h"
#include "engine/rulebook/lints/english_numbers.h"

namespace huiqi {
namespace {

std::optional<int> digit_of(char32_t c) {
    constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
    if (c >= U'0' && c <= U'9') {
        return static_cast<int>(c - U'0');
    }
    if (c == U'〇') {
        return 0;
    }
    if (c == U'两') {
        return 2;
    }
    const std::size_t at = kDigits.find(c);
    return at == std::u32string_view::npos ? std::nullopt : std::optional(static_cast<int>(at));
}

std::optional<Rational> scale_of(char32_t c) {
    switch (c) {
        case U'十': return Rational(10);
        case U'百': return Rational(100);
        case U'千': return Rational(1'000);
        case U'万': return Rational(10'000);
        case U'亿': return Rational(100'000'000);
        default: return std::nullopt;
    }
}

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// Reads the numbers of one folded sentence.
class NumberScan {
public:
    explicit NumberScan(FoldedSentence sentence) : sentence_(std::move(sentence)), text_(sentence_.text) {}

    std::vector<QuotedNumber> scan() {
        while (at_ < text_.size()) {
            if (starts(U"百分之") || starts(U"千分之")) {
                hundredths(text_[at_] == U'百' ? 100 : 1000);
            } else if (const auto value = number()) {
                before_ = {};
                slash(*value);
                take(*value);
            } else if (english_word()) {
                continue;
            } else {
                vulgar_fraction();
                if (text_[at_] == U'半' && !starts(U"半导") && !starts(U"半成品") && !starts(U"半径")) {
                    add({Rational(1) / 2, Rational(2)});
                }
                if (!joins_numbers()) {
                    bare_.clear();
                }
                ++at_;
            }
        }
        return std::move(values_);
    }

private:
    [[nodiscard]] bool starts(std::u32string_view word) const {
        return std::u32string_view(text_).substr(at_).starts_with(word);
    }

    [[nodiscard]] char32_t here() const { return at_ < text_.size() ? text_[at_] : U'\0'; }

    /// Reads digits or Chinese numerals at this place, scales included.
    std::optional<Rational> number() {
        begin_ = at_;
        return is_ascii_digit(here()) ? digits() : numerals();
    }

    std::optional<Rational> digits() {
        Rational value = 0;
        for (std::size_t seen = 0; is_ascii_digit(here()) || (here() == U',' && comma_groups()); ++at_) {
            if (here() != U',' && seen++ < 40) {
                value = value * 10 + *digit_of(here());
            }
        }
        if (here() == U'.' && at_ + 1 < text_.size() && is_ascii_digit(text_[at_ + 1])) {
            Rational place = 1;
            for (++at_; is_ascii_digit(here()); ++at_) {
                place /= 10;
                value += place * *digit_of(here());
            }
        }
        return value;
    }

    /// A comma groups digits when three of them follow.
    [[nodiscard]] bool comma_groups() const {
        const auto digit = [&](std::size_t offset) {
            return at_ + offset < text_.size() && is_ascii_digit(text_[at_ + offset]);
        };
        return digit(1) && digit(2) && digit(3) && !digit(4);
    }

    std::optional<Rational> numerals() {
        std::optional<int> digit;
        Rational section = 0;
        Rational total = 0;
        const std::size_t begin = at_;
        for (; at_ < text_.size(); ++at_) {
            const char32_t c = text_[at_];
            if (const auto next = is_ascii_digit(c) ? std::nullopt : digit_of(c)) {
                digit = digit ? *digit * 10 + *next : *next;
                if (*digit > 99'999'999) {
                    break;
                }
                continue;
            }
            const auto scale = scale_of(c);
            if (!scale || starts(U"百分之") || starts(U"千分之")) {
                break;
            }
            if (*scale < 10'000) {
                section += Rational(digit.value_or(1)) * *scale;
            } else {
                total = (total + section + digit.value_or(section == 0 && total == 0 ? 1 : 0)) * *scale;
                section = 0;
            }
            digit.reset();
        }
        if (at_ == begin) {
            return std::nullopt;
        }
        return total + section + digit.value_or(0) + chinese_decimals();
    }

    /// Reads 点五 of 三点五.
    Rational chinese_decimals() {
        const auto digit_at = [&](std::size_t at) { return at < text_.size() && !is_ascii_digit(text_[at]) ? digit_of(text_[at]) : std::nullopt; };
        if (here() != U'点' || !digit_at(at_ + 1)) {
            return 0;
        }
        Rational value = 0;
        Rational place = 1;
        for (++at_; const auto digit = digit_at(at_); ++at_) {
            place /= 10;
            value += place * *digit;
        }
        return value;
    }

    /// Keeps a number with what stands behind it: a scale, a per cent sign, 成, 分之.
    void take(Rational value) {
        if (starts(U"分之")) {
            at_ += 2;
            const auto part = number();
            if (part && value != 0) {
                add({*part / value, *part, value});   // 三分之一 may be written 1/3
            }
            return;
        }
        while (const auto part = english_part(sentence_, at_, value)) {
            at_ = part->end;
            if (part->fraction) {
                keep(*part);
                return;
            }
            value = part->value;
        }
        Rational factor = 1;
        while (const auto scale = scale_of(here())) {
            factor *= *scale;
            ++at_;
        }
        if (here() == U'-' && !sentence_.word(at_ + 1).empty()) {
            ++at_;   // a five-year loan
        }
        factor *= measure();
        values_.push_back({value * factor, kind()});
        if (factor == 1) {
            bare_.push_back(value);
            return;
        }
        for (const Rational& one : bare_) {
            values_.push_back({one * factor});   // 10—30万元, 5/10/15%: they have the scale of the last
        }
        bare_.clear();
    }

    /// 百分之五, and 百分之五至十: what joins on without a word of its own is as many hundredths.
    void hundredths(int whole) {
        at_ += 3;
        if (const auto part = number()) {
            values_.push_back({*part / whole});
        }
        while (at_ < text_.size() && joins_numbers()) {
            const std::size_t joint = at_++;
            const auto next = starts(U"百分之") || starts(U"千分之") ? std::nullopt : number();
            if (!next || scale_of(here()) || here() == U'%' || kind() != QuotedKind::unsaid || starts(U"个") || starts(U"分之")) {
                at_ = joint;
                return;
            }
            values_.push_back({*next / whole});
        }
    }

    /// 1/3 is a third, unless it is one of more: 2024/1/31, 5/10/15%.
    void slash(const Rational& upper) {
        const std::size_t behind = at_;
        const bool after = begin_ > 0 && (text_[begin_ - 1] == U'/' || text_[begin_ - 1] == U'.');
        if (!after && here() == U'/' && at_ + 1 < text_.size() && is_ascii_digit(text_[at_ + 1])) {
            ++at_;
            const Rational lower = *digits();
            if (lower != 0 && here() != U'/' && here() != U'%' && here() != U'.') {
                values_.push_back({upper / lower});
            }
        }
        at_ = behind;
    }

    /// Keeps ½ and the like.
    void vulgar_fraction() {
        static constexpr std::pair<char32_t, std::pair<int, int>> kSigns[] = {{U'½', {1, 2}}, {U'⅓', {1, 3}}, {U'⅔', {2, 3}},
                                                                              {U'¼', {1, 4}}, {U'¾', {3, 4}}, {U'⅕', {1, 5}},
                                                                              {U'⅛', {1, 8}}, {U'⅒', {1, 10}}};
        for (const auto& [sign, parts] : kSigns) {
            if (here() == sign) {
                add({Rational(parts.first) / parts.second, Rational(parts.first), Rational(parts.second)});
            }
        }
    }

    /// Reads an English word, a number in words among them.
    bool english_word() {
        const std::u32string_view word = sentence_.word(at_);
        if (word.empty()) {
            before_ = here() == U'-' ? before_ : std::u32string_view();
            return false;
        }
        if (const auto number = english_number(sentence_, at_, before_)) {
            at_ = number->end;
            before_ = word;
            number->fraction ? keep(*number) : take(number->value);
            return true;
        }
        month_of_date(word);
        before_ = word;
        bare_.clear();
        at_ += word.size();
        return true;
    }

    /// Keeps the month of `31 March 2024`.
    void month_of_date(std::u32string_view word) {
        static constexpr std::u32string_view kMonths[] = {U"january", U"february", U"march",     U"april",   U"may",      U"june",
                                                          U"july",    U"august",   U"september", U"october", U"november", U"december"};
        const bool dated = (at_ > 0 && is_ascii_digit(text_[at_ - 1])) ||
                           (at_ + word.size() < text_.size() && is_ascii_digit(text_[at_ + word.size()]));
        const auto found = std::find(std::begin(kMonths), std::end(kMonths), word);
        if (dated && found != std::end(kMonths)) {
            add({Rational(found - std::begin(kMonths) + 1)});
        }
    }

    void keep(const EnglishNumber& number) {
        values_.push_back({number.value});
        for (const Rational& one : number.also) {
            values_.push_back({one});
        }
    }

    /// Keeps numbers of which no kind is said.
    void add(std::initializer_list<Rational> numbers) {
        for (const Rational& one : numbers) {
            values_.push_back({one});
        }
    }

    Rational measure() {
        struct Word {
            std::u32string_view text;
            int parts;
        };
        static constexpr Word kWords[] = {{U"percentagepoint", 100}, {U"percent", 100},  {U"points", 100}, {U"%", 100},       {U"‰", 1000},      {U"个百分点", 100}, {U"百分点", 100},
                                          {U"个基点", 10000}, {U"基点", 10000}, {U"成", 10},        {U"折", 10}};
        for (const Word& word : kWords) {
            if (starts(word.text)) {
                at_ += word.text.size();
                return Rational(1) / word.parts;
            }
        }
        return 1;
    }

    /// Reads off what the word at this place says that the number counts.
    [[nodiscard]] QuotedKind kind() const {
        static constexpr std::pair<std::u32string_view, QuotedKind> kWords[] = {
            {U"元", QuotedKind::money},    {U"yuan", QuotedKind::money}, {U"年", QuotedKind::years},
            {U"个年", QuotedKind::years},  {U"周年", QuotedKind::years}, {U"year", QuotedKind::years},
            {U"个月", QuotedKind::months}, {U"月", QuotedKind::months},  {U"month", QuotedKind::months},
            {U"天", QuotedKind::days},     {U"日", QuotedKind::days},    {U"个工作日", QuotedKind::days},
            {U"day", QuotedKind::days}};
        for (const auto& [word, kind] : kWords) {
            if (starts(word)) {
                return kind;
            }
        }
        return QuotedKind::unsaid;
    }

    /// What stands between numbers that share the scale of the last one.
    [[nodiscard]] bool joins_numbers() const {
        constexpr std::u32string_view kSigns = U"-–—~～至到－/、,和或";
        return kSigns.find(here()) != std::u32string_view::npos;
    }

    FoldedSentence sentence_;
    const std::u32string& text_;
    std::size_t begin_ = 0;          ///< of the number that was read last
    std::u32string_view before_;     ///< the English word before
    std::size_t at_ = 0;
    std::vector<Rational> bare_;   ///< numbers just before this place without a scale of their own
    std::vector<QuotedNumber> values_;
};

/// Folds a sentence, and marks where words began before white space was taken out.
FoldedSentence folded(std::string_view sentence) {
    const ComparedText compared = compared_text(sentence);
    const auto letter = [](char32_t c) { return c >= U'a' && c <= U'z'; };
    FoldedSentence out;
    std::size_t end = 0;   // in the original, of the letter before
    for (std::size_t at = 0; at < compared.text.size();) {
        const std::size_t origin = compared.origin[at];
        const char32_t c = next_code_point(compared.text, at);
        out.text += c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
        out.begins.push_back(letter(out.text.back()) && (out.text.size() < 2 || !letter(out.text[out.text.size() - 2]) || origin != end));
        std::size_t behind = origin;
        static_cast<void>(next_code_point(sentence, behind));
        end = behind;
    }
    return out;
}

}  // namespace

QuotedNumbers::QuotedNumbers(std::string_view sentence)
    : values_(NumberScan(folded(sentence)).scan()) {}

bool QuotedNumbers::mentions(const Rational& value) const {
    return std::any_of(values_.begin(), values_.end(), [&](const QuotedNumber& one) { return one.value == value; });
}

bool QuotedNumbers::mentions(const Rational& value, QuotedKind kind) const {
    return std::any_of(values_.begin(), values_.end(), [&](const QuotedNumber& one) {
        return one.value == value && (one.kind == kind || one.kind == QuotedKind::unsaid);
    });
}

bool QuotedNumbers::has(const Rational& value, const Unit& unit) const {
    if (unit.is_money()) {
        return mentions(value, QuotedKind::money);
    }
    if (unit == Unit::of("month")) {
        return mentions(value, QuotedKind::months) || mentions(value / 12, QuotedKind::years) ||
               mentions(value / 3, QuotedKind::unsaid);
    }
    if (unit == Unit::of("day")) {
        return mentions(value, QuotedKind::days) || mentions(value / 7, QuotedKind::unsaid);
    }
    if (mentions(value)) {
        return true;
    }
    for (const Unit::Factor& factor : unit.factors()) {
        const auto as = [&](int size) {
            return mentions(factor.exponent > 0 ? value / size : value * size);
        };
        if ((factor.name == "month" && (as(12) || as(3))) || (factor.name == "day" && as(7))) {
            return true;
        }
    }
    return false;
}

bool QuotedNumbers::has(Date date) const {
    const bool last = date == date.last_day_of_month();
    const bool day = mentions(date.day()) || date.day() == 1 || last;
    const bool year_end = (date.month() == 1 && date.day() == 1) || (date.month() == 12 && last);
    return mentions(date.year()) && day && (mentions(date.month()) || year_end);
}

}  // namespace huiqi
