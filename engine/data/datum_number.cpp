#include "engine/data/datum_number.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/data/unit_words.h"
#include "engine/diagnostic/text.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr DecimalLimits kLimits{.digits = 120, .exponent = 0};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

DatumResult fault(DatumFault wrong) { return {.value = std::nullopt, .fault = std::move(wrong)}; }

std::string entry_name(const EntryUnit& entry, bool chinese) {
    return entry.text.empty() ? unit_name(entry.unit, chinese) : chinese ? entry.text : unit_in_english(entry.text, false);
}

/// Tells whether a text holds a digit, a point or a comma of the full-width forms that input methods write.
bool has_full_width(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if ((c >= 0xFF10 && c <= 0xFF19) || c == 0xFF0E || c == 0xFF0C || c == 0xFF0B || c == 0xFF0D || c == 0xFF05) {
            return true;
        }
    }
    return false;
}

/// Writes full-width digits and signs as their ASCII counterparts.
std::string half_width(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        append_utf8(out, c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c);
    }
    return out;
}

/// Commas are left out where they group by thousands, `1,234.50`. `1.234,56` and `1,23.5` may mean several numbers.
Bilingual about_commas(std::string_view text) {
    const std::size_t end = std::min(text.find_first_not_of("+-0123456789.,"), text.size());
    if (const auto plain = ungrouped_number(text.substr(0, end))) {
        const std::string whole = *plain + std::string(text.substr(end));
        return {fmt::format("去掉千位分隔符：{}", excerpt(whole)), fmt::format("leave out the grouping commas: {}", excerpt(whole))};
    }
    return {"逗号不在千位上，看不出是多少：照原件写，只用一个小数点，例如 1234.56",
            "the commas do not group thousands, so it is not clear how much this is: write it as in the source, with one decimal point, such as 1234.56"};
}

/// Gives a text without blanks between digits, as `1 000.00` has; as it is where there are none.
std::string without_inner_blanks(std::string_view text) {
    constexpr std::array<std::string_view, 5> kBlanks{" ", "\u00A0", "\u2009", "\u202F", "\u3000"};
    std::string out;
    while (!text.empty()) {
        const auto blank = std::find_if(kBlanks.begin(), kBlanks.end(), [text](std::string_view one) { return text.starts_with(one); });
        const std::size_t size = blank == kBlanks.end() ? 1 : blank->size();
        const bool inner = blank != kBlanks.end() && !out.empty() && is_digit(out.back()) && size < text.size() && is_digit(text[size]);
        if (!inner) {
            out += text.substr(0, size);
        }
        text.remove_prefix(size);
    }
    return out;
}

Bilingual how_to_write(std::string_view text) {
    if (const std::string joined = without_inner_blanks(text); joined != text) {
        return {fmt::format("去掉数字中间的空格：{}；是几个数就分开写", excerpt(joined)),
                fmt::format("leave out the blanks between the digits: {}; if these are several numbers, part them", excerpt(joined))};
    }
    if (has_full_width(text)) {
        const std::string half = half_width(text);
        if (half.find(',') != std::string::npos) {
            return about_commas(half);
        }
        return {fmt::format("全角数字改成半角：{}", excerpt(half)), fmt::format("write the digits in half width: {}", excerpt(half))};
    }
    if (text.find(',') != std::string_view::npos) {
        return about_commas(text);
    }
    if (text.find_first_of("eE") != std::string_view::npos && is_digit(text.front())) {
        return {"科学记数法可能已经丢掉了位数：把单元格改成文本，写出全部数字",
                "scientific notation may have lost digits: format the cell as text and write all digits"};
    }
    return {"数字写成 1234.56", "write a number as 1234.56"};
}

DatumResult malformed(std::string_view text) {
    return fault({"D103",
                  {fmt::format("“{}”不是数字", excerpt(text)), fmt::format("`{}` is no number", excerpt(text))},
                  how_to_write(text)});
}

/// Gives the length of the number at the beginning of a text.
std::size_t number_length(std::string_view text) {
    std::size_t length = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    while (length < text.size() && (is_digit(text[length]) || text[length] == '.')) {
        ++length;
    }
    return length;
}

/// Reads `万元`, `%`, `‰`, `%/年`; count units are those that the field itself has.
std::optional<EntryUnit> read_unit(std::string_view text, const FieldSchema& field) {
    constexpr std::array<std::pair<std::string_view, int>, 2> kParts{{{"%", 100}, {"‰", 1000}}};
    std::vector<std::string> declared;
    for (const Unit::Factor& factor : field.entry.unit.factors()) {
        declared.push_back(factor.name);
    }
    for (const auto& [sign, parts] : kParts) {
        if (text.starts_with(sign)) {
            auto unit = parse_entry_unit(fmt::format("1{}", text.substr(sign.size())), declared);
            if (unit) {
                unit->factor /= parts;
            }
            return unit;
        }
    }
    return parse_entry_unit(text, declared);
}

DatumResult wrong_unit(std::string_view unit, const FieldSchema& field) {
    const std::string zh = entry_name(field.entry, true);
    const std::string en = entry_name(field.entry, false);
    Bilingual help{fmt::format("只写数字，单位是{}；或者写上完整的单位", zh),
                   fmt::format("write the number alone in {}, or with its whole unit", en)};
    if (field.entry.unit.plain() && field.entry.factor == 1) {
        help = {"只写数字，后面不写单位", "write the number alone, without a unit"};
    }
    if (field.entry.unit.is_money() && (unit == "万" || unit == "亿")) {
        const std::string whole = std::string(unit) + unit_name(field.entry.unit, true);
        help = {fmt::format("单位写全：{}；只写数字时，单位是{}", whole, zh),
                fmt::format("write the unit in full: {}; a number alone is in {}", whole, en)};
    }
    const bool scaled = field.entry.factor != 1 && !field.entry.text.empty();   // the base unit is not what was asked for
    const Type type = field.type.without_optional();
    return fault({"D110",
                  {fmt::format("“{}”不是{}的单位", excerpt(unit), scaled ? "数(" + zh + ")" : type_name(type, true)),
                   fmt::format("`{}` is no unit of {}", excerpt(unit), scaled ? "a number in " + en : type_name(type, false))},
                  std::move(help)});
}

/// The time of which a unit of rates is: `%/年`, `‰/month`; nothing where it says none.
std::string_view period_of(std::string_view unit) {
    for (const auto& [period, words] : {std::pair<std::string_view, std::array<std::string_view, 2>>{"年", {"年", "year"}}, {"月", {"月", "month"}}}) {
        if (unit.ends_with(words[0]) || unit.ends_with(words[1])) {
            return period;
        }
    }
    return {};
}

/// A rate of a month is no rate of a year: whether twelve make one (and by which interest) stands in the contract, not here.
bool is_of_another_period(std::string_view unit, const FieldSchema& field) {
    const std::string_view asked = period_of(field.entry.text);
    const std::string_view given = period_of(unit);
    return field.entry.unit == Unit::of("month", -1) && !asked.empty() && !given.empty() && asked != given;
}

DatumResult wrong_period(std::string_view text, const FieldSchema& field) {
    const bool by_year = period_of(field.entry.text) == "年";
    return fault({"D110",
                  {fmt::format("“{}”是按{}的，这里要按{}的", excerpt(text), by_year ? "月" : "年", by_year ? "年" : "月"),
                   fmt::format("`{}` is a rate of a {}, and one of a {} is wanted", excerpt(text), by_year ? "month" : "year", by_year ? "year" : "month")},
                  by_year ? Bilingual{"照合同写年利率，例如 4.35%；不会替您乘 12", "write the rate of a year as the contract has it, such as 4.35%/年; nothing is multiplied by 12 here"}
                          : Bilingual{"照合同写月利率，例如 0.36%/月；不会替您除以 12", "write the rate of a month as the contract has it, such as 0.36%/月; nothing is divided by 12 here"}});
}

}  // namespace

std::optional<std::string> ungrouped_number(std::string_view text) {
    constexpr std::size_t kGroup = 3;
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t point = std::min(text.find('.'), text.size());
    if (text.find(',') == std::string_view::npos) {
        return std::string(text);
    }
    std::string out(text.substr(0, sign));
    std::size_t digits = 0;   // since the last comma
    bool grouped = false;
    for (std::size_t at = sign; at < point; ++at) {
        if (is_digit(text[at])) {
            out += text[at];
            ++digits;
        } else if (text[at] == ',' && digits != 0 && (grouped ? digits == kGroup : digits <= kGroup)) {
            grouped = true;
            digits = 0;
        } else {
            return std::nullopt;
        }
    }
    const std::string_view decimals = text.substr(point);
    const bool plain = std::all_of(decimals.begin() + (decimals.empty() ? 0 : 1), decimals.end(), is_digit) && decimals != ".";
    return grouped && digits == kGroup && plain ? std::optional(out + std::string(decimals)) : std::nullopt;
}

DatumFault too_many_decimals(const std::string& shown, const FieldSchema& field) {
    const std::string zh = entry_name(field.entry, true);
    const std::string en = entry_name(field.entry, false);
    const bool named = !field.entry.unit.plain() || field.entry.factor != 1;
    return {"D107",
            {fmt::format("“{}”的小数比规定的多：{}最多{}位小数", shown, named ? fmt::format("以{}为单位", zh) : "", field.decimals),
             fmt::format("`{}` has more decimals than declared: at most {}{}", shown, field.decimals,
                         named ? fmt::format(" in {}", en) : "")},
            {"核对原始凭证；不会替您四舍五入", "check the original document; nothing is rounded here"}};
}

DatumFault too_large(const std::string& shown, const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return {"D109",
            {fmt::format("“{}”超出{}可以有的大小", excerpt(shown), type_name(type, true)),
             fmt::format("`{}` is beyond what {} may be", excerpt(shown), type_name(type, false))},
            {"核对这一项；确实更大时在规则里写“范围”", "check the datum; if it is right declare a `range` in the rule"}};
}

DatumResult read_number_datum(std::string_view text, const FieldSchema& field) {
    const std::size_t length = number_length(text);
    const auto number = parse_decimal(text.substr(0, length), kLimits);
    if (!number.has_value()) {
        return number.error() == NumericFault::too_large ? fault(too_large(std::string(text), field)) : malformed(text);
    }
    std::string_view unit = text.substr(length);
    while (unit.starts_with(' ')) {
        unit.remove_prefix(1);
    }
    if (unit.empty()) {
        return {.value = Value::of(number->value() * field.entry.factor), .fault = std::nullopt};
    }
    const bool calculated = unit.size() > 1 && unit.find_first_of("/*xX") == 0 && is_digit(unit[1]);   // 1/2, 0x10
    bool number_like = unit.find_first_of(",.eE+-") == 0 || calculated || has_full_width(unit);
    const auto own = number_like ? std::nullopt : read_unit(unit, field);
    number_like = number_like || (!own && without_inner_blanks(text) != text);   // 1 000.00
    if (!own || own->unit != field.entry.unit) {
        return number_like ? malformed(text) : wrong_unit(unit, field);
    }
    if (is_of_another_period(unit, field)) {
        return wrong_period(text, field);
    }
    return {.value = Value::of(number->value() * own->factor), .fault = std::nullopt};
}

}  // namespace huiqi
