#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/api/case_graph.h"
#include "engine/api/case_rows.h"
#include "engine/api/findings_markup.h"
#include "engine/api/findings_writer.h"
#include "engine/numeric/decimal_text.h"

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
    const std::string_view level = check.level == Anomaly::Level::note    ? (zh ? "提示" : "note")
                                   : check.level == Anomaly::Level::refer ? (zh ? "核查" : "refer")
                                                                          : (zh ? "拦截" : "hold");
    std::string out = fmt::format("{} · {}", level, check.severity);
    const std::string stake = decimal_text(finding.stake);
    if (check.hold_days != 0) {
        out += zh ? fmt::format("（{} 天）", check.hold_days) : fmt::format(" ({} days)", check.hold_days);
    }
    return out + (zh ? fmt::format(" · 排序 {} · 涉及 {} 元 · {}", rank, stake, check.id)
                     : fmt::format(" · rank {} · {} yuan at stake · {}", rank, stake, check.id));
}

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
    if (findings.empty()) {
        return fmt::format("{}: {}\n", application, zh ? "没有发现" : "no findings");
    }
    std::string out;
    for (const Finding* one : findings) {
        out += fmt::format("{} · {} ({}, {})\n  {}\n  {}{}\n", one->check->id, one->check->title.in(language), one->check->severity,
                           one->check->family, one->sentence.in(language), zh ? "可以澄清：" : "what would clear it: ",
                           one->check->clear.in(language));
    }
    const CaseRows rows(rules, data, evidence_of(findings, rules, application));
    out += zh ? "依据的行\n" : "rows it rests on\n";
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
                            escaped_html(one->check->severity), escaped_html(standing(*one, rank, zh)), escaped_html(one->sentence.in(language)),
                            zh ? "可以澄清：" : "What would clear it:", escaped_html(one->check->clear.in(language)));
    }
    body += fmt::format("<h2>{}</h2>\n{}<h2>{}</h2><table>\n", zh ? "关系图" : "How the rows hang together", relation_graph(rows, {rules.subject ? rules.subject->table : std::string(), std::string(application)}),
                        zh ? "依据的行" : "Rows it rests on");
    for (const RowName& row : rows.rows()) {
        body += fmt::format("<tr><th>{}</th><td>{}</td><td>{}</td></tr>\n", escaped_html(row.first), escaped_html(row.second),
                            escaped_html(row_text(rows, row)));
    }
    return findings_page(fmt::format("{} {}", zh ? "案页" : "Case", application), body + "</table>");
}

}  // namespace huiqi
