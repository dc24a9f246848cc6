#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "engine/anomaly/detector_tests.h"
#include "engine/api/batch_cases.h"
#include "engine/evaluate/case_runner.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct TestOptions {
    std::vector<std::string> paths;
    bool verbose = false;
};

struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

[[nodiscard]] std::string place_of(const Sources& sources, Span span) {
    const Source& source = sources[span.source];
    const Position at = source.position(span.begin);
    return source.name() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

/// Gives the lines about one case; none for one that passes, unless those are wanted too.
[[nodiscard]] std::string case_text(const Program& program, const Sources& sources, const std::string& subject,
                                    const CaseResult& result, bool verbose) {
    const bool chinese = program.language == Language::zh;
    const std::string name = subject + " · " + result.name + "\n";
    if (result.passed()) {
        return verbose ? (chinese ? "通过 " : "ok   ") + name : std::string();
    }
    std::string text = place_of(sources, result.declared) + ": " + (chinese ? "不符：" : "failed: ") + name;
    for (const CaseMismatch& one : result.mismatches) {
        text += "  " + program.say(one.what) + (chinese ? "：应为 " : ": expected ") + one.expected +
                (chinese ? "，得到 " : ", got ") + one.actual + "\n";
    }
    return text;
}

/// What to write where there is no case: of an incentive that localities complete also what a case has to set.
[[nodiscard]] std::string no_cases_text(const Program& program, const Rulebook& rulebook) {
    std::string text = program.say({"0 个用例：这里没有可以核对的用例。在事项里写“用例”：- {名称: …, 申报: {…}, 结果: {符合: 是, 金额: …}}",
                                    "0 cases: there is nothing here to compare with. Write `cases` in an incentive: "
                                    "- {name: …, given: {…}, expect: {eligible: true, amount: …}}"});
    for (const Incentive& incentive : rulebook.incentives) {
        std::string names;
        for (const std::string& name : incentive.unset) {
            names += (names.empty() ? "" : ", ") + name + ": …";
        }
        if (!incentive.support && !names.empty()) {
            text += "\n  " + incentive.id +
                    program.say({"：有的参数由地方规定，用例里要写“取: {" + names + "}”",
                                 ": parameters are left to the locality, a case sets them with `bind: {" + names + "}`"});
        }
    }
    return text;
}

/// Gives the line of counts.
[[nodiscard]] std::string tally_text(const Program& program, const Tally& tally, const Rulebook& rulebook) {
    if (tally.passed + tally.failed == 0) {
        return no_cases_text(program, rulebook);
    }
    return program.say({std::to_string(tally.passed) + " 个用例通过，" + std::to_string(tally.failed) + " 个不符",
                        std::to_string(tally.passed) + (tally.passed == 1 ? " case passed, " : " cases passed, ") +
                            std::to_string(tally.failed) + " failed"});
}

[[nodiscard]] nlohmann::json as_json(const Program& program, const Sources& sources, const std::string& subject,
                                     const CaseResult& result) {
    nlohmann::json mismatches = nlohmann::json::array();
    for (const CaseMismatch& one : result.mismatches) {
        mismatches.push_back({{"what", program.say(one.what)}, {"expected", one.expected}, {"actual", one.actual}});
    }
    return {{"incentive", subject},
            {"case", result.name},
            {"place", place_of(sources, result.declared)},
            {"passed", result.passed()},
            {"mismatches", std::move(mismatches)}};
}

void show_detector_case(const Program& program, const Sources& sources, const DetectorCaseResult& result, bool verbose) {
    const bool chinese = program.language == Language::zh;
    const auto list = [](const std::vector<std::string>& numbers) {
        std::string text;
        for (const std::string& number : numbers) {
            text += (text.empty() ? "" : ", ") + number;
        }
        return "[" + text + "]";
    };
    const std::string name = result.check->id + " · " + result.test->name;
    if (!result.passed()) {
        talk(place_of(sources, result.test->declared) + ": " + (chinese ? "不符：" : "failed: ") + name);
        talk((chinese ? "  应报 " : "  expected ") + list(result.test->flags) + (chinese ? "，报了 " : ", got ") + list(result.flagged));
    } else if (verbose) {
        talk((chinese ? "通过 " : "ok   ") + name);
    }
}

Exit test(const Program& program, const TestOptions& options) {
    LoadedRules rules = load_rules(options.paths);
    if (rules.diagnostics.has_errors()) {
        return rules_problem(program, rules);
    }
    Tally tally;
    Diagnostics faults;
    std::string text;
    nlohmann::json all = nlohmann::json::array();
    const auto take = [&](const std::string& subject, const std::vector<CaseResult>& results) {
        for (const CaseResult& result : results) {
            ++(result.passed() ? tally.passed : tally.failed);
            if (program.json) {
                all.push_back(as_json(program, *rules.rulebook.sources, subject, result));
            } else {
                text += case_text(program, *rules.rulebook.sources, subject, result, options.verbose);
            }
        }
    };
    for (const Incentive& incentive : rules.rulebook.incentives) {
        if (!incentive.support) {
            take(incentive.id, run_cases(incentive, program.language, faults));
        }
    }
    for (const Bundle& bundle : rules.rulebook.bundles) {
        take(bundle.id, run_cases(rules.rulebook, bundle, program.language, faults));
        take(bundle.id, run_batch_cases(rules.rulebook, bundle, program.language));
    }
    const Detectors detectors = load_detectors(rules.rulebook, faults);
    for (const DetectorCaseResult& result : run_detector_cases(detectors, faults)) {
        ++(result.passed() ? tally.passed : tally.failed);
        if (program.json) {
            all.push_back({{"detector", result.check->id},
                           {"case", result.test->name},
                           {"place", place_of(*rules.rulebook.sources, result.test->declared)},
                           {"passed", result.passed()},
                           {"expected", result.test->flags},
                           {"flagged", result.flagged}});
        } else {
            show_detector_case(program, *rules.rulebook.sources, result, options.verbose);
        }
    }
    if (program.json && !put(all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n")) {
        return Exit::input_output;
    }
    Program for_people = program;
    for_people.json = false;
    show_diagnostics(for_people, faults, *rules.rulebook.sources);
    if (!faults.has_errors() || tally.passed + tally.failed != 0) {
        text += tally_text(program, tally, rules.rulebook);
    }
    if (program.json) {
        talk(text);
    } else if (!text.empty() && !put(text + "\n")) {
        return Exit::input_output;
    }
    return faults.has_errors() ? Exit::rules_invalid : tally.failed != 0 ? Exit::answer_is_no : Exit::done;
}

}  // namespace

void add_test(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("test", "run the cases of rule files / 运行规则文件的用例");
    auto options = std::make_shared<TestOptions>();
    command->add_option("PATH", options->paths, "rule files, case files or folders / 规则文件、用例文件或文件夹")->required();
    command->add_flag("-v", options->verbose, "name the cases that pass, too / 也列出通过的用例");
    command->footer("examples:\n  huiqi test rules cases\n  huiqi --lang zh test my-rule.yaml -v");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return test(program, *options); };
    });
}

}  // namespace huiqi
