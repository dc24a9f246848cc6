#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/api/batch_input.h"
#include "engine/api/findings_file.h"
#include "engine/evaluate/next_question.h"
#include "engine/io/json_text.h"
#include "engine/io/record_input.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/command_line.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/explain_text.h"
#include "tools/huiqi/decide/paid_before.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/decide/totals_text.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct ExplainOptions {
    std::string rules;
    std::string input;
    std::string given;
    std::string findings;
    RuleChoice choice;
    std::uint64_t row = 0;
    bool plan = false;
    std::vector<std::string> unknown;
    InputOptions reading;
    PaidBefore paid;
};

/// Finds a row of an input (counted from 1 without headings; rows set aside count) and reads it.
class RowFinder {
public:
    RowFinder(const Program& program, const Plan& plan) : program_(program), plan_(plan), parsed_(plan.schema) {}

    /// Gives true and leaves the row at `row()` of `batch()`; else `problem()` says how to end.
    [[nodiscard]] bool find(RecordInput& input, std::uint64_t number) {
        const auto parser = input.parser();
        std::uint64_t seen = 0;
        while (input.next(parsed_.block)) {
            parsed_.clear();
            parser->parse(parsed_);
            if (number <= seen + parsed_.rows_read) {
                return pick(number - seen - 1);
            }
            seen += parsed_.rows_read;
        }
        complain(program_, {"没有第 " + std::to_string(number) + " 行，数据只有 " + std::to_string(seen) + " 行",
                            "there is no row " + std::to_string(number) + ": the data have " + std::to_string(seen) + " rows"});
        problem_ = Exit::input_missing;
        return false;
    }
    /// Tells whether the row that was found is the only one; `input` is read on.
    [[nodiscard]] bool alone(RecordInput& input) {
        const auto parser = input.parser();
        std::uint64_t rows = parsed_.rows_read;
        ParsedBlock behind(plan_.schema);
        while (rows < 2 && input.next(behind.block)) {
            behind.clear();
            parser->parse(behind);
            rows += behind.rows_read;
        }
        return rows < 2;
    }
    [[nodiscard]] const Batch& batch() const noexcept { return parsed_.batch; }
    [[nodiscard]] std::size_t row() const noexcept { return row_; }
    /// The number of the application; empty where the data have none.
    [[nodiscard]] std::string number() const { return row_ < parsed_.keys.size() ? std::string(parsed_.keys[row_]) : std::string(); }
    [[nodiscard]] Exit problem() const noexcept { return problem_; }

private:
    /// Good and rejected rows interleave by their lines.
    [[nodiscard]] bool pick(std::uint64_t place) {
        std::size_t good = 0;
        std::size_t bad = 0;
        for (std::uint64_t at = 0;; ++at) {
            const bool take_bad = bad < parsed_.rejected.size() &&
                                  (good >= parsed_.places.size() || parsed_.rejected[bad].line < parsed_.places[good].line);
            if (at == place) {
                return take_bad ? refuse(parsed_.rejected[bad]) : accept(good);
            }
            ++(take_bad ? bad : good);
        }
    }
    [[nodiscard]] bool accept(std::size_t row) {
        row_ = row;
        return true;
    }
    [[nodiscard]] bool refuse(const RejectedRow& rejected) {
        for (const DataFault& fault : rejected.faults) {
            talk(render_fault(fault, program_.language));
        }
        problem_ = Exit::data_refused;
        return false;
    }

    const Program& program_;
    const Plan& plan_;
    ParsedBlock parsed_;
    std::size_t row_ = 0;
    Exit problem_ = Exit::done;
};

[[nodiscard]] std::string totals_text(const Program& program, const Bundle* bundle, const Evaluator& evaluator) {
    std::string text;
    for (const IncentivePlan::Named& total : evaluator.plan().totals) {
        text += "\n" + total.name + ": " +
                value_text(evaluator.read(total.value, 0), total.value.type, program.language == Language::zh);
        const std::string how = total_expression(bundle, total.name);
        text += (how.empty() ? "" : " = " + how) + "\n";
    }
    return text;
}

[[nodiscard]] std::string findings_json(const std::vector<FiledFinding>& found) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const FiledFinding& one : found) {
        all.push_back({{"detector", one.detector}, {"severity", one.severity}, {"level", one.level}, {"stake", one.stake},
                       {"finding", {{"zh", one.sentence.zh}, {"en", one.sentence.en}}}, {"clear", {{"zh", one.clear.zh}, {"en", one.clear.en}}}});
    }
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Exit show(const Program& program, const LoadedRules& rules, const Selected& selected, const Evaluator& evaluator,
          const std::optional<std::vector<FiledFinding>>& found) {
    std::string text = program.json ? "{\"incentives\": [" : "";
    for (std::size_t index = 0; index < selected.incentives.size(); ++index) {
        const Explanation explanation = explain(evaluator, *selected.incentives[index], index, 0);
        const auto next = next_question(evaluator, index, 0);
        if (program.json) {
            text += (index == 0 ? "" : ",\n") + explanation_json(explanation, *rules.rulebook.sources, next);
            continue;
        }
        text += (index == 0 ? "" : "\n————\n") + explanation_text(explanation, *rules.rulebook.sources, program.language);
        if (next) {
            text += (program.language == Language::zh ? "\n下一问：" : "\nask next: ") + *next + "\n";
        }
    }
    const std::string how = totals_how_json(selected.bundle, evaluator.plan());
    text += program.json ? "],\n\"totals\": {" + totals_json(evaluator) + "}" + (how.empty() ? "" : ",\n\"totals_how\": {" + how + "}") + (found ? ",\n\"findings\": " + findings_json(*found) : "") + "}\n"
                         : totals_text(program, selected.bundle, evaluator) + (found ? findings_text(program, *found) : "");
    return put(text) ? Exit::done : Exit::input_output;
}

/// Explains one application: of a batch, by its row, or alone.
class ExplainRun {
public:
    ExplainRun(const Program& program, const ExplainOptions& options)
        : program_(program), options_(options), alone_(!options.given.empty()), path_(alone_ ? options.given : options.input) {}

    Exit run() {
        if (const Exit problem = compile_rules(); problem != Exit::done) {
            return problem;
        }
        if (options_.plan) {
            return put(print(*plan_)) ? Exit::done : Exit::input_output;
        }
        if (!named()) {
            return Exit::wrong_use;
        }
        if (const Exit problem = open(); problem != Exit::done) {
            return problem;
        }
        RowFinder finder(program_, *plan_);
        if (!finder.find(*opened_.input, alone_ ? 1 : options_.row)) {
            return finder.problem();
        }
        if (alone_ && !finder.alone(*opened_.input)) {
            complain(program_, {"--given 的文件里不止一份申报", "the file of --given holds more than one application"},
                     {"写成 explain 规则 " + path_ + " --row 行号", "write explain RULES " + path_ + " --row N"});
            return Exit::wrong_use;
        }
        std::optional<std::vector<FiledFinding>> found;
        if (const Exit problem = find_findings(finder.number(), found); problem != Exit::done) {
            return problem;
        }
        Evaluator evaluator(plan_);
        evaluator.run(finder.batch(), finder.row(), 1);
        return show(program_, rules_, *selected_, evaluator, found);
    }

private:
    Exit compile_rules() {
        rules_ = load_rules({options_.rules});
        if (rules_.diagnostics.has_errors()) {
            return rules_problem(program_, rules_);
        }
        selected_ = select_rules(program_, rules_.rulebook, options_.choice);
        if (!selected_) {
            return Exit::wrong_use;
        }
        CompileOptions how;
        how.open = selected_->open;
        plan_ = std::make_shared<const Plan>(compile(selected_->incentives, selected_->bundle, how, rules_.diagnostics));
        return rules_.diagnostics.has_errors() ? rules_problem(program_, rules_) : Exit::done;
    }

    /// Tells whether the command line names one application.
    [[nodiscard]] bool named() const {
        const Bilingual help{"写成 explain 规则 数据 --row 行号，或 explain 规则 --given 文件.jsonl",
                             "write explain RULES INPUT --row N, or explain RULES --given FILE.jsonl"};
        if (alone_ && (!options_.input.empty() || options_.row != 0)) {
            complain(program_, {"--given 不和数据文件、--row 一起写", "--given stands alone, without INPUT and --row"}, help);
            return false;
        }
        if (path_.empty() || (!alone_ && options_.row == 0)) {
            complain(program_, {"没有说要解释哪一份申报", "no application was named"}, help);
            return false;
        }
        return true;
    }

    Exit open() {
        ReadOptions how;
        how.unknown_columns = options_.unknown;
        how.key = selected_->bundle != nullptr ? selected_->bundle->keys.application : "";
        how.applicant = selected_->bundle != nullptr ? selected_->bundle->keys.applicant : "";
        how.tell_unused = false;
        how.find_key = !options_.findings.empty();
        if (!apply_input_options(program_, options_.reading, how)) {
            return Exit::wrong_use;
        }
        std::shared_ptr<const PaidRecords> paid;
        if (const Exit problem = options_.paid.read(program_, rules_, *selected_, plan_->schema, paid); problem != Exit::done) {
            return problem;
        }
        // one application alone brings the values of its batch along; out of a batch they are formed
        opened_ = open_batch(path_, plan_->schema, how, alone_ ? nullptr : PopulationPlan::of(*selected_), paid);
        for (const DataFault& fault : opened_.faults) {
            talk(render_fault(fault, program_.language));
        }
        if (opened_.input == nullptr) {
            return input_problem(opened_.faults);
        }
        tell_tables_aside(program_, *opened_.input);
        return Exit::done;
    }

    /// Looks for what detectors found of an application; nothing where no file of findings was named.
    Exit find_findings(const std::string& number, std::optional<std::vector<FiledFinding>>& found) const {
        if (options_.findings.empty()) {
            return Exit::done;
        }
        std::vector<DataFault> faults;
        const FiledFindings findings = read_findings(options_.findings, faults);
        for (const DataFault& fault : faults) {
            talk(render_fault(fault, program_.language));
        }
        if (std::any_of(faults.begin(), faults.end(), [](const DataFault& one) { return one.severity == Severity::error; })) {
            return input_problem(faults);
        }
        const auto of_number = findings.find(number);
        found = of_number == findings.end() ? std::vector<FiledFinding>() : of_number->second;
        return Exit::done;
    }

    const Program& program_;
    const ExplainOptions& options_;
    bool alone_;               // --given: the file holds one application
    const std::string& path_;
    LoadedRules rules_;
    std::optional<Selected> selected_;
    std::shared_ptr<const Plan> plan_;
    OpenedInput opened_;
};

Exit explain_command(const Program& program, const ExplainOptions& options) { return ExplainRun(program, options).run(); }

}  // namespace

void add_explain(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("explain", "show how one application is decided, step by step / 逐步说明一份申报的计算");
    auto options = std::make_shared<ExplainOptions>();
    command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则")->required();
    command->add_option("INPUT", options->input, "applications / 申报数据");
    command->add_option("--row", options->row, "the row of INPUT, from 1 / 数据的第几行")->check([](const std::string& text) {
        const bool whole = !text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == text.npos;
        return whole && text.find_first_not_of('0') != text.npos
                   ? std::string()
                   : said_in_both({"行号从 1 数起（不算表头），不能是 " + text,
                                   "rows count from 1, without headings; `" + text + "` is none"});
    });
    command->add_option("--given", options->given, "a file with one application: .jsonl or .csv / 只有一份申报的文件");
    command->add_option("--findings", options->findings, "what `huiqi detect` found, .csv or .jsonl: told of this application / 检测发现");
    options->choice.add_options(*command);
    options->paid.add_options(*command);
    command->add_option("--unknown", options->unknown, "a column that was not asked / 没有问的列");
    add_input_options(*command, options->reading);
    command->add_flag("--plan", options->plan, "print the compiled plan instead / 打印编译后的计算计划");
    command->footer("examples:\n  huiqi explain rules/benchmark cases/sample/applications.csv --row 3\n"
                    "  huiqi --lang zh explain my-rule.yaml --given one.jsonl\n  huiqi --json explain my-rule.yaml --given one.jsonl");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return explain_command(program, *options); };
    });
}

}  // namespace huiqi
