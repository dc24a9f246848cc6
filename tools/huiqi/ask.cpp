#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "tools/huiqi/answer_text.h"
#include "tools/huiqi/answers_json.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/interview_json.h"
#include "tools/huiqi/yuan_words.h"

namespace huiqi {
namespace {

struct AskOptions {
    std::string rules;
    std::string answers;
    RuleChoice choice;
};

/// Asks on the terminal until nothing that is asked can matter any more.
class Conversation {
public:
    Conversation(const Program& program, Interview& interview, Answer answers)
        : program_(program),
          interview_(interview),
          answers_(std::move(answers)),
          chinese_(program.language == Language::zh) {}

    [[nodiscard]] Exit run() {
        say(chinese_
                ? "回答写在 > "
                  "后面；不清楚就直接回车；“返回”改上一个回答，“为什么”说明为什么问。回答只留在这个程序里。"
                : "Answer after >. Press Enter when you do not know; `back` changes the last answer, `why` "
                  "says why it is asked. "
                  "Answers stay in this program.");
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
    void result() const;

private:
    void say(const std::string& line) const { (void)put(line + "\n"); }
    [[nodiscard]] bool read(std::string& line) const {
        (void)put("> ");
        return static_cast<bool>(std::getline(std::cin, line));
    }

    /// Gives false at the end of the input.
    [[nodiscard]] bool ask(const AskedFor& asked) {
        const FieldSchema& field = interview_.rules().plan->schema.fields[asked.field];
        const Input& input = interview_.rules().input(asked.field);
        ranges();
        const std::string unit = program_.say(unit_text(field));
        say("\n" + program_.say(question_text(input)) +
            (unit.empty() ? ""
             : chinese_   ? "（" + unit + "）"
                          : " (" + unit + ")"));
        if (!input.help.empty()) {
            say("  " + program_.say(input.help));
        }
        if (field.kind == ColumnKind::list) {
            return ask_list(field);
        }
        while (true) {
            choices(field);
            std::string line;
            if (!read(line)) {
                return false;
            }
            if (line == "为什么" || line == "why") {
                say("  " + program_.say(why_asked(interview_.rules(), *interview_.check().next(), asked)));
                continue;
            }
            if (line == "返回" || line == "back") {
                take_back();
                return true;
            }
            if (auto answer = understood(line, field)) {
                keep(field.name, std::move(*answer));
                return true;
            }
        }
    }

    /// Reads one datum back, or says what is wrong with it.
    [[nodiscard]] std::optional<Answer> understood(const std::string& line, const FieldSchema& field) const {
        if (line.find_first_not_of(" \t\r") == std::string::npos || line == "不清楚") {
            return Answer::unknown();
        }
        if ((line == "无" || line == "none") && field.optional()) {
            return Answer::absent();
        }
        std::string text = line;
        const Type type = field.type.without_optional();
        if (type.is(TypeKind::enumeration) && text.size() <= 2 &&
            text.find_first_not_of("0123456789") == std::string::npos) {
            const auto place = static_cast<std::size_t>(std::stoul(text));
            text =
                place >= 1 && place <= type.values()->values.size() ? type.values()->values[place - 1] : text;
        }
        const TypedAnswer typed = read_typed(text, field);
        if (typed.fault) {
            say("  " + typed.fault->message.in(program_.language) +
                (typed.fault->help.empty() ? "" : "\n  " + typed.fault->help.in(program_.language)));
            return std::nullopt;
        }
        say((chinese_ ? "  读作 " : "  read as ") + typed.reading.in(program_.language));
        return Answer(typed.text);
    }

    void choices(const FieldSchema& field) const {
        const Type type = field.type.without_optional();
        for (std::size_t at = 0; type.is(TypeKind::enumeration) && at < type.values()->values.size(); ++at) {
            say("  " + std::to_string(at + 1) + ". " + type.values()->values[at]);
        }
    }

    [[nodiscard]] bool ask_list(const FieldSchema& field) {
        std::vector<Answer> elements;
        std::string line;
        while (true) {
            say(chinese_ ? "  第 " + std::to_string(elements.size() + 1) +
                               " 项：还有吗？（是／否；不清楚就直接回车）"
                         : "  item " + std::to_string(elements.size() + 1) +
                               ": is there one more? (yes/no; Enter when you do not know)");
            if (!read(line)) {
                return false;
            }
            if (line == "返回" || line == "back") {
                take_back();
                return true;
            }
            if (line.empty() && elements.empty()) {
                keep(field.name, Answer::unknown());
                return true;
            }
            if (line != "是" && line != "y" && line != "yes") {
                keep(field.name, Answer::list(std::move(elements)));
                return true;
            }
            auto element = ask_element(field);
            if (!element) {
                return false;
            }
            elements.push_back(std::move(*element));
        }
    }
    [[nodiscard]] std::optional<Answer> ask_element(const FieldSchema& field) {
        const bool record = field.type.element().is(TypeKind::record);
        std::vector<std::pair<std::string, Answer>> parts;
        for (const FieldSchema& part : field.fields) {
            const std::string unit = program_.say(unit_text(part));
            std::string line;
            std::optional<Answer> answer;
            while (!answer) {
                say("    " + (part.name.empty() ? field.name : part.name) +
                    (unit.empty() ? "" : " (" + unit + ")"));
                choices(part);
                if (!read(line)) {
                    return std::nullopt;
                }
                answer = understood(line, part);
            }
            parts.emplace_back(part.name, std::move(*answer));
        }
        return record ? std::optional(Answer::record(std::move(parts))) : std::optional(parts.front().second);
    }

    void keep(const std::string& name, Answer answer) {
        order_.push_back(name);
        Application all;
        for (std::size_t at = 0; at < answers_.parts().size(); ++at) {
            all.set(answers_.names()[at], answers_.parts()[at]);
        }
        answers_ = all.set(name, std::move(answer)).answers();
    }
    void take_back() {
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

    [[nodiscard]] std::string range_text(const Standing& one, const Unit& currency) const;
    [[nodiscard]] std::string award_text(std::size_t index) const;
    void ranges() const;

    const Program& program_;
    Interview& interview_;
    Answer answers_;
    bool chinese_;
    std::vector<std::string> order_;  ///< names, in the order they were answered
};

std::string Conversation::award_text(std::size_t index) const {
    const Incentive& incentive = interview_.rules().incentive(index);
    return incentive.award.empty() ? program_.say(no_amount_text(incentive))
                                   : range_text(interview_.check().standings()[index], incentive.currency);
}

std::string Conversation::range_text(const Standing& one, const Unit& currency) const {
    const std::string unit = " " + unit_name(currency, chinese_);
    const std::string least = grouped(one.least) + unit;
    if (one.most && *one.most == one.least) {
        return least;
    }
    const std::string most = one.most ? grouped(*one.most) + unit : "";
    if (chinese_) {
        return "目前可确定 " + least + "，" + (one.most ? "最多 " + most : "上限未定");
    }
    return "at least " + least + ", " + (one.most ? "at most " + most : "no upper bound yet");
}

void Conversation::ranges() const {
    for (std::size_t at = 0; at < interview_.check().standings().size(); ++at) {
        const Standing& one = interview_.check().standings()[at];
        if (one.state == DecisionState::unknown) {
            say("  " + program_.say(interview_.rules().incentive(at).title) + (chinese_ ? "：" : ": ") +
                award_text(at));
            return;  // the one that is being asked about
        }
    }
}

void Conversation::result() const {
    for (std::size_t at = 0; at < interview_.check().standings().size(); ++at) {
        const Standing& one = interview_.check().standings()[at];
        const Incentive& incentive = interview_.rules().incentive(at);
        const std::string title = "\n" + program_.say(incentive.title) + (chinese_ ? "：" : ": ");
        switch (one.state) {
            case DecisionState::eligible:
                say(title + (chinese_ ? "符合，" : "eligible, ") + award_text(at) +
                    (chinese_ && !incentive.award.empty() && incentive.currency == Unit::of("CNY")
                         ? "（" + yuan_words(one.least) + "）"
                         : ""));
                break;
            case DecisionState::refused:
                say(title + (chinese_ ? "不符合" : "not eligible"));
                if (one.period_failed) {
                    say(chinese_ ? "  不在施行期内" : "  outside the period of validity");
                }
                if (!one.period_failed && one.failed.empty()) {
                    say(chinese_ ? "  未定的条件不能同时满足，其余回答怎样都一样"
                                 : "  the open conditions cannot hold together, whatever the other answers");
                }
                for (const std::size_t failed : one.failed) {
                    say("  " + failed_reason(interview_, at, failed).in(program_.language));
                    const std::string clause =
                        clause_text(cited_text(incentive, incentive.conditions[failed].provenance), chinese_);
                    say(clause.empty() ? "" : "    " + clause);
                }
                break;
            case DecisionState::unknown: {
                say(title + (chinese_ ? "还不能确定，" : "not decided, ") + award_text(at));
                std::string names;
                for (const std::size_t field : one.waits_for) {
                    names += (names.empty() ? ""
                              : chinese_    ? "、"
                                            : ", ") +
                             interview_.rules().plan->schema.fields[field].name;
                }
                say((chinese_ ? "  还缺：" : "  missing: ") + names);
                break;
            }
            case DecisionState::error:
                say(title + (chinese_ ? "按规则算不出来" : "cannot be computed by the rules"));
                break;
        }
    }
    for (const IncentivePlan::Named& total : interview_.rules().plan->totals) {
        const auto [least, most] = interview_.total(total);
        Standing both;
        both.least = least.value_or(0);
        both.most = most;
        say("\n" + total.name + (chinese_ ? "：" : ": ") + range_text(both, interview_.rules().incentive(0).currency));
    }
}

/// Reads the answers file: one JSON object.
[[nodiscard]] bool read_file(const Program& program, const std::string& path, Answer& answers,
                             Exit& problem) {
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in && text.empty()) {
        complain(program, {"读不了“" + path + "”", "cannot read `" + path + "`"});
        problem = Exit::input_missing;
        return false;
    }
    std::string fault;
    if (!read_answers(text, answers, fault)) {
        complain(program,
                 {"“" + path + "”不是一个 JSON 对象：" + fault,
                  "`" + path + "` is no JSON object of answers: " + fault},
                 {"写成 {\"企业规模\": \"小型\", \"实付额\": \"100\"}",
                  "write {\"size\": \"small\", \"paid_amount\": \"100\"}"});
        problem = Exit::data_refused;
        return false;
    }
    return true;
}

[[nodiscard]] Exit refuse(const Program& program, const std::vector<Message>& messages) {
    if (program.json) {
        (void)put(nlohmann::ordered_json{{"errors", faults_json(messages)}}.dump(1) + "\n");
        return Exit::data_refused;
    }
    for (const Message& one : messages) {
        const bool chinese = program.language == Language::zh;
        const std::string& help = chinese ? one.help_zh : one.help_en;
        talk(one.code + " " + one.answer + (chinese ? "：" : ": ") + (chinese ? one.text_zh : one.text_en) +
             (help.empty() ? "" : (chinese ? "\n  = 改法：" : "\n  = help: ") + help));
    }
    return Exit::data_refused;
}

Exit ask_command(const Program& program, const AskOptions& options) {
    LoadedRules rules = load_rules({options.rules});
    Exit problem = Exit::done;
    const auto ready = interview_rules(program, rules, options.choice, problem);
    if (ready == nullptr) {
        return problem;
    }
    Answer answers = Answer::record({});
    if (!options.answers.empty() && !read_file(program, options.answers, answers, problem)) {
        return problem;
    }
    Interview interview(ready);
    const std::vector<Message> messages = interview.look(answers);
    if (faulty(messages)) {
        return refuse(program, messages);
    }
    if (program.json) {
        return put(interview_json(interview).dump(1, ' ', false,
                                                  nlohmann::ordered_json::error_handler_t::replace) +
                   "\n")
                   ? Exit::done
                   : Exit::input_output;
    }
    Conversation conversation(program, interview, std::move(answers));
    if (!options.answers.empty() && isatty(STDIN_FILENO) == 0) {
        conversation.result();
        return Exit::done;
    }
    return conversation.run();
}

}  // namespace

void add_ask(CLI::App& app, Action& chosen) {
    auto* command =
        app.add_subcommand("ask", "ask question by question what you may get / 一问一答，看能拿到多少");
    auto options = std::make_shared<AskOptions>();
    command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则")->required();
    command->add_option("--answers", options->answers,
                        "a JSON object with answers known before / 已有回答的 JSON 文件");
    options->choice.add_options(*command);
    command->footer(
        "examples:\n  huiqi --lang zh ask rules/benchmark\n  huiqi --json ask rules/benchmark --answers "
        "mine.json");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return ask_command(program, *options); };
    });
}

}  // namespace huiqi
