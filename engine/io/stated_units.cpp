#include "engine/io/stated_units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "engine/io/heading.h"
#include "engine/numeric/integer.h"

namespace huiqi {
namespace {

constexpr std::string_view kUnitWord = "单位";
/// Cells longer than this are text to be read by people.
constexpr std::size_t kLongestCell = 2000;

/// Takes the brackets off a text that stands in them.
[[nodiscard]] std::string_view without_brackets(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kBrackets{{{"(", ")"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}}};
    for (const auto& [open, close] : kBrackets) {
        if (text.starts_with(open) && text.ends_with(close) && text.size() > open.size() + close.size()) {
            return text.substr(open.size(), text.size() - open.size() - close.size());
        }
    }
    return text;
}

/// Reads one unit: `万元`, `人民币万元`, `RMB:yuan`, `万元人民币`.
[[nodiscard]] std::optional<EntryUnit> read_unit(std::string_view text) {
    constexpr std::array<std::string_view, 7> kBefore{"人民币", "RMB", "rmb", "CNY", "¥", ":", "均"};
    constexpr std::string_view kBehind = "人民币";
    text = without_brackets(text);
    for (const std::string_view before : kBefore) {
        text.remove_prefix(text.starts_with(before) ? before.size() : 0);
    }
    text.remove_suffix(text.ends_with(kBehind) ? kBehind.size() : 0);
    text = without_brackets(text);
    return text.empty() ? std::nullopt : parse_entry_unit(text, {});
}

/// Reads a unit with a count before it: `1万元`, `10000元`, and `RMB10000`.
[[nodiscard]] std::optional<EntryUnit> read_counted_unit(std::string_view text) {
    constexpr std::size_t kLongestCount = 9;
    for (const std::string_view currency : {std::string_view("人民币"), std::string_view("RMB"), std::string_view("rmb"), std::string_view("CNY"), std::string_view("¥")}) {
        const std::string_view rest = text.starts_with(currency) ? text.substr(currency.size()) : std::string_view();
        if (!rest.empty() && rest.size() <= kLongestCount && rest.find_first_not_of("0123456789") == std::string_view::npos) {
            return read_counted_unit(std::string(rest) + "元");
        }
    }
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > kLongestCount || digits == text.size()) {
        return read_unit(text);
    }
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + digits, count);
    auto unit = read_unit(text.substr(digits));
    if (unit) {
        unit->factor = unit->factor * Rational(count);
        unit->text = std::string(text);
    }
    return unit;
}

/// Gives what stands between 以 or 按 and 计: `本表金额以万元计`, `均按人民币万元填列`.
void add_counted_in(std::string_view text, std::vector<std::string_view>& said) {
    constexpr std::array<std::string_view, 3> kBefore{"以", "按", "用"};
    constexpr std::array<std::string_view, 8> kBehind{"计", "为计", "为货币单位", "填", "列", "表示", "统计", "核算"};
    constexpr std::size_t kLongest = 30;
    for (const std::string_view before : kBefore) {
        for (std::size_t at = text.find(before); at != std::string_view::npos; at = text.find(before, at + before.size())) {
            const std::string_view rest = text.substr(at + before.size());
            for (const std::string_view behind : kBehind) {
                const std::size_t end = rest.find(behind);
                if (end != std::string_view::npos && end != 0 && end <= kLongest) {
                    said.push_back(rest.substr(0, end));
                }
            }
        }
    }
}

/// Gives what an amount is said to be in: `本表金额为万元`, `各项金额均指万元`.
void add_said_to_be(std::string_view text, std::vector<std::string_view>& said) {
    for (const std::string_view word : {std::string_view("为"), std::string_view("指"), std::string_view("是"), std::string_view("系")}) {
        for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
            said.push_back(text.substr(at + word.size()));
        }
    }
}

/// Gives what is said behind words for amounts: `金额：万元`, `币种：美元`.
void add_behind_amounts(std::string_view text, std::vector<std::string_view>& said) {
    for (const std::string_view word : {std::string_view("金额:"), std::string_view("币种:"), std::string_view("货币:"), std::string_view("计量:")}) {
        for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
            said.push_back(text.substr(at + word.size()));
        }
    }
}

/// Cuts at the signs that part units or end what is said: `万元、人`, `万元)`.
[[nodiscard]] std::vector<std::string_view> pieces_of(std::string_view text) {
    constexpr std::array<std::string_view, 15> kStops{"、", ",", ";", "。", "|", "和", "及", ")", "]", "】", "〕", "(", "[", "单位", "制表"};
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        std::size_t end = text.size();
        std::size_t stop = 0;
        for (const std::string_view one : kStops) {
            if (const std::size_t at = text.find(one); at < end) {
                end = at;
                stop = one.size();
            }
        }
        if (end != 0) {
            pieces.push_back(text.substr(0, end));
        }
        text.remove_prefix(end + stop);
    }
    return pieces;
}

/// Gives what is said behind the word 单位, or between 以 and 为单位: nothing where it stands otherwise, as in 填报单位.
[[nodiscard]] std::vector<std::string_view> said_units(std::string_view text) {
    constexpr std::array<std::string_view, 14> kBehind{":", "为", "是", "(", "[", "【", "均为", "皆为", "都为", "均是", "皆是", "都是", "统一为", "一律为"};
    std::vector<std::string_view> said;
    for (std::size_t at = text.find(kUnitWord); at != std::string_view::npos; at = text.find(kUnitWord, at + 1)) {
        std::string_view rest = text.substr(at + kUnitWord.size());
        const auto behind = std::find_if(kBehind.begin(), kBehind.end(), [rest](std::string_view one) { return rest.starts_with(one); });
        if (behind != kBehind.end()) {
            rest.remove_prefix(behind->size());
            said.push_back(rest);
        }
        const std::string_view before = text.substr(0, at);
        const std::size_t from = before.rfind("以");
        if (before.ends_with("为") && from != std::string_view::npos) {
            said.push_back(before.substr(from + std::string_view("以").size(), before.size() - from - 2 * std::string_view("以").size()));
        }
    }
    for (const std::string_view word : {std::string_view("nit:"), std::string_view("nits:"), std::string_view("NIT:"), std::string_view("NITS:")}) {   // Unit
        if (const std::size_t at = text.find(word); at != std::string_view::npos) {
            said.push_back(text.substr(at + word.size()));
        }
    }
    return said;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// Writes a statement as the words here know it: traditional characters, and counts in words or with commas.
[[nodiscard]] std::string in_usual_words(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kWords{{{"單", "单"}, {"萬", "万"}, {"億", "亿"}, {"圓", "元"}, {"圆", "元"},
        {"幣", "币"}, {"額", "额"}, {"計", "计"}, {"為", "为"}, {"貨", "货"}, {"tenthousand", "10000"}, {"Tenthousand", "10000"}, {"10,000", "10000"}, {"1,000", "1000"}}};
    for (const auto& [from, to] : kWords) {
        replace_all(text, from, to);
    }
    return text;
}

[[nodiscard]] std::string blanks_as_bars(std::string_view text) {
    constexpr std::array<std::string_view, 6> kBlanks{" ", "\t", "\n", "\r", "\u00A0", "\u3000"};
    std::string out;
    while (!text.empty()) {
        const auto blank = std::find_if(kBlanks.begin(), kBlanks.end(), [text](std::string_view one) { return text.starts_with(one); });
        out += blank == kBlanks.end() ? text.front() : '|';
        text.remove_prefix(blank == kBlanks.end() ? 1 : blank->size());
    }
    return out;
}

/// Whether a unit without a word before it is one: 年, 月 and 日 stand in titles alone, and 分 counts points.
[[nodiscard]] bool speaks_alone(const EntryUnit& unit) {
    return has_currency(unit.unit) && unit.factor >= 1;
}

/// Finds a currency that a title states without the word 单位 and a colon: `本表金额以万元计`, `金额：万元`, `单位万元`, `汇总表（万元）（一）`.
[[nodiscard]] std::optional<EntryUnit> unit_in_passing(const std::string& cell, std::string_view text, std::string_view parted) {
    std::vector<std::string_view> said;
    for (const std::string_view one : {text, parted}) {
        add_counted_in(one, said);
        add_behind_amounts(one, said);
        const std::size_t word = one.find(kUnitWord);
        if (word != std::string_view::npos) {
            said.push_back(one.substr(word + kUnitWord.size()));
        }
    }
    for (std::size_t open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
        said.push_back(text.substr(open + 1, text.find(')', open) - open - 1));
    }
    for (const std::string_view one : said) {
        const std::vector<std::string_view> pieces = pieces_of(one);
        const auto unit = pieces.empty() ? std::nullopt : read_unit(pieces.front());   // 金额：50万元 is a sum, and no unit
        if (unit && speaks_alone(*unit)) {
            return unit;
        }
    }
    std::vector<std::string_view> amounts;
    add_said_to_be(text, amounts);
    for (const std::string_view one : amounts) {
        const std::vector<std::string_view> pieces = pieces_of(one);
        const auto unit = pieces.empty() ? std::nullopt : read_unit(pieces.front());
        if (unit && unit->unit.is_money() && speaks_alone(*unit)) {   // 奖励标准为元/台 is of something else
            return unit;
        }
    }
    const auto bracket = heading_parts(cell).bracket;
    auto unit = bracket ? read_unit(*bracket) : read_unit(text);
    return unit && speaks_alone(*unit) ? unit : std::nullopt;
}

}  // namespace

bool has_currency(const Unit& unit) {
    return std::any_of(unit.factors().begin(), unit.factors().end(), [](const Unit::Factor& factor) { return Unit::of(factor.name).is_money(); });
}

std::optional<EntryUnit> unit_cell(std::string_view cell) {
    return cell.size() > kLongestCell ? std::nullopt : read_unit(plain_heading(cell));
}

void find_stated_units(std::span<const std::string> row, std::uint64_t line, bool heading, std::vector<StatedUnit>& found) {
    for (std::size_t column = 0; column < row.size(); ++column) {
        if (row[column].empty() || row[column].size() > kLongestCell) {
            continue;
        }
        const std::string text = in_usual_words(plain_heading(row[column]));
        const std::string parted = in_usual_words(plain_heading(blanks_as_bars(row[column])));
        const auto add = [&](const EntryUnit& unit) { found.push_back({.line = line, .column = column, .text = row[column], .unit = unit}); };
        const std::size_t before = found.size();
        // 单位：万元 制表：王, and where blanks part a word, 单 位：万元
        for (const std::string* const words : {&parted, &text}) {
            for (const std::string_view one : found.size() == before ? said_units(*words) : std::vector<std::string_view>()) {
                for (const std::string_view piece : pieces_of(one)) {
                    if (const auto unit = read_counted_unit(piece)) {
                        add(*unit);
                    }
                }
            }
        }
        if (found.size() != before || heading) {
            continue;
        }
        if (const auto unit = unit_in_passing(row[column], text, parted)) {
            add(*unit);
        }
    }
}

void find_units_of_file(const std::string& path, std::vector<StatedUnit>& found) {
    find_stated_units(std::array{std::filesystem::path(path).stem().string()}, 0, false, found);
}

bool states_unit(std::string_view cell) {
    constexpr std::array<std::string_view, 12> kHints{"单位", "單位", "元", "圆", "圓", "万", "萬", "nit", "NIT", "币", "幣", "yuan"};
    const bool may = std::any_of(kHints.begin(), kHints.end(), [cell](std::string_view hint) { return cell.find(hint) != std::string_view::npos; });
    if (!may) {
        return false;
    }
    std::vector<StatedUnit> found;
    find_stated_units(std::array{std::string(cell)}, 0, false, found);
    return !found.empty();
}

bool is_count_word(std::string_view word) {
    constexpr std::array<std::string_view, 33> kWords{"台", "套", "件", "个", "只", "家", "户", "人", "名", "位", "项", "次", "条", "份", "笔", "辆", "批",
                                                      "张", "本", "种", "类", "处", "间", "栋", "座", "棵", "头", "人次", "台套", "平方米", "m2", "立方米", "m3"};
    constexpr std::string_view kParted = "台(套)";
    return word == kParted || word == "台/套" || std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool is_unit_row(std::span<const std::string> row) {
    constexpr std::array<std::string_view, 7> kNothing{"-", "--", "—", "——", "/", "计量单位", "金额单位"};
    bool any = false;
    bool without = false;   // a column has no unit: that of the numbers of applications
    for (const std::string& cell : row) {
        if (cell.size() > kLongestCell) {
            return false;
        }
        const std::string text = plain_heading(cell);
        std::string_view word = without_brackets(text);
        word.remove_suffix(word.ends_with(":") ? 1 : 0);
        const bool unit = read_unit(text).has_value() && word != "1";
        any = any || unit;
        without = without || word.empty() || word == kUnitWord || word.ends_with("-") || word.ends_with("—") || word == "/";
        if (!unit && !word.empty() && word != kUnitWord && !is_count_word(word) && std::find(kNothing.begin(), kNothing.end(), word) == kNothing.end()) {
            return false;
        }
    }
    return any && without;
}

bool may_contradict(const EntryUnit& stated, const EntryUnit& read) {
    if (stated.unit == read.unit && !stated.unit.plain()) {
        return stated.factor != read.factor;
    }
    const bool scale = stated.unit.plain() && stated.factor > 1;   // 单位：万
    if (!has_currency(read.unit) || (!scale && !has_currency(stated.unit))) {
        return false;
    }
    // 万元/年 is what 万元 over a column of yearly amounts means
    return !read.text.starts_with(stated.text + "/") || stated.text.empty();
}

}  // namespace huiqi
