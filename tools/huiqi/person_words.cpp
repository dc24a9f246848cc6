#include "tools/huiqi/person_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/data/shown_value.h"
#include "engine/evaluate/explained_uses.h"
#include "engine/language/builtins.h"
#include "engine/language/keywords.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/grouped_text.h"
#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/expression_words.h"

namespace huiqi {
namespace {

[[nodiscard]] bool is_chinese(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

[[nodiscard]] bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

[[nodiscard]] bool digit(char c) { return c >= '0' && c <= '9'; }

/// A keyword in the language of the page; nothing for what is none.
[[nodiscard]] std::optional<std::string_view> keyword(std::string_view word, bool chinese) {
    const TokenKind kind = keyword_kind(word);
    if (!is_keyword(kind)) {
        return std::nullopt;
    }
    if (!chinese && kind >= TokenKind::true_) {   // as values are told
        return kind == TokenKind::true_ ? "yes" : kind == TokenKind::false_ ? "no" : "none";
    }
    const auto own = std::find_if(keywords().begin(), keywords().end(),
                                  [kind, chinese](const Keyword& one) { return one.kind == kind && is_chinese(one.text) == chinese; });
    return own == keywords().end() ? word : own->text;
}

/// A built-in function in the language of the page; one that has no name there keeps its own.
[[nodiscard]] std::string function_word(std::string_view written, bool chinese) {
    const Builtin* found = find_builtin(written);
    if (found == nullptr || is_chinese(written) == chinese) {
        return std::string(written);
    }
    const auto own = std::find_if(found->aliases.begin(), found->aliases.end(), is_chinese);
    return std::string(!chinese ? found->name : own != found->aliases.end() ? *own : written);
}

/// The word at the beginning of a text; a function of several words (`year fraction(`) whole.
[[nodiscard]] std::size_t word_length(std::string_view text) {
    std::size_t length = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t next = end;
        while (next < text.size() && (letter(text[next]) || digit(text[next]))) {
            ++next;
        }
        length = length == 0 ? next : length;
        if (next < text.size() && text[next] == '(' && find_builtin(text.substr(0, next)) != nullptr) {
            return next;
        }
        if (next == end || next >= text.size() || text[next] != ' ' || next + 1 >= text.size() || !letter(text[next + 1])) {
            break;
        }
        end = next + 1;
    }
    return length;
}

/// Where what is open at the beginning of a text is closed (`depth` 0: a bracket that stands there; 1: one before it), beyond
/// quotations and inner brackets; npos where it is not.
[[nodiscard]] std::size_t closing(std::string_view text, int depth = 0) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        quoted = quoted != (c == '"');
        depth += quoted ? 0 : c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (depth == 0) {
            return at;
        }
    }
    return std::string_view::npos;
}

/// Where some words stand outside all brackets and quotations of a text; npos where they do not.
[[nodiscard]] std::size_t top_level(std::string_view text, std::string_view words) {
    bool quoted = false;
    int depth = 0;
    for (std::size_t at = 0; at < text.size() && depth >= 0; ++at) {
        const char c = text[at];
        quoted = quoted != (c == '"');
        depth += quoted ? 0 : c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (!quoted && depth == 0 && text.substr(at).starts_with(words)) {
            return at;
        }
    }
    return std::string_view::npos;
}

/// Whether an expression is a number as written, and so its value.
[[nodiscard]] bool is_literal(std::string_view written) {
    constexpr std::array<std::string_view, 9> kUnits{"%", "‰", "亿元", "万元", "元", " yuan", "个百分点", "百分点", "个基点"};
    for (const std::string_view unit : kUnits) {
        if (written.size() > unit.size() && written.ends_with(unit)) {
            written.remove_suffix(unit.size());
            break;
        }
    }
    return !written.empty() && written.find_first_not_of("0123456789., ") == std::string_view::npos;
}

/// What stands behind the key of a step: 四舍五入到0.01元 of 取整 四舍五入到0.01元.
[[nodiscard]] std::string behind_key(const std::string& what) { return what.substr(std::min(what.find(' '), what.size() - 1) + 1); }

[[nodiscard]] bool is_rate(const ExplainedStep& step) {
    return step.kind == AwardStep::Kind::times || step.kind == AwardStep::Kind::uplift;
}

}  // namespace

std::string person_value(const Value& value, const Type& type, Language language, const EntryUnit* unit) {
    const Type plain = type.without_optional();
    const bool chinese = language == Language::zh;
    if (value.known() && plain.is(TypeKind::boolean)) {
        return value.boolean() ? (chinese ? "是" : "yes") : (chinese ? "否" : "no");
    }
    if (value.known() && plain.is(TypeKind::number) && plain.unit().is_money() && is_integer(Rational(value.number() * 1'000'000))) {
        return grouped(value.number()) + " " + unit_name(plain.unit(), chinese);
    }
    return grouped_amounts(shown_value(value, type, language, unit));
}

std::string rate_words(const Value& rate, Language language) {
    const Rational parts = rate.number() * 100;
    const bool short_one = rate.number() != 0 && is_integer(Rational(parts * 10'000)) && rate.number() <= 1;
    return short_one ? value_text(Value::of(parts), Type::number(), language == Language::zh) + "%" : person_value(rate, Type::number(), language);
}

PersonWords::PersonWords(const Incentive& incentive, const Explanation& explanation, Language language)
    : incentive_(incentive), explanation_(explanation), language_(language) {
    add(explanation.inputs);
    add(explanation.parameters);
    add(explanation.definitions);
}

void PersonWords::add(const std::vector<ExplainedValue>& values) {
    for (const ExplainedValue& one : values) {
        const Type type = one.type.without_optional();
        const bool on_own_days = one.parameter && one.parameter->values > 1;
        const bool compound = type.is(TypeKind::list) || type.is(TypeKind::record);
        const EntryUnit* unit = one.unit.text.empty() ? nullptr : &one.unit;
        const Input* input = input_of(one.name);
        const std::string value = input != nullptr ? grouped_amounts(reading_text(one.value, input->field, language_ == Language::zh))
                                                   : person_value(one.value, one.type, language_, unit);
        names_[one.name] = {.words = name(one.name), .value = compound || on_own_days ? "" : value, .state = one.value.state()};
        add_words_of(type);
    }
}

/// The values of an enumeration by their labels, where no name is the same word.
void PersonWords::add_words_of(const Type& type) {
    if (!type.is(TypeKind::enumeration)) {
        return;
    }
    for (std::size_t at = 0; at < type.values()->values.size(); ++at) {
        names_.try_emplace(type.values()->values[at], Named{.words = type.values()->label(at).in(language_), .value = "", .state = State::unknown});
    }
}

const Input* PersonWords::input_of(const std::string& name) const {
    const auto input = std::find_if(incentive_.inputs.begin(), incentive_.inputs.end(),
                                    [&name](const Input& one) { return one.field.name == name; });
    return input == incentive_.inputs.end() ? nullptr : &*input;
}

/// A table whose name is in another language is told by what is looked up in it: 对照表（认定级别）.
std::string PersonWords::table_words(const ExplainedTable& table) const {
    std::string looked;
    for (const ExplainedTable::Column& column : table.columns) {
        looked += (looked.empty() ? "" : say("，", ", ")) + name(column.name.empty() ? column.expression : column.name);
    }
    return say("对照表（", "table (") + looked + say("）", ")");
}

std::string PersonWords::name(const std::string& name) const {
    const Input* input = input_of(name);
    if (input != nullptr && !input->field.label.empty()) {
        return input->field.label.in(language_);
    }
    const bool other_language = is_chinese(name) != (language_ == Language::zh);
    for (const ExplainedTable& table : explanation_.tables) {
        if (other_language && table.name == name && !table.columns.empty()) {
            return table_words(table);
        }
    }
    if (input != nullptr && other_language) {
        std::string question = input->question.in(language_);
        for (const std::string_view mark : {"？", "?"}) {
            question = question.ends_with(mark) ? question.substr(0, question.size() - mark.size()) : question;
        }
        if (!question.empty()) {
            return "“" + question + "”";
        }
    }
    std::string words = name;
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

/// A number with a unit that an English page has no other word for: `300万美元` → `3,000,000.00 USD`, `250个基点` → `250 basis points`.
[[nodiscard]] std::string in_english(std::string_view written) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kParts{
        {{"个百分点", " percentage points"}, {"百分点", " percentage points"}, {"个基点", " basis points"}, {"基点", " basis points"}}};
    const std::size_t digits = std::min(written.find_first_not_of("0123456789."), written.size());
    const std::string_view unit = written.substr(digits);
    const auto part = std::find_if(kParts.begin(), kParts.end(), [unit](const auto& one) { return one.first == unit; });
    if (part != kParts.end()) {
        return std::string(written.substr(0, digits)) + std::string(part->second);
    }
    const auto number = parse_decimal(written.substr(0, digits));
    const auto entry = parse_entry_unit(unit, {});
    return number.has_value() && entry && entry->unit.is_money() ? grouped(number->value() * entry->factor) + " " + unit_name(entry->unit, false) : std::string(written);
}

/// A number with its unit: 1.5万元, 250个基点/年, 0%/year.
std::string PersonWords::number_at(std::string_view written, std::size_t& at) const {
    std::size_t end = at;
    while (end < written.size() && (letter(written[end]) || digit(written[end]) || written[end] == '.' || written[end] == '%')) {
        ++end;
    }
    std::string text = expression_words(written.substr(at, end - at), language_);
    text = language_ == Language::en && is_chinese(text) ? in_english(written.substr(at, end - at)) : text;
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kPeriods{{{"/年", "/year"}, {"/月", "/month"}, {"/天", "/day"}}};
    for (const auto& [zh, en] : kPeriods) {
        const std::string_view rest = written.substr(end);
        const std::string_view period = rest.starts_with(zh) ? zh : rest.starts_with(en) ? en : std::string_view();
        const bool ends = !period.empty() && (rest.size() == period.size() || !letter(rest[period.size()]));
        if (ends) {
            text += say(zh, en);
            end += period.size();
            break;
        }
    }
    at = end;
    return text;
}

/// A sign as people write it: × ÷ ≠; a comparison with null as whether there is a value; a filter behind its list in words.
std::string PersonWords::sign_at(std::string_view written, std::size_t& at, bool values) const {
    const std::string_view rest = written.substr(at);
    for (const std::string_view equal : {"!=", "="}) {
        const bool behind = at > 0 && (written[at - 1] == '<' || written[at - 1] == '>');
        for (const std::string_view null : {"null", "无"}) {
            const std::size_t from = rest.starts_with(equal) && !behind ? rest.find_first_not_of(' ', equal.size()) : std::string_view::npos;
            const bool named = from != std::string_view::npos && rest.substr(from).starts_with(null) && word_length(rest.substr(from)) == null.size();
            if (named) {
                at += from + null.size();
                return equal == "=" ? say("没有填", "is not given") : say("有填", "is given");
            }
        }
    }
    for (const auto& [sign, words] : {std::pair<std::string_view, std::string_view>{"!=", "≠"}, {">=", "≥"}, {"<=", "≤"}, {"*", "×"}, {"/", "÷"}}) {
        if (rest.starts_with(sign)) {
            at += sign.size();
            return std::string(words);
        }
    }
    const std::size_t close = rest.front() == '[' ? closing(rest) : std::string_view::npos;
    const bool filters = close != std::string_view::npos && at > 0 && (letter(written[at - 1]) || digit(written[at - 1]) || written[at - 1] == ')');
    const std::string_view inside = filters ? rest.substr(1, close - 1) : std::string_view();
    if (filters && inside.find_first_not_of("0123456789-") != std::string_view::npos) {
        at += close + 1;
        return say("（其中 ", " (where ") + expression(inside, values) + say("）", ")");
    }
    const bool field = rest.front() == '.' && at > 0 && (letter(written[at - 1]) || digit(written[at - 1])) && rest.size() > 1 && letter(rest[1]);
    ++at;
    return field ? say("的", "'s ") : std::string(1, rest.front());
}

/// `for ROW in ROWS return VALUE`: the value of each item. Nothing where it is no such expression.
std::string PersonWords::each_at(std::string_view written, std::size_t& at, bool values) const {
    const std::string_view rest = written.substr(at);
    const std::string_view belongs = rest.find(" in ") < rest.find(" 属于 ") ? " in " : " 属于 ";
    const std::size_t in = rest.find(belongs);
    const std::size_t gives = top_level(rest, " return ");
    if (in == std::string_view::npos || gives == std::string_view::npos || gives < in) {
        return {};
    }
    const std::size_t end = std::min(closing(written.substr(at), 1), rest.size());
    const std::string element(rest.substr(4, in - 4));
    const std::string list = expression(rest.substr(in + belongs.size(), gives - in - belongs.size()), values);
    const std::string value = expression(rest.substr(gives + 8, end - gives - 8), values);
    at += end;
    return say(list + "的每一项（" + element + "）：" + value, value + " for each " + element + " of " + list);
}

/// `default(VALUE, OTHERWISE)`: the value where there is one; else what stands in its place. Nothing where it is no such call.
std::string PersonWords::otherwise_at(std::string_view written, std::size_t& at, bool values) const {
    const std::string_view rest = written.substr(at);
    const std::size_t open = rest.find('(');
    const std::size_t close = open + closing(rest.substr(open));
    const std::string_view inside = rest.substr(open + 1, close - open - 1);
    const std::size_t comma = close < rest.size() ? top_level(inside, ",") : std::string_view::npos;
    if (comma == std::string_view::npos) {
        return {};
    }
    const std::string_view of = inside.substr(0, comma);
    const std::size_t from = std::min(inside.find_first_not_of(' ', comma + 1), inside.size());
    at += close + 1;
    const auto named = names_.find(of);
    const State state = values && named != names_.end() ? named->second.state : State::unknown;
    const std::string otherwise = expression(inside.substr(from), values);
    if (state == State::absent) {
        return named->second.words + say("（没有，按 ", " (none, so ") + otherwise + say("）", ")");
    }
    return expression(of, values) + (state == State::known ? "" : say("（没有时按 ", " (or, where there is none, ") + otherwise + say("）", ")"));
}

std::string PersonWords::word_at(std::string_view written, std::size_t& at, bool values) const {
    const bool chinese = language_ == Language::zh;
    const std::size_t length = word_length(written.substr(at));
    const std::string_view word = written.substr(at, length);
    const bool called = at + length < written.size() && written[at + length] == '(';
    const bool part = at > 0 && written[at - 1] == '.';   // a field of what stands before
    const std::string told = part                                             ? ""
                             : word == "for"                                 ? each_at(written, at, values)
                             : called && (word == "default" || word == "缺省") ? otherwise_at(written, at, values)
                                                                              : "";
    if (!told.empty()) {
        return told;
    }
    at += length;
    const auto named = part || called ? names_.end() : names_.find(word);
    if (named != names_.end()) {
        return named->second.words + (named->second.value.empty() || !values ? "" : " " + named->second.value);
    }
    const auto own = part ? std::nullopt : keyword(word, chinese);
    return own ? std::string(*own) : called ? function_word(word, chinese) : std::string(word);
}

std::string PersonWords::expression(std::string_view written, bool values) const {
    std::string out;
    for (std::size_t at = 0; at < written.size();) {
        const char c = written[at];
        if (c == '"') {
            const std::size_t end = std::min(written.find('"', at + 1), written.size() - 1);
            out += written.substr(at, end + 1 - at);
            at = end + 1;
        } else if (letter(c) && (at == 0 || !digit(written[at - 1]))) {
            out += word_at(written, at, values);
        } else if (letter(c) || digit(c)) {
            out += number_at(written, at);
        } else {
            out += sign_at(written, at, values);
        }
    }
    return out;
}

std::string PersonWords::formula(const ExplainedStep& step) const {
    return expression_words(step.what.in(language_) + (step.expression.empty() ? "" : say("：", ": ") + step.expression) +
                                (step.when.empty() ? "" : say("，当 ", ", when ") + step.when),
                            language_);
}

std::string PersonWords::use(const ExplainedUse& use) const {
    ExplainedUse told = use;
    told.expression = expression(use.expression, false);   // its days stand behind it
    return grouped_amounts(use_text(told, language_ == Language::zh));
}

std::string PersonWords::amount(const ExplainedStep& step, const Value& value) const {
    return person_value(value, step.type, language_);
}

/// What a step takes: a number as it is, a name with its value, else what it comes to and how.
std::string PersonWords::term(const ExplainedStep& step) const {
    const std::string value = is_rate(step) ? rate_words(step.value, language_) : amount(step, step.value);
    if (is_literal(step.expression)) {
        return value;
    }
    const auto named = names_.find(step.expression);
    if (named != names_.end()) {
        return named->second.words + " " + value;
    }
    const bool word = word_length(step.expression) == step.expression.size();   // a table
    const std::string how = word ? name(step.expression) : expression(step.expression);
    return word ? how + " " + value : value + say("（", " (") + how + say("）", ")");
}

/// A step that only keeps an amount within a bound: what it meets, and what is taken.
std::string PersonWords::bounded(const ExplainedStep& step, std::string_view beyond, std::string_view within) const {
    const std::string before = amount(step, step.before);
    return step.after == step.before ? before + std::string(within) + term(step) + say("，不变", ": it stays")
                                     : before + std::string(beyond) + term(step) + say("，取 ", ": ") + amount(step, step.after);
}

std::string PersonWords::bands(const ExplainedStep& step) const {
    std::string sum;
    for (std::size_t at = 0; at < step.bands.size(); ++at) {
        const ExplainedBand& band = step.bands[at];
        if (!band.applies.known() || !band.applies.boolean() || !band.value.known()) {
            continue;
        }
        const std::string number = std::to_string(at + 1);
        const Value& of = band.inside.known() ? band.inside : step.before;
        const std::string worth = band.is_rate ? amount(step, of) + " × " + rate_words(band.value, language_) : amount(step, band.value);
        sum += (sum.empty() ? "" : " + ") + worth + say("（第 " + number + " 档）", " (band " + number + ")");
    }
    return (sum.empty() ? amount(step, step.before) : sum) + " = " + amount(step, step.after);
}

std::string PersonWords::step(const ExplainedStep& step) const {
    const bool base = step.kind == AwardStep::Kind::base;
    const bool needs_value = !step.expression.empty();
    if (!step.applies || !step.after.known() || (!base && !step.before.known()) || (needs_value && !step.value.known())) {
        return step.what.in(language_) + (needs_value ? say("：", ": ") + expression(step.expression) : "") +
               (step.applies ? " → " + amount(step, step.after) : say("（不适用，金额不变）", " (does not apply: the amount stays)"));
    }
    const std::string before = base ? "" : amount(step, step.before);
    const std::string after = amount(step, step.after);
    switch (step.kind) {
        case AwardStep::Kind::base: {
            const bool simple = is_literal(step.expression) || word_length(step.expression) == step.expression.size();
            return simple ? term(step) : expression(step.expression) + " = " + after;
        }
        case AwardStep::Kind::times: return before + " × " + term(step) + " = " + after;
        case AwardStep::Kind::plus: return before + " + " + term(step) + " = " + after;
        case AwardStep::Kind::minus: return before + " − " + term(step) + " = " + after;
        case AwardStep::Kind::uplift: return before + say("，", ", ") + step.what.in(language_) + " " + term(step) + " = " + after;
        case AwardStep::Kind::cap: return bounded(step, say("超过上限 ", " is above the cap "), say("不超过上限 ", " is within the cap "));
        case AwardStep::Kind::floor: return bounded(step, say("不到下限 ", " is below the floor "), say("不低于下限 ", " is not below the floor "));
        case AwardStep::Kind::none_below: return bounded(step, say("不到起付的 ", " is below the least that is paid, "), say("达到起付的 ", " reaches the least that is paid, "));
        case AwardStep::Kind::round:
            return before + say("，", ", rounded ") + behind_key(step.what.in(language_)) + (step.after == step.before ? say("，不变", ": it stays") : " = " + after);
        case AwardStep::Kind::bands: return bands(step);
    }
    return {};
}

}  // namespace huiqi
