#include "engine/data/datum.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/data/datum_number.h"
#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

DatumResult fault(std::string_view code, Bilingual message, Bilingual help) {
    return {.value = std::nullopt, .fault = DatumFault{code, std::move(message), std::move(help)}};
}

/// Takes blanks from both ends: ASCII, and the ideographic and no-break spaces that spreadsheets leave.
std::string_view trimmed(std::string_view text) {
    constexpr std::array<std::string_view, 5> kBlanks{" ", "\t", "\r", "\u3000", "\u00A0"};
    for (bool again = true; std::exchange(again, false);) {
        for (const std::string_view blank : kBlanks) {
            if (text.starts_with(blank)) {
                text.remove_prefix(blank.size());
                again = true;
            }
            if (!text.empty() && text.ends_with(blank)) {
                text.remove_suffix(blank.size());
                again = true;
            }
        }
    }
    return text;
}

/// Whether a text is a word in Latin letters, small or capital: spreadsheets write TRUE.
bool is_word(std::string_view text, std::string_view small) {
    return std::equal(text.begin(), text.end(), small.begin(), small.end(), [](char given, char letter) { return (given | 0x20) == letter; });
}

DatumResult read_boolean(std::string_view text) {
    if (text == "是" || is_word(text, "true")) {
        return {.value = Value::of(true), .fault = std::nullopt};
    }
    if (text == "否" || is_word(text, "false")) {
        return {.value = Value::of(false), .fault = std::nullopt};
    }
    return fault("D105",
                 {fmt::format("“{}”不是“是”或“否”", excerpt(text)),
                  fmt::format("`{}` is neither true nor false", excerpt(text))},
                 {"写 是、否、true 或 false", "write true, false, 是 or 否"});
}

/// Tells whether a text begins with a value of an enumeration and goes on with a separator: several in one cell.
bool names_several(std::string_view text, const Enumeration& values) {
    constexpr std::array<std::string_view, 5> kSeparators{"、", "，", ",", "；", ";"};
    return std::any_of(kSeparators.begin(), kSeparators.end(), [&](std::string_view separator) {
        const std::size_t at = text.find(separator);
        return at != std::string_view::npos && values.code(text.substr(0, at)).has_value();
    });
}

DatumResult read_code(std::string_view text, const Enumeration& values) {
    if (const auto code = values.code(text)) {
        return {.value = Value::enumerated(*code), .fault = std::nullopt};
    }
    const std::vector<std::string_view> names(values.values.begin(), values.values.end());
    if (names_several(text, values)) {
        return fault("D106",
                     {fmt::format("“{}”是几个值，这里只能有一个", excerpt(text)),
                      fmt::format("`{}` are several values, and there can be one here", excerpt(text))},
                     {"一行一个值：列表放在自己的表里，或者用 JSON 的 [ ]",
                      "one value a row: a list has a table of its own, or is `[…]` in JSON"});
    }
    const std::string zh = fmt::format("可选：{}", fmt::join(names, "、"));
    const std::string en = fmt::format("choose from {}", fmt::join(names, ", "));
    Bilingual help{zh, en};
    auto near = nearest(text, names);
    // 小型企业: one of the values with words behind it
    const auto begins = [text](std::string_view name) { return text.starts_with(name); };
    if (const auto named = std::find_if(names.begin(), names.end(), begins); !near && named != names.end()) {
        near = *named;
    }
    if (near) {
        help = {fmt::format("是不是“{}”？{}", *near, zh), fmt::format("did you mean `{}`? {}", *near, en)};
    }
    return fault("D106",
                 {fmt::format("“{}”不是{}的取值", excerpt(text), values.name),
                  fmt::format("`{}` is no value of `{}`", excerpt(text), values.name)},
                 std::move(help));
}

/// Rewrites the usual other spellings of a date (2024/1/31, 20240131, 2024年1月31日), or gives nothing.
std::optional<Date> loosely_read_date(std::string_view text) {
    std::array<std::int64_t, 3> part{};
    std::array<std::size_t, 3> digits{};
    std::size_t at = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            part[at] = part[at] * 10 + (c - '0');
            if (++digits[at] > 8) {
                return std::nullopt;
            }
        } else if (digits[at] != 0 && at < 2) {
            ++at;
        }
    }
    if (digits[0] == 8 && digits[1] == 0) {
        return Date::from_civil(part[0] / 10'000, part[0] / 100 % 100, part[0] % 100);
    }
    if (digits[0] != 4 || digits[1] == 0 || digits[1] > 2 || digits[2] == 0 || digits[2] > 2) {
        return std::nullopt;
    }
    return Date::from_civil(part[0], part[1], part[2]);
}

DatumResult wrong_date(std::string_view text, CalendarFault why) {
    if (why == CalendarFault::no_such_day) {
        return fault("D104",
                     {fmt::format("日历上没有“{}”这一天", excerpt(text)),
                      fmt::format("there is no day `{}` in the calendar", excerpt(text))},
                     {"写日历上有的日期，例如 2024-01-31", "write a day of the calendar, such as 2024-01-31"});
    }
    Bilingual help{"日期写成 年-月-日，例如 2024-01-31", "write a date as year-month-day, such as 2024-01-31"};
    constexpr std::size_t kSerial = 5;   // days since 1900 as spreadsheets count them: 36526 is 2000-01-01
    if (text.size() == kSerial && text.find_first_not_of("0123456789") == std::string_view::npos) {
        help = {"这像是电子表格里日期的序号：把这一列的格式改成“2024-01-31”再导出，或者直接给 .xlsx 文件",
                "this looks like the serial number of a date in a spreadsheet: give the column a format like 2024-01-31 before it is "
                "exported, or give the .xlsx file itself"};
    } else if (const auto meant = loosely_read_date(text)) {
        help = {fmt::format("写 {}", meant->text()), fmt::format("write {}", meant->text())};
    }
    return fault("D104",
                 {fmt::format("“{}”不是日期", excerpt(text)), fmt::format("`{}` is no date", excerpt(text))},
                 std::move(help));
}

std::string range_text(const FieldSchema& field, bool chinese) {
    const Type type = field.type.without_optional();
    const bool dates = type.is(TypeKind::date);
    const auto bound = [&](const Rational& value) {
        if (dates) {
            return Date::from_days(static_cast<std::int32_t>(floor(value))).text();
        }
        return value_text(Value::of(value), type, chinese, &field.entry);
    };
    std::string text;
    for (const AllowedRange& range : field.range) {
        text += text.empty() ? "" : chinese ? "、" : ", ";
        text += fmt::format("{}{}..{}{}", range.low && range.low_included ? '[' : '(',
                            range.low ? bound(*range.low) : "", range.high ? bound(*range.high) : "",
                            range.high && range.high_included ? ']' : ')');
    }
    return text;
}

bool inside(const Rational& value, const AllowedRange& range) {
    if (range.low && (value < *range.low || (value == *range.low && !range.low_included))) {
        return false;
    }
    return !range.high || value < *range.high || (value == *range.high && range.high_included);
}

bool in_range(const Rational& position, const FieldSchema& field) {
    return field.range.empty() ||
           std::any_of(field.range.begin(), field.range.end(), [&](const AllowedRange& r) { return inside(position, r); });
}

/// Tells whether a number is a multiple of a step. Of a step of 1, 1/10, 1/100 … the denominator alone tells.
bool is_multiple(const Rational& number, const Rational& step) {
    const Integer below = denominator(number);
    return below == 1 && denominator(step) == 1 ? numerator(number) % numerator(step) == 0
           : numerator(step) == 1               ? denominator(step) % below == 0
                                                : is_integer(number / step);
}

std::optional<DatumFault> range_fault(const Value& value, const Rational& position, const FieldSchema& field) {
    if (in_range(position, field)) {
        return std::nullopt;
    }
    const Type type = field.type.without_optional();
    return DatumFault{"D108",
                      {fmt::format("{}不在允许的范围 {} 内", value_text(value, type, true, &field.entry),
                                   range_text(field, true)),
                       fmt::format("{} lies outside the allowed range {}",
                                   value_text(value, type, false, &field.entry), range_text(field, false))},
                      {"核对这一项；规则的“范围”规定了它的上下界",
                       "check the datum; `range` in the rule states its bounds"}};
}

std::optional<DatumFault> number_fault(const Value& value, const FieldSchema& field) {
    const Rational& number = value.number();
    const Type type = field.type.without_optional();
    if (!is_multiple(number, field.step)) {
        return too_many_decimals(value_text(value, type, true, &field.entry), field);
    }
    if (auto outside = range_fault(value, number, field)) {
        return outside;
    }
    if (number < field.least || number > field.most) {
        return too_large(value_text(value, type, true, &field.entry), field);
    }
    return std::nullopt;
}

DatumFault wrong_kind(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return {"D112",
            {fmt::format("这里要{}", type_name(type, true)), fmt::format("{} is wanted here", type_name(type, false))},
            {"核对这一项的写法", "check how the datum is written"}};
}

std::optional<DatumFault> state_fault(const Value& value, const FieldSchema& field) {
    if (value.state() == State::absent && !field.takes_none()) {
        return DatumFault{"D111",
                          {"这一项不能没有（无）", "this datum cannot be absent"},
                          {"填上它，或者在规则里写“可无: 是”", "give it, or say `optional: true` in the rule"}};
    }
    return value.state() == State::error ? std::optional(wrong_kind(field)) : std::nullopt;
}

std::optional<DatumFault> first_fault(const Value::List& values, const std::vector<FieldSchema>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (auto wrong = datum_fault(values[i], fields[i])) {
            return wrong;
        }
    }
    return std::nullopt;
}

std::optional<DatumFault> compound_fault(const Value& value, const FieldSchema& field) {
    if (field.kind == ColumnKind::record) {
        return value.elements().size() == field.fields.size() ? first_fault(value.elements(), field.fields)
                                                              : wrong_kind(field);
    }
    const bool plain = field.fields.size() == 1 && field.fields.front().name.empty();
    for (const Value& element : value.elements()) {
        if (plain) {
            if (auto wrong = datum_fault(element, field.fields.front())) {
                return wrong;
            }
        } else if (element.known() && element.elements().size() != field.fields.size()) {
            return wrong_kind(field);
        } else if (auto wrong = element.known() ? first_fault(element.elements(), field.fields) : std::nullopt) {
            return wrong;
        }
    }
    return std::nullopt;
}

}  // namespace

bool says_absent(std::string_view text, const FieldSchema& field) {
    text = trimmed(text);
    if (text != "无" && text != "null") {
        return false;
    }
    const bool word = field.kind == ColumnKind::enumeration && field.type.without_optional().values()->code(text);
    return !word && (field.kind != ColumnKind::text || field.takes_none());
}

DatumResult read_datum(std::string_view text, const FieldSchema& field) {
    if (!field.takes_none() && says_absent(text, field)) {
        return {.value = std::nullopt, .fault = state_fault(Value::absent(), field)};
    }
    if (field.kind == ColumnKind::text) {
        return {.value = Value::of(std::string(text)), .fault = std::nullopt};
    }
    text = trimmed(text);
    switch (field.kind) {
        case ColumnKind::boolean:
            return read_boolean(text);
        case ColumnKind::enumeration:
            return read_code(text, *field.type.values());
        case ColumnKind::date: {
            const auto date = Date::parse(text);
            if (!date.has_value()) {
                return wrong_date(text, date.error());
            }
            const Value value = Value::of(*date);
            if (auto outside = range_fault(value, Rational(date->days()), field)) {
                return {.value = std::nullopt, .fault = std::move(outside)};
            }
            return {.value = value, .fault = std::nullopt};
        }
        case ColumnKind::int64:
        case ColumnKind::int128:
        case ColumnKind::wide: {
            DatumResult number = read_number_datum(text, field);
            if (number.value) {
                number.fault = number_fault(*number.value, field);
            }
            if (number.fault) {
                number.value.reset();
            }
            return number;
        }
        case ColumnKind::text:
        case ColumnKind::list:
        case ColumnKind::record:
            break;
    }
    fail_expectation("a list or a record is not read from one text", std::source_location::current());
}

bool is_datum(const Value& value, const FieldSchema& field) {
    if (!value.known()) {
        return !state_fault(value, field);
    }
    if (field.kind == ColumnKind::date) {
        return in_range(Rational(value.date().days()), field);
    }
    if (field.kind != ColumnKind::int64 && field.kind != ColumnKind::int128 && field.kind != ColumnKind::wide) {
        return !datum_fault(value, field);
    }
    const Rational& number = value.number();
    return is_multiple(number, field.step) && in_range(number, field) && number >= field.least && number <= field.most;
}

std::optional<DatumFault> datum_fault(const Value& value, const FieldSchema& field) {
    if (!value.known()) {
        return state_fault(value, field);
    }
    switch (field.kind) {
        case ColumnKind::int64:
        case ColumnKind::int128:
        case ColumnKind::wide:
            return number_fault(value, field);
        case ColumnKind::date:
            return range_fault(value, Rational(value.date().days()), field);
        case ColumnKind::list:
        case ColumnKind::record:
            return compound_fault(value, field);
        case ColumnKind::boolean:
        case ColumnKind::text:
            return std::nullopt;
        case ColumnKind::enumeration:
            break;
    }
    const auto size = static_cast<std::int32_t>(field.type.values()->values.size());
    return value.code() >= 0 && value.code() < size ? std::nullopt : std::optional(wrong_kind(field));
}

}  // namespace huiqi
