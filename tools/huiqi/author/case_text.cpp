#include "tools/huiqi/author/case_text.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/diagnostic/text.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/keys.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string yes_no(bool yes, bool chinese) { return yes ? (chinese ? "是" : "true") : (chinese ? "否" : "false"); }

[[nodiscard]] std::string record_text(const Value& value, const std::vector<FieldSchema>& fields, bool chinese) {
    if (!value.known()) {
        return yaml_scalar(case_key(Scope::datum_word, "unanswered", chinese));
    }
    std::string text = "{";
    for (std::size_t at = 0; at < fields.size(); ++at) {
        const Value& part = value.elements()[at];
        if (part.state() == State::unknown) {
            continue;
        }
        text += (text.size() == 1 ? "" : ", ") + yaml_scalar(fields[at].name) + ": " + given_text(part, fields[at], chinese);
    }
    return text + "}";
}

[[nodiscard]] std::string list_text(const Value& value, const FieldSchema& field, bool chinese) {
    const bool plain = field.fields.size() == 1 && field.fields.front().name.empty();
    std::string text = "[";
    for (const Value& element : value.elements()) {
        text += (text.size() == 1 ? "" : ", ") +
                (plain ? given_text(element, field.fields.front(), chinese) : record_text(element, field.fields, chinese));
    }
    return text + "]";
}

[[nodiscard]] std::string words(const std::vector<std::string>& list) {
    std::string text = "[";
    for (const std::string& one : list) {
        text += (text.size() == 1 ? "" : ", ") + yaml_scalar(one);
    }
    return text + "]";
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
    bool plain = !text.empty();
    for (std::size_t at = 0; at < text.size() && plain; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool word = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_' ||
                          byte == '.' || byte == '%' || byte >= 0x80;
        plain = word || (byte == '-' && at + 1 < text.size() && text.size() > 1);
    }
    if (plain && text.front() != '%' && text.find("\xEF\xBC") == std::string_view::npos) {
        return std::string(text);
    }
    std::string made = "\"";
    for (const char one : text) {
        switch (one) {
            case '"':
            case '\\': made += '\\'; made += one; break;
            case '\n': made += "\\n"; break;
            case '\t': made += "\\t"; break;
            default: made += one;
        }
    }
    return made + "\"";
}

std::string case_key(Scope scope, std::string_view en, bool chinese) {
    const Spelling& row = spelling(scope, en);
    return std::string(chinese ? row.zh : row.en);
}

std::string expectation_text(const Incentive& incentive, const FoundCase& found, bool chinese) {
    const Outcome& outcome = found.outcome;
    std::string text;
    const auto add = [&](std::string_view name, const std::string& value) {
        text += (text.empty() ? "" : ", ") + case_key(Scope::expectation, name, chinese) + ": " + value;
    };
    if (outcome.eligible.known()) {
        add("eligible", yes_no(outcome.eligible.boolean(), chinese));
    } else if (outcome.eligible.state() == State::unknown) {
        add("eligible", case_key(Scope::eligible_word, "unknown", chinese));
    }
    const bool eligible = outcome.eligible.known() && outcome.eligible.boolean();
    if (found.has_award && eligible && outcome.award.known()) {
        add("amount", yaml_scalar(value_text(outcome.award, Type::number(incentive.currency), chinese)));
    } else if (found.has_award && eligible && outcome.award.state() == State::unknown) {
        add("amount", case_key(Scope::eligible_word, "unknown", chinese));
    }
    const auto named = [&](std::string_view name, const std::vector<FoundCase::Named>& list) {
        std::string amounts;
        for (const FoundCase::Named& one : list) {
            const TypeKind kind = one.type.without_optional().kind();
            const bool plain = kind == TypeKind::number || kind == TypeKind::boolean || kind == TypeKind::date;
            const std::string value = plain && one.value.known() && eligible ? value_text(one.value, one.type, chinese) : std::string();
            if (!value.empty() && !value.ends_with("…")) {   // a cut number is no expectation
                amounts += (amounts.empty() ? "" : ", ") + yaml_scalar(one.name) + ": " + yaml_scalar(value);
            }
        }
        if (!amounts.empty()) {
            add(name, "{" + amounts + "}");
        }
    };
    named("parts", found.parts);
    named("shares", found.shares);
    named("recipients", found.recipients);
    if (!outcome.failed.empty()) {
        std::vector<std::string> failed = outcome.failed;
        add("failed", words(failed));
    }
    if (!outcome.anomalies.empty()) {
        add("anomalies", words(outcome.anomalies));
    }
    if (!outcome.errors.empty()) {
        add("error", outcome.errors.front().code);
    }
    return text;
}

namespace {

/// Writes what is given, a line each where there is much of it.
[[nodiscard]] std::string given(const Incentive& incentive, const FoundCase& found, bool chinese) {
    std::string text;
    for (std::size_t at = 0; at < incentive.inputs.size(); ++at) {
        const FieldSchema& field = incentive.inputs[at].field;
        if (found.given[at].state() == State::unknown) {
            continue;
        }
        text += "\n      " + yaml_scalar(field.name) + ": " + given_text(found.given[at], field, chinese);
    }
    return text.empty() ? " {}" : text;
}

}  // namespace

std::string given_text(const Value& value, const FieldSchema& field, bool chinese) {
    if (value.state() == State::absent) {
        return chinese ? "无" : "null";
    }
    if (!value.known()) {
        return case_key(Scope::datum_word, "unanswered", chinese);
    }
    switch (field.type.without_optional().kind()) {
        case TypeKind::boolean: return yes_no(value.boolean(), chinese);
        case TypeKind::number: return decimal_text(Rational(value.number() / field.entry.factor));
        case TypeKind::date: return value.date().text();
        case TypeKind::enumeration:
            return yaml_scalar(field.type.without_optional().values()->values[static_cast<std::size_t>(value.code())]);
        case TypeKind::list: return list_text(value, field, chinese);
        case TypeKind::record: return record_text(value, field.fields, chinese);
        case TypeKind::text: return yaml_scalar(value.text());
        case TypeKind::nothing:
        case TypeKind::null:
        case TypeKind::interval: break;
    }
    return {};
}

std::string cases_file_text(const Incentive& incentive, const std::vector<FoundCase>& cases, const std::vector<std::string>& notes,
                            bool chinese) {
    const auto top = [&](std::string_view name) { return case_key(Scope::cases_file, name, chinese); };
    const auto own = [&](std::string_view name) { return case_key(Scope::case_, name, chinese); };
    std::set<std::string, std::less<>> taken;
    for (const Case& one : incentive.cases) {
        taken.insert(one.name);
    }
    std::string text = top("kind") + ": " + (chinese ? "用例" : "cases") + "\n" + top("incentive") + ": " + yaml_scalar(incentive.id) + "\n" +
                       top("cases") + ":\n";
    std::size_t number = 0;
    for (std::size_t at = 0; at < cases.size(); ++at) {
        std::string name;
        do {
            name = (chinese ? "待确认" : "to confirm ") + std::to_string(++number);
        } while (taken.contains(name));
        text += "  - " + own("name") + ": " + name + "\n";
        if (!cases[at].bind.empty()) {
            text += "    " + own("bind") + ":\n";
            for (const auto& [parameter, value] : cases[at].bind) {
                const auto found = std::find_if(incentive.parameters.begin(), incentive.parameters.end(),
                                                [&](const Parameter& one) { return one.name == parameter; });
                text += "      " + yaml_scalar(parameter) + ": " + yaml_scalar(value_text(value, found->type, chinese, &found->entry)) + "\n";
            }
        }
        text += "    " + own("given") + ":" + given(incentive, cases[at], chinese) + "\n";
        text += "    " + own("expect") + ": {" + expectation_text(incentive, cases[at], chinese) + "}\n";
        text += "    " + own("note") + ": " + yaml_scalar(notes[at]) + "\n";
        text += "    " + own("unconfirmed") + ": " + yes_no(true, chinese) + "\n";
    }
    return text;
}

}  // namespace huiqi
