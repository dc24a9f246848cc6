#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/author/check_rules.h"
#include "engine/evaluate/explanation.h"
#include "engine/evaluate/sentence_text.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/ask/standing_text.h"
#include "tools/huiqi/division_words.h"
#include "tools/huiqi/title_text.h"
#include "tools/huiqi/yuan_words.h"
#include "tools/web/page_parts.h"
#include "tools/web/worksheet.h"
#include "tools/web/worksheet_values.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string names_of(const PageStyle& style, const InterviewRules& rules,
                                   const std::vector<std::size_t>& fields) {
    std::string out;
    for (const std::size_t field : fields) {
        out += "<li>" + worded(style, question_text(rules.input(field)).in(style.language)) + "</li>";
    }
    return out.empty() ? "" : "<ul>" + out + "</ul>";
}

/// A question, ready for its answer to follow.
[[nodiscard]] std::string asked_and(const PageStyle& style, const Input& input) {
    const std::string asked = question_text(input).in(style.language);
    return asked + (asked.ends_with("？") || asked.ends_with('?') ? " " : style.say("：", ": "));
}

/// What was answered to some questions.
[[nodiscard]] std::string answered_words(const PageState& state, const InterviewRules& rules, const std::vector<std::size_t>& fields) {
    std::string answered;
    for (const std::size_t field : fields) {
        const FieldSchema& of = rules.plan->schema.fields[field];
        if (const Answer* answer = state.find(of.name); answer != nullptr && answer->kind() != Answer::Kind::unknown) {
            answered += (answered.empty() ? "" : state.style.say("；", "; ")) + asked_and(state.style, rules.input(field)) +
                        answer_words(state.style, *answer, of);
        }
    }
    return answered;
}

/// What went wrong where the rules give no result, and the answers to look at: mostly one of them is a slip.
[[nodiscard]] std::string broken_part(const PageState& state, const Interview& interview, std::size_t index) {
    const PageStyle& style = state.style;
    std::string causes;
    for (const Bilingual& one : interview.failures(index)) {
        causes += "<li>" + worded(style, one.in(style.language)) + "</li>";
    }
    const std::string answered = answered_words(state, interview.rules(), interview.award_rests_on(index));
    return "<p><span class=\"mark\">! " + style.say("按规则算不出来", "The rules give no result") + "</span></p>" +
           (causes.empty() ? "" : "<ul>" + causes + "</ul>") +
           (answered.empty() ? "" : "<p class=\"needs\">" + style.say("请核对这些回答（比如年份、先后）：", "Check these answers (a year, an order of days): ") +
                                        worded(style, answered) + "</p>") +
           "<p>" + style.say("回答没有错时，请咨询主管部门。", "If the answers are right, ask the authority.") + "</p>";
}

/// What the rule asks, what was answered. Whether facts can be changed is not for a program to suggest.
[[nodiscard]] std::string failed_part(const PageState& state, Interview& interview, std::size_t index) {
    const PageStyle& style = state.style;
    const InterviewRules& rules = interview.rules();
    const Incentive& incentive = rules.incentive(index);
    const Standing& one = interview.check().standings()[index];
    std::string out;
    if (one.period_failed && incentive.effective) {
        const auto day = interview.day_asked(index);
        const std::string answered = day ? answered_words(state, rules, {*day}) : "";
        out += "<li>" + worded(style, period_reason(interview, index).in(style.language)) +
               (answered.empty() ? "" : "<p class=\"needs\">" + style.say("您的回答：", "You answered: ") + worded(style, answered) + "</p>") +
               cited_part(style, cited_text(incentive, incentive.effective->provenance)) + "</li>";
    }
    for (const std::size_t at : one.failed) {
        const Condition& condition = incentive.conditions[at];
        const std::string answered = answered_words(state, rules, interview.rests_on(index, at));
        const std::string reason = failed_reason(interview, index, at).in(style.language);
        const std::string test = style.say("规则要求：", "The rule requires: ") + "<code>" + worded(style, expression_words(style, condition.test.text.text)) + "</code>";
        const std::string given = answered.empty() ? "" : style.say("您的回答：", "You answered: ") + worded(style, answered);
        out += "<li>" + (reason.empty() ? test : worded(style, reason)) +
               (given.empty() ? "" : "<p class=\"needs\">" + given + "</p>") + cited_part(style, cited_text(incentive, condition.provenance)) + "</li>";
    }
    if (out.empty()) {  // each of the open conditions can hold, all of them together cannot
        for (const std::size_t at : one.open) {
            const Condition& condition = incentive.conditions[at];
            out += "<li><code>" + worded(style, expression_words(style, condition.test.text.text)) + "</code>" +
                   cited_part(style, cited_text(incentive, condition.provenance)) + "</li>";
        }
        return "<p>" +
               style.say("这些条件不能同时满足，其余回答怎样都一样：",
                         "These conditions cannot hold together, whatever the other answers:") +
               "</p><ul>" + out + "</ul>";
    }
    return "<p>" + style.say("哪些条件没有满足：", "Which conditions do not hold:") + "</p><ul>" + out +
           "</ul>";
}

/// What is still missing, what does not matter, and what holds the payment up.
[[nodiscard]] std::string open_part(const PageStyle& style, const Interview& interview, std::size_t index) {
    const InterviewRules& rules = interview.rules();
    const Standing& one = interview.check().standings()[index];
    std::string out;
    if (!one.waits_for.empty()) {
        out += "<p>" + style.say("还缺这些回答：", "These answers are missing:") + "</p>" +
               names_of(style, rules, one.waits_for);
    }
    if (const std::string reach = reach_text(one, style.chinese()); !reach.empty()) {
        out += "<p class=\"hint\">" + reach + "</p>";
    }
    if (const std::string whatever = whatever_text(rules, one, style.chinese()); !whatever.empty()) {
        out += "<p class=\"whatever\">" + worded(style, whatever) + "</p>";
    }
    if (one.state == DecisionState::refused) {
        return out;
    }
    for (const RaisedAnomaly& raised : anomalies_of(interview, index)) {
        const bool hold = raised.level == Anomaly::Level::hold;
        out += std::string("<div class=\"anomaly") + (hold ? " hold" : "") + "\"><p>" + (hold ? "<strong>" : "") +
               worded(style, anomaly_text(raised).in(style.language)) + (hold ? "</strong>" : "") + "</p>" +
               cited_part(style, raised.cited) + "</div>";
    }
    return out;
}

/// How the amount comes about and is divided; folded while it is not decided.
[[nodiscard]] std::string how_part(const PageStyle& style, const PersonWords& words, const Explanation& explanation, bool decided) {
    const std::string steps = steps_part(style, words, explanation.steps);
    const std::string tables = tables_part(style, words, explanation.tables);
    const std::string used = used_part(style, words, explanation);
    const std::string how =
        steps + (used.empty() ? "" : "<div class=\"screen-only\"><h3>" + style.say("用到的数", "Values used") + "</h3>" + used + "</div>") +
        (tables.empty() ? "" : "<h3>" + style.say("查的对照表", "Tables looked up") + "</h3>" + tables);
    const std::string heading = style.say("怎样算出来", "How it is calculated");
    const std::string divided = divisions_part(style, words, explanation);
    std::string out = decided ? divided + (how.empty() ? "" : "<h3>" + heading + "</h3>" + how)
                      : how.empty() && divided.empty() ? ""
                                                       : "<details class=\"how\"><summary>" + heading + "</summary>" + how + divided + "</details>";
    if (!explanation.by_hand.empty()) {
        out += "<p>" +
               style.say("有的条款要由人判断，见规则页。",
                         "Some clauses are left to a person: see the page of the rules.") +
               "</p>";
    }
    return out;
}

[[nodiscard]] std::string incentive_result(const PageState& state, Interview& interview, std::size_t index) {
    const PageStyle& style = state.style;
    const InterviewRules& rules = interview.rules();
    const Incentive& incentive = rules.incentive(index);
    const Standing& one = interview.check().standings()[index];
    std::string out = "<section class=\"incentive " + std::string(state_word(one.state)) + "\"><h2 id=\"incentive-" + std::to_string(index + 1) + "\" tabindex=\"-1\">" +
                      worded(style, title_or_id(incentive, style.language)) + "</h2>";
    switch (one.state) {
        case DecisionState::eligible:
            out += "<p class=\"amount\"><span class=\"mark\">✓ " + style.say("符合", "Eligible") +
                   "</span> <strong>" + worded(style, award_words(style, interview, index, one)) + "</strong></p>";
            if (style.chinese() && !incentive.award.empty() && incentive.currency == Unit::of("CNY")) {
                out += "<p class=\"words\">" + worded(style, yuan_words(one.least)) + "</p>";
            }
            break;
        case DecisionState::refused:
            out += "<p><span class=\"mark\">✗ " + style.say("不符合", "Not eligible") + "</span></p>" +
                   failed_part(state, interview, index);
            break;
        case DecisionState::unknown:
            out += "<p><span class=\"mark\">? " + style.say("还不能确定", "Not decided yet") + "</span> " +
                   worded(style, award_words(style, interview, index, one)) + "</p>";
            break;
        case DecisionState::error: out += broken_part(state, interview, index); break;
    }
    const bool tells = one.state == DecisionState::eligible || one.state == DecisionState::unknown;
    const auto explanation = tells ? std::optional(explain(interview.check().evaluator(), incentive, index, 0)) : std::nullopt;
    const std::string due = explanation ? due_words(*explanation, style.language) : "";
    out += due.empty() ? "" : "<p class=\"due\"><strong>" + worded(style, due) + "</strong></p>";
    out += open_part(style, interview, index);
    out += explanation ? how_part(style, PersonWords(incentive, *explanation, style.language), *explanation, one.state == DecisionState::eligible) : "";
    return out + "<p class=\"screen-only\">" + style.say("规则和条款：", "Rules and clauses: ") + incentive_link(style, incentive) + "</p></section>";
}

/// Documents to bring, each with what it proves; answers for which the rules name none, by incentive.
struct Documents {
    std::vector<std::pair<std::string, std::string>> named, others;
    std::set<std::string> told;   ///< answers
};

void add_to(std::vector<std::pair<std::string, std::string>>& groups, const std::string& group, const std::string& answer, const std::string& between) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.first == group; });
    if (found == groups.end()) {
        groups.emplace_back(group, answer);
    } else {
        found->second += between + answer;
    }
}

/// What proves the answers that an incentive uses: documents that its rules name, else whatever the applicant has.
void add_documents(const PageState& state, const InterviewRules& rules, std::size_t index, Documents& documents) {
    const PageStyle& style = state.style;
    const std::vector<std::uint32_t>& fields = rules.plan->incentives[index].fields;
    for (std::size_t input = 0; input < fields.size(); ++input) {
        const Answer* answer =
            fields[input] == kNoField ? nullptr : state.find(rules.plan->schema.fields[fields[input]].name);
        if (answer == nullptr || answer->kind() == Answer::Kind::absent ||
            answer->kind() == Answer::Kind::unknown) {
            continue;
        }
        const Input& of = rules.incentive(index).inputs[input];
        const std::string evidence = of.evidence.in(style.language);
        std::string asked = of.field.label.empty() ? question_text(of).in(style.language) : of.field.label.in(style.language);
        for (const std::string_view mark : {"？", "?"}) {
            asked = asked.ends_with(mark) ? asked.substr(0, asked.size() - mark.size()) : asked;
        }
        if (documents.told.insert(evidence + "\n" + asked).second) {
            add_to(evidence.empty() ? documents.others : documents.named, evidence.empty() ? title_or_id(rules.incentive(index), style.language) : evidence,
                   asked, style.say("；", "; "));
        }
    }
}

/// The entries of a list, each with the answers it stands for.
[[nodiscard]] std::string entries(const PageStyle& style, const std::vector<std::pair<std::string, std::string>>& groups, std::string_view before, std::string_view after) {
    std::string out;
    for (const auto& [group, answers] : groups) {
        out += "<li>" + worded(style, group) + std::string(before) + worded(style, answers) + std::string(after) + "</li>";
    }
    return out;
}

/// Of each incentive that is not out of the question: until when its rules are in force, and what to bring.
[[nodiscard]] std::string documents_part(const PageState& state, Interview& interview) {
    const PageStyle& style = state.style;
    const InterviewRules& rules = interview.rules();
    Documents found;
    std::string days;
    for (std::size_t at = 0; at < rules.selected.incentives.size(); ++at) {
        if (interview.check().standings()[at].state == DecisionState::refused) {
            continue;
        }
        add_documents(state, rules, at, found);
        const Incentive& incentive = rules.incentive(at);
        if (incentive.effective && incentive.effective->to) {
            days += "<li>" + worded(style, title_or_id(incentive, style.language)) + style.say("：施行至 ", ": in force until ") +
                    incentive.effective->to->text() + "</li>";
        }
    }
    const std::string notice = style.say("申报的起止日以主管部门的申报通知为准。",
                                         "The authority's call for applications says when to apply.");
    const std::string named = entries(style, found.named, style.say("<span class=\"hint\">（证明：", "<span class=\"hint\"> (for: "), style.say("）</span>", ")</span>"));
    const std::string others = entries(style, found.others, style.say("：", ": "), "");
    std::string documents = named.empty() ? "" : "<ul>" + named + "</ul>";
    documents += others.empty() ? ""
                                : "<p>" +
                                      style.say("规则没有为这些回答列出材料，请准备能证明的：",
                                                "For these answers the rules name no document; bring what proves them:") +
                                      "<span class=\"print-only\">" + style.say("见上", " see above") +
                                      "</span></p><ul class=\"proved\">" + others + "</ul>";
    return documents.empty() ? ""
                             : "<section class=\"documents\"><h2>" + style.say("要带的材料", "Documents to bring") + "</h2>" +
                                   documents + "<h2>" + style.say("期限", "Deadline") + "</h2>" +
                                   (days.empty() ? "" : "<ul>" + days + "</ul>") + "<p>" + notice +
                                   "</p></section>";
}

/// On paper the answers stand beside what follows from them.
[[nodiscard]] std::string answers_part(const PageState& state, const Interview& interview) {
    const PageStyle& style = state.style;
    std::string out;
    for (std::size_t at = 0; at < state.answers.parts().size(); ++at) {
        if (const auto field = interview.rules().plan->schema.index(state.answers.names()[at])) {
            out += "<li>" + worded(style, asked_and(style, interview.rules().input(*field))) + "<strong>" +
                   worded(style, answer_words(style, state.answers.parts()[at],
                                     interview.rules().plan->schema.fields[*field])) +
                   "</strong></li>";
        }
    }
    return out.empty() ? ""
                       : "<section class=\"print-only\"><h2>" + style.say("回答", "Answers") +
                             "</h2><ul class=\"proved\">" + out + "</ul></section>";
}

/// Where a result is long: links to its parts, each incentive with its mark and amount.
[[nodiscard]] std::string contents_part(const PageStyle& style, Interview& interview) {
    const auto& standings = interview.check().standings();
    if (standings.size() < 2) {
        return "";
    }
    std::string out;
    for (std::size_t at = 0; at < standings.size(); ++at) {
        const DecisionState state = standings[at].state;
        const std::string standing = state == DecisionState::refused ? style.say("不符合", "not eligible")
                                     : state == DecisionState::error ? style.say("按规则算不出来", "the rules give no result")
                                                                     : worded(style, award_words(style, interview, at, standings[at]));
        out += "<li><a href=\"#incentive-" + std::to_string(at + 1) + "\">" + worded(style, title_or_id(interview.rules().incentive(at), style.language)) + "</a>" +
               style.say("：", ": ") + standing + "</li>";
    }
    return "<nav class=\"screen-only\" aria-label=\"" + style.say("结果的各部分", "Parts of the result") + "\"><ul>" + out + "<li><a href=\"#next\">" +
           style.say("接下来", "What next") + "</a></li></ul></nav>";
}

/// Of what is awarded, what is due: below the sum, which is the whole.
[[nodiscard]] std::string due_part(const PageStyle& style, const Interview& interview) {
    const auto& standings = interview.check().standings();
    for (std::size_t at = 0; at < standings.size(); ++at) {
        const Incentive& incentive = interview.rules().incentive(at);
        if (standings[at].state != DecisionState::eligible || !incentive.schedule) {
            continue;
        }
        const std::string due = standings.size() > 1 ? style.say("其中有分期支付的，现在应付多少写在各项下面", "Some of it is paid in parts; below each stands what is due now")
                                                     : due_words(explain(interview.check().evaluator(), incentive, at, 0), style.language);
        return due.empty() ? "" : "<p>" + worded(style, due) + "</p>";
    }
    return "";
}

}  // namespace

std::string result_page(PageState& state, Interview& interview) {
    const PageStyle& style = state.style;
    const Sum sum = sum_of(interview);
    std::string out = "<p class=\"print-only programme\">" + worded(style, title_of(style, interview.rules())) + style.say("，", ", ") +
                      today().text() + "</p><h1>" + style.say("结果", "Result") + "</h1><section class=\"total\"><p class=\"so-far\">" +
                      (interview.check().standings().size() > 1 ? style.say("合计：", "Together: ") : "") +
                      worded(style, sum_words(style, sum)) + "</p>";
    if (style.chinese() && !sum.broken && sum.currency == Unit::of("CNY") && sum.most && sum.least == *sum.most) {
        out += "<p class=\"words\">" + worded(style, yuan_words(sum.least)) + "</p>";
    }
    out += due_part(style, interview) + total_note(style, interview, sum) + "</section>" + contents_part(style, interview);
    out += "<div class=\"incentives\">";
    for (std::size_t at = 0; at < interview.check().standings().size(); ++at) {
        out += incentive_result(state, interview, at);
    }
    out += "</div>" + answers_part(state, interview) + documents_part(state, interview);
    const std::string link_note =
        style.say("链接里有您的回答，写在 # 之后；地址的这一段浏览器不发出去。打开链接时，回答交给提供本页的服务器计算，它不保存。收到链接的人都能看到回答。",
                  "The link holds your answers, after the #: browsers do not send that part of an address. When the link is opened the answers go "
                  "to the server that gives this page, which calculates and keeps nothing. Whoever has the link can read them.");
    out += "<section class=\"screen-only\"><h2 id=\"next\" tabindex=\"-1\">" + style.say("接下来", "What next") +
           "</h2><form method=\"post\" action=\"/check\">" + state.hidden("result", "") +
           "<div class=\"actions\"><button class=\"second\" name=\"action\" value=\"review\">" +
           style.say("修改回答", "Change answers") +
           "</button><button class=\"second\" type=\"button\" data-print hidden>" +
           style.say("打印", "Print") +
           "</button><button class=\"second\" type=\"button\" data-share hidden>" +
           style.say("复制链接", "Copy a link") +
           "</button><button class=\"quiet\" name=\"action\" value=\"clear\">" +
           style.say("清除并离开", "Clear and leave") + "</button></div></form><p class=\"hint\" data-of-link hidden>" +
           link_note + "</p><p id=\"shared\" aria-live=\"polite\"></p></section>";
    out += chart_part(state, interview);
    out += compare_part(state, interview);
    return out;
}

}  // namespace huiqi
