#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "tools/huiqi/ask/answers_json.h"
#include "tools/huiqi/ask/conversation.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

struct AskOptions {
    std::string rules;
    std::string answers;
    RuleChoice choice;
};

/// Reads the answers file: one JSON object.
[[nodiscard]] bool read_file(const Program& program, const std::string& path, Answer& answers,
                             Exit& problem) {
    const std::optional<std::string> text = read_text_file(program, path);
    if (!text) {
        problem = Exit::input_missing;
        return false;
    }
    std::string fault;
    if (!read_answers(*text, answers, fault)) {
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

void tell(const Program& program, const std::vector<Message>& messages) {
    const bool chinese = program.language == Language::zh;
    for (const Message& one : messages) {
        const std::string& help = chinese ? one.help_zh : one.help_en;
        talk(one.code + " " + one.answer + (chinese ? "：" : ": ") + (chinese ? one.text_zh : one.text_en) +
             (help.empty() ? "" : (chinese ? "\n  = 改法：" : "\n  = help: ") + help));
    }
}

[[nodiscard]] Exit refuse(const Program& program, const std::vector<Message>& messages) {
    if (program.json) {
        (void)put(nlohmann::ordered_json{{"errors", faults_json(messages)}}.dump(1) + "\n");
    } else {
        tell(program, messages);
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
        return put(interview_json(interview, messages).dump(1, ' ', false,
                                                  nlohmann::ordered_json::error_handler_t::replace) +
                   "\n")
                   ? Exit::done
                   : Exit::input_output;
    }
    tell(program, messages);
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
