#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/api/case_graph.h"
#include "engine/api/case_rows.h"
#include "engine/api/findings_markup.h"
#include "engine/api/findings_words.h"
#include "engine/api/findings_writer.h"
#include "engine/numeric/grouped_text.h"

namespace huiqi {
namespace {

std::vector<const Finding*> findings_of(const Detection& detection, std::string_view application) {
    std::vector<const Finding*> found;
    for (const Finding& one : detection.findings) {
        if (one.application == application) {
            found.push_back(&one);
        }
    }
    return found;
}

std::set<RowName> evidence_of(const std::vector<const Finding*>& findings, const Detectors& rules,
                              std::string_view application) {
    std::set<RowName> evidence;
    if (rules.subject) {
        evidence.emplace(rules.subject->table, application);
    }
    for (const Finding* one : findings) {
        evidence.insert(one->evidence.begin(), one->evidence.end());
    }
    return evidence;
}

/// What a finding does and how it stands: level and severity, days of a hold, rank, yuan at stake.
std::string standing(const Finding& finding, int rank, bool zh) {
    const Check& check = *finding.check;
    std::string out = fmt::format("{} · {}", level_word(check.level, zh), severity_word(check.severity, zh));
    const std::string stake = grouped(finding.stake);
    if (check.hold_days != 0) {
        out += zh ? fmt::format("（{} 天）", check.hold_days) : fmt::format(" ({} days)", check.hold_days);
    }
    return out + (zh ? fmt::format(" · 排序 {} · 涉及 {} 元 · {}", rank, stake, check.id)
                     : fmt::format(" · rank {} · {} yuan at stake · {}", rank, stake, check.id));
}

/// Says of each check that could not look at an application, or not in full, why; then what the whole data lack.
std::vector<std::string> unseen_of(const Detection& detection, std::string_view application, Language language) {
    std::vector<std::string> out;
    for (const Unseen& one : detection.unseen) {
        if (one.application == application || one.application == Unseen::kAny) {
            const NotEvaluated& why = detection.skipped[one.why];
            const std::string others = one.others == 0 ? std::string() : std::to_string(one.others);
            out.push_back(fmt::format("{} · {}: {} ({}){}", one.check->id, one.check->title.in(language), why.what.in(language), why.view,
                                      others.empty() ? others : Bilingual{"；另有" + others + "个检测也是", "; so are " + others + " further checks"}.in(language)));
        }
    }
    for (const MissingTable& one : detection.missing) {
        out.push_back(missing_sentence(one).in(language));
    }
    return out;
}

std::string_view rows_heading(bool zh) { return zh ? "依据的行，和它们名下的行" : "Rows it rests on, and what belongs to them"; }
std::string_view unseen_heading(bool zh) { return zh ? "没有评估，或者没有评估完整" : "Not evaluated, or not in full"; }

std::string row_text(const CaseRows& rows, const RowName& row) {
    std::string text;
    for (const auto& [column, value] : rows.cells(row)) {
        text += fmt::format("{}{}={}", text.empty() ? "" : "  ", column, value);
    }
    return text;
}

}  // namespace

std::vector<EvidenceRow> evidence_rows(const Detection& detection, const Detectors& rules, const DataSet& data) {
    std::set<RowName> named;
    for (const Finding& one : detection.findings) {
        named.insert(one.evidence.begin(), one.evidence.end());
    }
    const CaseRows rows(rules, data, named, false);
    std::vector<EvidenceRow> out;
    for (const RowName& row : rows.rows()) {
        out.push_back({row.first, row.second, row_text(rows, row)});
    }
    return out;
}

std::string case_text(const Detection& detection, const Detectors& rules, const DataSet& data,
                      std::string_view application, Language language) {
    const bool zh = language == Language::zh;
    const auto findings = findings_of(detection, application);
    const std::vector<std::string> unseen = unseen_of(detection, application, language);
    std::string out = findings.empty() ? fmt::format("{}: {}\n", application, zh ? "没有发现" : "no findings") : std::string();
    for (const Finding* one : findings) {
        out += fmt::format("{} · {} ({}, {})\n  {}\n  {}{}\n", one->check->id, one->check->title.in(language), one->check->severity,
                           one->check->family, one->sentence.in(language), zh ? "可以澄清：" : "what would clear it: ",
                           one->check->clear.in(language));
    }
    if (!unseen.empty()) {
        out += fmt::format("{}\n", unseen_heading(zh));
    }
    for (const std::string& one : unseen) {
        out += "  " + one + "\n";
    }
    if (findings.empty()) {
        return out;
    }
    const CaseRows rows(rules, data, evidence_of(findings, rules, application));
    out += fmt::format("{}\n", rows_heading(zh));
    for (const RowName& row : rows.rows()) {
        out += fmt::format("  {} {}  {}\n", row.first, row.second, row_text(rows, row));
    }
    return out;
}

std::string case_page(const Detection& detection, const Detectors& rules, const DataSet& data, std::string_view application,
                      Language language) {
    const bool zh = language == Language::zh;
    const auto findings = findings_of(detection, application);
    const CaseRows rows(rules, data, evidence_of(findings, rules, application));
    std::string body = fmt::format("<p>{}</p>", zh ? "这是请人核查的理由，不是结论；不改变任何金额。"
                                                   : "These are reasons for a person to look, not verdicts; no amount is changed.");
    const std::vector<int> ranks = finding_ranks(detection);
    for (const Finding* one : findings) {
        const int rank = ranks[static_cast<std::size_t>(one - detection.findings.data())];
        body += fmt::format("<h2>{}</h2><p class=\"{}\">{}</p><p>{}</p><p><b>{}</b> {}</p>\n", escaped_html(one->check->title.in(language)),
                            escaped_html(one->check->severity), escaped_html(standing(*one, rank, zh)), escaped_html(grouped_amounts(one->sentence.in(language))),
                            zh ? "可以澄清：" : "What would clear it:", escaped_html(one->check->clear.in(language)));
    }
    if (findings.empty()) {
        body += fmt::format("<p>{}</p>\n", zh ? "没有发现。" : "No findings.");
    }
    if (const auto unseen = unseen_of(detection, application, language); !unseen.empty()) {
        body += fmt::format("<h2>{}</h2><ul>\n", unseen_heading(zh));
        for (const std::string& one : unseen) {
            body += fmt::format("<li>{}</li>\n", escaped_html(one));
        }
        body += "</ul>\n";
    }
    const std::string graph = relation_graph(rows, {rules.subject ? rules.subject->table : std::string(), std::string(application)}, language);
    body += fmt::format("<h2>{}</h2>\n{}<h2>{}</h2><table>\n", zh ? "关系图" : "How the rows hang together", graph, rows_heading(zh));
    for (const RowName& row : rows.rows()) {
        body += fmt::format("<tr><th>{}</th><td class=\"rows\">{}</td><td class=\"rows\">{}</td></tr>\n", escaped_html(row.first), escaped_html(row.second),
                            escaped_html(row_text(rows, row)));
    }
    return findings_page(fmt::format("{} {}", zh ? "案页" : "Case", application), body + "</table>", language);
}

}  // namespace huiqi
