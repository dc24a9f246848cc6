#include "tools/huiqi/decide/worksheet_lines.h"

#include "engine/data/shown_value.h"
#include "engine/data/unit.h"
#include "engine/evaluate/explained_tables.h"
#include "engine/evaluate/explained_uses.h"
#include "engine/rulebook/keys.h"

namespace huiqi {
namespace {

constexpr std::size_t kNameWidth = 20;
/// How many uses of a table, and how many of its rows, are told in full.
constexpr std::size_t kUses = 40;
constexpr std::size_t kRows = 10;

}  // namespace

const std::string& WorksheetLines::in(const Bilingual& both) const {
    const std::string& mine = both.in(language_);
    return mine.empty() ? (chinese_ ? both.en : both.zh) : mine;
}

std::string WorksheetLines::padded(const std::string& name) {
    const std::size_t width = display_width(name);
    return name + std::string(width < kNameWidth ? kNameWidth - width : 1, ' ');
}

std::string WorksheetLines::shown(const Value& value, const Type& type, const EntryUnit* unit) const {
    return shown_value(value, type, language_, unit);
}

std::string WorksheetLines::mark(const Value& holds) const {
    switch (holds.state()) {
        case State::known: return holds.boolean() ? say("是", "yes") : say("否", "no");
        case State::error: return say("出错 ", "error ") + std::string(error_code(holds.error()));
        case State::absent:
        case State::unknown: break;
    }
    return say("未知", "unknown");
}

std::string WorksheetLines::place(const Span& span) const {
    const Source& source = sources_[span.source];
    return source.name() + ":" + std::to_string(source.position(span.begin).line);
}

void WorksheetLines::list(const std::string& label, const std::vector<std::string>& names) {
    if (names.empty()) {
        return;
    }
    std::string text = label;
    for (std::size_t at = 0; at < names.size(); ++at) {
        text += (at == 0 ? "" : chinese_ ? "、" : ", ") + names[at];
    }
    line(text);
}

void WorksheetLines::cite(const CitedText& cited, const std::string& indent) {
    const bool quoted = !cited.quote.empty() && quoted_.insert(cited.document + cited.clause + cited.quote).second;
    if (!cited.clause.empty() || !cited.document.empty()) {
        std::string text = indent + (chinese_ ? "依据 " : "source ") + cited.document;
        text += cited.number.empty() ? "" : (cited.document.empty() ? "" : " ") + cited.number;
        text += cited.clause.empty() ? "" : " " + cited.clause;
        text += quoted ? (chinese_ ? "：“" + cited.quote + "”" : ": “" + cited.quote + "”") : "";
        line(text);
    }
    if (!cited.interpretation.empty()) {
        line(indent + (chinese_ ? "解释 " : "interpretation: ") + in(cited.interpretation));
    }
}

std::string WorksheetLines::looked_up(const ExplainedTable& table, const ExplainedTable::Use& use) const {
    std::string text;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const ExplainedTable::Column& column = table.columns[at];
        text += (at == 0 ? "" : say("，", ", ")) + (column.name.empty() ? column.expression : column.name) + " " +
                shown(use.columns[at], column.type);
    }
    return text;
}

std::string WorksheetLines::cells(const ExplainedTable& table, const ExplainedTable::Row& row) const {
    std::string text;
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
        const std::string any = say("不限", "any");
        text += (at == 0 ? "" : say("；", "; ")) +
                (table.columns[at].name.empty() ? table.columns[at].expression : table.columns[at].name) + ": " +
                (row.cells[at].empty() ? any : row.cells[at]);
    }
    return text;
}

std::string WorksheetLines::outputs(const ExplainedTable& table, const std::vector<std::string>& written) const {
    std::string text;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const bool named = at < table.output_names.size() && !table.output_names[at].empty() && table.output_names.size() > 1;
        text += (at == 0 ? "" : say("，", ", ")) + (named ? table.output_names[at] + " " : "") + written[at];
    }
    return text;
}

void WorksheetLines::use(const ExplainedTable& table, const ExplainedTable::Use& use, const std::string& indent) {
    const std::string times = std::to_string(use.times);
    line(indent + looked_up(table, use) + (use.times == 1 ? "" : chinese_ ? "（" + times + " 次）" : " (" + times + " times)"));
    for (std::size_t at = 0; at < use.rows.size() && at < kRows; ++at) {
        const ExplainedTable::Row& row = use.rows[at];
        const std::string number = std::to_string(row.number);
        const std::string how = !row.matches.known() ? say("，不能确定：", " ") + mark(row.matches)
                                : row.taken          ? say("命中", " matches")
                                                     : say("也命中，前面的行先算", " matches too, behind one that decides");
        line(indent + (chinese_ ? "第 " + number + " 行" : "row " + number) + how + "    " + cells(table, row) + " → " +
             outputs(table, row.outputs) + "    " + place(row.place));
        if (row.matches.state() == State::unknown) {
            list(indent + say("    等待：", "    waits for: "), row.matches.waits_for());
        }
        cite(row.cited, indent + "    ");
    }
    if (use.rows.size() > kRows) {
        const std::string more = std::to_string(use.rows.size() - kRows);
        line(indent + (chinese_ ? "… 还有 " + more + " 行" : "… " + more + " rows more"));
    }
    if (use.otherwise) {
        line(indent + (table.otherwise.empty() ? say("没有行命中", "no row matches")
                                               : say("没有行命中，否则 → ", "no row matches, else → ") + outputs(table, table.otherwise)));
    }
}

void WorksheetLines::uses(const std::vector<ExplainedUse>& uses, const std::string& indent) {
    for (std::size_t at = 0; at < uses.size() && at < kUses; ++at) {
        const ExplainedUse& one = uses[at];
        line(indent + use_text(one, chinese_) + (one.parameter.empty() ? "" : "    " + place(one.place)));
        cite(one.cited, indent + "    ");
    }
    if (uses.size() > kUses) {
        const std::string more = std::to_string(uses.size() - kUses);
        line(indent + (chinese_ ? "… 还有 " + more + " 个" : "… " + more + " more"));
    }
}

void WorksheetLines::table(const ExplainedTable& table) {
    const Spelling& hit = spelling(Scope::hit_word, hit_name(table.hit));
    line("  " + padded(table.name) + say("命中 ", "hit policy ") + std::string(chinese_ ? hit.zh : hit.en) +
         (chinese_ ? "，共 " + std::to_string(table.rows) + " 行" : ", " + std::to_string(table.rows) + " rows") + "    " + place(table.place));
    cite(table.cited, "      ");
    uses(table.dated, "      ");
    for (std::size_t at = 0; at < table.uses.size() && at < kUses; ++at) {
        use(table, table.uses[at], "      ");
    }
    if (table.uses.size() > kUses) {
        const std::string more = std::to_string(table.uses.size() - kUses);
        line(chinese_ ? "      … 还查了 " + more + " 次" : "      … looked up " + more + " times more");
    }
}

}  // namespace huiqi
