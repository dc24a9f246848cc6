#include "tools/huiqi/ask/applicant_faults.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/diagnostic/text.h"
#include "engine/numeric/rational.h"
#include "tools/huiqi/ask/answer_text.h"

namespace huiqi {
namespace {

[[nodiscard]] bool digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a text has the letters of amounts only, some of them Chinese: 1万5, 一万五.
[[nodiscard]] bool is_spoken(std::string_view text) {
    constexpr std::string_view kLetters = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億元圆角分整正";
    bool any = false;
    while (!text.empty()) {
        const bool plain = digit(text.front()) || text.front() == '.' || text.front() == ',';
        const std::size_t length = plain ? 1 : std::min<std::size_t>(3, text.size());
        if (!plain && (length < 3 || kLetters.find(text.substr(0, length)) == std::string_view::npos)) {
            return false;
        }
        any = any || !plain;
        text.remove_prefix(length);
    }
    return any;
}

[[nodiscard]] bool is_money(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return type.is(TypeKind::number) && type.unit() == Unit::of("CNY");
}

/// One end of a range as it is read back.
[[nodiscard]] std::string end_text(const Rational& end, const FieldSchema& field, bool chinese) {
    return field.type.without_optional().is(TypeKind::date) ? Date::from_days(static_cast<std::int32_t>(floor(end))).text()
                                                           : reading_text(Value::of(end), field, chinese);
}

[[nodiscard]] std::string range_words(const AllowedRange& range, const FieldSchema& field, bool chinese) {
    const bool day = field.type.without_optional().is(TypeKind::date);
    const auto say = [chinese](std::string_view zh, std::string_view en) { return std::string(chinese ? zh : en); };
    const std::string low = !range.low             ? ""
                            : day                  ? range.low_included ? say("不早于 ", "not before ") : say("晚于 ", "after ")
                            : range.low_included   ? say("不少于 ", "at least ")
                                                   : say("大于 ", "more than ");
    const std::string high = !range.high           ? ""
                             : day                 ? range.high_included ? say("不晚于 ", "not after ") : say("早于 ", "before ")
                             : range.high_included ? say("不超过 ", "at most ")
                                                   : say("小于 ", "less than ");
    return (low.empty() ? "" : low + end_text(*range.low, field, chinese)) + (low.empty() || high.empty() ? "" : say("、", " and ")) +
           (high.empty() ? "" : high + end_text(*range.high, field, chinese));
}

/// Says the ranges in words, as amounts and days are told elsewhere.
[[nodiscard]] Bilingual wanted(const FieldSchema& field) {
    Bilingual text;
    for (const AllowedRange& range : field.range) {
        text.zh += (text.zh.empty() ? "" : "，或者") + range_words(range, field, true);
        text.en += (text.en.empty() ? "" : ", or ") + range_words(range, field, false);
    }
    return text;
}

/// 4.35 where a share or a rate is asked for: whoever writes it means 4.35%, when that can be.
[[nodiscard]] bool fits_as_percent(const std::string& text, const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return type.is(TypeKind::number) && !type.unit().is_money() && !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos &&
           read_typed(text + "%", field).value.has_value();
}

void explain_range(const std::string& text, const FieldSchema& field, DatumFault& fault) {
    const Bilingual range = wanted(field);
    fault.help = {"核对这一项和它的单位", "check the answer and its unit"};
    if (range.zh.empty()) {
        return;
    }
    const std::string shown = excerpt(text);
    fault.message = {"“" + shown + "”不在允许的范围内：要" + range.zh, "“" + shown + "” lies outside what is allowed: " + range.en};
    if (fits_as_percent(text, field)) {
        fault.help = {"是百分之 " + text + " 就写 " + text + "%", "if you mean " + text + " per cent, write " + text + "%"};
    }
}

/// A word that is none of the choices: the choices as they are offered, and the one that was meant.
void explain_choices(const std::string& text, const FieldSchema& field, DatumFault& fault) {
    const Enumeration& words = *field.type.without_optional().values();
    Bilingual offered;
    std::vector<std::string> labels;
    for (std::size_t at = 0; at < words.values.size(); ++at) {
        const Bilingual label = words.label(at);
        offered.zh += (at == 0 ? "" : "、") + label.zh;
        offered.en += (at == 0 ? "" : ", ") + label.en;
        labels.insert(labels.end(), {label.zh, label.en});
    }
    const auto meant = nearest(text, std::vector<std::string_view>(labels.begin(), labels.end()));
    fault.message = {"“" + excerpt(text) + "”不在可选的回答里", "“" + excerpt(text) + "” is none of the answers to choose from"};
    fault.help = {(meant ? "是不是“" + std::string(*meant) + "”？" : "") + "可选：" + offered.zh,
                  (meant ? "did you mean “" + std::string(*meant) + "”? " : "") + "choose from " + offered.en};
}

/// What was typed stands in the quotations, not what it was read as: 年化4.35% and not 年化4.35%/年.
void quote_as_typed(const std::string& typed, const std::string& text, DatumFault& fault) {
    for (std::string* words : {&fault.message.zh, &fault.message.en}) {
        for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"“", "”"}, {"`", "`"}}) {
            const std::string read = std::string(open) + excerpt(text) + std::string(close);
            if (const std::size_t at = words->find(read); at != std::string::npos) {
                words->replace(at, read.size(), std::string(open) + excerpt(typed) + std::string(close));
            }
        }
    }
}

/// A rate of a year, however the rules want it: people give it in per cent.
[[nodiscard]] bool is_yearly_rate(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return type.is(TypeKind::number) && type.unit() == Unit::of("month", -1) && (field.entry.text.ends_with("年") || field.entry.text.ends_with("year"));
}

void explain_rate(const std::string& typed, const FieldSchema& field, DatumFault& fault) {
    const std::string shown = excerpt(typed);
    if (fault.code == "D107") {
        // decimals are declared in the unit of the rules; of a fraction, per cent have two fewer
        const unsigned fewer = is_yearly_fraction(field) ? 2 : 0;
        const std::string most = std::to_string(field.decimals - std::min(fewer, field.decimals));
        fault.message = {"“" + shown + "”的小数比规定的多：写成百分数最多 " + most + " 位小数", "“" + shown + "” has more decimals than allowed: at most " + most + " in per cent"};
        return;
    }
    const bool by_month = typed.find("月") != std::string::npos || typed.find("month") != std::string::npos;
    fault.message = by_month ? Bilingual{"“" + shown + "”是按月的，这里要年利率", "“" + shown + "” is a rate of a month, and the rate of a year is asked for"}
                             : Bilingual{"“" + shown + "”读不成年利率", "“" + shown + "” cannot be read as a rate of a year"};
    fault.help = by_month ? Bilingual{"照合同写年利率，例如 4.35%；不会替您乘 12", "write the rate of a year as the contract has it, such as 4.35%; nothing is multiplied by 12 here"}
                          : Bilingual{"写百分数，例如 4.35%", "write it in per cent, such as 4.35%"};
}

/// 无 where there always is an answer.
void explain_none(const FieldSchema& field, DatumFault& fault) {
    const Type type = field.type.without_optional();
    fault.message = {"这一项总是有的，不能回答“无”", "there always is one: none is no answer here"};
    fault.help = type.is(TypeKind::number)    ? Bilingual{"数是零就写 0；不清楚就写“不清楚”", "if it is zero write 0; if you do not know, say `not known`"}
                 : type.is(TypeKind::boolean) ? Bilingual{"写是或否；不清楚就写“不清楚”", "write yes or no; if you do not know, say `not known`"}
                                              : Bilingual{"不清楚就写“不清楚”", "if you do not know, say `not known`"};
}

/// 22年5月5日: in which century is not said.
[[nodiscard]] bool has_short_year(std::string_view text) {
    const std::size_t year = text.find("年");
    return year == 2 && digit(text[0]) && digit(text[1]);
}

}  // namespace

void explain_to_applicant(const std::string& typed, const std::string& text, const FieldSchema& field, DatumFault& fault) {
    quote_as_typed(typed, text, fault);
    if (fault.code == "D111") {
        explain_none(field, fault);
    } else if (is_yearly_rate(field) && (fault.code == "D103" || fault.code == "D107" || fault.code == "D110")) {
        explain_rate(typed, field, fault);
    } else if (is_money(field) && is_spoken(text) && (fault.code == "D103" || fault.code == "D110")) {
        fault.message = {"“" + excerpt(typed) + "”读不准是多少：请用数字写，例如 15000 元或 1.5万元",
                         "how much “" + excerpt(typed) + "” is cannot be told for certain: write it in digits, for example 15000 yuan"};
        fault.help = {};
    } else if (fault.code == "D106" && field.type.without_optional().is(TypeKind::enumeration)) {
        explain_choices(text, field, fault);
    } else if (fault.code == "D108") {
        explain_range(typed, field, fault);
    } else if (fault.code == "D109") {
        fault.help = {"核对这个数和它的单位", "check the number and its unit"};
    } else if (fault.code == "D103" && fault.help.zh.find("单元格") != std::string::npos) {
        fault.help = {"不用指数，写出全部数字，例如 100000", "write it without an exponent, with all its digits, such as 100000"};
    } else if (fault.code == "D104" && has_short_year(text)) {
        fault.help = {"年份写四位，例如 2022年5月5日", "write the year with four digits, such as 2022-05-05"};
    }
}

Bilingual item_place(std::size_t number, const FieldSchema& part) {
    const std::string item = std::to_string(number);
    const Bilingual name = part.shown_name();
    return part.name.empty() ? Bilingual{"第 " + item + " 项", "item " + item}
                             : Bilingual{"第 " + item + " 项的“" + name.zh + "”", "“" + name.en + "” of item " + item};
}

Bilingual item_place(std::string_view answer, const Schema& schema) {
    const std::size_t open = answer.find('[');
    const std::size_t close = answer.find(']', open);
    const auto list = close == std::string_view::npos ? std::nullopt : schema.index(answer.substr(0, open));
    const std::string_view digits = list ? answer.substr(open + 1, close - open - 1) : std::string_view();
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string_view::npos) {
        return {};
    }
    const std::string_view behind = answer.substr(close + 1);
    const std::vector<FieldSchema>& parts = schema.fields[*list].fields;
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const FieldSchema& one) { return behind == "." + one.name; });
    return item_place(std::stoul(std::string(digits)), part == parts.end() ? FieldSchema() : *part);
}

}  // namespace huiqi
