#include "engine/author/name_facts.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/evaluate/explanation.h"
#include "engine/rulebook/parameter_periods.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// Puts lines into Markdown so that each stays one.
class Lines {
public:
    explicit Lines(Language language) : chinese_(language == Language::zh) {}

    void add(std::string_view zh, std::string_view en, const std::string& text) {
        if (!text.empty()) {
            text_ += fmt::format("{}{}{}{}", text_.empty() ? "" : "  \n", chinese_ ? zh : en, chinese_ ? "：" : ": ", text);
        }
    }
    void add(const std::string& text) {
        if (!text.empty()) {
            text_ += (text_.empty() ? "" : "  \n") + text;
        }
    }
    [[nodiscard]] bool chinese() const noexcept { return chinese_; }
    [[nodiscard]] Language language() const noexcept { return chinese_ ? Language::zh : Language::en; }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    bool chinese_;
    std::string text_;
};

void add_clause(Lines& lines, const Incentive& incentive, const Provenance& provenance) {
    const CitedText cited = cited_text(incentive, provenance);
    if (cited.empty()) {
        return;
    }
    std::string text = cited.document;
    for (const std::string& part : {cited.number, cited.clause}) {
        text += part.empty() ? "" : (text.empty() ? "" : " ") + part;
    }
    lines.add("依据", "source", text);
    lines.add(cited.quote.empty() ? std::string() : "> " + cited.quote + "\n");
    lines.add("解释", "interpretation", cited.interpretation.in(lines.language()));
}

[[nodiscard]] std::string typed(const Type& type, const EntryUnit& entry, bool chinese) {
    const std::string name = type_name(type.without_optional(), chinese);
    const std::string unit = entry.text.empty() ? std::string() : (chinese ? "，单位" : ", in ") + entry.text;
    return name + unit + (type.optional() ? (chinese ? "，可无" : ", may be absent") : "");
}

/// A parameter with several values: each from its day on, the one of today marked.
void add_versions(Lines& lines, const Parameter& parameter, Date today) {
    constexpr std::size_t kMostShown = 8;
    std::size_t now = parameter.versions.size();
    for (std::size_t at = 0; at < parameter.versions.size(); ++at) {
        if (!parameter.versions[at].from || *parameter.versions[at].from <= today) {
            now = at;
        }
    }
    const auto shown = [&](const Parameter::Version& one) {
        if (is_over(one)) {
            return std::string(lines.chinese() ? "没有值（“有效至”已过）" : "no value (behind `valid_through`)");
        }
        return value_text(one.value, parameter.type, lines.chinese(), parameter.entry.text.empty() ? nullptr : &parameter.entry);
    };
    if (parameter.versions.empty()) {
        lines.add(lines.chinese() ? "由地方规定，这里还没有值" : "left to localities; it has no value here");
        return;
    }
    if (now < parameter.versions.size()) {
        lines.add("现在的值", "in force today", "**" + shown(parameter.versions[now]) + "**");
    }
    const std::size_t first = parameter.versions.size() > kMostShown ? parameter.versions.size() - kMostShown : 0;
    for (std::size_t at = first; parameter.versions.size() > 1 && at < parameter.versions.size(); ++at) {
        const Parameter::Version& one = parameter.versions[at];
        const std::string from = one.from ? one.from->text() : "…";
        lines.add(fmt::format("{}{}{}", from, lines.chinese() ? " 起：" : " on: ", shown(one)));
    }
}

void add_input(Lines& lines, const Incentive& incentive, const Input& input) {
    lines.add("类型", "type", typed(input.field.type, input.field.entry, lines.chinese()));
    lines.add("问题", "question", input.question.in(lines.language()));
    if (input.when) {
        lines.add("当", "when", "`" + input.when->text.text + "`");
    }
    add_clause(lines, incentive, input.provenance);
}

/// A value by its name; the first thing of that name.
[[nodiscard]] bool add_value(Lines& lines, const Incentive& incentive, const std::string& name, Date today) {
    for (const Input& input : incentive.inputs) {
        if (input.field.name == name) {
            add_input(lines, incentive, input);
            return true;
        }
    }
    for (const Parameter& parameter : incentive.parameters) {
        if (parameter.name == name) {
            lines.add("类型", "type", typed(parameter.type, parameter.entry, lines.chinese()));
            add_versions(lines, parameter, today);
            lines.add("幅度", "band", parameter.band_text);
            add_clause(lines, incentive, parameter.provenance);
            return true;
        }
    }
    for (const Definition& definition : incentive.definitions) {
        if (definition.name == name) {
            lines.add("类型", "type", typed(definition.type, definition.entry, lines.chinese()));
            lines.add(definition.expression.text.text.empty() ? std::string() : "`" + definition.expression.text.text + "`");
            add_clause(lines, incentive, definition.provenance);
            return true;
        }
    }
    for (const DecisionTable& table : incentive.tables) {
        if (table.name == name) {
            lines.add("类型", "type", type_name(table.output, lines.chinese()));
            lines.add("行数", "rows", std::to_string(table.rows.size()));
            add_clause(lines, incentive, table.provenance);
            return true;
        }
    }
    return false;
}

[[nodiscard]] bool add_rule(Lines& lines, const Incentive& incentive, const std::string& name) {
    std::vector<const Condition*> all;
    for (const Condition& condition : incentive.conditions) {
        all.push_back(&condition);
        for (const Condition& one : condition.alternatives) {
            all.push_back(&one);
        }
    }
    for (const Condition* one : all) {
        if (one->id == name) {
            lines.add("`" + one->test.text.text + "`");
            add_clause(lines, incentive, one->provenance);
            return true;
        }
    }
    for (const Anomaly& one : incentive.anomalies) {
        if (one.id == name) {
            lines.add("`" + one.test.text.text + "`");
            add_clause(lines, incentive, one.provenance);
            return true;
        }
    }
    return false;
}

[[nodiscard]] bool add_source(Lines& lines, const Incentive& incentive, const std::string& name) {
    for (const Citation& one : incentive.citations) {
        if (one.name == name) {
            add_clause(lines, incentive, {.source = name, .also = {}, .interpretation = {}, .span = {}});
            return true;
        }
    }
    return false;
}

[[nodiscard]] bool add_enumeration(Lines& lines, const Incentive& incentive, const NamePlace& place) {
    for (const auto& one : incentive.enumerations) {
        const bool value = place.kind == NameKind::enum_value && one->code(place.name).has_value();
        if (value || (place.kind == NameKind::type && one->name == place.name)) {
            lines.add("枚举", "enumeration", one->name);
            lines.add("取值", "values", fmt::format("{}", fmt::join(one->values, lines.chinese() ? "、" : ", ")));
            return true;
        }
    }
    return false;
}

}  // namespace

std::string kind_in_words(const NamePlace& place, Language language) {
    if (place.kind == NameKind::value && !place.key.empty()) {
        if (const Spelling* key = find_spelling(Scope::incentive_file, place.key)) {
            return std::string(language == Language::zh ? key->zh : key->en);
        }
    }
    switch (place.kind) {
        case NameKind::type: return language == Language::zh ? "枚举" : "enumeration";
        case NameKind::enum_value: return language == Language::zh ? "枚举的取值" : "value of an enumeration";
        case NameKind::source: return language == Language::zh ? "依据" : "source";
        case NameKind::rule: return language == Language::zh ? "规则文件" : "rule file";
        case NameKind::condition: return language == Language::zh ? "条件" : "condition";
        case NameKind::anomaly: return language == Language::zh ? "异常" : "anomaly";
        case NameKind::amount: return language == Language::zh ? "金额" : "amount";
        case NameKind::value:
        case NameKind::part:
        case NameKind::function: break;
    }
    return language == Language::zh ? "名字" : "name";
}

std::string facts_about(const RuleFileView& view, const NamePlace& place, Language language, Date today) {
    for (const Incentive& incentive : view.rulebook.incentives) {
        Lines lines(language);
        const bool found = place.kind == NameKind::value       ? add_value(lines, incentive, place.name, today)
                           : place.kind == NameKind::condition || place.kind == NameKind::anomaly ? add_rule(lines, incentive, place.name)
                           : place.kind == NameKind::source    ? add_source(lines, incentive, place.name)
                                                               : add_enumeration(lines, incentive, place);
        if (found) {
            return lines.take();
        }
    }
    return {};
}

std::string type_of_value(const RuleFileView& view, const std::string& name, Language language) {
    const bool chinese = language == Language::zh;
    for (const Incentive& incentive : view.rulebook.incentives) {
        for (const Input& one : incentive.inputs) {
            if (one.field.name == name) {
                return typed(one.field.type, one.field.entry, chinese);
            }
        }
        for (const Parameter& one : incentive.parameters) {
            if (one.name == name) {
                return typed(one.type, one.entry, chinese);
            }
        }
        for (const Definition& one : incentive.definitions) {
            if (one.name == name) {
                return typed(one.type, one.entry, chinese);
            }
        }
    }
    return {};
}

}  // namespace huiqi
