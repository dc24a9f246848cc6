#include "engine/rulebook/quoted_numbers.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/clause_label.h"

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
    explicit NumberScan(std::u32string text) : text_(std::move(text)) {}

    std::vector<QuotedNumber> scan() {
        while (at_ < text_.size()) {
            if (starts(U"百分之") || starts(U"千分之")) {
                const Rational whole = text_[at_] == U'百' ? 100 : 1000;
                at_ += 3;
                if (const auto part = number()) {
                    values_.push_back({*part / whole});
                }
            } else if (const auto value = number()) {
                take(*value);
            } else if (english_word()) {
                continue;
            } else {
                if (text_[at_] == U'半') {
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
    std::optional<Rational> number() { return is_ascii_digit(here()) ? digits() : numerals(); }

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
        return total + section + digit.value_or(0);
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
        if (english_part(value)) {
            return;
        }
        Rational factor = 1;
        while (const auto scale = scale_of(here())) {
            factor *= *scale;
            ++at_;
        }
        factor *= english_scale();
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

    /// Reads `half`, `two` … of an English sentence.
    bool english_word() {
        static constexpr std::pair<std::u32string_view, int> kWords[] = {
            {U"one", 1},   {U"twice", 2}, {U"double", 2}, {U"triple", 3}, {U"twenty", 20}, {U"forty", 40}, {U"fifty", 50},
            {U"sixty", 60}, {U"seventy", 70}, {U"eighty", 80}, {U"ninety", 90}, {U"fifteen", 15},
            {U"two", 2},   {U"three", 3}, {U"four", 4}, {U"five", 5},    {U"six", 6},     {U"seven", 7},
            {U"eight", 8}, {U"nine", 9},  {U"ten", 10}, {U"eleven", 11}, {U"twelve", 12}, {U"thirty", 30}};
        static constexpr std::pair<std::u32string_view, int> kParts[] = {{U"half", 2}, {U"quarter", 4}};
        for (const auto& [word, parts] : kParts) {
            if (starts(word)) {
                at_ += word.size();
                add({Rational(1) / parts, Rational(parts)});
                return true;
            }
        }
        for (const auto& [word, value] : kWords) {
            if (starts(word)) {
                at_ += word.size();
                take(value);
                return true;
            }
        }
        return false;
    }

    /// Keeps numbers of which no kind is said.
    void add(std::initializer_list<Rational> numbers) {
        for (const Rational& one : numbers) {
            values_.push_back({one});
        }
    }

    /// Keeps two thirds and the like: the fraction, and both its numbers.
    bool english_part(const Rational& value) {
        static constexpr std::pair<std::u32string_view, int> kParts[] = {{U"half", 2},  {U"halves", 2}, {U"third", 3}, {U"quarter", 4},
                                                                         {U"fifth", 5}, {U"sixth", 6},  {U"eighth", 8}, {U"tenth", 10},
                                                                         {U"hundredth", 100}};
        for (const auto& [word, parts] : kParts) {
            if (starts(word)) {
                at_ += word.size();
                add({value / parts, value, Rational(parts)});
                return true;
            }
        }
        return false;
    }

    Rational english_scale() {
        static constexpr std::pair<std::u32string_view, int> kScales[] = {
            {U"hundred", 100}, {U"thousand", 1'000}, {U"million", 1'000'000}, {U"billion", 1'000'000'000}};
        for (const auto& [word, scale] : kScales) {
            if (starts(word)) {
                at_ += word.size();
                return scale;
            }
        }
        return 1;
    }

    Rational measure() {
        struct Word {
            std::u32string_view text;
            int parts;
        };
        static constexpr Word kWords[] = {{U"percent", 100},  {U"points", 100}, {U"%", 100},       {U"‰", 1000},      {U"个百分点", 100}, {U"百分点", 100},
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

    std::u32string text_;
    std::size_t at_ = 0;
    std::vector<Rational> bare_;   ///< numbers just before this place without a scale of their own
    std::vector<QuotedNumber> values_;
};

std::u32string decoded(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        out += c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
    }
    return out;
}

}  // namespace

QuotedNumbers::QuotedNumbers(std::string_view sentence)
    : values_(NumberScan(decoded(compared_text(sentence).text)).scan()) {}

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
