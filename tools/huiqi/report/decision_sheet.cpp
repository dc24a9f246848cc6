#include "tools/huiqi/report/decision_sheet.h"

#include <algorithm>
#include <set>

#include "engine/api/findings_markup.h"
#include "engine/data/shown_value.h"
#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/division_words.h"
#include "tools/huiqi/person_words.h"
#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

/// Gives the first lines of a paper: who applied for what, in which batch.
[[nodiscard]] std::string head_lines(const std::string& number, const ApplicantLines& applicant, const PaperHead& head, bool chinese) {
    std::string text = "<p>" + std::string(chinese ? "申报编号：" : "Application: ") + "<strong>" + escaped_html(number) + "</strong>";
    for (const auto& [name, value] : applicant) {
        text += "<br>\n" + escaped_html(name) + (chinese ? "：" : ": ") + (value.empty() ? "—" : escaped_html(value));
    }
    if (!head.batch.empty()) {
        text += std::string("<br>\n") + (chinese ? "批次：" : "Batch: ") + escaped_html(head.batch);
    }
    return text + "</p>\n";
}

/// Gives the last lines of a notice: until when, by whom, of which day.
[[nodiscard]] std::string notice_foot(const PaperHead& head, bool chinese) {
    std::string text;
    if (!head.until.empty()) {
        text += "<p>" + std::string(chinese ? "请在 " : "Please hand it in by ") + head.until +
                (chinese ? " 以前（含当日）补充、改正后交回。" : ", that day included.") + "</p>\n";
    }
    text += head.office.empty() ? "" : "<p>" + escaped_html(head.office) + "</p>\n";
    return text + "<p>" + (chinese ? "日期：" : "Date: ") + (!head.day.empty() ? head.day : chinese ? "　　　　年　　月　　日" : "____________") + "</p>\n";
}

/// Writes the parts that sheets and notices share, in one language.
class SheetWriter {
public:
    SheetWriter(const SheetContent& content, Language language)
        : content_(content), language_(language), chinese_(language == Language::zh) {}

    [[nodiscard]] std::string sheet() {
        text_ = "<section>\n<h1>" + say("奖补核定表", "Decision on incentives") + "</h1>\n" +
                head_lines(content_.number, content_.applicant, content_.head, chinese_);
        for (std::size_t at = 0; at < content_.explanations.size(); ++at) {
            incentive(content_.explanations[at], *content_.incentives[at]);
        }
        signatures();
        return text_ + "</section>\n";
    }

    [[nodiscard]] std::string notice() {
        std::string body;
        for (std::size_t at = 0; at < content_.explanations.size(); ++at) {
            body += notice_of(content_.explanations[at], *content_.incentives[at]);
        }
        if (body.empty()) {
            return body;
        }
        return "<section>\n<h1>" + say("一次性告知书", "Notice of what is missing or refused") + "</h1>\n" +
               head_lines(content_.number, content_.applicant, content_.head, chinese_) + body + notice_foot(content_.head, chinese_) + "</section>\n";
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(chinese_ ? zh : en);
    }
    [[nodiscard]] const std::string& in(const Bilingual& both) const {
        const std::string& mine = both.in(language_);
        return mine.empty() ? (chinese_ ? both.en : both.zh) : mine;
    }
    [[nodiscard]] std::string shown(const Value& value, const Type& type, const EntryUnit* unit = nullptr) const {
        return escaped_html(shown_value(value, type, language_, unit));
    }

    /// Keeps a short value together, so that no amount is parted from its unit.
    [[nodiscard]] static std::string on_one_line(const std::string& text) {
        return text.size() > 32 ? text : "<span class=\"value\">" + text + "</span>";
    }

    [[nodiscard]] std::string cited(const CitedText& cited) const {
        std::string text = cited.document;
        text += cited.number.empty() ? "" : " " + cited.number;
        text += cited.clause.empty() ? "" : " " + cited.clause;
        // Quoted where it is named for the first time.
        if (!cited.quote.empty() && quoted_.insert(text + cited.quote).second) {
            text += "：“" + cited.quote + "”";
        }
        text = text.empty() ? text : "<div class=\"source\">" + escaped_html(text) + "</div>";
        const std::string& reading = cited.interpretation.empty() ? std::string() : in(cited.interpretation);
        return reading.empty() ? text : text + "<div class=\"source\">" + say("解释：", "Reading: ") + escaped_html(reading) + "</div>";
    }

    void heading(const std::string& text) { text_ += "<h2>" + text + "</h2>\n"; }
    void row(const std::vector<std::string>& cells) {
        text_ += "<tr>";
        for (const std::string& cell : cells) {
            text_ += "<td>" + cell + "</td>";
        }
        text_ += "</tr>\n";
    }
    void table(const std::vector<std::string>& headings) {
        text_ += "<table>\n<tr>";
        for (const std::string& one : headings) {
            text_ += "<th scope=\"col\">" + one + "</th>";
        }
        text_ += "</tr>\n";
    }

    void incentive(const Explanation& one, const Incentive& rules) {
        const PersonWords words(rules, one, language_);
        heading(escaped_html(in(one.title).empty() ? one.id : in(one.title)));
        result(one);
        if (!one.inputs.empty()) {
            table({say("申报内容", "Answer"), say("值", "Value")});
            for (const ExplainedValue& value : one.inputs) {
                row({escaped_html(words.name(value.name)), shown(value.value, value.type, value.unit.text.empty() ? nullptr : &value.unit)});
            }
            text_ += "</table>\n";
        }
        conditions(one);
        const bool refused = one.outcome.eligible.known() && !one.outcome.eligible.boolean();
        if (!one.steps.empty() && !refused) {
            steps(words, one.steps);
        }
        if (!refused && !content_.settled.contains(one.id)) {
            divisions(words, one);
        }
        for (const Clause& clause : one.by_hand) {
            text_ += "<p>☐ " + say("由人判断：", "Left to a person: ") + escaped_html(clause.document + " " + clause.label + " " + in(clause.note)) + "</p>\n";
        }
    }

    /// The decision in one line, the amount in capital numerals, and what settlement took.
    void result(const Explanation& one) {
        const Outcome& outcome = one.outcome;
        if (!outcome.eligible.known() || (outcome.eligible.boolean() && !outcome.award.known())) {
            text_ += "<p class=\"total\">" + (outcome.errors.empty() ? say("还不能决定", "Not decided yet") : say("计算出错", "In error")) + "</p>\n";
            return;
        }
        if (!outcome.eligible.boolean()) {
            text_ += "<p class=\"total\">" + say("不符合，奖补 0.00 元", "Not eligible, award 0.00 yuan") + "</p>\n";
            return;
        }
        amount(say("核定", "Award"), outcome.award.number());
        const auto settled = content_.settled.find(one.id);
        if (settled == content_.settled.end()) {
            return;
        }
        for (const auto& [cause, cut] : settled->second.cuts) {
            text_ += "<p>" + say("核减（", "Reduced (") + escaped_html(cause) + say("）", ")") + " " + grouped(Rational(cut.minor()) / 100) + say(" 元", " yuan") + "</p>\n";
        }
        payable(settled->second);
        if (!settled->second.waiting.empty()) {
            text_ += "<p>" + say("候补第 ", "Waiting list, place ") + escaped_html(settled->second.waiting) + "</p>\n";
        }
    }

    /// What is due: as settled, or as decided since, with every step that changed it. Only what is in force stands in capitals.
    void payable(const SettledAmount& settled) {
        const Rational before = Rational(settled.payable.minor()) / 100;
        if (settled.changes.empty()) {
            amount(say("应付", "Payable"), before);
            return;
        }
        text_ += "<p>" + say("结算时应付 ", "Payable when settled: ") + grouped(before) + say(" 元", " yuan") + "</p>\n";
        for (const SettledAmount::Change& one : settled.changes) {
            const std::string due = grouped(Rational(one.due.minor()) / 100);
            text_ += "<p>" + escaped_html(one.day) + " " + in(one.step) + say("：应付改为 " + due + " 元", ": payable " + due + " yuan") +
                     (one.reason.empty() ? "" : say("，理由：", ", because: ") + escaped_html(one.reason)) + "</p>\n";
        }
        amount(say("现应付", "Payable now"), Rational(settled.changes.back().due.minor()) / 100);
    }

    void amount(const std::string& label, const Rational& yuan) {
        const bool whole_cents = denominator(Rational(yuan * 100)) == 1 && yuan >= 0 && yuan < Rational(10'000'000'000'000'000);
        text_ += "<p class=\"total\">" + label + " " + grouped(yuan) + say(" 元", " yuan") + "</p>\n";
        if (whole_cents) {
            text_ += "<p>" + say("人民币（大写）：", "In capital numerals: ") + yuan_words(yuan) + "</p>\n";
        }
    }

    [[nodiscard]] std::string mark(const Value& holds) const {
        return !holds.known() ? "?" : holds.boolean() ? say("符合", "yes") : say("不符合", "no");
    }

    void condition_row(const ExplainedCondition& one) {
        row({escaped_html(one.id), mark(one.holds), escaped_html(in(one.reason)) + cited(one.cited)});
        for (const ExplainedCondition& alternative : one.alternatives) {
            row({"— " + escaped_html(alternative.id), mark(alternative.holds), escaped_html(in(alternative.reason)) + cited(alternative.cited)});
        }
    }

    void conditions(const Explanation& one) {
        if (one.conditions.empty() && !one.period) {
            return;
        }
        table({say("条件", "Condition"), say("结果", "Holds"), say("说明与依据", "Reason and source")});
        if (one.period) {
            condition_row(one.period->test);
        }
        for (const ExplainedCondition& condition : one.conditions) {
            condition_row(condition);
        }
        text_ += "</table>\n";
    }

    /// Which dated values and counts of days went into a step.
    [[nodiscard]] std::string uses(const PersonWords& words, const std::vector<ExplainedUse>& list) const {
        constexpr std::size_t kShown = 20;
        std::string text;
        for (std::size_t at = 0; at < std::min(kShown, list.size()); ++at) {
            text += "<div class=\"source\">" + escaped_html(words.use(list[at])) + "</div>" + cited(list[at].cited);
        }
        const std::string more = list.size() > kShown ? std::to_string(list.size() - kShown) : "";
        return more.empty() ? text : text + "<div class=\"source\">" + say("… 还有 " + more + " 个", "… " + more + " more") + "</div>";
    }

    /// Each step in words with the applicant's values, below it as the rules write it.
    void steps(const PersonWords& words, const std::vector<ExplainedStep>& list) {
        table({say("步骤", "Step"), say("之后", "After"), say("依据", "Source")});
        for (const ExplainedStep& step : list) {
            const std::string when = step.when.empty() ? "" : say("；当 ", "; when ") + words.expression(step.when);
            row({escaped_html(words.step(step) + when) + "<div class=\"source\">" + escaped_html(words.formula(step)) + "</div>",
                 on_one_line(shown(step.after, step.type)), cited(step.cited) + uses(words, step.uses)});
        }
        text_ += "</table>\n";
    }

    /// How the award is divided: in parts, by whom, to whom. Only before settlement, which divides what it leaves.
    void divisions(const PersonWords& words, const Explanation& one) {
        for (const DivisionGroup& group : division_groups(words, one, language_)) {
            table({group.title, say("依据", "Source")});
            for (const DivisionLine& line : group.lines) {
                row({escaped_html(line.words), cited(*line.cited)});
            }
            text_ += "</table>\n";
        }
    }

    void signatures() {
        text_ += "<div class=\"signatures\">";
        for (const std::string& who : {say("经办人", "Decided by"), say("复核人", "Reviewed by"), say("批准人", "Approved by")}) {
            text_ += "<div>" + who + "：<br><br>" + say("日期：", "Date:") + "</div>";
        }
        text_ += "</div>\n";
        for (const std::string& line : {content_.head.office, content_.head.day}) {
            text_ += line.empty() ? "" : "<p>" + escaped_html(line) + "</p>\n";
        }
    }

    /// One input without an answer: its name, and what the rule says of how it is asked, filled in and proved.
    [[nodiscard]] std::string missing_item(const std::string& name, const Incentive& incentive) const {
        std::string text = "<li>" + escaped_html(name);
        const auto asked = std::find_if(incentive.inputs.begin(), incentive.inputs.end(),
                                        [&name](const Input& one) { return one.field.name == name; });
        if (asked != incentive.inputs.end()) {
            text += asked->question.empty() ? "" : "<div>" + escaped_html(in(asked->question)) + "</div>";
            text += asked->help.empty() ? "" : "<div class=\"source\">" + say("填报：", "How to fill it in: ") + escaped_html(in(asked->help)) + "</div>";
            text += asked->evidence.empty() ? "" : "<div class=\"source\">" + say("证明：", "Evidence: ") + escaped_html(in(asked->evidence)) + "</div>";
            text += cited(cited_text(incentive, asked->provenance));
        }
        return text + "</li>\n";
    }

    [[nodiscard]] std::string failed_conditions(const std::vector<ExplainedCondition>& conditions) const {
        std::string items;
        for (const ExplainedCondition& one : conditions) {
            if (one.holds.known() && !one.holds.boolean()) {
                items += "<li>" + escaped_html(in(one.reason).empty() ? one.id + "：" + one.expression : in(one.reason)) + cited(one.cited);
                items += one.alternatives.empty() ? "" : "<ul>" + failed_conditions(one.alternatives) + "</ul>";
                items += "</li>\n";
            }
        }
        return items;
    }

    [[nodiscard]] std::string notice_of(const Explanation& one, const Incentive& incentive) const {
        std::string text;
        const std::string refused = failed_conditions(one.conditions) + (one.period ? failed_conditions({one.period->test}) : "");
        if (!one.outcome.missing.empty()) {
            text += "<p>" + say("请补充：", "Please add:") + "</p>\n<ul>\n";
            for (const std::string& name : one.outcome.missing) {
                text += missing_item(name, incentive);
            }
            text += "</ul>\n";
        }
        if (!refused.empty()) {
            text += "<p>" + say("不符合的条件：", "Conditions that do not hold:") + "</p>\n<ul>\n" + refused + "</ul>\n<p>" +
                    say("申报内容填写有误的，改正后可以重新申报；内容属实的，按规定不予奖补。",
                        "If an answer is wrong, correct it and apply again; if the answers are right, the rules give nothing here.") +
                    "</p>\n";
        }
        return text.empty() ? text : "<h2>" + escaped_html(in(one.title).empty() ? one.id : in(one.title)) + "</h2>\n" + text;
    }

    const SheetContent& content_;
    Language language_;
    bool chinese_;
    std::string text_;
    mutable std::set<std::string> quoted_;
};

}  // namespace

std::string decision_sheet(const SheetContent& content, Language language) {
    return SheetWriter(content, language).sheet();
}

std::string notice(const SheetContent& content, Language language) {
    return SheetWriter(content, language).notice();
}

std::string notice(const RejectedRow& row, const ApplicantLines& applicant, const PaperHead& head, Language language) {
    const bool zh = language == Language::zh;
    const std::string number = !row.number.empty() ? row.number
                               : zh                ? "（数据第 " + std::to_string(row.line) + " 行）"
                                                   : "(line " + std::to_string(row.line) + " of the data)";
    std::string text = std::string("<section>\n<h1>") + (zh ? "一次性告知书" : "Notice of what is missing or refused") + "</h1>\n" +
                       head_lines(number, applicant, head, zh) + "<p>" +
                       (zh ? "这份申报没有读成，请改正后重新提交：" : "This application could not be read. Please correct it and hand it in again:") + "</p>\n<ul>\n";
    for (const DataFault& fault : row.faults) {
        text += "<li>" + escaped_html(fault.column_name.empty() ? "" : fault.column_name + "：") + escaped_html(fault.message.in(language)) +
                (fault.value.empty() ? "" : "（" + escaped_html(fault.value) + "）") +
                (fault.help.empty() ? "" : "<div class=\"source\">" + escaped_html(fault.help.in(language)) + "</div>") + "</li>\n";
    }
    return text + "</ul>\n" + notice_foot(head, zh) + "</section>\n";
}

}  // namespace huiqi
