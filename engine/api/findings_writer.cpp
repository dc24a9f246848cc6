#include "engine/api/findings_writer.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/api/findings_markup.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string_view level_word(Anomaly::Level level) {
    return level == Anomaly::Level::note ? "note" : level == Anomaly::Level::refer ? "refer" : "hold";
}

/// A cell that no spreadsheet takes for a formula, quoted where CSV wants it.
[[nodiscard]] std::string csv_cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
        text.insert(text.begin(), '\'');
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

[[nodiscard]] std::string evidence_text(const Finding& finding) {
    std::string text;
    for (const auto& [table, number] : finding.evidence) {
        text += fmt::format("{}{}:{}", text.empty() ? "" : " ", table, number);
    }
    return text;
}

[[nodiscard]] std::string money(const Rational& yuan) {
    return decimal_text(yuan);
}

[[nodiscard]] std::string html_list(const Detection& detection, Language language) {
    const bool zh = language == Language::zh;
    const std::vector<int> ranks = finding_ranks(detection);
    std::string rows;
    for (std::size_t at = 0; at < detection.findings.size(); ++at) {
        const Finding& one = detection.findings[at];
        rows += fmt::format(
            "<tr><td>{}</td><td>{}</td><td class=\"{}\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped_html(one.application), escaped_html(one.check->title.in(language)), escaped_html(one.check->severity), escaped_html(one.check->severity),
            ranks[at], level_word(one.check->level), money(one.stake), escaped_html(one.sentence.in(language)), escaped_html(evidence_text(one)));
    }
    return findings_page(zh ? "异常核查清单" : "Findings",
                fmt::format("<p>{}</p><table><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table>",
                            zh ? "这是请人核查的理由，不是结论；不改变任何金额。"
                               : "These are reasons for a person to look, not verdicts; no amount is changed.",
                            zh ? "<th>申请</th><th>检测</th><th>严重</th><th>次序</th><th>处理</th><th>涉及金额（元）</th><th>说明</th><th>证据</th>"
                               : "<th>Application</th><th>Check</th><th>Severity</th><th>Rank</th><th>Level</th><th>Yuan at "
                                 "stake</th><th>What was seen</th><th>Evidence</th>",
                            rows));
}

}  // namespace

std::optional<FindingsFormat> findings_format(std::string_view path) {
    if (path == "-" || path.ends_with(".csv")) {
        return FindingsFormat::csv;
    }
    if (path.ends_with(".jsonl") || path.ends_with(".ndjson")) {
        return FindingsFormat::jsonl;
    }
    return path.ends_with(".html") ? std::optional(FindingsFormat::html) : std::nullopt;
}

std::vector<int> finding_ranks(const Detection& detection) {
    std::map<std::string_view, std::set<std::string_view>> families;
    for (const Finding& one : detection.findings) {
        families[one.application].insert(one.check->family);
    }
    std::vector<int> ranks;
    for (const Finding& one : detection.findings) {
        ranks.push_back(severity_rank(one.check->severity) + (families[one.application].size() > 1 ? 1 : 0));
    }
    return ranks;
}

std::string findings_text(const Detection& detection, FindingsFormat format, Language language) {
    if (format == FindingsFormat::html) {
        return html_list(detection, language);
    }
    const std::vector<int> ranks = finding_ranks(detection);
    std::string out = format == FindingsFormat::csv
                          ? "application_id,detector,severity,rank,level,family,stake,evidence,finding_zh,finding_en,clear_zh,clear_en\n"
                          : "";
    for (std::size_t at = 0; at < detection.findings.size(); ++at) {
        const Finding& one = detection.findings[at];
        const Check& check = *one.check;
        if (format == FindingsFormat::csv) {
            const std::array cells{one.application,    check.id,          check.severity,     std::to_string(ranks[at]),
                                   std::string(level_word(check.level)), check.family,      money(one.stake),
                                   evidence_text(one), one.sentence.zh,   one.sentence.en,    check.clear.zh,
                                   check.clear.en};
            for (std::size_t cell = 0; cell < cells.size(); ++cell) {
                out += (cell == 0 ? "" : ",") + csv_cell(cells[cell]);
            }
        } else {
            nlohmann::ordered_json row;
            row["application_id"] = one.application;
            row["detector"] = check.id;
            row["severity"] = check.severity;
            row["rank"] = ranks[at];
            row["level"] = level_word(check.level);
            row["family"] = check.family;
            row["stake"] = money(one.stake);
            row["evidence"] = nlohmann::json::array();
            for (const auto& [table, number] : one.evidence) {
                row["evidence"].push_back({table, number});
            }
            row["finding"] = {{"zh", one.sentence.zh}, {"en", one.sentence.en}};
            row["clear"] = {{"zh", check.clear.zh}, {"en", check.clear.en}};
            out += row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        }
        out += "\n";
    }
    return out;
}

}  // namespace huiqi
