#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>

#include "engine/author/layout.h"
#include "engine/diagnostic/expect.h"
#include "engine/io/output_file.h"
#include "engine/rulebook/rule_files.h"
#include "engine/rulebook/yaml/document.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct FmtOptions {
    std::vector<std::string> paths;
    bool check = false;
};

/// A file as it would be written; nothing when it cannot be read as YAML, which has been reported.
[[nodiscard]] std::optional<std::string> written(Sources& sources, SourceId id, Diagnostics& diagnostics) {
    Diagnostics own;
    std::optional<std::string> text = laid_out(sources, id, own);
    // what is printed must say what was written: anything else is a bug of ours, and the file stays as it is
    expect(text.has_value() || own.has_errors(), "a rule file that is laid out says what it said before");
    diagnostics.append(std::move(own));
    return text;
}

/// Puts a text in the place of a file; false when that failed, which has been said.
[[nodiscard]] bool replace_file(const Program& program, const std::filesystem::path& path, const std::string& text) {
    std::vector<DataFault> faults;
    // a link stays a link, what it leads to is replaced; who may read it stays too
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(path, error);
    const std::filesystem::perms mode = std::filesystem::status(real, error).permissions();
    const auto output = error ? nullptr : OutputFile::open(real.string(), true, faults);
    if (output != nullptr && output->write(text) && output->commit()) {
        std::filesystem::permissions(real, mode, error);
        return !error;
    }
    complain(program, {"不能写 " + path.string() + "，文件没有改动", "cannot write " + path.string() + ", which stays as it was"});
    return false;
}

Exit format_input(const Program& program) {
    Sources sources;
    Diagnostics diagnostics;
    const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    const std::optional<std::string> result = written(sources, sources.add("<stdin>", text), diagnostics);
    if (!result) {
        show_diagnostics(program, diagnostics, sources);
        return Exit::rules_invalid;
    }
    return put(*result) ? Exit::done : Exit::input_output;
}

/// What became of the files.
struct Tally {
    std::size_t same = 0;
    std::size_t other = 0;
    bool written = true;
};

void format_file(const Program& program, const FmtOptions& options, const std::filesystem::path& path, Sources& sources,
                 Diagnostics& diagnostics, Tally& tally) {
    std::optional<std::string> text = read_rule_file(path, YamlLimits().bytes);
    if (!text) {
        return;
    }
    const SourceId id = sources.add(path.string(), *text);
    const std::optional<std::string> result = written(sources, id, diagnostics);
    if (!result) {
        return;
    }
    if (*result == *text) {
        ++tally.same;
        return;
    }
    ++tally.other;
    if (options.check) {
        talk(path.string() + program.say({"：不是统一的排版", ": is not laid out"}));
    } else {
        tally.written = replace_file(program, path, *result) && tally.written;
    }
}

Exit format_files(const Program& program, const FmtOptions& options) {
    if (options.paths == std::vector<std::string>{"-"}) {
        return format_input(program);
    }
    Sources sources;
    Diagnostics diagnostics;
    Tally tally;
    for (const std::filesystem::path& path : collect_rule_files(options.paths, sources, diagnostics)) {
        format_file(program, options, path, sources, diagnostics, tally);
    }
    show_diagnostics(program, diagnostics, sources);
    const std::string same = std::to_string(tally.same);
    const std::string other = std::to_string(tally.other);
    talk(options.check ? program.say({same + " 个文件排版统一，" + other + " 个要改", same + " laid out, " + other + " to change"})
                       : program.say({"改了 " + other + " 个文件，" + same + " 个没有变", other + " changed, " + same + " left as they were"}));
    if (diagnostics.has_errors()) {
        return rules_exit(diagnostics, sources);
    }
    if (!tally.written) {
        return Exit::input_output;
    }
    return options.check && tally.other != 0 ? Exit::answer_is_no : Exit::done;
}

}  // namespace

void add_fmt(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("fmt", "lay out rule files in the one way; meaning and comments stay / 统一规则文件的排版，含义和注释不变");
    auto options = std::make_shared<FmtOptions>();
    command->add_option("PATH", options->paths, "rule files or folders; - reads stdin and writes stdout / 规则文件或文件夹；- 从标准输入读")->required();
    command->add_flag("--check", options->check, "change nothing; 1 when a file would change / 只检查，要改时退出码为1");
    command->footer("examples:\n  huiqi fmt rules\n  huiqi fmt --check rules\n  huiqi fmt - < my-rule.yaml");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return format_files(program, *options); };
    });
}

}  // namespace huiqi
