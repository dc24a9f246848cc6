#include <CLI/CLI.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <string_view>

#include "tools/huiqi/command_line.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/ledger/engine_build.h"
#include "tools/huiqi/log.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

/// The language of the messages: LC_ALL, LC_MESSAGES, LANG in the order that POSIX gives them.
[[nodiscard]] Language language_of_locale() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const std::string_view value = environment(name);
        if (!value.empty()) {
            return value.starts_with("zh") ? Language::zh : Language::en;
        }
    }
    return Language::en;
}

int run(int argc, char** argv) {
    Program program;
    program.language = asked_language(argc, argv, language_of_locale());
    program.color = isatty(STDERR_FILENO) == 1 && environment("NO_COLOR").empty();
    Action chosen;
    std::string language;
    std::string format;
    bool verbose = false;
    CLI::App app("huiqi: subsidies and rewards, exactly as the rules are written\n惠企：按规则原文精确计算奖补", "huiqi");
    name_help_parts(app, program.language);
    app.set_version_flag("--version", HUIQI_VERSION "\nsources " + std::string(sources_digest()), "the version, and the digest of what it was made from / 版本和源码摘要");
    app.add_flag("--json", program.json, "the same as --format json / 以 JSON 输出");
    app.add_option("--format", format, "text or json; of check also sarif / 输出格式，check 还可以用 sarif")->check(CLI::IsMember({"text", "json", "sarif"}));
    app.add_option("--lang", language, "zh or en; by default that of the locale / 消息语言")->check(CLI::IsMember({"zh", "en"}));
    app.add_flag("--verbose", verbose, "log each step with the time / 记录每一步和时间");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer("Every message has a code; `huiqi help CODE` explains it. / 每条消息都有代码；huiqi help 代码 给出解释和改法。");
    for (const auto add :
         {&add_new,   &add_check, &add_fmt, &add_test,      &add_mutate,  &add_diff, &add_bench, &add_inspect, &add_run,     &add_settle, &add_detect, &add_batch, &add_verify,  &add_report,
          &add_doc,   &add_reconcile, &add_explain, &add_ask,    &add_serve,  &add_show,  &add_monitor, &add_feel,
          &add_schema, &add_lsp, &add_completion, &add_help}) {
        add(app, chosen);
    }
    speak(app, program.language);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            return app.exit(error);   // --help, --version
        }
        complain_of_command_line(program, app, error, argc, argv);
        return static_cast<int>(Exit::wrong_use);
    }
    program.sarif = format == "sarif";
    program.json = program.json || format == "json" || program.sarif;
    if (program.sarif && !app.got_subcommand("check")) {
        complain(program, {"--format sarif 只用于 check", "`--format sarif` is for `check` only"});
        return static_cast<int>(Exit::wrong_use);
    }
    if (!language.empty()) {
        program.language = language == "zh" ? Language::zh : Language::en;
        program.data_language = program.language;
    }
    if (verbose) {
        open_log();
    }
    return static_cast<int>(chosen(program));
}

}  // namespace
}  // namespace huiqi

int main(int argc, char** argv) {
    // an expectation of ours that fails says so and aborts: the promised exit code, not a signal
    std::signal(SIGABRT, [](int) { std::_Exit(static_cast<int>(huiqi::Exit::our_bug)); });
    try {
        return huiqi::run(argc, argv);
    } catch (const std::bad_alloc&) {
        huiqi::talk("huiqi: out of memory / 内存不足");
    } catch (const std::exception& error) {
        huiqi::talk(std::string("huiqi: a bug of ours / 程序自身的错误: ") + error.what());
    }
    return static_cast<int>(huiqi::Exit::our_bug);
}
