#include "tools/web/worksheet_values.h"

#include <algorithm>
#include <set>
#include <vector>

#include "tools/web/worksheet.h"

namespace huiqi {
namespace {

/// Whether a byte may belong to a name: names are words of any script.
[[nodiscard]] bool in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Whether an expression names something.
[[nodiscard]] bool names(const std::string& expression, const std::string& name) {
    for (std::size_t at = expression.find(name); at != std::string::npos; at = expression.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || !in_name(expression[at - 1])) && (end == expression.size() || !in_name(expression[end]))) {
            return true;
        }
    }
    return false;
}

/// All expressions of some steps, one text.
[[nodiscard]] std::string text_of(const std::vector<ExplainedStep>& steps) {
    std::string text;
    for (const ExplainedStep& one : steps) {
        text += one.expression + " ; " + one.when + " ; ";
        for (const ExplainedBand& band : one.bands) {
            text += band.upto + " ; " + band.worth + " ; ";
        }
    }
    return text;
}

[[nodiscard]] std::string text_of(const ExplainedValue& one) {
    return one.expression + " ; " + text_of(one.steps) +
           (one.passage ? one.passage->source + " ; " + one.passage->gives : std::string());
}

/// The names on which the award and the parts rest, through the definitions.
[[nodiscard]] std::set<std::string> used_names(const Explanation& explanation) {
    std::string text = text_of(explanation.steps);
    for (const ExplainedValue& part : explanation.parts) {
        text += " ; " + part.name;
    }
    for (const ExplainedTable& table : explanation.tables) {
        for (const ExplainedTable::Column& column : table.columns) {
            text += " ; " + column.expression;
        }
    }
    std::set<std::string> used;
    for (bool again = true; again;) {
        again = false;
        for (const ExplainedValue& one : explanation.definitions) {
            if (!used.contains(one.name) && names(text, one.name)) {
                used.insert(one.name);
                text += " ; " + text_of(one);
                again = true;
            }
        }
    }
    for (const ExplainedValue& one : explanation.parameters) {
        if (names(text, one.name)) {
            used.insert(one.name);
        }
    }
    return used;
}

[[nodiscard]] const EntryUnit* unit_of(const ExplainedValue& value) {
    return value.unit.text.empty() ? nullptr : &value.unit;
}

/// A value as the rules write it.
[[nodiscard]] std::string formula_part(const PageStyle& style, const ExplainedValue& value) {
    return value.expression.empty() ? ""
                                    : "<details class=\"formula screen-only\"><summary>" + style.say("公式", "Formula") + "</summary><p><code>" +
                                          worded(style, expression_words(style, value.name + " = " + value.expression)) + "</code></p></details>";
}

}  // namespace

std::string page_value(const PageStyle& style, const Value& value, const Type& type, const EntryUnit* unit) {
    return person_value(value, type, style.language, unit);
}

std::string uses_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedUse>& uses) {
    constexpr std::size_t kShown = 20;
    std::string out;
    for (std::size_t at = 0; at < std::min(kShown, uses.size()); ++at) {
        out += "<p class=\"bands\">" + worded(style, words.use(uses[at])) + "</p>" + cited_part(style, uses[at].cited);
    }
    const std::string more = uses.size() > kShown ? std::to_string(uses.size() - kShown) : "";
    return more.empty() ? out : out + "<p class=\"bands\">" + style.say("… 还有 " + more + " 个", "… " + more + " more") + "</p>";
}

std::string used_part(const PageStyle& style, const PersonWords& words, const Explanation& explanation) {
    const std::set<std::string> used = used_names(explanation);
    std::string out;
    for (const bool parameters : {false, true}) {
        for (const ExplainedValue& one : parameters ? explanation.parameters : explanation.definitions) {
            const bool own_days = one.parameter && one.parameter->values > 1;
            if (!used.contains(one.name) || own_days) {
                continue;
            }
            out += "<li><strong>" + worded(style, words.name(one.name)) + "</strong> " + worded(style, page_value(style, one.value, one.type, unit_of(one))) +
                   (one.expression.empty() ? "" : " = " + worded(style, words.expression(one.expression))) + steps_part(style, words, one.steps) +
                   uses_part(style, words, one.uses) + cited_part(style, one.cited) + formula_part(style, one) + "</li>";
        }
    }
    return out.empty() ? "" : "<ul class=\"used\">" + out + "</ul>";
}

}  // namespace huiqi
