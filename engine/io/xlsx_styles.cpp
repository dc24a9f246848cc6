#include "engine/io/xlsx_styles.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>
#include <utility>

#include "engine/data/unit.h"
#include "engine/io/fault_texts.h"
#include "engine/io/xml_reader.h"

namespace huiqi {
namespace {

[[nodiscard]] unsigned number_of(std::string_view text) {
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// What stands in a format code outside texts: its letters and signs, lower case; and the texts, a line each: those that
/// follow one another make one.
struct FormatParts {
    std::string signs;
    std::string texts;
    std::string currency{};   ///< another than yuan, by its name or its sign

    void add_sign(char c) {
        signs += c;
        texts += texts.empty() || texts.ends_with('\n') ? "" : "\n";
    }
};

/// Whether the sign behind this one stands for itself. Some spreadsheets take `!` for it: `0!.0000` shows ten thousands.
[[nodiscard]] bool begins_literal(char c) { return c == '\\' || c == '!'; }

/// Cuts a format code at the signs between its sections: those of positive and negative numbers, of zero and of texts, or
/// those of numbers that meet conditions.
[[nodiscard]] std::vector<std::string_view> sections_of(std::string_view code) {
    std::vector<std::string_view> sections;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        quoted = quoted != (code[at] == '"');
        if (code[at] == ';' && !quoted) {
            sections.push_back(code.substr(begin, at - begin));
            begin = at + 1;
        }
        at += begins_literal(code[at]) && !quoted ? 1U : 0U;
    }
    sections.push_back(code.substr(std::min(begin, code.size())));
    return sections;
}

/// What a currency sign of a format is called, with the number of its country where there is one: `$€-2`, `$¥-411`. The sign of
/// yuan, and one that says nothing, give an empty name.
[[nodiscard]] std::string_view currency_name(std::string_view sign, std::string_view country) {
    struct Sign {
        std::string_view sign;
        std::string_view name;
    };
    constexpr std::array<Sign, 18> kSigns{{{"€", "欧元"}, {"EUR", "欧元"}, {"$", "美元"}, {"US$", "美元"}, {"USD", "美元"}, {"HK$", "港元"}, {"HKD", "港元"},
                                           {"£", "英镑"}, {"GBP", "英镑"}, {"JPY", "日元"}, {"JP¥", "日元"}, {"¥", ""}, {"￥", ""}, {"CNY", ""},
                                           {"RMB", ""}, {"CN¥", ""}, {"元", ""}, {"人民币", ""}}};
    constexpr std::array<std::string_view, 3> kJapan{"411", "ja-JP", "ja"};
    if (sign.empty() || ((sign == "¥" || sign == "￥") && std::find(kJapan.begin(), kJapan.end(), country) == kJapan.end())) {
        return {};
    }
    if (sign == "¥" || sign == "￥") {
        return "日元";
    }
    const auto known = std::find_if(kSigns.begin(), kSigns.end(), [sign](const Sign& one) { return one.sign == sign; });
    return known == kSigns.end() ? sign : known->name;   // ₩ is no unit of ours, and so another number
}

/// Splits one section of a format code.
[[nodiscard]] FormatParts parts_of(std::string_view code) {
    FormatParts parts;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '"') {
            const std::size_t end = std::min(code.find('"', at + 1), code.size());
            parts.texts += code.substr(at + 1, end - at - 1);
            at = end;
        } else if (begins_literal(c) || c == '_' || c == '*') {
            if (begins_literal(c) && at + 1 < code.size()) {
                parts.texts += code[at + 1];
            }
            ++at;
        } else if (c == '[') {
            const std::size_t end = std::min(code.find(']', at), code.size());
            // [h] and [mm] count time, [$€-2] is a currency; [Red] and [$-804] say nothing about the number.
            const std::string_view inside = code.substr(at + 1, end - at - 1);
            if (!inside.empty() && inside.find_first_not_of("hmsHMS") == std::string_view::npos) {
                parts.add_sign('h');
            } else if (inside.starts_with('$')) {
                const std::size_t dash = std::min(inside.find('-', 1), inside.size());
                parts.currency = currency_name(inside.substr(1, dash - 1), inside.substr(std::min(dash + 1, inside.size())));
            }
            at = end;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            parts.texts += c;
        } else {
            parts.add_sign(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
    }
    return parts;
}

[[nodiscard]] bool has_any(std::string_view text, std::string_view of) {
    return text.find_first_of(of) != std::string_view::npos;
}

[[nodiscard]] bool says_scale(std::string_view texts) {
    constexpr std::array<std::string_view, 4> kScales{"万", "亿", "千", "百"};
    constexpr std::array<std::string_view, 8> kWords{"k", "K", "M", "MM", "mn", "bn", "Mn", "B"};
    return std::find(kWords.begin(), kWords.end(), texts) != kWords.end() ||
           std::any_of(kScales.begin(), kScales.end(), [&](std::string_view scale) { return texts.find(scale) != std::string_view::npos; });
}

/// Whether a text beside a number is a sign of a currency.
[[nodiscard]] bool is_currency_sign(std::string_view text) {
    constexpr std::array<std::string_view, 8> kSigns{"€", "$", "US$", "HK$", "£", "USD", "EUR", "HKD"};
    return std::find(kSigns.begin(), kSigns.end(), text) != kSigns.end();
}

/// Whether a text beside a number makes it look like another one: `"12"0`, `0"000"`, `0"‰"`. The 2 of m2 does not.
[[nodiscard]] bool adds_digits(std::string_view text) {
    bool letter = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9' && !letter) {
            return true;
        }
        letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (letter && c >= '0' && c <= '9');
    }
    return text.find("‰") != std::string_view::npos || text.find("‱") != std::string_view::npos;
}

/// Looks at the texts beside the number: one may be its unit, and some make another number of it.
void take_texts(std::string_view texts, NumberFormat& format) {
    while (!texts.empty()) {
        const std::size_t end = std::min(texts.find('\n'), texts.size());
        std::string_view text = texts.substr(0, end);
        texts.remove_prefix(std::min(end + 1, texts.size()));
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        text = text.substr(0, text.find_last_not_of(' ') + 1);
        if (text.empty()) {
            continue;
        }
        const std::string_view currency = currency_name(text, {});
        text = is_currency_sign(text) && !currency.empty() ? currency : text;
        const bool unit = parse_entry_unit(text, {}).has_value();
        if (adds_digits(text) || (!unit && says_scale(text)) || (unit && !format.unit.empty() && format.unit != text)) {
            format.kind = NumberFormat::Kind::scaled;
        } else if (unit) {
            format.unit = text;
        }
    }
}

void take_digits(std::string_view signs, NumberFormat& format) {
    const std::size_t point = signs.find('.');
    format.decimals = 0;
    for (std::size_t at = point; at < signs.size(); ++at) {
        format.decimals += signs[at] == '0' || signs[at] == '#' || signs[at] == '?' ? 1 : 0;
    }
}

/// Whether a comma stands behind the last digit, or before the point: each divides what is shown by a thousand.
[[nodiscard]] bool divides(std::string_view signs) {
    const std::size_t last = signs.find_last_of("0#?");
    return signs.find(",.") != std::string_view::npos || (last != std::string_view::npos && last + 1 < signs.size() && signs[last + 1] == ',');
}

/// Puts together what whole numbers look like under the first section of a format: digits in their places, and the
/// texts between them. Currencies are no part of it.
class MaskReader {
public:
    explicit MaskReader(std::string_view section) : code_(section) {
        while (whole_ && at_ < code_.size()) {
            whole_ = take_one();
        }
    }

    /// Whether a text between the digits makes another number of them: `0"."00` shows 100 as 1.00.
    [[nodiscard]] bool misleads() const {
        std::size_t begin = mask_.find_first_of(kPlaces);
        while (begin != std::string::npos) {
            begin = mask_.find_first_not_of(kPlaces, begin);
            const std::size_t end = mask_.find_first_of(kPlaces, begin);
            if (end == std::string::npos) {
                break;
            }
            const std::string_view between = std::string_view(mask_).substr(begin, end - begin);
            const auto behind = std::count_if(mask_.begin() + static_cast<std::ptrdiff_t>(end), mask_.end(), [](char c) { return kPlaces.find(c) != std::string_view::npos; });
            if (is_point(between) || (is_grouping(between) && behind % 3 != 0) || parse_entry_unit(between, {}).has_value()) {
                return true;
            }
            begin = end;
        }
        return false;
    }

    /// Gives the mask; empty where numbers look like their digits, or where that depends on more than the digits.
    [[nodiscard]] std::string read() const {
        if (!whole_) {
            return {};
        }
        const auto zeros = std::count(mask_.begin(), mask_.end(), NumberFormat::kShownDigit);
        const auto digits = zeros + std::count(mask_.begin(), mask_.end(), NumberFormat::kDigit);
        const bool texts = mask_.size() > static_cast<std::size_t>(digits);
        return digits != 0 && (texts || zeros > 1) ? mask_ : std::string();
    }

private:
    [[nodiscard]] bool take_one() {
        constexpr std::string_view kGeneral = "General";
        const char c = code_[at_];
        if (code_.substr(at_).starts_with(kGeneral)) {
            mask_ += NumberFormat::kDigit;
            at_ += kGeneral.size();
            return true;
        }
        if (c == '"') {
            const std::size_t end = std::min(code_.find('"', at_ + 1), code_.size());
            add_text(code_.substr(at_ + 1, end - at_ - 1));
            at_ = end + 1;
            return true;
        }
        if (c == '[') {
            const std::size_t end = std::min(code_.find(']', at_), code_.size());
            const bool condition = code_.substr(at_, end - at_).find_first_of("<>=") != std::string_view::npos;
            at_ = end + 1;
            return !condition;
        }
        if (begins_literal(c)) {
            add_text(code_.substr(std::min(at_ + 1, code_.size()), 1));
            at_ += 2;
            return true;
        }
        if (c == '_' || c == '*') {   // as wide as what follows, or filled with it
            at_ += 2;
            return true;
        }
        ++at_;
        return take_sign(c);
    }

    [[nodiscard]] bool take_sign(char c) {
        if (c == '0') {
            mask_ += NumberFormat::kShownDigit;
        } else if (c == '#' || c == '?') {
            mask_ += NumberFormat::kDigit;
        } else if (c == '-' || c == ' ' || c == '/' || static_cast<unsigned char>(c) >= 0x80) {
            mask_ += c;
        } else if (c != ',' && c != '$' && c != '(' && c != ')') {
            return false;   // a point, an exponent, percent, a date
        }
        return true;
    }

    void add_text(std::string_view text) {
        constexpr std::array<std::string_view, 6> kCurrencies{"¥", "￥", "$", "€", "(", ")"};
        if (std::find(kCurrencies.begin(), kCurrencies.end(), text) == kCurrencies.end()) {
            mask_ += text;
        }
    }

    static constexpr std::string_view kPlaces{"\x01\x02"};

    [[nodiscard]] static bool is_point(std::string_view text) {
        constexpr std::array<std::string_view, 8> kPoints{".", "．", "。", "·", "・", "‧", "•", "٫"};
        return std::find(kPoints.begin(), kPoints.end(), text) != kPoints.end();
    }
    [[nodiscard]] static bool is_grouping(std::string_view text) {
        constexpr std::array<std::string_view, 7> kGroupings{",", "，", "'", "’", " ", "\u00A0", "\u202F"};
        return std::find(kGroupings.begin(), kGroupings.end(), text) != kGroupings.end();
    }

    std::string_view code_;
    std::size_t at_ = 0;
    std::string mask_;
    bool whole_ = true;   ///< all of it was understood
};

/// Reads the number formats and which of them the styles of cells have.
class StylesHandler final : public XmlHandler {
public:
    void open(std::string_view name, const Attributes& attributes) override {
        if (name == "numFmt") {
            codes_[number_of(attributes["numFmtId"])] = std::string(attributes["formatCode"]);
        } else if (name == "cellXfs") {
            inside_ = true;
        } else if (name == "xf" && inside_) {
            ids_.push_back(number_of(attributes["numFmtId"]));
        }
    }
    void close(std::string_view name) override { inside_ = inside_ && name != "cellXfs"; }
    void text(std::string_view /*piece*/) override {}

    [[nodiscard]] std::vector<NumberFormat> formats() const {
        std::vector<NumberFormat> formats;
        for (const unsigned id : ids_) {
            const auto code = codes_.find(id);
            formats.push_back(code == codes_.end() ? builtin_number_format(id) : parse_number_format(code->second));
        }
        return formats;
    }

private:
    std::map<unsigned, std::string> codes_;
    std::vector<unsigned> ids_;
    bool inside_ = false;
};

}  // namespace

namespace {

/// Whether a number is shown as it is: General, `G/通用格式`.
[[nodiscard]] bool shows_general(std::string_view signs) {
    return signs.find("general") != std::string_view::npos || signs.starts_with("g/");
}

/// Says what one section of a format code means.
[[nodiscard]] NumberFormat parse_section(std::string_view code) {
    using Kind = NumberFormat::Kind;
    NumberFormat format{.kind = Kind::number, .code = std::string(code)};
    const FormatParts parts = parts_of(code);
    const std::string_view signs = parts.signs;
    if (code.empty() || shows_general(signs)) {
        format.kind = Kind::general;
        constexpr std::string_view kLocal = "通用格式";   // G/通用格式 is General
        std::string_view beside = parts.texts;
        beside.remove_prefix(beside.starts_with(kLocal) ? kLocal.size() : 0);
        take_texts(beside, format);
    } else if (signs.find('@') != std::string::npos) {
        format.kind = Kind::text;
    } else if (has_any(signs, "ymdhs") && !has_any(signs, "0#?")) {
        format.kind = has_any(signs, "yd") || (signs.find('m') != std::string::npos && !has_any(signs, "hs"))
                          ? Kind::date
                          : Kind::time;
    } else if (has_any(signs, "yd") && signs.find("e+") == std::string::npos) {
        format.kind = Kind::date;   // a date with parts of seconds, `yyyy-mm-dd hh:mm:ss.000`
    } else {
        take_digits(signs, format);
        if (signs.find('%') != std::string::npos) {
            format.kind = Kind::percent;
        } else if (divides(signs)) {
            format.kind = Kind::scaled;
        } else {
            take_texts(parts.texts, format);
            take_texts(signs.find('$') == std::string_view::npos ? std::string_view() : std::string_view("$"), format);
        }
    }
    const MaskReader mask(code);
    if ((format.kind == Kind::number || format.kind == Kind::percent) && signs.find('/') == std::string_view::npos && mask.misleads()) {
        format.kind = Kind::scaled;
    }
    if (format.kind == Kind::number || format.kind == Kind::general) {
        take_texts(parts.currency, format);
        const bool foreign = !parts.currency.empty() && format.unit != parts.currency;   // no unit that is known
        format.kind = foreign ? Kind::scaled : format.kind;
        format.mask = format.kind == Kind::scaled ? std::string() : mask.read();
    }
    return format;
}

/// Whether a section shows a number by none of its digits: as nothing, as a word.
[[nodiscard]] bool shows_no_digits(std::string_view section) {
    const std::string signs = parts_of(section).signs;
    return !has_any(signs, "0#?ymdhs@%") && !shows_general(signs);
}

/// Gives the condition that a section begins with, `>=10000`, behind colours and currencies; empty without one.
[[nodiscard]] std::string_view condition_of(std::string_view section) {
    for (std::size_t at = section.find('['); at != std::string_view::npos; at = section.find('[', at + 1)) {
        const std::string_view inside = section.substr(at + 1, section.find(']', at) - at - 1);
        if (!inside.empty() && std::string_view("<>=").find(inside.front()) != std::string_view::npos) {
            return inside;
        }
    }
    return {};
}

/// Says what a format with conditions means: which section a number meets is not looked at, so where one of them shows another number
/// than is stored, the format does. Zero may be shown as it likes.
[[nodiscard]] NumberFormat parse_conditions(std::string_view code, std::span<const std::string_view> sections) {
    using Kind = NumberFormat::Kind;
    NumberFormat format{.kind = Kind::general, .code = std::string(code)};
    bool first = true;
    for (const std::string_view section : sections.first(std::min<std::size_t>(sections.size(), 3))) {
        if (condition_of(section) == "=0") {
            continue;
        }
        const NumberFormat one = parse_section(section);
        if (one.kind == Kind::text) {
            continue;
        }
        const auto percent = [](const NumberFormat& of) { return of.kind == Kind::percent; };
        const bool other = !first && (percent(one) != percent(format) || one.unit != format.unit);
        if (one.kind == Kind::scaled || other || (shows_no_digits(section) && !section.empty())) {
            format.kind = Kind::scaled;
            return format;
        }
        format = one;
        format.code = code;
        format.mask.clear();
        first = false;
    }
    return format;
}

}  // namespace

NumberFormat parse_number_format(std::string_view code) {
    const std::vector<std::string_view> sections = sections_of(code);
    if (std::any_of(sections.begin(), sections.end(), [](std::string_view one) { return !condition_of(one).empty(); })) {
        return parse_conditions(code, sections);
    }
    NumberFormat format = parse_section(sections.front());
    format.code = code;
    const bool hidden = sections.size() > 1 ? shows_no_digits(sections.front()) : !code.empty() && shows_no_digits(code);
    if (hidden && format.kind != NumberFormat::Kind::text) {
        format.kind = NumberFormat::Kind::scaled;   // ;;; shows nothing of the number
        format.mask.clear();
    }
    format.hides_negatives = sections.size() > 1 && shows_no_digits(sections[1]);
    return format;
}

std::string masked_digits(std::string_view number, std::string_view mask) {
    const bool negative = number.starts_with('-');
    number.remove_prefix(negative ? 1 : 0);
    const auto is_place = [](char c) { return c == NumberFormat::kShownDigit || c == NumberFormat::kDigit; };
    const auto places = static_cast<std::size_t>(std::count_if(mask.begin(), mask.end(), is_place));
    std::size_t place = places;   // those from here on, counted from the last
    std::string shown = negative ? "-" : "";
    for (const char c : mask) {
        if (!is_place(c)) {
            shown += c;
            continue;
        }
        if (place == places && number.size() > places) {
            shown += number.substr(0, number.size() - places);   // the first place takes all digits before it
        }
        if (place <= number.size()) {
            shown += number[number.size() - place];
        } else if (c == NumberFormat::kShownDigit) {
            shown += '0';
        }
        --place;
    }
    return shown;
}

NumberFormat builtin_number_format(unsigned id) {
    using Kind = NumberFormat::Kind;
    switch (id) {
        case 1: return parse_number_format("0");
        case 2: return parse_number_format("0.00");
        case 3: return parse_number_format("#,##0");
        case 4: return parse_number_format("#,##0.00");
        case 5:
        case 6: return parse_number_format("¥#,##0");
        case 7:
        case 8: return parse_number_format("¥#,##0.00");
        case 9: return parse_number_format("0%");
        case 10: return parse_number_format("0.00%");
        case 11: return parse_number_format("0.00E+00");
        case 37:
        case 38: return parse_number_format("#,##0");
        case 39:
        case 40: return parse_number_format("#,##0.00");
        case 41:
        case 42: return parse_number_format("#,##0");
        case 43:
        case 44: return parse_number_format("#,##0.00");
        case 48: return parse_number_format("##0.0E+0");
        case 49: return parse_number_format("@");
        case 18:
        case 19:
        case 20:
        case 21:
        case 32:
        case 33:
        case 34:
        case 35:
        case 45:
        case 46:
        case 47:
        case 55:
        case 56: return {.kind = Kind::time, .code = "h:mm:ss"};
        default: break;
    }
    // 14 to 17 and 22 everywhere, 27 to 36 and 50 to 58 in Chinese workbooks.
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
        return {.kind = Kind::date, .code = "yyyy-mm-dd"};
    }
    return {.kind = Kind::general, .code = "General"};
}

std::vector<NumberFormat> read_xlsx_styles(std::string_view xml, std::vector<DataFault>& faults) {
    StylesHandler handler;
    XmlReader reader(handler);
    if (!reader.feed(xml, true)) {
        faults.push_back(reader.hostile() ? fault_texts::hostile_workbook(reader.problem())
                                          : fault_texts::damaged_workbook(reader.problem()));
    }
    return handler.formats();
}

}  // namespace huiqi
