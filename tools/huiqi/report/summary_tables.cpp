#include "tools/huiqi/report/summary_tables.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "engine/api/findings_markup.h"
#include "engine/io/cell_place.h"
#include "engine/io/workbook_writer.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/money.h"
#include "tools/huiqi/report/printed_page.h"

namespace huiqi {
namespace {

/// Bars of one chart: more would not be read.
constexpr std::size_t kMostBars = 20;

[[nodiscard]] Bilingual cause_words(std::size_t cause) {
    switch (cause) {
        case 0: return {"待人工决定", "Held for a person"};
        case 1: return {"叠加规则", "Stacking"};
        case 2: return {"总额上限", "Limits"};
        case 3: return {"名额", "Quota"};
        case 4: return {"预算", "Budget"};
        case 5: return {"尚未应付", "Not due yet"};
        default: return {"已终止", "Stopped for good"};
    }
}

/// Builds the tables in one language.
class Tables {
public:
    Tables(const BatchSummary& summary, Language language) : summary_(summary), language_(language) {}

    [[nodiscard]] std::vector<SummarySheet> all() const {
        std::vector<SummarySheet> sheets;
        for (const SummaryTable& table : summary_.tables) {
            sheets.push_back(groups(table));
        }
        sheets.push_back(settlement());
        if (!summary_.reasons.empty()) {
            sheets.push_back(reasons());
        }
        if (!summary_.budgets.empty()) {
            sheets.push_back(budgets());
        }
        if (!summary_.payers.empty()) {
            sheets.push_back(payers());
        }
        sheets.push_back(hops());
        return sheets;
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language_ == Language::zh ? zh : en);
    }

    [[nodiscard]] static std::vector<SummaryCell> cells(const SummaryGroup& group, std::string name) {
        std::vector<SummaryCell> row{SummaryCell::of(std::move(name)), SummaryCell::count(group.statements())};
        for (const std::uint64_t count : group.states) {
            row.push_back(SummaryCell::count(count));
        }
        row.push_back(SummaryCell::fen(group.award_fen));
        for (const Int128 cut : group.cuts_fen) {
            row.push_back(SummaryCell::fen(cut));
        }
        row.push_back(SummaryCell::fen(group.payable_fen));
        row.push_back(SummaryCell::count(group.payments));
        return row;
    }

    [[nodiscard]] SummarySheet groups(const SummaryTable& table) const {
        SummarySheet sheet;
        sheet.name = say("按", "By ") + table.by;
        sheet.headings = {table.by,           say("份数", "Statements"), say("符合", "Eligible"), say("不符合", "Refused"),
                          say("待补", "Open"), say("出错", "In error"),   say("核定（元）", "Awards (yuan)")};
        for (std::size_t cause = 0; cause < kReductionCauses; ++cause) {
            sheet.headings.push_back(cause_words(cause).in(language_) + say("（元）", " (yuan)"));
        }
        sheet.headings.push_back(say("应付（元）", "Payable (yuan)"));
        sheet.headings.push_back(say("笔数", "Payments"));
        for (const SummaryGroup& group : table.groups) {
            sheet.rows.push_back(cells(group, group.name));
        }
        sheet.sums = cells(summary_.all, say("合计", "Total"));
        sheet.bars = {6, 7 + kReductionCauses};
        return sheet;
    }

    /// What settlement took from the awards, and what was done since.
    [[nodiscard]] SummarySheet settlement() const {
        SummarySheet sheet{say("结算前后", "Before and after"), {say("项目", "Step"), say("金额（元）", "Amount (yuan)")}, {}, {}, {1}};
        const auto add = [&sheet](std::string name, Int128 fen) {
            sheet.rows.push_back({SummaryCell::of(std::move(name)), SummaryCell::fen(fen)});
        };
        add(say("核定", "Awards"), summary_.all.award_fen);
        for (std::size_t cause = 0; cause < kReductionCauses; ++cause) {
            if (summary_.all.cuts_fen[cause] != 0) {
                add(say("减：", "less ") + cause_words(cause).in(language_), summary_.all.cuts_fen[cause]);
            }
        }
        add(say("应付", "Payable"), summary_.all.payable_fen);
        if (summary_.in_ledger) {
            add(say("异议、更正以后应付", "Due after objections and corrections"), summary_.due_fen);
            add(say("批准", "Approved"), summary_.approved_fen);
            add(say("已付（减已收回）", "Paid, less recovered"), summary_.paid_fen);
        }
        return sheet;
    }

    [[nodiscard]] SummarySheet reasons() const {
        SummarySheet sheet{say("首个不符合的理由", "First reason of refusal"),
                           {say("理由", "Reason"), say("事项", "Incentive"), say("份数", "Statements")}, {}, {}, {2}};
        std::uint64_t sum = 0;
        for (const SummaryReason& reason : summary_.reasons) {
            sheet.rows.push_back({SummaryCell::of(reason.reason), SummaryCell::of(reason.incentive), SummaryCell::count(reason.times)});
            sum += reason.times;
        }
        sheet.sums = {SummaryCell::of(say("合计", "Total")), SummaryCell::of(""), SummaryCell::count(sum)};
        return sheet;
    }

    [[nodiscard]] SummarySheet budgets() const {
        SummarySheet sheet{say("预算使用", "Use of budgets"),
                           {say("预算", "Budget"), say("总额（元）", "Amount (yuan)"), say("需要（元）", "Wanted (yuan)"),
                            say("使用（元）", "Used (yuan)"), say("结余（元）", "Left (yuan)"), say("使用率（%）", "Used (%)")},
                           {}, {}, {1, 2, 3}};
        for (const SummaryBudget& budget : summary_.budgets) {
            const Int128 share = budget.amount_fen == 0 ? 0 : budget.used_fen * 10'000 / budget.amount_fen;
            sheet.rows.push_back({SummaryCell::of(budget.name), SummaryCell::fen(budget.amount_fen), SummaryCell::fen(budget.wanted_fen),
                                  SummaryCell::fen(budget.used_fen), SummaryCell::fen(budget.amount_fen - budget.used_fen),
                                  SummaryCell::fen(share)});
        }
        return sheet;
    }

    /// Who pays how much; where some incentives do not say who pays, that is a row of its own.
    [[nodiscard]] SummarySheet payers() const {
        SummarySheet sheet{say("资金来源", "Payers"), {say("出资方", "Payer"), say("金额（元）", "Amount (yuan)")}, {}, {}, {1}};
        Int128 unsaid = summary_.all.payable_fen;
        for (const auto& [payer, fen] : summary_.payers) {
            sheet.rows.push_back({SummaryCell::of(payer), SummaryCell::fen(fen)});
            unsaid -= fen;
        }
        if (unsaid != 0) {
            sheet.rows.push_back({SummaryCell::of(say("没有写由谁出资", "not said who pays")), SummaryCell::fen(unsaid)});
        }
        sheet.sums = {SummaryCell::of(say("合计", "Total")), SummaryCell::fen(summary_.all.payable_fen)};
        return sheet;
    }

    [[nodiscard]] SummarySheet hops() const {
        SummarySheet sheet{say("核对", "Control totals"), {say("应当相等", "Must be equal"), say("左边", "Left"), say("右边", "Right"), say("结果", "Result")}, {}, {}, {}};
        for (const SummaryHop& hop : summary_.hops) {
            sheet.rows.push_back({SummaryCell::of(hop.what.in(language_)), SummaryCell::of(hop.left), SummaryCell::of(hop.right),
                                  SummaryCell::of(hop.left == hop.right ? say("相符", "ties") : say("不符", "does not tie"))});
        }
        return sheet;
    }

    const BatchSummary& summary_;
    Language language_;
};

[[nodiscard]] std::string cell_text(const SummaryCell& cell) {
    return cell.kind == SummaryCell::Kind::text    ? cell.text
           : cell.kind == SummaryCell::Kind::count ? fixed_text(Integer(cell.number), 0)
                                                   : fixed_text(Integer(cell.number), Money::kDecimals);
}

/// Gives a number with its thousands apart, for people.
[[nodiscard]] std::string shown_text(const SummaryCell& cell) {
    std::string text = cell_text(cell);
    if (cell.kind == SummaryCell::Kind::text) {
        return text;
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = point; at > first + 3; at -= 3) {
        text.insert(at - 3, ",");
    }
    return text;
}

/// A name that a sheet may have: at most 31 characters, none of those that workbooks forbid.
[[nodiscard]] std::string sheet_name(std::string_view name) {
    std::string text;
    std::size_t characters = 0;
    for (const char c : name) {
        characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
        if (characters > 31) {
            break;
        }
        text += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : '_';
    }
    return text;
}

/// Bars of some columns of a table, with names and amounts as text.
[[nodiscard]] std::string chart(const SummarySheet& sheet) {
    constexpr std::string_view kLooks[] = {"bar0", "bar1", "bar2"};
    const std::size_t rows = std::min(sheet.rows.size(), kMostBars);
    Int128 most = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        for (const std::size_t column : sheet.bars) {
            most = std::max(most, sheet.rows[row][column].number);
        }
    }
    constexpr std::size_t kBar = 14;
    const std::size_t group = kBar * sheet.bars.size() + 24;
    const std::size_t height = rows * group + 30;
    std::string out = "<svg viewBox=\"0 0 700 " + std::to_string(height) + "\" role=\"img\" aria-label=\"" + escaped_html(sheet.name) + "\">\n";
    for (std::size_t bar = 0; bar < sheet.bars.size(); ++bar) {
        const std::string x = std::to_string(bar * 180);
        out += "<rect class=\"" + std::string(kLooks[bar % 3]) + "\" x=\"" + x + "\" y=\"4\" width=\"12\" height=\"12\"/><text x=\"" +
               std::to_string(bar * 180 + 18) + "\" y=\"14\">" + escaped_html(sheet.headings[sheet.bars[bar]]) + "</text>\n";
    }
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t top = 30 + row * group;
        out += "<text x=\"0\" y=\"" + std::to_string(top + 12) + "\">" + escaped_html(cell_text(sheet.rows[row].front())) + "</text>\n";
        for (std::size_t bar = 0; bar < sheet.bars.size(); ++bar) {
            const SummaryCell& cell = sheet.rows[row][sheet.bars[bar]];
            const auto width = static_cast<std::int64_t>(most == 0 || cell.number < 0 ? 0 : cell.number * 540 / most);
            const std::string y = std::to_string(top + 16 + bar * kBar);
            out += "<rect class=\"" + std::string(kLooks[bar % 3]) + "\" x=\"0\" y=\"" + y + "\" width=\"" + std::to_string(width) +
                   "\" height=\"" + std::to_string(kBar - 3) + "\"/><text class=\"amount\" x=\"" + std::to_string(width + 6) + "\" y=\"" +
                   std::to_string(top + 16 + bar * kBar + 10) + "\">" + shown_text(cell) + "</text>\n";
        }
    }
    return out + "</svg>\n";
}

[[nodiscard]] std::string row_markup(const std::vector<SummaryCell>& row, std::string_view tag) {
    std::string out = "<tr>";
    for (const SummaryCell& cell : row) {
        out += "<" + std::string(tag) + (cell.kind == SummaryCell::Kind::text ? ">" : " class=\"number\">") + escaped_html(shown_text(cell)) +
               "</" + std::string(tag) + ">";
    }
    return out + "</tr>\n";
}

/// The columns of a table of which some cell is not zero: a page has little room.
[[nodiscard]] SummarySheet without_zeros(const SummarySheet& sheet) {
    SummarySheet out{sheet.name, {}, std::vector<std::vector<SummaryCell>>(sheet.rows.size()), {}, {}};
    for (std::size_t column = 0; column < sheet.headings.size(); ++column) {
        const bool any = std::any_of(sheet.rows.begin(), sheet.rows.end(), [column](const auto& row) {
            return row[column].kind == SummaryCell::Kind::text || row[column].number != 0;
        });
        const bool bar = std::find(sheet.bars.begin(), sheet.bars.end(), column) != sheet.bars.end();
        if (!any && !bar) {
            continue;
        }
        if (bar) {
            out.bars.push_back(out.headings.size());
        }
        out.headings.push_back(sheet.headings[column]);
        for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
            out.rows[row].push_back(sheet.rows[row][column]);
        }
        if (!sheet.sums.empty()) {
            out.sums.push_back(sheet.sums[column]);
        }
    }
    return out;
}

[[nodiscard]] std::string section(const SummarySheet& full) {
    const SummarySheet sheet = without_zeros(full);
    std::string out = "<h2>" + escaped_html(sheet.name) + "</h2>\n";
    out += sheet.bars.empty() || sheet.rows.empty() ? "" : chart(sheet);
    out += "<table class=\"list\">\n<thead><tr>";
    for (std::size_t column = 0; column < sheet.headings.size(); ++column) {
        const bool number = !sheet.rows.empty() && sheet.rows.front()[column].kind != SummaryCell::Kind::text;
        out += (number ? "<th class=\"number\">" : "<th>") + escaped_html(sheet.headings[column]) + "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : sheet.rows) {
        out += row_markup(row, "td");
    }
    out += "</tbody>\n";
    out += sheet.sums.empty() ? "" : "<tfoot>" + row_markup(sheet.sums, "th") + "</tfoot>\n";
    return out + "</table>\n";
}

}  // namespace

std::vector<SummarySheet> summary_sheets(const BatchSummary& summary, Language language) {
    return Tables(summary, language).all();
}

std::string summary_book(const std::vector<SummarySheet>& sheets) {
    std::string out;
    const auto row_end = [&out] { out += sheet_text::kRowEnd; };
    std::set<std::string> taken;
    for (const SummarySheet& full : sheets) {
        const SummarySheet sheet = without_zeros(full);
        std::string name = sheet_name(sheet.name);
        for (int more = 2; !taken.insert(name).second; ++more) {
            name = sheet_name(std::to_string(more) + " " + sheet.name);
        }
        sheet_text::append_cell(out, sheet_text::kSheet, name);
        for (const std::string& heading : sheet.headings) {
            sheet_text::append_cell(out, sheet_text::kHeading, heading);
        }
        row_end();
        std::vector<std::vector<SummaryCell>> rows = sheet.rows;
        if (!sheet.sums.empty()) {
            rows.push_back(sheet.sums);
        }
        for (const auto& row : rows) {
            for (const SummaryCell& cell : row) {
                sheet_text::append_cell(out, cell.kind == SummaryCell::Kind::text ? sheet_text::kText : sheet_text::kNumber, cell_text(cell));
            }
            row_end();
        }
        if (!sheet.bars.empty() && !sheet.rows.empty()) {
            std::string bars;
            for (const std::size_t column : sheet.bars) {
                bars += (bars.empty() ? "" : ",") + column_letters(column);
            }
            sheet_text::append_cell(out, sheet_text::kChart,
                                    name + "\t" + std::to_string(std::min(sheet.rows.size(), kMostBars) + 1) + "\t" + bars);
        }
    }
    return out;
}

std::string summary_page(const BatchSummary& summary, const std::vector<SummarySheet>& sheets, Language language) {
    const bool zh = language == Language::zh;
    const std::string title = zh ? "奖补结算汇总" : "Summary of a settlement";
    std::string body = "<h1>" + title + "</h1>\n<p>" + (zh ? "组合 " : "Bundle ") + escaped_html(summary.bundle);
    body += summary.in_ledger ? (zh ? "，批次 " : ", batch ") + escaped_html(summary.batch) + (zh ? "（" : " (") + escaped_html(summary.stage) + (zh ? "）" : ")") : "";
    for (const std::string& note : summary.notes) {
        body += "</p>\n<p>" + escaped_html(note);
    }
    body += "</p>\n<p class=\"total\">" + std::string(zh ? "应付合计 " : "Payable in all ") + shown_text(SummaryCell::fen(summary.all.payable_fen)) +
            (zh ? " 元，" : " yuan, ") + std::to_string(summary.all.payments) + (zh ? " 笔；" : " payments; ") +
            (summary.ties() ? (zh ? "各处合计相符" : "all control totals tie") : (zh ? "有合计不符，见“核对”" : "control totals do not tie: see the last table")) + "</p>\n";
    for (const SummarySheet& sheet : sheets) {
        body += section(sheet);
    }
    return printed_page(title, zh ? "zh-CN" : "en", body);
}

}  // namespace huiqi
