#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "engine/author/check_rules.h"
#include "engine/rulebook/audit.h"
#include "engine/rulebook/lints/suppressions.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct CheckOptions {
    std::vector<std::string> paths;
    bool strict = false;
    RuleChoice choice;
};

/// Gives the day on which suppressions are looked at: the one that was named, else today.
std::optional<Date> day_of(const Program& program, const RuleChoice& choice) {
    return choice.on.empty() ? std::optional(today()) : read_day(program, choice.on);
}

/// Tells how far warnings are looked for.
[[nodiscard]] Looked looked(const CheckOptions& options) {
    std::error_code none;
    const bool folder =
        std::any_of(options.paths.begin(), options.paths.end(), [&](const auto& path) { return std::filesystem::is_directory(path, none); });
    return !options.strict ? Looked::without_audit : folder ? Looked::whole_folder : Looked::with_audit;
}

Exit check(const Program& program, const CheckOptions& options) {
    const std::optional<Date> day = day_of(program, options.choice);
    if (!day) {
        return Exit::wrong_use;
    }
    bool sound = true;
    const std::optional<Place> place = options.choice.region.empty() ? std::nullopt : read_place(program, options.choice, sound);
    if (!sound) {
        return Exit::wrong_use;
    }
    // The process ends behind this command: freeing hundreds of incentives piece by piece would be a tenth of its time.
    static LoadedRules* kept = nullptr;
    kept = new LoadedRules(load_rules(options.paths));
    LoadedRules& rules = *kept;
    const std::size_t checks = check_rules(rules.rulebook, rules.diagnostics);
    if (options.strict) {
        audit(rules.rulebook, rules.diagnostics);
    }
    if (place && !rules.diagnostics.has_errors()) {
        check_place(rules.rulebook, *place, rules.diagnostics);
    }
    const std::size_t suppressed = apply_suppressions(rules.rulebook, *day, looked(options), rules.diagnostics);
    show_diagnostics(program, rules.diagnostics, *rules.rulebook.sources);
    const std::size_t errors = rules.diagnostics.error_count();
    const std::size_t warnings = rules.diagnostics.warning_count();
    const bool chinese = program.language == Language::zh;
    const auto count = [chinese](std::size_t number, const char* zh, const std::string& en) {
        return std::to_string(number) + (chinese ? zh : " " + en + (number == 1 ? "" : "s"));
    };
    talk(count(rules.rulebook.incentives.size(), " 个事项", "incentive") + (chinese ? "，" : ", ") +
         count(rules.rulebook.bundles.size(), " 个组合", "bundle") +
         (checks == 0 ? "" : (chinese ? "，" : ", ") + count(checks, " 个检测", "detector")) + (chinese ? "：" : ": ") +
         count(errors, " 个错误", "error") + (chinese ? "，" : ", ") + count(warnings, " 个警告", "warning") +
         (suppressed == 0 ? "" : (chinese ? "，" : ", ") + count(suppressed, " 个按文件的说明忽略", "warning") + (chinese ? "" : " suppressed by the files")));
    if (errors != 0) {
        return rules_exit(rules);
    }
    return options.strict && warnings != 0 ? Exit::rules_invalid : Exit::done;
}

}  // namespace

void add_check(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("check", "check rule files and say all that is wrong / 检查规则文件，一次说出所有问题");
    auto options = std::make_shared<CheckOptions>();
    command->add_option("PATH", options->paths, "rule files or folders / 规则文件或文件夹")->required();
    command->add_flag("--strict", options->strict, "warnings count as errors; every clause and number accounted for / 警告也算错误，每一条、每个数都要有交代");
    options->choice.add_place_options(*command);
    command->footer("examples:\n  huiqi check rules\n  huiqi check rules/jiangsu --strict\n  huiqi --json check my-rule.yaml");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return check(program, *options); };
    });
}

}  // namespace huiqi
