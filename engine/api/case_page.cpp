#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/api/findings_writer.h"
#include "engine/api/findings_markup.h"
#include "engine/calendar/date.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// A row of the data by its table and number.
using RowName = std::pair<std::string, std::string>;

/// What of the data a case shows: its evidence rows, and the rows that these name by their keys.
class CaseRows {
public:
    CaseRows(const Detectors& rules, const DataSet& data, const std::set<RowName>& evidence, bool further = true)
        : rules_(rules), data_(data) {
        for (const RowName& one : evidence) {
            add(one, true);
        }
        if (!further) {
            return;
        }
        const std::vector<RowName> first(order_.begin(), order_.end());
        for (const RowName& one : first) {
            for (const DataTable& table : rules_.tables) {
                link(one, table);
            }
        }
    }

    [[nodiscard]] const std::vector<RowName>& rows() const noexcept { return order_; }
    [[nodiscard]] const std::vector<std::pair<RowName, RowName>>& links() const noexcept { return links_; }

    /// Gives the values of a row with their columns, without what is absent.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> cells(const RowName& name) const {
        std::vector<std::pair<std::string, std::string>> out;
        const auto place = places_.find(name);
        if (place == places_.end()) {
            return out;
        }
        for (const RowSetCell& cell : read(*data_.tables.at(name.first), place->second)) {
            out.push_back(cell);
        }
        return out;
    }

private:
    using RowSetCell = std::pair<std::string, std::string>;

    [[nodiscard]] std::vector<RowSetCell> read(const RowSet& table, std::uint32_t row) const {
        std::vector<RowSetCell> out;
        for (const RelationColumn& column : table.columns) {
            const std::uint32_t at = column.source(row);
            const ColumnValues& values = *column.values;
            if (!values.known(at)) {
                continue;
            }
            std::string text;
            switch (values.column.kind) {
                case ColumnKind::text: text = data_.pool->text(values.codes[at]); break;
                case ColumnKind::boolean: text = values.column.booleans[at] != 0 ? "true" : "false"; break;
                case ColumnKind::int64: text = decimal_text(Rational(values.column.int64s[at]) * column.field.step); break;
                case ColumnKind::date: text = value_text(Value::of(Date::from_days(values.column.int32s[at])), Type::date(), false); break;
                default: break;
            }
            if (!text.empty()) {
                out.emplace_back(column.field.name, std::move(text));
            }
        }
        return out;
    }

    [[nodiscard]] const std::map<std::string, std::uint32_t, std::less<>>& keys(const DataTable& table) {
        auto& made = keys_[table.name];
        const auto rows = data_.tables.find(table.name);
        if (made.empty() && !table.key.empty() && rows != data_.tables.end()) {
            const RelationColumn* key = rows->second->find(table.key);
            for (std::uint32_t row = 0; key != nullptr && row < rows->second->rows; ++row) {
                made.emplace(data_.pool->text(key->values->codes[key->source(row)]), row);
            }
        }
        return made;
    }

    void add(const RowName& name, bool evidence) {
        const DataTable* table = rules_.table(name.first);
        if (table == nullptr || places_.contains(name)) {
            return;
        }
        const auto found = keys(*table).find(name.second);
        if (found != keys(*table).end()) {
            places_.emplace(name, found->second);
            order_.push_back(name);
        } else if (evidence) {
            order_.push_back(name);
        }
    }

    /// A row names another when one of its texts is the other's number.
    void link(const RowName& from, const DataTable& table) {
        const auto place = places_.find(from);
        if (place == places_.end() || table.key.empty() || order_.size() > kMostRows) {
            return;
        }
        const std::uint32_t row = place->second;
        for (const auto& [column, text] : read(*data_.tables.at(from.first), row)) {
            const RowName other{table.name, text};
            if (other == from || !keys(table).contains(text)) {
                continue;
            }
            add(other, false);
            links_.emplace_back(from, other);
        }
    }

    static constexpr std::size_t kMostRows = 120;
    const Detectors& rules_;
    const DataSet& data_;
    std::map<std::string, std::map<std::string, std::uint32_t, std::less<>>, std::less<>> keys_;
    std::map<RowName, std::uint32_t> places_;
    std::vector<RowName> order_;
    std::vector<std::pair<RowName, RowName>> links_;
};

/// Draws rows in columns, one a table, and a line between rows that name each other.
std::string drawing(const CaseRows& rows) {
    constexpr int kWide = 210;
    constexpr int kHigh = 34;
    std::map<std::string, int> columns;
    std::vector<int> used;
    std::map<RowName, std::pair<int, int>> places;
    std::string boxes;
    int lowest = 0;
    for (const RowName& row : rows.rows()) {
        const auto [found, fresh] = columns.try_emplace(row.first, static_cast<int>(columns.size()));
        if (fresh) {
            used.push_back(0);
            boxes += fmt::format("<text x=\"{}\" y=\"18\" font-weight=\"bold\">{}</text>\n", found->second * kWide + 10, escaped_html(row.first));
        }
        int& line = used[static_cast<std::size_t>(found->second)];
        const int x = found->second * kWide + 10;
        const int y = 30 + line * kHigh;
        ++line;
        lowest = std::max(lowest, y + kHigh);
        places.emplace(row, std::pair(x, y));
        boxes += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"160\" height=\"24\" rx=\"4\" fill=\"#eef3fb\" stroke=\"#446\"/>"
                             "<text x=\"{}\" y=\"{}\" font-size=\"11\">{}</text>\n",
                             x, y, x + 6, y + 16, escaped_html(row.second));
    }
    std::string lines;
    for (const auto& [from, to] : rows.links()) {
        const auto one = places.find(from);
        const auto other = places.find(to);
        if (one != places.end() && other != places.end()) {
            const bool right = one->second.first < other->second.first;
            lines += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#999\"/>\n",
                                 one->second.first + (right ? 160 : 0), one->second.second + 12,
                                 other->second.first + (right ? 0 : 160), other->second.second + 12);
        }
    }
    return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n{}{}</svg>\n",
                       static_cast<int>(columns.size()) * kWide, lowest + 10, lines, boxes);
}

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
    for (const Finding* one : findings) {
        body += fmt::format("<h2>{} <span class=\"{}\">{}</span></h2><p>{}</p><p><b>{}</b> {}</p>\n", escaped_html(one->check->title.in(language)),
                            escaped_html(one->check->severity), escaped_html(one->check->severity), escaped_html(one->sentence.in(language)),
                            zh ? "可以澄清：" : "What would clear it:", escaped_html(one->check->clear.in(language)));
    }
    body += fmt::format("<h2>{}</h2>\n{}<h2>{}</h2><table>\n", zh ? "关系图" : "How the rows hang together", drawing(rows),
                        zh ? "依据的行" : "Rows it rests on");
    for (const RowName& row : rows.rows()) {
        body += fmt::format("<tr><th>{}</th><td>{}</td><td>{}</td></tr>\n", escaped_html(row.first), escaped_html(row.second),
                            escaped_html(row_text(rows, row)));
    }
    return findings_page(fmt::format("{} {}", zh ? "案页" : "Case", application), body + "</table>");
}

}  // namespace huiqi
