#include "tools/huiqi/ask/conversation.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <utility>

#include "engine/evaluate/explanation.h"
#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/ask/standing_text.h"
#include "tools/huiqi/division_words.h"
#include "tools/huiqi/person_words.h"
#include "tools/huiqi/title_text.h"
#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

[[nodiscard]] bool one_of(const std::string& line, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), line) != words.end();
}

[[nodiscard]] bool unknown_word(const std::string& line, const FieldSchema& field) {
    return line.empty() || says_unknown(line, field);
}

}  // namespace

Conversation::Conversation(const Program& program, Interview& interview, Answer answers)
    : program_(program),
      interview_(interview),
      answers_(std::move(answers)),
      chinese_(program.language == Language::zh) {}

void Conversation::say(const std::string& line) const {
    (void)put(line + "\n");
}

std::string Conversation::words(std::string_view zh, std::string_view en) const {
    return std::string(chinese_ ? zh : en);
}

Exit Conversation::run() {
    say(words("回答写在 > 后面；不清楚就直接回车；“返回”改上一个回答，“为什么”说明为什么问。回答只留在这个程序里。",
              "Answer after >. Press Enter when you do not know; `back` changes the last answer, `why` says why it is "
              "asked. Answers stay in this program."));
    while (true) {
        if (faulty(interview_.look(answers_))) {
            return Exit::data_refused;
        }
        const auto asked = interview_.next();
        if (!asked || !ask(*asked)) {
            result();
            return Exit::done;
        }
    }
}

Conversation::Said Conversation::listen(const AskedFor& asked, std::string& line) const {
    while (true) {
        (void)put("> ");
        if (!std::getline(std::cin, line)) {
            return Said::nothing_more;
        }
        const auto first = line.find_first_not_of(" \t\r");
        line = first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
        if (one_of(line, {"为什么", "为什么？", "why", "why?"})) {
            say("  " + program_.say(why_asked(interview_.rules(), *interview_.check().next(), asked)));
            continue;
        }
        return one_of(line, {"返回", "back"}) ? Said::back : Said::something;
    }
}

void Conversation::question(const AskedFor& asked) const {
    const FieldSchema& field = interview_.rules().plan->schema.fields[asked.field];
    const Input& input = interview_.rules().input(asked.field);
    const std::string unit = program_.say(unit_text(field));
    say("\n" + program_.say(question_text(input)) +
        (unit.empty() ? "" : words("（", " (") + unit + words("）", ")")));
    if (!input.help.empty()) {
        say("  " + program_.say(input.help));
    }
}

bool Conversation::ask(const AskedFor& asked) {
    const FieldSchema& field = interview_.rules().plan->schema.fields[asked.field];
    ranges();
    question(asked);
    if (field.kind == ColumnKind::list) {
        return ask_list(asked, field);
    }
    while (true) {
        choices(field);
        std::string line;
        switch (listen(asked, line)) {
            case Said::nothing_more: return false;
            case Said::back: take_back(); return true;
            case Said::something: break;
        }
        if (auto answer = understood(line, field)) {
            keep(field.name, std::move(*answer));
            return true;
        }
    }
}

std::optional<Answer> Conversation::understood(const std::string& line, const FieldSchema& field) const {
    if (unknown_word(line, field)) {
        return Answer::unknown();
    }
    if (says_none(line, field)) {
        return Answer::absent();
    }
    std::string text = line;
    const Type type = field.type.without_optional();
    if (type.is(TypeKind::enumeration) && text.size() <= 2 &&
        text.find_first_not_of("0123456789") == std::string::npos) {
        const auto place = static_cast<std::size_t>(std::stoul(text));
        text = place >= 1 && place <= type.values()->values.size() ? type.values()->values[place - 1] : text;
    }
    const TypedAnswer typed = read_typed(text, field);
    if (typed.fault) {
        say("  " + typed.fault->message.in(program_.language) +
            (typed.fault->help.empty() ? "" : "\n  " + typed.fault->help.in(program_.language)));
        return std::nullopt;
    }
    say(words("  读作 ", "  read as ") + typed.reading.in(program_.language));
    return Answer(typed.text);
}

void Conversation::choices(const FieldSchema& field) const {
    const Type type = field.type.without_optional();
    for (std::size_t at = 0; type.is(TypeKind::enumeration) && at < type.values()->values.size(); ++at) {
        say("  " + std::to_string(at + 1) + ". " + type.values()->label(at).in(program_.language));
    }
}

bool Conversation::ask_list(const AskedFor& asked, const FieldSchema& field) {
    std::vector<Answer> elements;
    while (true) {
        const std::string number = std::to_string(elements.size() + 1);
        say(words("  第 " + number + " 项：还有吗？（是／否；" + (elements.empty() ? "不清楚就直接回车）" : "“返回”删去上一项）"),
                  "  item " + number + ": is there one more? (yes/no; " +
                      (elements.empty() ? "Enter when you do not know)" : "`back` takes the last item away)")));
        std::string line;
        const Said said = listen(asked, line);
        if (said == Said::nothing_more) {
            return false;
        }
        if (said == Said::back && elements.empty()) {
            take_back();
            return true;
        }
        if (said == Said::back) {
            elements.pop_back();
        } else if (one_of(line, {"是", "有", "y", "yes", "对"})) {
            Answer element = Answer::unknown();
            const Said ended = ask_element(asked, field, element);
            if (ended == Said::nothing_more) {
                return false;
            }
            if (ended == Said::something) {
                elements.push_back(std::move(element));
            }
        } else if (one_of(line, {"否", "没有了", "n", "no", "不是"})) {
            keep(field.name, Answer::list(std::move(elements)));
            return true;
        } else if (elements.empty() && unknown_word(line, field)) {
            keep(field.name, Answer::unknown());
            return true;
        } else if (elements.empty() && says_none(line, field)) {
            keep(field.name, Answer::absent());
            return true;
        } else {
            say(words("  只写“是”（再填一项）或“否”（没有了）", "  write yes (one more item) or no (that was all)"));
        }
    }
}

Conversation::Said Conversation::ask_element(const AskedFor& asked, const FieldSchema& field, Answer& element) const {
    std::vector<std::pair<std::string, Answer>> parts;
    while (parts.size() < field.fields.size()) {
        const FieldSchema& part = field.fields[parts.size()];
        const std::string unit = program_.say(unit_text(part));
        say("    " + (part.name.empty() ? field.name : program_.say(part.shown_name())) +
            (unit.empty() ? "" : words("（", " (") + unit + words("）", ")")) +
            (part.optional() ? words("：没有就写“无”", ": write none when there is none") : ""));
        choices(part);
        std::string line;
        const Said said = listen(asked, line);
        if (said == Said::nothing_more || (said == Said::back && parts.empty())) {
            return said;
        }
        if (said == Said::back) {
            parts.pop_back();
        } else if (auto answer = understood(line, part)) {
            parts.emplace_back(part.name, std::move(*answer));
        }
    }
    const bool record = field.type.without_optional().element().is(TypeKind::record);
    element = record ? Answer::record(std::move(parts)) : parts.front().second;
    return Said::something;
}

void Conversation::keep(const std::string& name, Answer answer) {
    order_.push_back(name);
    Application all;
    for (std::size_t at = 0; at < answers_.parts().size(); ++at) {
        all.set(answers_.names()[at], answers_.parts()[at]);
    }
    answers_ = all.set(name, std::move(answer)).answers();
}

void Conversation::take_back() {
    if (order_.empty()) {
        return;
    }
    Application all;
    for (std::size_t at = 0; at < answers_.parts().size(); ++at) {
        if (answers_.names()[at] != order_.back()) {
            all.set(answers_.names()[at], answers_.parts()[at]);
        }
    }
    answers_ = all.answers();
    order_.pop_back();
}

void Conversation::ranges() const {
    const auto index = interview_.check().next();  // the one that is being asked about
    if (index) {
        say("  " + title_or_id(interview_.rules().incentive(*index), program_.language) + words("：", ": ") +
            award_text(interview_.rules(), *index, interview_.check().standings()[*index], chinese_));
    }
}

std::string Conversation::answered(std::size_t field) const {
    const FieldSchema& of = interview_.rules().plan->schema.fields[field];
    const auto found = std::find(answers_.names().begin(), answers_.names().end(), of.name);
    const Answer* answer = found == answers_.names().end() ? nullptr : &answers_.parts()[static_cast<std::size_t>(found - answers_.names().begin())];
    if (answer == nullptr || answer->kind() != Answer::Kind::text) {
        return words("无", "none");
    }
    const TypedAnswer read = read_typed(answer->text(), of);
    return read.fault ? answer->text() : read.reading.in(program_.language);
}

void Conversation::refusal(std::size_t index) const {
    const Standing& one = interview_.check().standings()[index];
    const Incentive& incentive = interview_.rules().incentive(index);
    if (one.period_failed && incentive.effective) {
        say("  " + period_reason(interview_, index).in(program_.language));
        if (const auto day = interview_.day_asked(index)) {
            say(words("    您的回答：", "    you answered: ") + answered(*day));
        }
        const std::string clause = clause_text(cited_text(incentive, incentive.effective->provenance), chinese_);
        say(clause.empty() ? "" : "    " + clause);
    }
    if (!one.period_failed && one.failed.empty()) {
        say(words("  未定的条件不能同时满足，其余回答怎样都一样",
                  "  the open conditions cannot hold together, whatever the other answers"));
    }
    for (const std::size_t failed : one.failed) {
        say("  " + failed_reason(interview_, index, failed).in(program_.language));
        const std::string clause = clause_text(cited_text(incentive, incentive.conditions[failed].provenance), chinese_);
        say(clause.empty() ? "" : "    " + clause);
    }
}

void Conversation::how(std::size_t index) const {
    const Incentive& incentive = interview_.rules().incentive(index);
    const Explanation explanation = explain(interview_.check().evaluator(), incentive, index, 0);
    const PersonWords told(incentive, explanation, program_.language);
    const std::string due = due_words(explanation, program_.language);
    if (!due.empty()) {
        say("  " + due);
    }
    std::string before;
    const auto cite = [&](const CitedText& cited, const std::string& margin) {
        const std::string clause = clause_text(cited, chinese_);
        if (!clause.empty() && clause != before) {
            say(margin + clause);
        }
        before = clause;
    };
    for (const ExplainedStep& one : explanation.steps) {
        say("  " + told.step(one));
        cite(one.cited, "    ");
    }
    for (const DivisionGroup& group : division_groups(told, explanation, program_.language)) {
        say("  " + group.title + words("：", ":"));
        for (const DivisionLine& line : group.lines) {
            say("    " + line.words);
            cite(*line.cited, "      ");
        }
    }
}

void Conversation::result_of(std::size_t index) const {
    const InterviewRules& rules = interview_.rules();
    const Standing& one = interview_.check().standings()[index];
    const Incentive& incentive = rules.incentive(index);
    const std::string title = "\n" + title_or_id(incentive, program_.language) + words("：", ": ");
    const std::string award = award_text(rules, index, one, chinese_);
    switch (one.state) {
        case DecisionState::eligible:
            say(title + words("符合，", "eligible, ") + award +
                (chinese_ && !incentive.award.empty() && incentive.currency == Unit::of("CNY")
                     ? "（" + yuan_words(one.least) + "）"
                     : ""));
            break;
        case DecisionState::refused:
            say(title + words("不符合", "not eligible"));
            refusal(index);
            break;
        case DecisionState::unknown: say(title + words("还不能确定，", "not decided, ") + award); break;
        case DecisionState::error:
            say(title + words("按规则算不出来，请核对回答", "cannot be computed by the rules; check the answers"));
            for (const Bilingual& cause : interview_.failures(index)) {
                say("  " + cause.in(program_.language));
            }
            break;
    }
    if (one.state == DecisionState::eligible) {
        how(index);
    }
    if (!one.waits_for.empty()) {
        say(words("  还缺：", "  missing: ") + questions_text(rules, one.waits_for, chinese_));
    }
    if (const std::string reach = reach_text(one, chinese_); !reach.empty()) {
        say("  " + reach);
    }
    if (const std::string whatever = whatever_text(rules, one, chinese_); !whatever.empty()) {
        say("  " + whatever);
    }
    for (const RaisedAnomaly& raised : one.state == DecisionState::refused ? std::vector<RaisedAnomaly>()
                                                                           : anomalies_of(interview_, index)) {
        say("  " + anomaly_text(raised).in(program_.language));
    }
}

void Conversation::result() const {
    for (std::size_t at = 0; at < interview_.check().standings().size(); ++at) {
        result_of(at);
    }
    for (const IncentivePlan::Named& total : interview_.rules().plan->totals) {
        const auto [least, most] = interview_.total(total);
        say("\n" + total.name + words("：", ": ") +
            range_text(least.value_or(0), most, interview_.rules().incentive(0).currency, chinese_));
    }
}

}  // namespace huiqi
