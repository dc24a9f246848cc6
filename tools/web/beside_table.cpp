#include "tools/web/beside_table.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/diagnostic/text.h"
#include "tools/huiqi/program.h"

namespace huiqi {
namespace {

/// How many lines about cases stand open beside a rule.
constexpr std::size_t kOpenLines = 6;

/// The part of a rule that something is about, short; nothing where it is the whole of what the row is about.
[[nodiscard]] std::string about(const RuleView& view, const CoverageItem& item, const std::vector<Span>& places) {
    using Kind = CoverageKey::Kind;
    const bool whole = places.size() <= 2 && std::find(places.begin(), places.end(), item.key.place) != places.end();
    const bool inner = item.key.kind == Kind::test || item.key.kind == Kind::boundary || item.key.kind == Kind::band;
    const bool one_of_steps = (item.key.kind == Kind::step || item.key.kind == Kind::rounding) && item.key.place != places.front();
    if (whole || (!inner && !one_of_steps)) {
        return {};
    }
    std::string text(view.site().sources().text(item.key.place));
    std::replace(text.begin(), text.end(), '\n', ' ');
    return "<code>" + view.text(excerpt(text, 40)) + "</code> ";
}

/// Gives what cases do about one thing: `✓ 成立：用例`.
[[nodiscard]] std::string line(const RuleView& view, const CoverageItem& item, const std::vector<Span>& places) {
    const std::string what = about(view, item, places) + view.text(coverage_aspect(item.key));
    if (item.reached) {
        return "<li class=\"done\">" + what + view.say("：", ": ") + first_case_html(view, item) + "</li>";
    }
    return "<li class=\"missed\">" + what + view.say("：没有用例", ": no case") + "</li>";
}

[[nodiscard]] std::string lines_html(const std::string& lines) { return lines.empty() ? "" : "<ul class=\"proof\">" + lines + "</ul>"; }

}  // namespace

std::string first_case_html(const RuleView& view, const CoverageItem& item) {
    const RuleSite::CasePlace* place = view.site().first_case(item);
    const std::string name = view.text(item.by);
    if (place == nullptr) {
        return name;
    }
    const std::string anchor = "case-" + std::to_string(place->number);
    const bool same_page = place->page.kind == view.here().kind && place->page.id == view.here().id;
    return "<a href=\"" + (same_page ? "#" + anchor : view.href(place->page, anchor)) + "\">" + name + "</a>";
}

std::string count_words(const PageStyle& style, const CoverageCount& count) {
    Program program;
    program.language = style.language;
    return count.text(program);
}

std::string meter_html(const RuleView& view, const CoverageCount& count) {
    if (count.total == 0) {
        return "<span class=\"meter-words\">" + view.say("没有要覆盖的", "nothing to reach") + "</span>";
    }
    const std::size_t tenths = count.reached * 1000 / count.total;   // cut, not rounded, as the figure is
    const std::string width = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    return "<svg class=\"meter\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"rest\" width=\"100\" height=\"8\"/>"
           "<rect class=\"reached\" width=\"" +
           width + "\" height=\"8\"/></svg> <span class=\"meter-words\">" + count_words(view.style(), count) + "</span>";
}

CoverageCount reached_in(const RuleSite& site, const std::vector<Span>& places) {
    std::set<const CoverageItem*> seen;
    CoverageCount count;
    for (const Span& place : places) {
        for (const CoverageItem* item : site.items_in(place)) {
            if (item->key.kind != CoverageKey::Kind::clause && seen.insert(item).second) {
                count.add(*item);
            }
        }
    }
    return count;
}

std::string proof_html(const RuleView& view, const std::vector<Span>& places) {
    std::set<const CoverageItem*> seen;
    std::string missed;
    std::vector<std::string> done;
    std::size_t impossible = 0;
    for (const Span& place : places) {
        for (const CoverageItem* item : view.site().items_in(place)) {
            if (!seen.insert(item).second || item->key.kind == CoverageKey::Kind::clause) {
                continue;
            }
            if (!item->possible) {
                ++impossible;
            } else if (item->reached) {
                done.push_back(line(view, *item, places));
            } else {
                missed += line(view, *item, places);
            }
        }
    }
    std::string open;
    std::string folded;
    for (std::size_t at = 0; at < done.size(); ++at) {
        (at < kOpenLines || done.size() == kOpenLines + 1 ? open : folded) += done[at];
    }
    std::string out = lines_html(missed + open);
    if (!folded.empty()) {
        const std::string more = std::to_string(done.size() - kOpenLines);
        out += "<details><summary>" + view.say("还有 " + more + " 处有用例", more + " more that cases reach") + "</summary>" + lines_html(folded) + "</details>";
    }
    if (impossible != 0) {
        const std::string count = std::to_string(impossible);
        out += "<p class=\"note\">" + view.say("另有 " + count + " 处证明不会发生", count + " proven impossible") + "</p>";
    }
    return out;
}

std::string BesideTables::quotation(const CitedText& cited) {
    if (cited.quote.empty()) {
        return {};
    }
    const std::string whole = "<blockquote>" + view_.text(cited.quote) + "</blockquote>";
    if (told_.insert(cited.document + "\n" + cited.clause + "\n" + cited.quote).second) {
        return whole;
    }
    return "<details class=\"again\"><summary>" + view_.say("原文见上，再看一遍", "Quoted above; read it again") + "</summary>" + whole + "</details>";
}

std::string BesideTables::clause(const Provenance& from) {
    const CitedText cited = cited_text(incentive_, from);
    std::string out;
    if (!cited.document.empty() || !cited.clause.empty()) {
        const std::string document = cited.document.empty() ? "" : view_.style().chinese() ? "《" + cited.document + "》" : cited.document;
        out += "<p class=\"clause-name\">" + view_.text(document) +
               (cited.clause.empty() ? "" : " <strong>" + view_.text(cited.clause) + "</strong>") + "</p>";
    }
    out += quotation(cited);
    if (!cited.interpretation.empty()) {
        out += "<p class=\"reading-note\">" + view_.say("解释：", "Reading: ") + view_.text(cited.interpretation) + "</p>";
    }
    return out.empty() ? "<p class=\"none\">" + view_.say("没有写依据", "no source is given") + "</p>" : out;
}

std::string BesideTables::table(const std::string& heading, const std::vector<BesideRow>& rows) {
    const auto same_clause = [&](const BesideRow& left, const BesideRow& right) {
        return left.from.source == right.from.source && left.from.also == right.from.also &&
               left.from.interpretation.zh == right.from.interpretation.zh && left.from.interpretation.en == right.from.interpretation.en;
    };
    std::string out;
    for (std::size_t at = 0; at < rows.size();) {
        std::size_t end = at + 1;
        while (end < rows.size() && same_clause(rows[at], rows[end])) {
            ++end;
        }
        for (std::size_t row = at; row < end; ++row) {
            const std::string span = end - at == 1 ? "" : " rowspan=\"" + std::to_string(end - at) + "\"";
            out += "<tr" + std::string(row == at ? " class=\"first\"" : "") + ">" +
                   (row == at ? "<td class=\"clause\"" + span + "><div>" + clause(rows[at].from) + "</div></td>" : "") + "<td class=\"rule\" id=\"" + rows[row].anchor +
                   "\">" + rows[row].rule + "</td><td class=\"proofs\">" + proof_html(view_, rows[row].places) + "</td></tr>";
        }
        at = end;
    }
    return "<table class=\"beside\"><caption class=\"hidden\">" + heading + "</caption><thead><tr><th scope=\"col\">" +
           view_.say("条款", "Clause") + "</th><th scope=\"col\">" + view_.say("规则", "Rule") + "</th><th scope=\"col\">" +
           view_.say("用例走到了哪里", "What cases reach") + "</th></tr></thead><tbody>" + out + "</tbody></table>";
}

std::string BesideTables::section(const std::string& anchor, const std::string& heading, const std::vector<BesideRow>& rows) {
    return rows.empty() ? "" : "<section><h2 id=\"" + anchor + "\">" + heading + "</h2>" + table(heading, rows) + "</section>";
}

}  // namespace huiqi
