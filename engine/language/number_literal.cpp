#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/data/unit_words.h"
#include "engine/diagnostic/text.h"
#include "engine/language/keywords.h"
#include "engine/language/literals.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// Reads one number; `at_` walks over the folded text.
class NumberReader {
public:
    NumberReader(std::string_view text, std::size_t offset, const NumberForms& forms, TextFaults& faults)
        : text_(text), begin_(offset), at_(offset), forms_(forms), faults_(faults) {}

    Literal read() {
        whole_end_ = end_of_digits(begin_);
        if (read_iso_date() || report_other_date() || read_chinese_date()) {
            return std::move(literal_);
        }
        literal_.node.kind = SyntaxKind::number;
        read_digits();
        if (literal_.node.kind == SyntaxKind::number) {
            read_unit();
        }
        literal_.end = at_;
        return std::move(literal_);
    }

private:
    [[nodiscard]] char peek(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
    [[nodiscard]] bool digit_at(std::size_t offset) const {
        return is_ascii_digit(static_cast<unsigned char>(peek(offset)));
    }
    [[nodiscard]] std::size_t end_of_digits(std::size_t offset) const {
        while (digit_at(offset)) {
            ++offset;
        }
        return offset;
    }
    [[nodiscard]] bool word_at(std::size_t offset, std::string_view word) const {
        return text_.substr(std::min(offset, text_.size())).starts_with(word);
    }
    [[nodiscard]] bool name_part_at(std::size_t offset) const { return end_of_name(text_, offset) != offset; }
    [[nodiscard]] std::size_t behind_blank(std::size_t offset) const {
        return peek(offset) == ' ' ? offset + 1 : offset;
    }
    /// Reads a small whole number for the parts of a date; what is too long is no date anyway.
    [[nodiscard]] std::int64_t small_number(std::size_t begin, std::size_t end) const {
        std::int64_t value = 0;
        for (std::size_t i = begin; i < end && i < begin + 9; ++i) {
            value = value * 10 + (text_[i] - '0');
        }
        return value;
    }

    /// Ends the literal as a date, or as an error when there is no such day.
    void finish_date(std::size_t end, std::int64_t year, std::int64_t month, std::int64_t day) {
        literal_.end = end;
        const auto date = Date::from_civil(year, month, day);
        if (!date) {
            const std::string written = excerpt(text_.substr(begin_, end - begin_));
            faults_.error(
                "E103", begin_, end,
                {fmt::format("没有“{}”这一天", written), fmt::format("there is no day `{}`", written)},
                {"检查年、月、日；闰年的二月才有29日",
                 "check year, month and day; only leap years have 29 February"});
            return;
        }
        literal_.node.kind = SyntaxKind::date;
        literal_.node.date = *date;
    }

    /// `2024-01-31`, exactly so.
    bool read_iso_date() {
        const std::size_t end = begin_ + 10;
        const bool shaped = whole_end_ == begin_ + 4 && peek(begin_ + 4) == '-' &&
                            end_of_digits(begin_ + 5) == begin_ + 7 && peek(begin_ + 7) == '-' &&
                            end_of_digits(begin_ + 8) == end;
        if (!shaped || (peek(end) == '.' && digit_at(end + 1))) {
            return false;
        }
        if (name_part_at(end) && bound_word_prefix(text_.substr(end)) == 0) {
            return false;
        }
        finish_date(end, small_number(begin_, begin_ + 4), small_number(begin_ + 5, begin_ + 7),
                    small_number(begin_ + 8, end));
        return true;
    }

    /// `2024/1/31`, `2024.1.31`, `2024-1-31` without blanks: never meant as arithmetic.
    bool report_other_date() {
        const char separator = peek(whole_end_);
        if (whole_end_ != begin_ + 4 || (separator != '/' && separator != '.' && separator != '-')) {
            return false;
        }
        const std::size_t month_end = end_of_digits(whole_end_ + 1);
        const std::size_t end = peek(month_end) == separator ? end_of_digits(month_end + 1) : 0;
        const std::int64_t year = small_number(begin_, whole_end_);
        const std::int64_t month = small_number(whole_end_ + 1, month_end);
        const std::int64_t day = end == 0 ? 0 : small_number(month_end + 1, end);
        const bool plausible =
            year >= 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
        if (!plausible || month_end - whole_end_ > 3 || end - month_end > 3 || name_part_at(end)) {
            return false;
        }
        const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        faults_.error(
            "E102", begin_, end, {"日期不是这样写的", "this is not how a date is written"},
            {fmt::format("日期写 {}；若是算式，运算符两边加空格", date),
             fmt::format("write the date {}; for arithmetic put blanks around the operators", date)});
        literal_.end = end;
        return true;
    }

    /// `2024年1月31日`, with at most one blank beside each word.
    bool read_chinese_date() {
        const std::size_t year_word = behind_blank(whole_end_);
        if (!word_at(year_word, kYear)) {
            return false;
        }
        const std::size_t month_begin = behind_blank(year_word + kYear.size());
        const std::size_t month_end = end_of_digits(month_begin);
        const std::size_t month_word = behind_blank(month_end);
        if (month_end == month_begin || month_end > month_begin + 2 || !word_at(month_word, kMonth)) {
            return false;
        }
        const std::size_t day_begin = behind_blank(month_word + kMonth.size());
        const std::size_t day_end = end_of_digits(day_begin);
        const std::size_t day_word = behind_blank(day_end);
        const bool has_year = whole_end_ == begin_ + 4;
        if (day_end == day_begin) {
            return has_year && report_chinese_date(month_word + kMonth.size());
        }
        if (!word_at(day_word, kDay) || !has_year || day_end > day_begin + 2) {
            const std::size_t end = end_of_name(text_, day_end);
            return report_chinese_date(end);
        }
        finish_date(day_word + kDay.size(), small_number(begin_, whole_end_),
                    small_number(month_begin, month_end), small_number(day_begin, day_end));
        return true;
    }

    bool report_chinese_date(std::size_t end) {
        faults_.error("E102", begin_, end, {"日期没有写全", "this date is not complete"},
                      {"日期写 2024年1月31日 或 2024-01-31；时长写 1年6个月",
                       "write a date 2024年1月31日 or 2024-01-31, a duration 1年6个月"});
        literal_.end = end;
        return true;
    }

    /// Gives up on a number: reports it and takes everything up to `end` for it.
    void malformed(std::size_t end, Bilingual message, Bilingual help) {
        faults_.error("E102", begin_, end, std::move(message), std::move(help));
        literal_.node.kind = SyntaxKind::error;
        at_ = end;
    }

    void read_digits() {
        at_ = whole_end_;
        std::string digits(text_.substr(begin_, at_ - begin_));
        read_groups(digits);
        if (peek(at_) == '.' && digit_at(at_ + 1)) {
            const std::size_t end = end_of_digits(at_ + 1);
            digits += digits.empty() ? "0" : "";
            digits += text_.substr(at_, end - at_);
            at_ = end;
        } else if (peek(at_) == '.' && peek(at_ + 1) != '.' && !name_part_at(at_ + 1)) {
            return malformed(at_ + 1, {"小数点后面没有数字", "there is no digit behind the decimal point"},
                             {"写 5 或 5.0", "write 5 or 5.0"});
        }
        if (peek(at_) == '.' && digit_at(at_ + 1)) {
            return malformed(
                end_of_digits(at_ + 1), {"一个数里有两个小数点", "a number has one decimal point"},
                {"日期写 2024-01-31；范围写 [1..3]", "a date is written 2024-01-31, a range [1..3]"});
        }
        if (report_exponent()) {
            return;
        }
        set_value(digits);
        literal_.node.name = std::move(digits);
    }

    void set_value(const std::string& digits) {
        if (digits.size() <= forms_.digits) {
            if (const auto value =
                    parse_decimal(digits, {.digits = static_cast<std::uint32_t>(forms_.digits)})) {
                literal_.node.number = value->value();
                return;
            }
        }
        faults_.error("E113", begin_, at_,
                      {fmt::format("一个数最多{}位", forms_.digits),
                       fmt::format("a number has at most {} digits", forms_.digits)});
        literal_.node.kind = SyntaxKind::error;
    }

    /// `10,000元`: digits in groups of three. Told from the elements of a list by a group that begins with 0,
    /// or because a comma can have no other meaning here.
    void read_groups(std::string& digits) {
        if (digits.empty() || digits.size() > 3 || digits == "0") {
            return;
        }
        std::size_t end = at_;
        bool grouped = forms_.comma_may_group;
        std::string joined = digits;
        while (peek(end) == ',' && end_of_digits(end + 1) == end + 4) {
            grouped = grouped || peek(end + 1) == '0';
            joined += text_.substr(end + 1, 3);
            end += 4;
        }
        if (end == at_ || !grouped) {
            return;
        }
        faults_.error("E102", begin_, end, {"数字不分节", "digits are not grouped"},
                      {fmt::format("去掉逗号写 {}，或用 万、亿：10000元 就是 1万元", joined),
                       fmt::format("write {} without commas", joined)});
        digits = std::move(joined);
        at_ = end;
    }

    bool report_exponent() {
        const char letter = peek(at_);
        std::size_t end = at_ + 1;
        if (letter != 'e' && letter != 'E') {
            return false;
        }
        end += peek(end) == '+' || peek(end) == '-' ? 1U : 0U;
        if (!digit_at(end)) {
            return false;
        }
        malformed(end_of_digits(end), {"数不用科学记数法", "numbers have no exponent here"},
                  {"写 1000 或 10 ** 3，或用 万、亿", "write 1000 or 10 ** 3"});
        return true;
    }

    /// Tells whether a unit may end here: no name goes on, but the words of tests may follow at once.
    [[nodiscard]] bool unit_may_end(std::size_t end) const {
        if (!name_part_at(end)) {
            return true;
        }
        // 超过300万元500万元以下: the next amount begins at once, as documents write it
        const bool chinese = end > 0 && static_cast<unsigned char>(text_[end - 1]) >= 0x80;
        if (chinese && digit_at(end)) {
            return true;
        }
        const std::string_view rest = text_.substr(end);
        return bound_word_prefix(rest) != 0 || rest.starts_with("不满") || rest.starts_with("不足");
    }

    void read_unit() {
        const std::size_t unit_at = behind_blank(at_);
        const UnitMatch match = match_unit(text_.substr(unit_at), forms_.units);
        const std::size_t end = unit_at + match.length;
        if (match.length != 0 && is_year(unit_at, end) && digit_at(end)) {
            return read_years_and_months(unit_at, end);
        }
        if (match.length == 0 || !unit_may_end(end)) {
            return report_unit(unit_at, match);
        }
        take_unit(unit_at, match);
    }

    [[nodiscard]] bool is_year(std::size_t begin, std::size_t end) const {
        return text_.substr(begin, end - begin) == kYear;
    }

    void take_unit(std::size_t unit_at, const UnitMatch& match) {
        SyntaxNode& node = literal_.node;
        std::size_t end = unit_at + match.length;
        node.number *= match.factor;
        node.unit = match.unit;
        while (match.has_unit() && peek(end) == '/') {
            const UnitMatch below = match_unit(text_.substr(end + 1), forms_.units);
            if (!below.has_unit() || below.is_ratio || !unit_may_end(end + 1 + below.length)) {
                break;
            }
            node.number /= below.factor;
            node.unit = node.unit / below.unit;
            end += 1 + below.length;
        }
        const bool latin = static_cast<unsigned char>(text_[unit_at]) < 0x80 && text_[unit_at] != '%';
        node.name += latin ? " " : "";
        node.name += text_.substr(unit_at, end - unit_at);
        at_ = end;
    }

    /// `1年6个月`; `end` stands behind 年, before a digit.
    void read_years_and_months(std::size_t unit_at, std::size_t end) {
        const std::size_t digits_end = end_of_digits(end);
        const std::size_t word = behind_blank(digits_end);
        const std::size_t length = word_at(word, kMonths)  ? kMonths.size()
                                   : word_at(word, kMonth) ? kMonth.size()
                                                           : 0;
        const std::size_t months_end = word + length;
        if (length == 0 || !unit_may_end(months_end) || digits_end > end + 9) {
            return malformed(end_of_name(text_, word),
                             {"“年”后面只能接“几个月”", "after years only months may follow"},
                             {"时长写 1年6个月；日与月不能合在一起，分别相加：日期 + 1年 + 30天",
                              "write 1年6个月; days do not join months: date + 1年 + 30天"});
        }
        literal_.node.number = literal_.node.number * 12 + small_number(end, digits_end);
        literal_.node.unit = Unit::of("month");
        literal_.node.name += kYear;
        literal_.node.name += text_.substr(end, digits_end - end);
        literal_.node.name += kMonths;
        (void)unit_at;
        at_ = months_end;
    }

    /// The number has no unit: fine when no word follows, or one that may.
    void report_unit(std::size_t unit_at, const UnitMatch& match) {
        const std::size_t end = end_of_name(text_, unit_at);
        const std::string_view word = text_.substr(unit_at, end - unit_at);
        const std::string_view rest = word.substr(std::min(match.length, word.size()));
        // A number may follow a number only by mistake, but not as its unit.
        if (word.empty() || digit_at(unit_at) || (match.length == 0 && may_follow(word, unit_at != at_))) {
            return;
        }
        if (chinese_keyword_prefix(rest) != 0) {
            return report_missing_blank(unit_at, match, rest);
        }
        const std::string shown = excerpt(word);
        faults_.error("E105", unit_at, end,
                      {fmt::format("数字后面的“{}”不是单位", shown),
                       fmt::format("`{}` behind a number is no unit", shown)},
                      unit_help(word));
        literal_.node.kind = SyntaxKind::error;
        at_ = end;
    }

    /// Tells whether a word that is no unit may follow a number, or will be reported better by the grammar.
    [[nodiscard]] static bool may_follow(std::string_view word, bool apart) {
        if (bound_word_prefix(word) != 0 || comparison_before_digit(word) != 0 || word == "不满" ||
            word == "不足") {
            return true;
        }
        return apart && (keyword_kind(word) != TokenKind::word || misplaced_word(word) != nullptr ||
                         capital_keyword(word).has_value());
    }

    void report_missing_blank(std::size_t unit_at, const UnitMatch& match, std::string_view rest) {
        const std::size_t begin = unit_at + match.length;
        const std::size_t length = chinese_keyword_prefix(rest);
        const std::string keyword(rest.substr(0, length));
        faults_.error(
            "E105", begin, begin + length,
            {fmt::format("“{}”与前面的数要隔开", keyword),
             fmt::format("`{}` must be set off from the number", keyword)},
            {fmt::format("在“{}”两边加空格", keyword), fmt::format("put blanks around `{}`", keyword)});
        if (match.length != 0) {
            take_unit(unit_at, match);
        }
    }

    [[nodiscard]] Bilingual unit_help(std::string_view word) const {
        const std::size_t length = match_unit(word, forms_.units).length;
        const bool digit_follows =
            length < word.size() && is_ascii_digit(static_cast<unsigned char>(word[length]));
        if (length != 0 && digit_follows) {
            return {"两个数之间要隔开；金额写成一个小数，例如 10.5元",
                    "set two numbers apart; an amount is one decimal: 10.5 yuan"};
        }
        constexpr std::pair<std::string_view, std::string_view> kEnglishScales[] = {
            {"hundred", "00"}, {"thousand", "000"}, {"million", "000000"}, {"billion", "000000000"}};
        for (const auto& [scale, zeros] : kEnglishScales) {
            if (word == scale) {
                return {fmt::format("数写全，例如 5{}；中文的 万、亿 可以用，例如 500万元", zeros),
                        fmt::format("write the number out, such as 5{} yuan for 5 {}; 万 and 亿 may be used: 500万元", zeros, scale)};
            }
        }
        std::vector<std::string_view> candidates(forms_.units.begin(), forms_.units.end());
        candidates.insert(candidates.end(), unit_spellings().begin(), unit_spellings().end());
        if (const auto candidate = nearest(word, candidates)) {
            return {fmt::format("是不是“{}”？", *candidate), fmt::format("did you mean `{}`?", *candidate)};
        }
        const std::string shown = excerpt(word);
        return {
            fmt::format("写 元、天、个月、年、% 等单位；计量单位先在“单位”里声明：单位: [{}]", shown),
            fmt::format("write yuan, days, months, years, % …; declare a unit of count first: units: [{}]", shown)};
    }
    static constexpr std::string_view kYear = "年";
    static constexpr std::string_view kMonth = "月";
    static constexpr std::string_view kMonths = "个月";
    static constexpr std::string_view kDay = "日";

    std::string_view text_;
    std::size_t begin_;
    std::size_t at_;
    std::size_t whole_end_ = 0;  ///< behind the digits before the point
    const NumberForms& forms_;
    TextFaults& faults_;
    Literal literal_;
};

}  // namespace

void TextFaults::error(std::string_view code, std::size_t begin, std::size_t end, Bilingual message,
                       Bilingual help) {
    constexpr std::size_t kMostReports = 20;
    if (++reports_ > kMostReports) {
        return;
    }
    diagnostics_.error(code, text_.span(folded_.origin(begin), folded_.origin(end)), std::move(message),
                       std::move(help));
}

Literal read_number(std::string_view folded, std::size_t offset, const NumberForms& forms,
                    TextFaults& faults) {
    return NumberReader(folded, offset, forms, faults).read();
}

}  // namespace huiqi
