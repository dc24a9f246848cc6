#include "tools/web/worksheet.h"

#include <algorithm>

#include "engine/rulebook/parameter_periods.h"
#include "tools/huiqi/interview_json.h"
#include "tools/web/worksheet_values.h"

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
        out += "<li>" + worded(style, clause_text(cited, style.chinese())) +
               (cited.number.empty() ? "" : "（" + worded(style, cited.number) + "）") +
               (one.url.starts_with("https://") ? " <span class=\"url\">" + html(one.url) + "</span>" : "") +
               "</li>";
    }
    return out.empty() ? "" : "<ul class=\"sources\">" + out + "</ul>";
}

[[nodiscard]] std::string conditions_part(const PageStyle& style, const Explanation& blank) {
    std::string out;
    for (const ExplainedCondition& one : blank.conditions) {
        out += "<li><strong>" + worded(style, one.id) + "</strong> <code>" + worded(style, grouped_amounts(one.expression)) + "</code>" +
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
                "<tr><th scope=\"row\">" + worded(style, parameter.name) + "</th><td>" +
                worded(style, page_value(style, period.version->value, parameter.type, &parameter.entry)) +
                "</td><td>" + days(style, period.from, period.to) + "</td><td>" +
                worded(style, clause_text(cited_text(incentive, from), style.chinese())) + "</td></tr>";
        }
        if (parameter.versions.empty()) {
            out += "<tr><th scope=\"row\">" + worded(style, parameter.name) + "</th><td>" +
                   style.say("由地方规定", "left to the locality") + "</td><td></td><td>" +
                   worded(style, parameter.band_text) + "</td></tr>";
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
                     page_value(style, one.given[at], field.type, &field.entry);
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
                    page_value(style, *one.amount, Type::number(Unit::of("CNY")));
    }
    return "<li><strong>" + worded(style, one.name) + "</strong>" + style.say("：", ": ") + worded(style, given) + " → " +
           worded(style, expected) + (one.because.empty() ? "" : "<br>" + worded(style, one.because.in(style.language))) +
           "</li>";
}

/// How many uses of one table the page tells.
constexpr std::size_t kTableUses = 20;

/// The condition of a step and whether it holds.
[[nodiscard]] std::string when_part(const PageStyle& style, const ExplainedStep& step, bool values) {
    if (step.when.empty()) {
        return "";
    }
    const std::string holds = !step.holds.known()      ? style.say("未知", "unknown")
                              : step.holds.boolean() ? style.say("是", "yes")
                                                     : style.say("否", "no");
    return style.say("，当 ", ", when ") + "<code>" + worded(style, grouped_amounts(step.when)) + "</code>" +
           (values ? style.say("（", " (") + holds + style.say("）", ")") : "");
}

/// The bands that count.
[[nodiscard]] std::string bands_part(const PageStyle& style, const ExplainedStep& step) {
    std::string out;
    for (std::size_t at = 0; step.applies && at < step.bands.size(); ++at) {
        const ExplainedBand& band = step.bands[at];
        if (band.applies.known() && band.applies.boolean()) {
            const std::string number = std::to_string(at + 1);
            out += (out.empty() ? "" : style.say("；", "; ")) + style.say("第 " + number + " 档", "band " + number) +
                   style.say("：", ": ") + worded(style, grouped_amounts(band.worth)) +
                   (band.worth_fixed ? "" : " (" + worded(style, band.is_rate ? value_text(band.value, Type::number(), style.chinese()) : page_value(style, band.value, step.type)) + ")") +
                   (band.inside.known() ? style.say("，其中 ", ", of ") + worded(style, page_value(style, band.inside, step.type)) : "");
        }
    }
    return out.empty() ? "" : "<p class=\"bands\">" + out + "</p>";
}

/// One look into a table: what was looked up and the rows that decide.
[[nodiscard]] std::string use_part(const PageStyle& style, const ExplainedTable& table, const ExplainedTable::Use& use) {
    std::string looked;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const ExplainedTable::Column& column = table.columns[at];
        looked += (at == 0 ? "" : style.say("，", ", ")) + worded(style, column.name.empty() ? grouped_amounts(column.expression) : column.name) + " " +
                  worded(style, page_value(style, use.columns[at], column.type));
    }
    std::string found;
    for (const ExplainedTable::Row& row : use.rows) {
        const std::string number = std::to_string(row.number);
        if (row.taken) {
            found += (found.empty() ? "" : style.say("；", "; ")) + style.say("第 " + number + " 行", "row " + number);
            for (const std::string& output : row.outputs) {
                found += " <code>" + worded(style, grouped_amounts(output)) + "</code>";
            }
        }
    }
    if (found.empty()) {
        found = use.rows.empty() ? (table.otherwise.empty() ? style.say("没有行命中", "no row matches") : style.say("没有行命中，按“否则”", "no row matches: else"))
                                 : style.say("还不能确定", "not decided yet");
    }
    return "<li><strong>" + worded(style, table.name) + "</strong>" + style.say("：", ": ") + looked + " → " + found + "</li>";
}

/// The width beyond which a quotation is folded on phones, and how much of it stands there then; Chinese letters are two wide.
constexpr std::size_t kLongQuotation = 140;
constexpr std::size_t kFolded = 64;

/// The first letters of a text, up to a width.
[[nodiscard]] std::string beginning(const std::string& text, std::size_t width) {
    std::size_t at = 0;
    for (std::size_t used = 0; at < text.size(); ) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
        used += end - at > 2 ? 2U : 1U;
        if (used > width) {
            break;
        }
        at = end;
    }
    return text.substr(0, at);
}

}  // namespace

std::string cited_part(const PageStyle& style, const CitedText& cited) {
    std::string text = clause_text(cited, style.chinese());
    if (!cited.interpretation.empty()) {
        text += (text.empty() ? "" : " ") + style.say("解释：", "Reading: ") +
                cited.interpretation.in(style.language);
    }
    if (text.empty()) {
        return "";
    }
    const std::string whole = worded(style, text);
    const bool fits = beginning(text, kLongQuotation).size() == text.size();
    return fits ? "<p class=\"cited\">" + whole + "</p>"
                                       : "<details class=\"cited folded\"><summary>" + worded(style, beginning(text, kFolded)) + "…</summary><p>" + whole +
                                             "</p></details><p class=\"cited unfolded\">" + whole + "</p>";
}

std::string steps_part(const PageStyle& style, const Explanation& explanation, const std::vector<ExplainedStep>& steps,
                       bool values) {
    std::string out;
    std::string before;
    for (const ExplainedStep& one : steps) {
        const std::string what = one.what.in(style.language) +
                                 (one.expression.empty() ? "" : style.say("：", ": ") + step_expression(style, one));
        out += "<li>" + worded(style, grouped_amounts(what)) + (values ? step_value(style, explanation, one) : "") + when_part(style, one, values);
        if (values) {
            out += " <span class=\"after\">→ " +
                   (one.applies ? worded(style, page_value(style, one.after, one.type))
                                : style.say("不适用", "does not apply")) +
                   "</span>";
        }
        const std::string cited = cited_part(style, one.cited);
        const bool again = !cited.empty() && cited == before;  // one quotation for the steps that it stands behind
        out += (values ? bands_part(style, one) + uses_part(style, one.uses) : "") +
               (again ? "<p class=\"cited again\">" + style.say("依据同上", "source as above") + "</p>" : cited) +
               "</li>";
        before = cited;
    }
    return out.empty() ? "" : "<ol class=\"steps\">" + out + "</ol>";
}

std::string tables_part(const PageStyle& style, const std::vector<ExplainedTable>& tables) {
    std::string out;
    for (const ExplainedTable& table : tables) {
        for (std::size_t at = 0; at < std::min(table.uses.size(), kTableUses); ++at) {
            out += use_part(style, table, table.uses[at]);
        }
    }
    return out.empty() ? "" : "<ul class=\"tables\">" + out + "</ul>";
}

std::string incentive_part(const PageStyle& style, const Incentive& incentive, const Explanation& blank) {
    std::string about = "<p class=\"id\">" + html(incentive.id) + "</p>";
    if (!incentive.issuer.empty() || !incentive.region.empty()) {
        about += "<p>" + worded(style, incentive.issuer.in(style.language)) + " " + worded(style, incentive.region) + "</p>";
    }
    if (incentive.effective) {
        about += "<p>" + style.say("施行：", "In force: ") +
                 days(style, incentive.effective->from, incentive.effective->to) + "</p>";
    }
    std::string inputs;
    for (const Input& input : incentive.inputs) {
        inputs += "<li>" + worded(style, question_text(input).in(style.language)) +
                  (input.evidence.empty() ? ""
                                          : "<br>" + style.say("证明：", "Evidence: ") +
                                                worded(style, input.evidence.in(style.language))) +
                  "</li>";
    }
    std::string definitions;
    for (const ExplainedValue& one : blank.definitions) {
        definitions += "<li><strong>" + worded(style, one.name) + "</strong> <code>" + worded(style, grouped_amounts(one.expression)) +
                       "</code>" + steps_part(style, blank, one.steps, false) + cited_part(style, one.cited) +
                       "</li>";
    }
    std::string by_hand;
    for (const Clause& one : blank.by_hand) {
        by_hand +=
            "<li>" + worded(style, one.document + " " + one.label) + " " + worded(style, one.note.in(style.language)) + "</li>";
    }
    std::string cases;
    for (const Case& one : incentive.cases) {
        cases += case_part(style, incentive, one);
    }
    const auto list = [](const std::string& items) { return items.empty() ? "" : "<ul>" + items + "</ul>"; };
    return "<h1>" + worded(style, incentive.title.in(style.language)) + "</h1>" + about +
           section(style.say("依据", "Sources"), sources_part(style, incentive)) +
           section(style.say("条件", "Conditions"), conditions_part(style, blank)) +
           section(style.say("计算", "Definitions"), list(definitions)) +
           section(style.say("奖补", "Award"), steps_part(style, blank, blank.steps, false)) +
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
    return "<a href=\"" + link + "\">" + worded(style, incentive.title.in(style.language)) + "</a>";
}

}  // namespace huiqi
