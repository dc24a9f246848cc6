#include "tools/web/rule_page_tables.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/parameter_periods.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/web/rule_text.h"
#include "tools/web/worksheet_values.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string cell(const std::string& inner) { return "<td>" + inner + "</td>"; }

/// Gives the clause of a value in short: its name, without the quotation, which stands beside the rules.
[[nodiscard]] std::string clause_name(const RuleView& view, const Incentive& incentive, const Provenance& from) {
    CitedText cited = cited_text(incentive, from);
    cited.quote.clear();
    std::string out = view.text(clause_text(cited, view.style().chinese()));
    if (!cited.interpretation.empty()) {
        out += "<p class=\"reading-note\">" + view.say("解释：", "Reading: ") + view.text(cited.interpretation) + "</p>";
    }
    return out;
}

[[nodiscard]] std::string region_of(const RuleView& view, const Incentive& incentive) {
    return incentive.region.empty() ? view.say("—", "—") : view.text(incentive.region);
}

/// Gives whether a version is in force in some case, where several are told apart.
[[nodiscard]] std::string version_proof(const RuleView& view, const Parameter::Version& version) {
    return proof_html(view, {version.span});
}

[[nodiscard]] std::string parameter_row(const RuleView& view, const Incentive& incentive, const Parameter& parameter, const ParameterPeriod& period,
                                        const std::string& name, const std::string& place) {
    Provenance from = parameter.provenance;
    from.source = source_of(parameter, *period.version);
    return "<tr>" + name + cell(place) + cell("<strong>" + view.text(page_value(view.style(), period.version->value, parameter.type, &parameter.entry)) + "</strong>") +
           "<td class=\"days\">" + days_words(view.style(), period.from, period.to) + "</td>" + cell(clause_name(view, incentive, from)) +
           cell("<span class=\"place\">" + html(view.place(period.version->span)) + "</span>") + cell(version_proof(view, *period.version)) + "</tr>";
}

/// Who may set a parameter, and within which band.
[[nodiscard]] std::string local_words(const RuleView& view, const Parameter& parameter) {
    if (parameter.local == Parameter::Local::fixed) {
        return {};
    }
    const std::string band = parameter.band_text.empty() ? "" : view.say("，幅度 ", ", within ") + view.text(parameter.band_text);
    return "<p class=\"note\">" +
           (parameter.local == Parameter::Local::required ? view.say("由地方规定", "left to the locality") : view.say("地方可以另定", "a locality may set another")) + band + "</p>";
}

/// The parameters of an incentive by their names.
[[nodiscard]] std::map<std::string_view, const Parameter*> by_name(const Incentive& incentive) {
    std::map<std::string_view, const Parameter*> names;
    for (const Parameter& one : incentive.parameters) {
        names.emplace(one.name, &one);
    }
    return names;
}

/// Whether an overlay has values of its own for a parameter.
[[nodiscard]] bool sets(const Parameter& own, const Parameter& below) {
    return own.versions.size() != below.versions.size() ||
           !std::equal(own.versions.begin(), own.versions.end(), below.versions.begin(),
                       [](const Parameter::Version& left, const Parameter::Version& right) { return left.span == right.span; });
}

[[nodiscard]] std::string given_words(const RuleView& view, const Incentive& incentive, const Case& one) {
    std::string given;
    for (const auto& bound : one.bind) {
        const auto parameter = std::find_if(incentive.parameters.begin(), incentive.parameters.end(), [&](const Parameter& each) { return each.name == bound.first; });
        const std::string value = parameter == incentive.parameters.end() ? "" : page_value(view.style(), bound.second, parameter->type, &parameter->entry);
        given += "<li>" + view.text(bound.first) + view.say("（取）", " (set)") + " <strong>" + view.text(value) + "</strong></li>";
    }
    for (std::size_t at = 0; at < std::min(one.given.size(), incentive.inputs.size()); ++at) {
        const FieldSchema& field = incentive.inputs[at].field;
        if (one.given[at].state() != State::unknown) {
            given += "<li>" + view.text(field.name) + " <strong>" + view.text(page_value(view.style(), one.given[at], field.type, &field.entry)) + "</strong></li>";
        }
    }
    return given.empty() ? view.say("什么都没有回答", "nothing is answered") : "<ul class=\"given\">" + given + "</ul>";
}

[[nodiscard]] std::string names_of(const std::vector<std::string>& names, const PageStyle& style) {
    std::string text;
    for (const std::string& one : names) {
        text += (text.empty() ? "" : style.say("、", ", ")) + one;
    }
    return text;
}

/// What must come out of a case, line by line.
[[nodiscard]] std::string expected_words(const RuleView& view, const Incentive& incentive, const Case& one) {
    const Type money = Type::number(incentive.currency);
    std::string out;
    const auto add = [&](const std::string& what) { out += "<li>" + what + "</li>"; };
    if (one.eligible) {
        add(*one.eligible == "true" ? view.say("符合", "eligible") : *one.eligible == "false" ? view.say("不符合", "not eligible") : view.say("未知", "unknown"));
    }
    if (one.amount) {
        add("<strong>" + view.text(page_value(view.style(), *one.amount, money)) + "</strong>");
    }
    if (one.failed && !one.failed->empty()) {
        add(view.say("不成立：", "fails: ") + view.text(names_of(*one.failed, view.style())));
    }
    if (one.anomalies && !one.anomalies->empty()) {
        add(view.say("异常：", "anomalies: ") + view.text(names_of(*one.anomalies, view.style())));
    }
    if (one.error) {
        add(view.say("错误 ", "error ") + view.text(*one.error));
    }
    for (const auto* values : {&one.shares, &one.recipients, &one.instalments}) {
        for (const auto& [name, value] : *values) {
            add(view.text(name) + " " + view.text(page_value(view.style(), value, money)));
        }
    }
    for (const auto* values : {&one.extras, &one.parts}) {
        for (const auto& one_value : *values) {
            const std::string& name = one_value.first;
            const Value& value = one_value.second;
            const auto definition = std::find_if(incentive.definitions.begin(), incentive.definitions.end(), [&](const Definition& each) { return each.name == name; });
            const bool known = definition != incentive.definitions.end();
            add(view.text(name) + " " + view.text(page_value(view.style(), value, known ? definition->type : money, known && !definition->entry.text.empty() ? &definition->entry : nullptr)));
        }
    }
    if (one.due) {
        add(view.say("应付 ", "due ") + view.text(page_value(view.style(), *one.due, money)));
    }
    if (one.recovery) {
        add(view.say("追回 ", "paid back ") + view.text(page_value(view.style(), *one.recovery, money)));
    }
    return out.empty() ? "" : "<ul class=\"given\">" + out + "</ul>";
}

/// Says type, unit, decimals and range of an input; the unit once, where the type names it already.
[[nodiscard]] std::string given_as(const RuleView& view, const Input& input) {
    std::string words = view.say(input_words(input));
    for (const std::string_view again : {std::string_view("，单位 元"), std::string_view(", in 元")}) {
        const std::size_t at = words.find(again);
        const std::size_t end = at + again.size();
        if (at != std::string::npos && (end == words.size() || words[end] == ',' || words.compare(end, 3, "，") == 0)) {
            words.erase(at, again.size());
        }
    }
    return grouped_amounts(words);
}

[[nodiscard]] std::string row_rule(const RuleView& view, const DecisionTable& table, const DecisionTable::Row& row, std::size_t number) {
    std::string when;
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
        const DecisionTable::Column& column = table.columns[at];
        if (row.cells[at]) {
            const std::string name = column.name.empty() && column.expression ? column.expression->text.text : column.name;
            when += (when.empty() ? "" : view.say("，", ", ")) + view.text(name) + " " + expression_html(view, *row.cells[at]);
        }
    }
    std::string out = "<p><strong>" + view.say("第 " + std::to_string(number) + " 行", "row " + std::to_string(number)) + "</strong> " +
                      (when.empty() ? view.say("不限", "any") : when) + " → ";
    for (std::size_t at = 0; at < row.outputs.size(); ++at) {
        out += (at == 0 ? "" : view.say("，", ", ")) + (table.output_names[at].empty() ? "" : view.text(table.output_names[at]) + " ") + expression_html(view, row.outputs[at]);
    }
    return out + "</p>";
}

[[nodiscard]] Bilingual hit_words(HitPolicy hit) {
    switch (hit) {
        case HitPolicy::unique: return {"只有一行能中", "one row alone matches"};
        case HitPolicy::first: return {"取第一个中的行", "the first row that matches"};
        case HitPolicy::any: return {"中的行结果都一样", "all rows that match agree"};
        case HitPolicy::sum: return {"中的行加起来", "the sum of the rows that match"};
        case HitPolicy::max: return {"中的行取最大", "the greatest of the rows that match"};
        case HitPolicy::min: return {"中的行取最小", "the least of the rows that match"};
        case HitPolicy::list: return {"列出中的行", "the list of the rows that match"};
        case HitPolicy::priority: return {"按结果的先后取", "by the priority of the results"};
        case HitPolicy::rule_order: return {"按行的先后列出", "a list in the order of the rows"};
        case HitPolicy::output_order: return {"按结果的先后列出", "a list in the order of the results"};
    }
    return {};
}

}  // namespace

std::string wide_table(const std::string& name, const std::vector<std::string>& headings, const std::string& rows) {
    std::string head;
    for (const std::string& one : headings) {
        const bool number = one.starts_with('#');   // a column of numbers
        head += (number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">") + one.substr(number ? 1 : 0) + "</th>";
    }
    return "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + name + "\"><table class=\"list columns-" + std::to_string(headings.size()) + "\"><thead><tr>" + head + "</tr></thead><tbody>" + rows +
           "</tbody></table></div>";
}

std::string parameters_section(const RuleView& view, const Incentive& incentive) {
    std::vector<std::pair<const Incentive*, std::map<std::string_view, const Parameter*>>> overlays;
    for (const Incentive* one : view.site().overlays(incentive)) {
        overlays.emplace_back(one, by_name(*one));
    }
    std::string rows;
    for (std::uint32_t at = 0; at < incentive.parameters.size(); ++at) {
        const Parameter& parameter = incentive.parameters[at];
        const std::string head = "<th scope=\"row\" id=\"" + anchor_of(SymbolKind::parameter, at) + "\">" + view.text(parameter.name) + local_words(view, parameter) +
                                 (parameter.note.empty() ? "" : "<p class=\"note\">" + view.text(parameter.note) + "</p>") + "</th>";
        const std::string again = "<th scope=\"row\">" + view.text(parameter.name) + "</th>";
        bool first = true;
        for (const ParameterPeriod& period : parameter_periods(parameter)) {
            rows += parameter_row(view, incentive, parameter, period, first ? head : again, region_of(view, incentive));
            first = false;
        }
        if (parameter.versions.empty()) {
            rows += "<tr>" + head + cell(region_of(view, incentive)) + cell(view.say("还没有定", "not set")) + cell("") +
                    cell(clause_name(view, incentive, parameter.provenance)) + cell("<span class=\"place\">" + html(view.place(parameter.declared)) + "</span>") + cell("") + "</tr>";
        }
        for (const auto& [overlay, names] : overlays) {
            const auto own = names.find(parameter.name);
            if (own != names.end() && sets(*own->second, parameter)) {
                for (const ParameterPeriod& period : parameter_periods(*own->second)) {
                    rows += parameter_row(view, *overlay, *own->second, period, again, region_of(view, *overlay) + "<br>" + view.link(*overlay));
                }
            }
        }
    }
    const std::string name = view.say("参数：按时期和地区", "Parameters by date and region");
    return rows.empty() ? ""
                        : "<section><h2 id=\"parameters\">" + name + "</h2>" +
                              wide_table(name, {view.say("参数", "parameter"), view.say("地区", "region"), view.say("值", "value"), view.say("施行", "in force"),
                                                view.say("依据", "source"), view.say("写在", "written in"), view.say("用例", "cases")},
                                         rows) +
                              "</section>";
}

std::string inputs_section(const RuleView& view, const Incentive& incentive) {
    std::string rows;
    for (std::uint32_t at = 0; at < incentive.inputs.size(); ++at) {
        const Input& input = incentive.inputs[at];
        rows += "<tr><th scope=\"row\" id=\"" + anchor_of(SymbolKind::input, at) + "\">" + view.text(input.field.name) + "</th>" +
                cell(view.text(question_text(input)) + (input.help.empty() ? "" : "<p class=\"note\">" + view.text(input.help) + "</p>")) +
                cell(view.text(given_as(view, input))) + cell(view.text(input.evidence)) + "</tr>";
    }
    const std::string name = view.say("要问的", "What is asked");
    return rows.empty() ? ""
                        : "<section><h2 id=\"inputs\">" + name + "</h2>" +
                              wide_table(name, {view.say("名称", "name"), view.say("问题", "question"), view.say("怎样填", "how it is given"), view.say("证明", "evidence")}, rows) +
                              "</section>";
}

std::string tables_section(const RuleView& view, const Incentive& incentive, BesideTables& tables) {
    std::string out;
    for (std::uint32_t index = 0; index < incentive.tables.size(); ++index) {
        const DecisionTable& table = incentive.tables[index];
        const std::string anchor = anchor_of(SymbolKind::table, index);
        std::vector<BesideRow> rows;
        for (std::size_t at = 0; at < table.rows.size(); ++at) {
            const DecisionTable::Row& row = table.rows[at];
            std::vector<Span> places{row.span};
            for (const auto& one : row.cells) {
                if (one) {
                    places.push_back(one->text.span());
                }
            }
            for (const CheckedExpression& one : row.outputs) {
                places.push_back(one.text.span());
            }
            rows.push_back({anchor + "-" + std::to_string(at + 1), row_rule(view, table, row, at + 1), row.provenance.source.empty() ? table.provenance : row.provenance, places});
        }
        if (!table.otherwise.empty()) {
            std::string rule = "<p><strong>" + view.say("否则", "else") + "</strong> → ";
            std::vector<Span> places;
            for (const CheckedExpression& one : table.otherwise) {
                rule += expression_html(view, one) + " ";
                places.push_back(one.text.span());
            }
            rows.push_back({anchor + "-else", rule + "</p>", table.provenance, places});
        }
        out += tables.section(anchor, view.say("对照表 ", "Table ") + view.text(table.name) + " <span class=\"note\">" + view.text(hit_words(table.hit)) + "</span>", rows);
    }
    return out;
}

std::string outcome_html(const RuleView& view, const RuleSite::CaseOutcome& outcome) {
    return outcome.passed        ? "<span class=\"ok\">✓ " + view.say("通过", "passes") + "</span>"
           : outcome.unconfirmed ? "<span class=\"open\">? " + view.say("待确认", "to be confirmed") + "</span>"
                                 : "<span class=\"bad\">✗ " + view.say("不符", "fails") + "</span>";
}

std::string cases_section(const RuleView& view, const Incentive& incentive) {
    std::string rows;
    for (std::size_t at = 0; at < incentive.cases.size(); ++at) {
        const Case& one = incentive.cases[at];
        const std::string number = std::to_string(at + 1);
        const std::size_t firsts = view.site().firsts(incentive.id, one.name);
        rows += "<tr id=\"case-" + number + "\"><td class=\"number\">" + number + "</td><th scope=\"row\">" + view.text(one.name) +
                (one.because.empty() ? "" : "<p class=\"note\">" + view.text(one.because) + "</p>") + "</th>" + cell(given_words(view, incentive, one)) +
                cell(expected_words(view, incentive, one)) + cell(outcome_html(view, view.site().outcome(one.declared))) + "<td class=\"number\">" +
                std::to_string(firsts) + "</td></tr>";
    }
    const std::string name = view.say("用例", "Cases");
    return rows.empty() ? ""
                        : "<section><h2 id=\"cases\">" + name + "</h2>" +
                              wide_table(name, {view.say("#号", "#no."), view.say("用例", "case"), view.say("申报", "given"), view.say("应当得出", "must come out"),
                                                view.say("结果", "result"), view.say("#先走到", "#first to reach")},
                                         rows) +
                              "</section>";
}

}  // namespace huiqi
