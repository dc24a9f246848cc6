#include <algorithm>
#include <cstdint>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>

#include "tools/huiqi/ask/interview.h"
#include "tools/huiqi/commands.h"
#include "tools/web/web_app.h"

namespace huiqi {
namespace {

struct ServeOptions {
    std::string rules;
    RuleChoice choice;
    std::uint16_t port = 8787;
    unsigned threads = 0;
};

[[nodiscard]] HttpHandler handler_of(const std::shared_ptr<WebApp>& app) {
    return {.answer = [app](const HttpRequest& request) { return app->answer(request); },
            .lines_path = "/v1/batch",
            .answer_line = [app](std::uint64_t number, std::string_view line) { return app->answer_line(number, line); },
            .lines_types = {"application/jsonl", "application/x-ndjson"},
            .line_problem = &WebApp::line_problem,
            .problem = &WebApp::problem};
}

Exit serve_command(const Program& program, const ServeOptions& options) {
    LoadedRules rules = load_rules({options.rules});
    Exit problem = Exit::done;
    const auto ready = interview_rules(program, rules, options.choice, problem);
    if (ready == nullptr) {
        return problem;
    }
    const auto app = std::make_shared<WebApp>(ready);
    HttpServer server(handler_of(app), HttpLimits());
    app->count_with(server);
    std::string fault;
    if (!server.listen(options.port, fault)) {
        complain(program,
                 {"端口 " + std::to_string(options.port) + " 用不了：" + fault,
                  "port " + std::to_string(options.port) + " cannot be used: " + fault},
                 {"换一个端口：--port 8788；--port 0 自动选一个",
                  "take another: --port 8788; --port 0 takes any free one"});
        return Exit::input_output;
    }
    const std::string address = "http://localhost:" + std::to_string(server.port()) + "/";
    if (!put(address + "\n")) {
        return Exit::input_output;
    }
    talk(program.say({"只在本机可用；不保存、不记录任何回答。按 Ctrl+C 结束。",
                      "On this machine only; nothing that is answered is kept or logged. Ctrl+C ends it."}));
    const unsigned threads =
        options.threads != 0 ? options.threads : std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
    server.run(threads);
    return Exit::done;
}

}  // namespace

void add_serve(CLI::App& app, Action& chosen) {
    auto* command =
        app.add_subcommand("serve", "the self-check as a local web page, and its API / 本机的自测网页和接口");
    auto options = std::make_shared<ServeOptions>();
    command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则")->required();
    command->add_option("--port", options->port, "8787 by default; 0 takes any free one / 端口");
    command->add_option("--threads", options->threads, "as many as processors by default / 线程数")
        ->check(CLI::Range(1, 64));
    options->choice.add_options(*command);
    command->footer(
        "examples:\n  huiqi serve rules/benchmark\n  huiqi --lang zh serve rules/ankang --only "
        "安康.专利质押贷款贴息 --port 0");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return serve_command(program, *options); };
    });
}

}  // namespace huiqi
