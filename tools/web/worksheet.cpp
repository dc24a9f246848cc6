#include "tools/web/worksheet.h"

#include <algorithm>

#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/division_words.h"
#include "tools/huiqi/title_text.h"
#include "tools/web/worksheet_values.h"

namespace huiqi {
namespace {

/// How many uses of one table the page tells.
constexpr std::size_t kTableUses = 20;

/// The condition of a step and whether it holds.
[[nodiscard]] std::string when_part(const PageStyle& style, const PersonWords& words, const ExplainedStep& step) {
    if (step.when.empty()) {
        return "";
    }
    const std::string holds = !step.holds.known()      ? style.say("未知", "unknown")
                              : step.holds.boolean() ? style.say("是", "yes")
                                                     : style.say("否", "no");
    return style.say("，当 ", ", when ") + worded(style, words.expression(step.when)) + style.say("（", " (") + holds + style.say("）", ")");
}

/// The steps as the rules write them, for whoever wants to read them there.
[[nodiscard]] std::string formulas_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedStep>& steps) {
    std::string out;
    for (const ExplainedStep& one : steps) {
        out += "<li><code>" + worded(style, words.formula(one)) + "</code></li>";
    }
    return "<details class=\"formula screen-only\"><summary>" + style.say("按规则写的公式", "The formulas as the rules write them") + "</summary><ol>" + out + "</ol></details>";
}

/// One look into a table: what was looked up and the rows that decide.
[[nodiscard]] std::string use_part(const PageStyle& style, const PersonWords& words, const ExplainedTable& table, const ExplainedTable::Use& use) {
    std::string looked;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const ExplainedTable::Column& column = table.columns[at];
        looked += (at == 0 ? "" : style.say("，", ", ")) + worded(style, column.name.empty() ? words.name(column.expression) : column.name) + " " +
                  worded(style, page_value(style, use.columns[at], column.type));
    }
    std::string found;
    for (const ExplainedTable::Row& row : use.rows) {
        const std::string number = std::to_string(row.number);
        if (row.taken) {
            found += (found.empty() ? "" : style.say("；", "; ")) + style.say("第 " + number + " 行", "row " + number);
            for (const std::string& output : row.outputs) {
                found += " <code>" + worded(style, expression_words(style, output)) + "</code>";
            }
        }
    }
    if (found.empty()) {
        found = use.rows.empty() ? (table.otherwise.empty() ? style.say("没有行命中", "no row matches") : style.say("没有行命中，按“否则”", "no row matches: else"))
                                 : style.say("还不能确定", "not decided yet");
    }
    return "<li><strong>" + worded(style, words.name(table.name)) + "</strong>" + style.say("：", ": ") + looked + " → " + found + "</li>";
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

/// One quotation for all lines, one below the other, that it stands behind.
[[nodiscard]] std::string cited_again(const PageStyle& style, const std::string& cited, std::string& before) {
    const bool again = !cited.empty() && cited == before;
    before = cited;
    return again ? "<p class=\"cited again\">" + style.say("依据同上", "source as above") + "</p>" : cited;
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

std::string steps_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedStep>& steps) {
    std::string out;
    std::string before;
    for (const ExplainedStep& one : steps) {
        const std::string cited = cited_part(style, one.cited);
        out += "<li><span class=\"worded\">" + worded(style, words.step(one)) + "</span>" + when_part(style, words, one) + uses_part(style, words, one.uses) +
               cited_again(style, cited, before) + "</li>";
    }
    return out.empty() ? "" : "<ol class=\"steps\">" + out + "</ol>" + formulas_part(style, words, steps);
}

std::string divisions_part(const PageStyle& style, const PersonWords& words, const Explanation& explanation) {
    std::string out;
    std::string before;
    for (const DivisionGroup& group : division_groups(words, explanation, style.language)) {
        std::string lines;
        for (const DivisionLine& line : group.lines) {
            const std::string cited = cited_part(style, *line.cited);
            lines += "<li>" + worded(style, line.words) + cited_again(style, cited, before) + "</li>";
        }
        out += "<h3>" + group.title + "</h3><ul class=\"divided\">" + lines + "</ul>";
    }
    return out;
}

std::string tables_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedTable>& tables) {
    std::string out;
    for (const ExplainedTable& table : tables) {
        for (std::size_t at = 0; at < std::min(table.uses.size(), kTableUses); ++at) {
            out += use_part(style, words, table, table.uses[at]);
        }
    }
    return out.empty() ? "" : "<ul class=\"tables\">" + out + "</ul>";
}

std::string incentive_link(const PageStyle& style, const Incentive& incentive) {
    return "<a href=\"/rules/" + url_part(incentive.id) + "?lang=" + style.say("zh", "en") + (style.large ? "&amp;large=1" : "") + "\">" +
           worded(style, title_or_id(incentive, style.language)) + "</a>";
}

}  // namespace huiqi
