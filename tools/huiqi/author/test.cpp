#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/anomaly/detection.h"
#include "engine/anomaly/detector_tests.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/coverage.h"
#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/author/coverage_report.h"
#include "tools/huiqi/author/covered_cases.h"
#include "tools/huiqi/author/suggestions.h"
#include "tools/huiqi/author/tested_case.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

struct TestOptions {
    std::vector<std::string> paths;
    bool verbose = false;
    bool coverage = false;
    bool suggest = false;
    bool replace = false;
    std::string least;                ///< --min
    std::string page;                 ///< --html
    std::string format = "text";
    std::string output;
};

struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t unconfirmed = 0;
};

/// Gives the lines about one case; none for one that passes, unless those are wanted too.
[[nodiscard]] std::string case_text(const Program& program, const Sources& sources, const TestedCase& test, bool verbose) {
    const std::string name = test.subject + " · " + test.name + "\n";
    if (test.passed) {
        return verbose ? program.say({"通过 ", "ok   "}) + name : std::string();
    }
    std::string text = place_with_column(sources, test.declared) + ": " + program.say({"不符：", "failed: "}) + name;
    for (const std::string& line : failures_of(program, test)) {
        text += "  " + line + "\n";
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
    if (tally.passed + tally.failed + tally.unconfirmed == 0) {
        return no_cases_text(program, rulebook);
    }
    const std::string open = std::to_string(tally.unconfirmed);
    const Bilingual rest = tally.unconfirmed == 0 ? Bilingual{} : Bilingual{"，" + open + " 个待确认", ", " + open + " unconfirmed"};
    return program.say({std::to_string(tally.passed) + " 个用例通过，" + std::to_string(tally.failed) + " 个不符" + rest.zh,
                        std::to_string(tally.passed) + (tally.passed == 1 ? " case passed, " : " cases passed, ") +
                            std::to_string(tally.failed) + " failed" + rest.en});
}

[[nodiscard]] nlohmann::json as_json(const Program& program, const Sources& sources, const TestedCase& test) {
    if (test.of_detector) {
        return {{"detector", test.subject}, {"case", test.name}, {"place", place_with_column(sources, test.declared)},
                {"passed", test.passed}, {"expected", test.wanted}, {"flagged", test.flagged}, {"astray", test.astray}};
    }
    nlohmann::json mismatches = nlohmann::json::array();
    for (const CaseMismatch& one : test.mismatches) {
        mismatches.push_back({{"what", program.say(one.what)}, {"expected", one.expected}, {"actual", one.actual}});
    }
    return {{"incentive", test.subject}, {"case", test.name}, {"place", place_with_column(sources, test.declared)},
            {"passed", test.passed}, {"unconfirmed", test.unconfirmed}, {"mismatches", std::move(mismatches)}};
}

/// Runs one `huiqi test`.
class TestCommand {
public:
    TestCommand(const Program& program, const TestOptions& options)
        : program_(program), options_(options), json_(program.json || options.format == "json"),
          covers_(options.coverage || options.suggest || !options.page.empty() || !options.least.empty()) {}

    Exit run() {
        if (const Exit wrong = read_options(); wrong != Exit::done) {
            return wrong;
        }
        rules_ = load_rules(options_.paths);
        if (rules_.diagnostics.has_errors()) {
            return rules_problem(program_, rules_);
        }
        // As `check` does: a case over detectors that cannot be read or compiled would fail for no reason of its own.
        const Detectors detectors = load_detectors(rules_.rulebook, rules_.diagnostics);
        if (!rules_.diagnostics.has_errors()) {
            check_detectors(detectors, rules_.diagnostics);
            check_detector_cases(detectors, rules_.diagnostics);
        }
        if (rules_.diagnostics.has_errors()) {
            return rules_problem(program_, rules_);
        }
        run_cases();
        run_cases_of_detectors(detectors);
        for (const TestedCase& test : cases_) {
            ++(test.passed ? tally_.passed : test.unconfirmed && test.mismatches.empty() ? tally_.unconfirmed : tally_.failed);
        }
        if (options_.suggest) {
            return suggest();
        }
        const Exit written = report();
        return written != Exit::done ? written : verdict();
    }

private:
    [[nodiscard]] const Sources& sources() const { return *rules_.rulebook.sources; }

    Exit read_options() {
        if (options_.format != "text" && options_.format != "json" && (options_.suggest || program_.json)) {
            complain(program_, {"“--format " + options_.format + "”不和 --suggest、--json 一起用",
                                "`--format " + options_.format + "` does not go with --suggest and --json"},
                     {"分两次运行", "run the command twice"});
            return Exit::wrong_use;
        }
        if (options_.least.empty()) {
            return Exit::done;
        }
        std::string text = options_.least;
        while (!text.empty() && (text.back() == '%' || text.back() == ' ')) {
            text.pop_back();
        }
        const auto number = parse_decimal(text, {.digits = 20, .exponent = 0});
        if (!number.has_value() || number.value().value() < 0 || number.value().value() > 100) {
            complain(program_, {"“--min " + options_.least + "”不是 0 到 100 的百分数", "`--min " + options_.least + "` is no percentage of 0 to 100"},
                     {"例如 --min 95 或 --min 99.5", "such as --min 95 or --min 99.5"});
            return Exit::wrong_use;
        }
        least_ = number.value().value();
        return Exit::done;
    }

    void take(const std::string& subject, std::vector<CaseResult> results) {
        for (CaseResult& result : results) {
            TestedCase test;
            test.subject = subject;
            test.name = result.name;
            test.declared = result.declared;
            test.passed = result.passed();
            test.unconfirmed = result.unconfirmed;
            test.mismatches = std::move(result.mismatches);
            cases_.push_back(std::move(test));
        }
    }

    void run_cases() {
        run_cases_of_rules(rules_.rulebook, program_.language, faults_, covers_ ? &coverage_ : nullptr,
                           [this](const std::string& subject, std::vector<CaseResult> results) { take(subject, std::move(results)); });
        asked_ = covered_texts(rules_.rulebook);
    }

    void run_cases_of_detectors(const Detectors& detectors) {
        for (const DetectorCaseResult& result : run_detector_cases(detectors, faults_)) {
            TestedCase test;
            test.subject = result.check->id;
            test.name = result.test->name;
            test.declared = result.test->declared;
            test.passed = result.passed();
            test.of_detector = true;
            test.wanted = result.test->flags;
            test.flagged = result.flagged;
            for (const auto& [table, number] : result.astray) {
                test.astray.push_back(table + " " + number);
            }
            cases_.push_back(std::move(test));
        }
    }

    /// Writes what was found: a report for machines, or sentences.
    Exit report() {
        const CoverageReport found = covers_ ? CoverageReport::of(coverage_, asked_) : CoverageReport();
        enough_ = !least_ || found.all.at_least(*least_);
        if (!options_.page.empty()) {
            if (const Exit wrong = write_text_file(program_, options_.page, options_.replace, coverage_page(program_, sources(), found));
                wrong != Exit::done) {
                return wrong;
            }
        }
        Exit written = Exit::done;
        if (options_.format == "junit") {
            written = write_text_file(program_, options_.output, options_.replace, junit_report(sources(), reported_tests(found)));
        } else if (options_.format == "tap") {
            written = write_text_file(program_, options_.output, options_.replace, tap_report(sources(), reported_tests(found)));
        } else if (json_) {
            written = write_json(found);
        }
        Program for_people = program_;
        for_people.json = false;
        show_diagnostics(for_people, faults_, sources());
        return written != Exit::done ? written : tell(found);
    }

    /// All cases, and behind them what they should reach.
    [[nodiscard]] std::vector<ReportedTest> reported_tests(const CoverageReport& found) const {
        std::vector<ReportedTest> tests;
        for (const TestedCase& test : cases_) {
            tests.push_back(reported(program_, test));
        }
        for (ReportedTest& one : coverage_tests(program_, sources(), found, enough_)) {
            tests.push_back(std::move(one));
        }
        return tests;
    }

    Exit write_json(const CoverageReport& found) {
        nlohmann::json all = nlohmann::json::array();
        for (const TestedCase& test : cases_) {
            all.push_back(as_json(program_, sources(), test));
        }
        if (covers_) {
            all = nlohmann::json{{"cases", std::move(all)}, {"coverage", coverage_json(program_, sources(), found)}};
        }
        return write_text_file(program_, options_.output, options_.replace,
                               all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    }

    Exit tell(const CoverageReport& found) {
        const bool people = !json_ && options_.format == "text";
        std::string text;
        for (const TestedCase& test : cases_) {
            text += people ? case_text(program_, sources(), test, options_.verbose) : std::string();
        }
        text += people && covers_ ? coverage_text(program_, sources(), found) : std::string();
        if (least_ && !enough_) {
            text += program_.say({"覆盖不到 " + options_.least + "：" + found.all.text(program_),
                                  "coverage is below " + options_.least + ": " + found.all.text(program_)}) + "\n";
        }
        if (!faults_.has_errors() || !cases_.empty()) {
            text += tally_text(program_, tally_, rules_.rulebook);
        }
        if (!people) {
            talk(text);
            return Exit::done;
        }
        return text.empty() ? Exit::done : write_text_file(program_, options_.output, options_.replace, text + "\n");
    }

    [[nodiscard]] Exit verdict() const {
        return faults_.has_errors()                                             ? Exit::rules_invalid
               : tally_.failed + tally_.unconfirmed != 0 || !enough_ ? Exit::answer_is_no
                                                                                : Exit::done;
    }

    Exit suggest() {
        Program for_people = program_;
        for_people.json = false;
        show_diagnostics(for_people, faults_, sources());
        if (tally_.failed != 0 || faults_.has_errors()) {
            complain(program_, {"有用例不符，先改好它们", "some cases fail; mend them first"},
                     {"huiqi test 列出它们", "huiqi test lists them"});
            return faults_.has_errors() ? Exit::rules_invalid : Exit::answer_is_no;
        }
        return write_suggestions(program_, rules_.rulebook, CoverageReport::of(coverage_, asked_), options_.output, options_.replace);
    }

    const Program& program_;
    const TestOptions& options_;
    bool json_;
    bool covers_;
    std::optional<Rational> least_;
    bool enough_ = true;
    LoadedRules rules_;
    Coverage coverage_;
    std::set<SourceId> asked_;
    std::vector<TestedCase> cases_;
    Tally tally_;
    Diagnostics faults_;
};

}  // namespace

void add_test(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("test", "run the cases of rule files / 运行规则文件的用例");
    auto options = std::make_shared<TestOptions>();
    command->add_option("PATH", options->paths, "rule files, case files or folders / 规则文件、用例文件或文件夹")->required();
    command->add_flag("-v", options->verbose, "name the cases that pass, too / 也列出通过的用例");
    command->add_flag("--coverage", options->coverage, "show what of the rules no case reaches / 显示规则里没有用例碰到的地方");
    command->add_option("--min", options->least, "with less coverage than so many percent the exit code is 1 / 覆盖低于这个百分数时退出码为 1");
    command->add_option("--html", options->page, "write the rules, marked with what cases reach / 写出标明覆盖的规则网页");
    command->add_flag("--suggest", options->suggest, "write cases for what no case reaches, to be confirmed / 为没有碰到的地方写出待确认的用例");
    command->add_option("--format", options->format, "text, json, junit or tap / 输出格式")
        ->check(CLI::IsMember({"text", "json", "junit", "tap"}));
    command->add_option("-o,--output", options->output, "write to a file / 写到文件");
    command->add_flag("--force", options->replace, "replace files that exist / 覆盖已有文件");
    command->footer("examples:\n  huiqi test rules cases\n  huiqi --lang zh test my-rule.yaml -v\n"
                    "  huiqi test my-rule.yaml --coverage --min 95 --html coverage.html\n"
                    "  huiqi test my-rule.yaml --suggest -o to-confirm.yaml\n  huiqi test rules cases --format junit -o tests.xml");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return TestCommand(program, *options).run(); };
    });
}

}  // namespace huiqi
