#include "tools/web/worksheet.h"

#include <algorithm>

#include "engine/rulebook/parameter_periods.h"
#include "tools/huiqi/interview_json.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string section(const std::string& heading, const std::string& body) {
    return body.empty() ? "" : "<section><h2>" + heading + "</h2>" + body + "</section>";
}

[[nodiscard]] std::string days(const PageStyle& style, const std::optional<Date>& from,
                               const std::optional<Date>& to) {
    if (!from && !to) {
        return style.say("一直", "always");
    }
    return (from ? from->text() : "…") + style.say(" 至 ", " to ") + (to ? to->text() : "…");
}

[[nodiscard]] std::string sources_part(const PageStyle& style, const Incentive& incentive) {
    std::string out;
    for (const Citation& one : incentive.citations) {
        Provenance from;
        from.source = one.name;
        const CitedText cited = cited_text(incentive, from);
        out += "<li>" + html(clause_text(cited, style.chinese())) +
               (cited.number.empty() ? "" : "（" + html(cited.number) + "）") +
               (one.url.starts_with("https://") ? " <span class=\"url\">" + html(one.url) + "</span>" : "") +
               "</li>";
    }
    return out.empty() ? "" : "<ul class=\"sources\">" + out + "</ul>";
}

[[nodiscard]] std::string conditions_part(const PageStyle& style, const Explanation& blank) {
    std::string out;
    for (const ExplainedCondition& one : blank.conditions) {
        out += "<li><strong>" + html(one.id) + "</strong> <code>" + html(one.expression) + "</code>" +
               cited_part(style, one.cited) + "</li>";
    }
    return out.empty() ? "" : "<ol>" + out + "</ol>";
}

[[nodiscard]] std::string parameters_part(const PageStyle& style, const Incentive& incentive) {
    std::string out;
    for (const Parameter& parameter : incentive.parameters) {
        for (const ParameterPeriod& period : parameter_periods(parameter)) {
            Provenance from = parameter.provenance;
            from.source = source_of(parameter, *period.version);
            out +=
                "<tr><th scope=\"row\">" + html(parameter.name) + "</th><td>" +
                html(value_text(period.version->value, parameter.type, style.chinese(), &parameter.entry)) +
                "</td><td>" + days(style, period.from, period.to) + "</td><td>" +
                html(clause_text(cited_text(incentive, from), style.chinese())) + "</td></tr>";
        }
        if (parameter.versions.empty()) {
            out += "<tr><th scope=\"row\">" + html(parameter.name) + "</th><td>" +
                   style.say("由地方规定", "left to the locality") + "</td><td></td><td>" +
                   html(parameter.band_text) + "</td></tr>";
        }
    }
    return out.empty()
               ? ""
               : "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                     style.say("参数", "Parameters") + "\"><table><thead><tr><th scope=\"col\">" +
                     style.say("参数", "parameter") + "</th><th scope=\"col\">" + style.say("值", "value") +
                     "</th><th scope=\"col\">" + style.say("施行", "in force") + "</th><th scope=\"col\">" +
                     style.say("依据", "source") + "</th></tr></thead><tbody>" + out +
                     "</tbody></table></div>";
}

[[nodiscard]] std::string case_part(const PageStyle& style, const Incentive& incentive, const Case& one) {
    std::string given;
    for (std::size_t at = 0; at < std::min(one.given.size(), incentive.inputs.size()); ++at) {
        const FieldSchema& field = incentive.inputs[at].field;
        if (one.given[at].state() != State::unknown) {
            given += (given.empty() ? "" : style.say("，", ", ")) + field.name + " " +
                     value_text(one.given[at], field.type, style.chinese(), &field.entry);
        }
    }
    std::string expected;
    if (one.eligible) {
        expected = *one.eligible == "true"    ? style.say("符合", "eligible")
                   : *one.eligible == "false" ? style.say("不符合", "not eligible")
                                              : style.say("未知", "unknown");
    }
    if (one.amount) {
        expected += (expected.empty() ? "" : style.say("，", ", ")) +
                    value_text(*one.amount, Type::number(Unit::of("CNY")), style.chinese());
    }
    return "<li><strong>" + html(one.name) + "</strong>" + style.say("：", ": ") + html(given) + " → " +
           html(expected) + (one.because.empty() ? "" : "<br>" + html(one.because.in(style.language))) +
           "</li>";
}

}  // namespace

std::string cited_part(const PageStyle& style, const CitedText& cited) {
    std::string text = clause_text(cited, style.chinese());
    if (!cited.interpretation.empty()) {
        text += (text.empty() ? "" : " ") + style.say("解释：", "Reading: ") +
                cited.interpretation.in(style.language);
    }
    return text.empty() ? "" : "<p class=\"cited\">" + html(text) + "</p>";
}

std::string steps_part(const PageStyle& style, const std::vector<ExplainedStep>& steps, bool values) {
    std::string out;
    for (const ExplainedStep& one : steps) {
        const std::string what = one.what.in(style.language) +
                                 (one.expression.empty() ? "" : style.say("：", ": ") + one.expression);
        out += "<li>" + html(what);
        if (values) {
            out += " <span class=\"after\">→ " +
                   (one.applies ? html(value_text(one.after, one.type, style.chinese()))
                                : style.say("不适用", "does not apply")) +
                   "</span>";
        }
        out += cited_part(style, one.cited) + "</li>";
    }
    return out.empty() ? "" : "<ol class=\"steps\">" + out + "</ol>";
}

std::string incentive_part(const PageStyle& style, const Incentive& incentive, const Explanation& blank) {
    std::string about = "<p class=\"id\">" + html(incentive.id) + "</p>";
    if (!incentive.issuer.empty() || !incentive.region.empty()) {
        about += "<p>" + html(incentive.issuer.in(style.language)) + " " + html(incentive.region) + "</p>";
    }
    if (incentive.effective) {
        about += "<p>" + style.say("施行：", "In force: ") +
                 days(style, incentive.effective->from, incentive.effective->to) + "</p>";
    }
    std::string inputs;
    for (const Input& input : incentive.inputs) {
        inputs += "<li>" + html(question_text(input).in(style.language)) +
                  (input.evidence.empty() ? ""
                                          : "<br>" + style.say("证明：", "Evidence: ") +
                                                html(input.evidence.in(style.language))) +
                  "</li>";
    }
    std::string definitions;
    for (const ExplainedValue& one : blank.definitions) {
        definitions += "<li><strong>" + html(one.name) + "</strong> <code>" + html(one.expression) +
                       "</code>" + steps_part(style, one.steps, false) + cited_part(style, one.cited) +
                       "</li>";
    }
    std::string by_hand;
    for (const Clause& one : blank.by_hand) {
        by_hand +=
            "<li>" + html(one.document + " " + one.label) + " " + html(one.note.in(style.language)) + "</li>";
    }
    std::string cases;
    for (const Case& one : incentive.cases) {
        cases += case_part(style, incentive, one);
    }
    const auto list = [](const std::string& items) { return items.empty() ? "" : "<ul>" + items + "</ul>"; };
    return "<h1>" + html(incentive.title.in(style.language)) + "</h1>" + about +
           section(style.say("依据", "Sources"), sources_part(style, incentive)) +
           section(style.say("条件", "Conditions"), conditions_part(style, blank)) +
           section(style.say("计算", "Definitions"), list(definitions)) +
           section(style.say("奖补", "Award"), steps_part(style, blank.steps, false)) +
           section(style.say("参数", "Parameters"), parameters_part(style, incentive)) +
           section(style.say("要问的", "What is asked"), list(inputs)) +
           section(style.say("由人判断的条款", "Left to a person"), list(by_hand)) +
           section(style.say("用例", "Cases"), list(cases));
}

std::string incentive_link(const PageStyle& style, const Incentive& incentive) {
    const std::string link = style.standalone
                                 ? url_part(incentive.id) + ".html"
                                 : "/rules/" + url_part(incentive.id) + "?lang=" + style.say("zh", "en") +
                                       (style.large ? "&amp;large=1" : "");
    return "<a href=\"" + link + "\">" + html(incentive.title.in(style.language)) + "</a>";
}

}  // namespace huiqi
