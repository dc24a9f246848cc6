#include "tools/huiqi/ask/answer_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "engine/data/shown_value.h"
#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/ask/applicant_faults.h"
#include "tools/huiqi/ask/chinese_amount.h"
#include "tools/huiqi/ask/typed_text.h"
#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

[[nodiscard]] bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes out the commas of 1,234,567.89; other commas stay, to be refused.
[[nodiscard]] std::string ungrouped(std::string text) {
    std::size_t start = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const auto stop = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(),
                                   [](char c) { return !digit(c) && c != ','; });
    const auto end = static_cast<std::size_t>(stop - text.begin());
    const std::size_t first = text.find(',', start);
    if (first == std::string::npos || first >= end || first == start || first - start > 3 ||
        (end - first) % 4 != 0) {
        return text;
    }
    for (std::size_t at = first; at < end; ++at) {
        if ((text[at] == ',') != ((at - first) % 4 == 0)) {
            return text;
        }
    }
    text.erase(std::remove(text.begin() + static_cast<std::ptrdiff_t>(first),
                           text.begin() + static_cast<std::ptrdiff_t>(end), ','),
               text.begin() + static_cast<std::ptrdiff_t>(end));
    return text;
}

/// One count of a larger unit: 1万 of 1万5千.
struct Group {
    std::string digits;
    Rational unit = 1;
    std::size_t zeros = 0;
};

/// Takes `12.5`, then 亿 万 千 百 十 one behind the other (3千万); nothing where neither stands there.
[[nodiscard]] std::optional<Group> take_group(std::string_view& text) {
    struct Unit {
        std::string_view word;
        std::int64_t worth;
        std::size_t zeros;
    };
    static constexpr std::array<Unit, 5> kUnits{
        {{"亿", 100'000'000, 8}, {"万", 10'000, 4}, {"千", 1'000, 3}, {"百", 100, 2}, {"十", 10, 1}}};
    Group made;
    std::size_t length = 0;
    while (length < text.size() && (digit(text[length]) || text[length] == '.')) {
        ++length;
    }
    made.digits = text.substr(0, length);
    text.remove_prefix(length);
    const bool number = !made.digits.empty() && made.digits.front() != '.' && made.digits.back() != '.' &&
                        std::count(made.digits.begin(), made.digits.end(), '.') <= 1;
    for (bool again = number; std::exchange(again, false);) {
        for (const Unit& one : kUnits) {
            if (text.starts_with(one.word)) {
                text.remove_prefix(one.word.size());
                made.unit *= one.worth;
                made.zeros += one.zeros;
                again = true;
                break;
            }
        }
    }
    return number && made.zeros <= 12 ? std::optional(made) : std::nullopt;
}

[[nodiscard]] Rational value_of(const std::string& digits) {
    Rational value = 0;
    Rational place = 0;
    for (const char c : digits) {
        if (c == '.') {
            place = 1;
        } else if (place != 0) {
            place /= 10;
            value += place * (c - '0');
        } else {
            value = value * 10 + (c - '0');
        }
    }
    return value;
}

/// 1万5千, 5千, 3千万, 2万5000 as digits. Nothing where it is not certain: 1万5 may be 10 005 or 15 000.
[[nodiscard]] std::optional<std::string> spoken_amount(std::string_view text) {
    constexpr std::size_t kLongest = 60;
    Rational sum = 0;
    std::size_t zeros = 0;  // of the unit before
    bool first = true;
    bool units = false;
    while (!text.empty()) {
        const auto group = text.size() > kLongest ? std::nullopt : take_group(text);
        const bool whole = group && group->digits.find('.') == std::string::npos;
        const bool alone = first && text.empty();
        if (!group || (!whole && !alone)) {
            return std::nullopt;
        }
        const Rational amount = value_of(group->digits) * group->unit;
        // what follows must fill the places of the unit before, or name its own unit
        const bool fills = group->zeros != 0 ? group->zeros < zeros : group->digits.size() == zeros;
        if (!first && (!fills || amount >= value_of("1" + std::string(zeros, '0')))) {
            return std::nullopt;
        }
        sum += amount;
        zeros = group->zeros;
        units = units || zeros != 0;
        first = false;
        if (zeros == 0 && !text.empty()) {
            return std::nullopt;
        }
    }
    return units ? std::optional(decimal_text(sum)) : std::nullopt;
}

/// 人民币5万元, RMB 5万, 5w, 壹佰万元整, 3元5角, 一百万 in the digits and units that are read below; else the text as it is.
[[nodiscard]] std::string in_digits(std::string text, const FieldSchema& field) {
    std::string mark;
    for (const std::string_view prefix : {"人民币", "RMB", "rmb", "¥"}) {
        if (text.starts_with(prefix)) {
            text = ungrouped(text.substr(prefix.size()));
            mark = "¥";
            break;
        }
    }
    const bool short_ten_thousand = text.size() > 1 && (text.back() == 'w' || text.back() == 'W') && digit(text[text.size() - 2]);
    if (short_ten_thousand) {
        text.replace(text.size() - 1, 1, "万");
    }
    if (text.ends_with("圆")) {
        text.replace(text.size() - std::string_view("圆").size(), std::string_view("圆").size(), "元");
    }
    if (const auto amount = yuan_and_cents(text)) {
        return *amount;
    }
    // asked for in 万元, 五千 may be meant as 五千万元
    const bool certain = field.entry.factor == 1 || !mark.empty() || text.ends_with("万") || text.ends_with("亿");
    const auto number = certain ? chinese_number(text) : std::nullopt;
    return number ? *number + "元" : mark + text;
}

/// An amount of yuan: ¥12万, 100元整, 5千. One unit of 万 or 亿 stays as it was written.
[[nodiscard]] std::string yuan_text(std::string text, const FieldSchema& field) {
    text = in_digits(std::move(text), field);
    if (text.starts_with("¥")) {
        const bool bare = text.find_first_not_of("0123456789.", std::string_view("¥").size()) == std::string::npos;
        if (bare && field.entry.factor != 1) {
            return text;  // yuan, or the unit that is asked for: not certain
        }
        text.erase(0, std::string_view("¥").size());
        const bool named = text.find("元") != std::string::npos;
        text += named || text.empty() ? "" : "元";
    }
    for (const std::string_view whole : {"元整", "元正"}) {
        if (text.ends_with(whole)) {
            text.erase(text.size() - std::string_view("整").size());
        }
    }
    const bool named = text.ends_with("元");
    const std::string_view number = std::string_view(text).substr(0, text.size() - (named ? std::string_view("元").size() : 0));
    const bool one_unit = number.find_first_not_of("0123456789.") != std::string_view::npos &&
                          (number.substr(number.find_first_not_of("0123456789.")) == "万" ||
                           number.substr(number.find_first_not_of("0123456789.")) == "亿");
    if (one_unit) {
        return std::string(number) + "元";
    }
    // where the answer is asked for in 万元, 5千 may be meant as 5千万元
    const auto spoken = named || field.entry.factor == 1 ? spoken_amount(number) : std::nullopt;
    return spoken ? *spoken + "元" : text;
}

/// A rate that is asked for by the year: 4.35%, 0.0435/年 and 4.35 % per year say the same.
[[nodiscard]] std::string yearly_text(std::string text, const FieldSchema& field) {
    for (const std::string_view year : {"/year", "peryear", "ayear", "每年", "/a"}) {
        if (text.ends_with(year)) {
            text.replace(text.size() - year.size(), year.size(), "/年");
        }
    }
    if (text.ends_with("%") || text.ends_with("‰")) {
        return text + "/年";
    }
    if (!text.ends_with("/年")) {
        return text;
    }
    const std::string number = text.substr(0, text.size() - std::string_view("/年").size());
    if (number.empty() || number.find_first_not_of("0123456789.") != std::string::npos || !digit(number.front()) ||
        !digit(number.back()) || std::count(number.begin(), number.end(), '.') > 1) {
        return text;
    }
    const Rational a_month = value_of(number) / 12;
    return decimal_text(a_month / field.entry.factor);
}

[[nodiscard]] std::string number_text(std::string text, const FieldSchema& field) {
    const Unit& unit = field.type.without_optional().unit();
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    text = simple_numerals(std::move(text));
    const bool yen = text.starts_with("¥");
    text = (yen ? "¥" : "") + ungrouped(yen ? text.substr(std::string_view("¥").size()) : std::move(text));
    if (unit == Unit::of("CNY")) {
        return yuan_text(std::move(text), field);
    }
    const std::string& asked = field.entry.text;
    if (unit == Unit::of("month", -1) && (asked.ends_with("/年") || asked.ends_with("/year"))) {
        if (text.starts_with("年利率")) {
            text.erase(0, std::string_view("年利率").size());
        }
        return yearly_text(parts_text(std::move(text)), field);
    }
    return parts_text(std::move(text));
}

[[nodiscard]] std::string boolean_text(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    constexpr std::array<std::string_view, 5> kYes{"是", "yes", "y", "true", "对"};
    constexpr std::array<std::string_view, 6> kNo{"否", "no", "n", "false", "不是", "不对"};
    if (std::find(kYes.begin(), kYes.end(), text) != kYes.end()) {
        return "true";
    }
    return std::find(kNo.begin(), kNo.end(), text) != kNo.end() ? "false" : text;
}

/// Whether a field is one of words and has this one.
[[nodiscard]] bool is_word_of(const std::string& text, const FieldSchema& field) {
    const Type type = field.type.without_optional();
    if (!type.is(TypeKind::enumeration)) {
        return false;
    }
    const auto& words = type.values()->values;
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// The value whose label somebody typed; what is a value already, or the label of none, as it is.
[[nodiscard]] std::string word_text(std::string text, const Enumeration& words) {
    for (std::size_t at = 0; at < words.values.size() && !words.code(text); ++at) {
        const Bilingual label = words.label(at);
        if (text == label.zh || text == label.en) {
            return words.values[at];
        }
    }
    return text;
}

/// The unit of a number that is written alone; empty where it has none.
[[nodiscard]] std::string asked_unit(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    if (!type.is(TypeKind::number) || type.unit().plain()) {
        return field.entry.text == "1" || !type.is(TypeKind::number) ? "" : field.entry.text;
    }
    return field.entry.text.empty() && field.entry.factor == 1 ? unit_name(type.unit(), true) : field.entry.text;
}

[[nodiscard]] bool is_bare_number(std::string_view text) {
    return !text.empty() && digit(text.back()) && text.find_first_not_of("0123456789.+-") == std::string_view::npos;
}

}  // namespace

bool says_unknown(std::string_view typed, const FieldSchema& field) {
    constexpr std::array<std::string_view, 4> kWords{"不清楚", "不知道", "not known", "?"};
    const std::string text = plain_letters(typed);
    return std::find(kWords.begin(), kWords.end(), text) != kWords.end() && !is_word_of(text, field);
}

bool says_none(std::string_view typed, const FieldSchema& field) {
    constexpr std::array<std::string_view, 2> kWords{"没有", "none"};   // beside those of data
    const std::string text = plain_letters(typed);
    return field.takes_none() && (says_absent(text, field) || (std::find(kWords.begin(), kWords.end(), text) != kWords.end() && !is_word_of(text, field)));
}

std::string reading_text(const Value& value, const FieldSchema& field, bool chinese) {
    const Type type = field.type.without_optional();
    if (value.known() && type.is(TypeKind::boolean)) {
        return value.boolean() ? (chinese ? "是" : "yes") : (chinese ? "否" : "no");
    }
    if (!value.known() || !type.is(TypeKind::number)) {
        return shown_value(value, type, chinese ? Language::zh : Language::en, &field.entry);
    }
    if (type.unit() == Unit::of("CNY")) {
        return grouped(value.number()) + (chinese ? " 元" : " yuan");
    }
    if (is_yearly_fraction(field)) {   // rates are told in per cent, also where the rules take them as fractions
        static const EntryUnit percent_a_year = parse_entry_unit("百分数/年", {}).value_or(EntryUnit());
        return value_text(value, type, chinese, &percent_a_year);
    }
    return value_text(value, type, chinese, &field.entry);
}

bool is_yearly_fraction(const FieldSchema& field) {
    return field.type.without_optional().unit() == Unit::of("month", -1) && field.entry.factor == Rational(1) / Rational(12);
}

TypedAnswer read_typed(std::string_view typed, const FieldSchema& field) {
    TypedAnswer answer;
    answer.text = plain_letters(typed);
    switch (field.type.without_optional().kind()) {
        case TypeKind::number: answer.text = number_text(std::move(answer.text), field); break;
        case TypeKind::date: answer.text = date_text(answer.text); break;
        case TypeKind::boolean: answer.text = boolean_text(std::move(answer.text)); break;
        case TypeKind::enumeration: answer.text = word_text(std::move(answer.text), *field.type.without_optional().values()); break;
        default: break;
    }
    DatumResult read = read_datum(answer.text, field);
    answer.fault = std::move(read.fault);
    if (answer.fault) {
        explain_to_applicant(plain_letters(typed), answer.text, field, *answer.fault);
    }
    if (read.value && !answer.fault) {
        answer.reading = {reading_text(*read.value, field, true), reading_text(*read.value, field, false)};
        answer.value = std::move(read.value);
    }
    return answer;
}

std::string text_to_keep(const TypedAnswer& read, const FieldSchema& field) {
    const std::string unit = asked_unit(field);
    if (!read.value || unit.empty() || !is_bare_number(read.text)) {
        return read.text;
    }
    const std::string whole = read.text + unit;
    const DatumResult datum = read_datum(whole, field);
    const TypedAnswer typed = read_typed(whole, field);
    const bool same = datum.value && typed.value && datum.value->number() == read.value->number() && typed.value->number() == read.value->number();
    return same ? whole : read.text;
}

std::string text_to_type(const std::string& kept, const FieldSchema& field) {
    const std::string unit = asked_unit(field);
    const std::string number = !unit.empty() && kept.ends_with(unit) ? kept.substr(0, kept.size() - unit.size()) : "";
    return is_bare_number(number) ? number : kept;
}

}  // namespace huiqi
