#include "tools/huiqi/person_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/data/shown_value.h"
#include "engine/evaluate/explained_uses.h"
#include "engine/language/builtins.h"
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

/// A word of the language in the language of the page; nothing for what is none of these.
[[nodiscard]] std::optional<std::string_view> keyword(std::string_view word, bool chinese) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWords{
        {{"且", "and"}, {"或", "or"}, {"非", "not"}, {"如果", "if"}, {"则", "then"}, {"否则", "else"}, {"是", "true"}, {"否", "false"}}};
    for (const auto& [zh, en] : kWords) {
        if (word == zh || word == en) {
            return chinese ? zh : en;
        }
    }
    return std::nullopt;
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
        names_[one.name] = {.words = name(one.name), .value = compound || on_own_days ? "" : value};
        add_words_of(type);
    }
}

/// The values of an enumeration by their labels, where no name is the same word.
void PersonWords::add_words_of(const Type& type) {
    if (!type.is(TypeKind::enumeration)) {
        return;
    }
    for (std::size_t at = 0; at < type.values()->values.size(); ++at) {
        names_.try_emplace(type.values()->values[at], Named{.words = type.values()->label(at).in(language_), .value = ""});
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

std::string PersonWords::expression(std::string_view written, bool values) const {
    const bool chinese = language_ == Language::zh;
    std::string out;
    for (std::size_t at = 0; at < written.size();) {
        const char c = written[at];
        if (c == '"') {
            const std::size_t end = std::min(written.find('"', at + 1), written.size() - 1);
            out += written.substr(at, end + 1 - at);
            at = end + 1;
        } else if (letter(c) && (at == 0 || !digit(written[at - 1]))) {
            const std::size_t length = word_length(written.substr(at));
            const std::string_view word = written.substr(at, length);
            const bool called = at + length < written.size() && written[at + length] == '(';
            const bool part = at > 0 && written[at - 1] == '.';   // a field of what stands before
            const auto named = part || called ? names_.end() : names_.find(word);
            if (named != names_.end()) {
                out += named->second.words + (named->second.value.empty() || !values ? "" : " " + named->second.value);
            } else {
                const auto own = part || called ? std::nullopt : keyword(word, chinese);
                out += own ? std::string(*own) : called ? function_word(word, chinese) : std::string(word);
            }
            at += length;
        } else if (letter(c) || digit(c)) {   // a number with its unit
            std::size_t end = at;
            while (end < written.size() && (letter(written[end]) || digit(written[end]) || written[end] == '.')) {
                ++end;
            }
            out += expression_words(written.substr(at, end - at), language_);
            at = end;
        } else {
            out += c == '*' ? "×" : c == '/' ? "÷" : std::string(1, c);
            ++at;
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
