#include "tools/huiqi/answer_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

/// Full-width ASCII and spaces as their plain ones; spaces at both ends go.
[[nodiscard]] std::string plain(std::string_view typed) {
    std::string text;
    for (std::size_t at = 0; at < typed.size();) {
        const auto byte = [&](std::size_t ahead) {
            return at + ahead < typed.size() ? static_cast<unsigned char>(typed[at + ahead]) : 0U;
        };
        if (byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {  // U+FF01 … U+FF5E
            const unsigned code = 0xF000U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
            if (code >= 0xFF01 && code <= 0xFF5E) {
                text += static_cast<char>(code - 0xFF01 + 0x21);
                at += 3;
                continue;
            }
        }
        if (byte(0) == 0xE3 && byte(1) == 0x80 && (byte(2) == 0x80 || byte(2) == 0x82)) {  // 　 。
            text += byte(2) == 0x80 ? ' ' : '.';
            at += 3;
            continue;
        }
        text += typed[at++];
    }
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

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

[[nodiscard]] std::string number_text(std::string text, const FieldSchema& field) {
    text = ungrouped(std::move(text));
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    const bool yuan = field.type.without_optional().unit() == Unit::of("CNY");
    if (yuan && text.starts_with("¥")) {
        text.erase(0, std::string_view("¥").size());
    }
    if (yuan && (text.ends_with("万") || text.ends_with("亿"))) {
        text += "元";
    }
    return text;
}

/// 2022年9月15日, 2022/9/15, 2022.9.15, 20220915 as 2022-09-15; else the text as it is.
[[nodiscard]] std::string date_text(const std::string& text) {
    std::array<std::string, 3> part;
    std::size_t at = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const char c = text[place];
        if (digit(c)) {
            part[at] += c;
            continue;
        }
        const std::string_view rest = std::string_view(text).substr(place);
        const bool mark = c == '-' || c == '/' || c == '.' || c == ' ';
        const bool word = rest.starts_with("年") || rest.starts_with("月") || rest.starts_with("日") ||
                          rest.starts_with("号");
        if (!mark && !word) {
            return text;
        }
        at += !part[at].empty() && at < 2 ? 1U : 0U;
        place += word ? 2U : 0U;
    }
    if (part[0].size() == 8 && part[1].empty()) {
        part = {part[0].substr(0, 4), part[0].substr(4, 2), part[0].substr(6, 2)};
    }
    const bool whole = part[0].size() == 4 && !part[1].empty() && part[1].size() <= 2 && !part[2].empty() &&
                       part[2].size() <= 2;
    const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
    return whole ? part[0] + "-" + two(part[1]) + "-" + two(part[2]) : text;
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

}  // namespace

std::string reading_text(const Value& value, const FieldSchema& field, bool chinese) {
    const Type type = field.type.without_optional();
    if (!value.known() || !type.is(TypeKind::number)) {
        return value_text(value, type, chinese, &field.entry);
    }
    if (type.unit() == Unit::of("CNY")) {
        return grouped(value.number()) + (chinese ? " 元" : " yuan");
    }
    return value_text(value, type, chinese, &field.entry);
}

TypedAnswer read_typed(std::string_view typed, const FieldSchema& field) {
    TypedAnswer answer;
    answer.text = plain(typed);
    switch (field.type.without_optional().kind()) {
        case TypeKind::number: answer.text = number_text(std::move(answer.text), field); break;
        case TypeKind::date: answer.text = date_text(answer.text); break;
        case TypeKind::boolean: answer.text = boolean_text(std::move(answer.text)); break;
        default: break;
    }
    DatumResult read = read_datum(answer.text, field);
    answer.fault = std::move(read.fault);
    if (read.value && !answer.fault) {
        answer.reading = {reading_text(*read.value, field, true), reading_text(*read.value, field, false)};
        answer.value = std::move(read.value);
    }
    return answer;
}

}  // namespace huiqi
