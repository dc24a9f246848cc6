#include "engine/api/findings_writer.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/api/findings_markup.h"
#include "engine/api/findings_words.h"
#include "engine/io/workbook_writer.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/grouped_text.h"

namespace huiqi {
namespace {

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

[[nodiscard]] std::string hold_days(const Check& check) {
    return check.hold_days == 0 ? std::string() : std::to_string(check.hold_days);
}

/// A check that could not look holds where it would hold what it finds.
[[nodiscard]] Anomaly::Level level_of(const Unseen& one, const Detection& detection) {
    return detection.skipped[one.why].whole ? one.check->level : Anomaly::Level::note;
}

/// Says in a sentence what was not evaluated.
[[nodiscard]] Bilingual sentence_of(const Unseen& one, const Detection& detection) {
    const NotEvaluated& why = detection.skipped[one.why];
    return {fmt::format("{}：{}（{}）{}", why.whole ? "没有评估" : "没有评估完整", why.what.zh, why.view,
                        one.others == 0 ? "" : fmt::format("；另有{}个检测也是", one.others)),
            fmt::format("{}: {} ({}){}", why.whole ? "not evaluated" : "not evaluated in full", why.what.en, why.view,
                        one.others == 0 ? "" : fmt::format("; so are {} further checks", one.others))};
}

constexpr std::size_t kColumns = 15;

/// The texts of what was not evaluated in the order of the columns.
[[nodiscard]] std::array<std::string, kColumns> cells_of(const Unseen& one, const Detection& detection) {
    const Check& check = *one.check;
    const Bilingual sentence = sentence_of(one, detection);
    return {one.application, check.id, "info", "0", std::string(level_word(level_of(one, detection), false)), check.family, money(one.stake), "", sentence.zh, sentence.en,
            check.clear.zh, check.clear.en, check.incentive, hold_days(check), "not_evaluated"};
}

/// The texts of a finding in the order of the columns.
[[nodiscard]] std::array<std::string, kColumns> cells_of(const Finding& one, int rank) {
    const Check& check = *one.check;
    return {one.application, check.id, check.severity, std::to_string(rank), std::string(level_word(check.level, false)), check.family,
            money(one.stake), evidence_text(one), one.sentence.zh, one.sentence.en, check.clear.zh, check.clear.en, check.incentive, hold_days(check), "finding"};
}

constexpr std::array<std::string_view, kColumns> kHeadings{"application_id", "detector", "severity",   "rank",       "level",    "family",
                                                     "stake",          "evidence", "finding_zh", "finding_en", "clear_zh", "clear_en",
                                                     "incentive",      "hold_days", "kind"};

/// A line of JSON with the texts of a row; evidence is a list of tables and numbers.
[[nodiscard]] std::string json_line(const std::array<std::string, kColumns>& cells, const std::vector<std::pair<std::string, std::string>>& evidence) {
    nlohmann::ordered_json row;
    for (std::size_t cell = 0; cell < kColumns; ++cell) {
        const std::string_view name = kHeadings[cell];
        if (name == "evidence") {
            row["evidence"] = nlohmann::json::array();
            for (const auto& [table, number] : evidence) {
                row["evidence"].push_back({table, number});
            }
        } else if (name == "rank") {
            row["rank"] = std::stoi(cells[cell]);
        } else if (name.ends_with("_zh") || name.ends_with("_en")) {
            row[std::string(name.substr(0, name.size() - 3))][std::string(name.substr(name.size() - 2))] = cells[cell];
        } else {
            row[std::string(name)] = cells[cell];
        }
    }
    return row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A sheet that says which tables are missing for all applications: no row of the findings could.
[[nodiscard]] std::string missing_sheet(const Detection& detection, bool zh) {
    std::string out;
    sheet_text::append_cell(out, sheet_text::kSheet, zh ? "没有评估" : "not evaluated");
    for (const std::string_view heading : {"table", "reason_zh", "reason_en"}) {
        sheet_text::append_cell(out, sheet_text::kHeading, heading);
    }
    out += sheet_text::kRowEnd;
    for (const MissingTable& one : detection.missing) {
        const Bilingual why = missing_sentence(one);
        for (const std::string& cell : {one.table, why.zh, why.en}) {
            sheet_text::append_cell(out, sheet_text::kText, cell);
        }
        out += sheet_text::kRowEnd;
    }
    return out;
}

/// Two sheets: the findings, and the rows that they rest on; a third where a table is missing.
[[nodiscard]] std::string workbook(const Detection& detection, const std::vector<EvidenceRow>& evidence, Language language) {
    const bool zh = language == Language::zh;
    const std::vector<int> ranks = finding_ranks(detection);
    std::string out;
    sheet_text::append_cell(out, sheet_text::kSheet, zh ? "发现" : "findings");
    for (const std::string_view heading : kHeadings) {
        sheet_text::append_cell(out, sheet_text::kHeading, heading);
    }
    out += sheet_text::kRowEnd;
    const auto append = [&](const std::array<std::string, kColumns>& cells) {
        for (std::size_t cell = 0; cell < cells.size(); ++cell) {
            const bool number = kHeadings[cell] == "rank" || kHeadings[cell] == "stake";
            sheet_text::append_cell(out, number ? sheet_text::kNumber : sheet_text::kText, cells[cell]);
        }
        out += sheet_text::kRowEnd;
    };
    for (std::size_t at = 0; at < detection.findings.size(); ++at) {
        append(cells_of(detection.findings[at], ranks[at]));
    }
    for (const Unseen& one : detection.unseen) {
        append(cells_of(one, detection));
    }
    sheet_text::append_cell(out, sheet_text::kSheet, zh ? "证据" : "evidence");
    for (const std::string_view heading : {"table", "number", "row"}) {
        sheet_text::append_cell(out, sheet_text::kHeading, heading);
    }
    out += sheet_text::kRowEnd;
    for (const EvidenceRow& row : evidence) {
        for (const std::string& cell : {row.table, row.number, row.cells}) {
            sheet_text::append_cell(out, sheet_text::kText, cell);
        }
        out += sheet_text::kRowEnd;
    }
    return detection.missing.empty() ? out : out + missing_sheet(detection, zh);
}

/// Gives the findings in the order in which a person looks at them: what holds or is referred before notes, then by rank, then
/// by the yuan at stake.
[[nodiscard]] std::vector<std::size_t> by_weight(const Detection& detection, const std::vector<int>& ranks) {
    std::vector<std::size_t> order(detection.findings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        const auto weight = [&](std::size_t at) { return std::pair(detection.findings[at].check->level != Anomaly::Level::note, ranks[at]); };
        return weight(left) != weight(right) ? weight(left) > weight(right) : detection.findings[left].stake > detection.findings[right].stake;
    });
    return order;
}

/// Evidence of many rows opens when it is asked for; the rows stand below in any case.
[[nodiscard]] std::string evidence_cell(const Finding& finding, bool zh) {
    constexpr std::size_t kShown = 6;
    const std::string text = escaped_html(evidence_text(finding));
    return finding.evidence.size() <= kShown ? text
                                             : fmt::format("<details><summary>{}</summary>{}</details>",
                                                           zh ? fmt::format("{} 行", finding.evidence.size()) : fmt::format("{} rows", finding.evidence.size()), text);
}

/// What could not be looked at: application by application, then tables that are missing for all.
[[nodiscard]] std::string unseen_list(const Detection& detection, Language language) {
    if (detection.unseen.empty() && detection.missing.empty()) {
        return {};
    }
    const bool zh = language == Language::zh;
    std::string out = zh ? "\n<h2>没有评估</h2><table><tbody>\n" : "\n<h2>Not evaluated</h2><table><tbody>\n";
    for (const MissingTable& one : detection.missing) {
        out += fmt::format("<tr><td>{}</td><td colspan=\"3\">{}</td></tr>\n", zh ? "所有申请" : "all applications", escaped_html(missing_sentence(one).in(language)));
    }
    for (const Unseen& one : detection.unseen) {
        out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped_html(one.application), escaped_html(one.check->title.in(language)),
                           level_word(level_of(one, detection), zh), escaped_html(sentence_of(one, detection).in(language)));
    }
    return out + "</tbody></table>";
}

[[nodiscard]] std::string html_list(const Detection& detection, const std::vector<EvidenceRow>& evidence, Language language) {
    const bool zh = language == Language::zh;
    const std::vector<int> ranks = finding_ranks(detection);
    std::string rows;
    for (const std::size_t at : by_weight(detection, ranks)) {
        const Finding& one = detection.findings[at];
        rows += fmt::format(
            "<tr><td class=\"id\">{}</td><td>{}</td><td class=\"{}\">{}</td><td>{}</td><td>{}</td><td class=\"money\">{}</td><td>{}</td><td class=\"rows\">{}</td></tr>\n",
            escaped_html(one.application), escaped_html(one.check->title.in(language)), escaped_html(one.check->severity), severity_word(one.check->severity, zh),
            ranks[at], level_word(one.check->level, zh), grouped(one.stake), escaped_html(grouped_amounts(one.sentence.in(language))), evidence_cell(one, zh));
    }
    std::string below;
    for (const EvidenceRow& row : evidence) {
        below += fmt::format("<tr><td>{}</td><td class=\"rows\">{}</td><td class=\"rows\">{}</td></tr>\n", escaped_html(row.table), escaped_html(row.number), escaped_html(row.cells));
    }
    constexpr std::string_view kWidths =
        "<colgroup><col style=\"width:11%\"><col style=\"width:13%\"><col style=\"width:5.5%\"><col style=\"width:4.5%\"><col style=\"width:5%\"><col style=\"width:9%\">"
        "<col style=\"width:31%\"><col style=\"width:21%\"></colgroup>";
    return findings_page(zh ? "异常核查清单" : "Findings",
                fmt::format("<p>{}</p><table class=\"list\">{}<thead><tr>{}</tr></thead><tbody>\n{}</tbody></table>{}\n<h2>{}</h2><table><tbody>\n{}</tbody></table>",
                            zh ? "这是请人核查的理由，不是结论；不改变任何金额。"
                               : "These are reasons for a person to look, not verdicts; no amount is changed.",
                            kWidths,
                            zh ? "<th>申请</th><th>检测</th><th>严重</th><th>次序</th><th>处理</th><th>涉及金额（元）</th><th>说明</th><th>证据</th>"
                               : "<th>Application</th><th>Check</th><th>Severity</th><th>Rank</th><th>Level</th><th>Yuan at "
                                 "stake</th><th>What was seen</th><th>Evidence</th>",
                            rows, unseen_list(detection, language), zh ? "依据的行" : "Rows they rest on", below), language);
}

}  // namespace

std::optional<FindingsFormat> findings_format(std::string_view path) {
    if (path == "-" || path.ends_with(".csv")) {
        return FindingsFormat::csv;
    }
    if (path.ends_with(".jsonl") || path.ends_with(".ndjson")) {
        return FindingsFormat::jsonl;
    }
    if (path.ends_with(".xlsx")) {
        return FindingsFormat::xlsx;
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

std::string findings_text(const Detection& detection, FindingsFormat format, Language language,
                          const std::vector<EvidenceRow>& rows) {
    if (format == FindingsFormat::html) {
        return html_list(detection, rows, language);
    }
    if (format == FindingsFormat::xlsx) {
        return workbook(detection, rows, language);
    }
    const std::vector<int> ranks = finding_ranks(detection);
    std::string out = format == FindingsFormat::csv
                          ? "application_id,detector,severity,rank,level,family,stake,evidence,finding_zh,finding_en,clear_zh,clear_en,incentive,hold_days,kind\n"
                          : "";
    const auto append = [&](const std::array<std::string, kColumns>& cells,
                            const std::vector<std::pair<std::string, std::string>>& evidence) {
        if (format == FindingsFormat::csv) {
            for (std::size_t cell = 0; cell < cells.size(); ++cell) {
                out += (cell == 0 ? "" : ",") + csv_cell(cells[cell]);
            }
        } else {
            out += json_line(cells, evidence);
        }
        out += "\n";
    };
    for (std::size_t at = 0; at < detection.findings.size(); ++at) {
        append(cells_of(detection.findings[at], ranks[at]), detection.findings[at].evidence);
    }
    for (const Unseen& one : detection.unseen) {
        append(cells_of(one, detection), {});
    }
    return out;
}

}  // namespace huiqi
