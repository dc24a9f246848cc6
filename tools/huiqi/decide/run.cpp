#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/api/batch_input.h"
#include "engine/api/batch_run.h"
#include "engine/io/fault_texts.h"
#include "engine/io/file_names.h"
#include "engine/io/key_register.h"
#include "engine/io/part_file.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/command_line.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/paid_before.h"
#include "tools/huiqi/decide/region_rows.h"
#include "tools/huiqi/decide/run_outputs.h"
#include "tools/huiqi/decide/run_summary.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/log.h"
#include "tools/huiqi/message_cap.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct RunOptions {
    std::string rules;
    std::string input;
    RunOutputOptions files;
    std::string select;
    std::string findings;
    RuleChoice choice;
    std::string key;
    std::vector<std::string> unknown;
    InputOptions reading;
    std::size_t threads = 1;
    bool strict = false;
    PaidBefore paid;
};

/// Shows faults; of one kind in one file people get the first only.
void show_faults(const Program& program, const std::vector<DataFault>& faults) {
    MessageCap cap;
    for (const DataFault& fault : faults) {
        if (program.json) {
            talk(render_fault_json(fault, program.language));
        } else if (cap.take(fault.code, fault.file)) {
            talk(render_fault(fault, program.language));
        }
    }
    cap.tell(program);
}

[[nodiscard]] bool any_error(const std::vector<DataFault>& faults) {
    return std::any_of(faults.begin(), faults.end(), [](const DataFault& one) { return one.severity == Severity::error; });
}

/// What a run needs once its rules, options and files have been found sound.
class Run {
public:
    Run(const Program& program, const RunOptions& options)
        : program_(program), options_(options), files_(options.files, program.data_language) {}

    Exit run() {
        for (const std::string* kept : {&options_.findings, &options_.paid.history, &options_.reading.mapping}) {
            keep_from_outputs(*kept);
        }
        for (const auto step : {&Run::load, &Run::choose_columns, &Run::read_found, &Run::open_files}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        RunSummary summary = decide();
        if (!repeated_.empty() && may_run_again()) {
            // What stands twice is known now, so nothing of it is decided in the second run.
            close_files();
            again_ = true;
            if (const Exit problem = open_files(); problem != Exit::done) {
                return problem;
            }
            summary = decide();
        }
        return finish(summary);
    }

private:
    Exit load() {
        rules_ = load_rules({options_.rules});
        const auto chosen = rules_.diagnostics.has_errors() ? std::nullopt
                                                            : select_rules(program_, rules_.rulebook, options_.choice);
        if (chosen) {
            selected_ = *chosen;
            CompileOptions how;
            how.explain = false;
            how.open = selected_.open;
            plan_ = std::make_shared<const Plan>(compile(selected_.incentives, selected_.bundle, how, rules_.diagnostics));
        }
        if (rules_.diagnostics.has_errors()) {
            return rules_problem(program_, rules_);
        }
        if (plan_ != nullptr) {
            log_step(program_, {"规则已编译：" + std::to_string(selected_.incentives.size()) + " 个事项，" +
                                    std::to_string(plan_->nodes.size()) + " 步计算",
                                "rules compiled: " + std::to_string(selected_.incentives.size()) + " incentives, " +
                                    std::to_string(plan_->nodes.size()) + " plan nodes"});
        }
        return chosen ? Exit::done : Exit::wrong_use;
    }

    Exit choose_columns() {
        std::vector<DataFault> faults;
        std::vector<SelectItem> items;
        if (!options_.select.empty()) {
            items = parse_select(options_.select, faults);
            if (items.empty() && faults.empty()) {
                complain(program_, {"--select 的文件里没有写任何列", "the file of --select names no column"},
                         {"一行写一列：列，或者 新名=来源；不写 --select 就写出常用的列",
                          "name a column a line: column, or name=source; without --select the usual columns are written"});
                return Exit::wrong_use;
            }
            show_faults(program_, faults);
        }
        if (any_error(faults)) {
            return Exit::wrong_use;
        }
        std::vector<SelectProblem> problems;
        results_ = plan_results(selected_, *plan_, std::move(items), problems);
        for (const SelectProblem& problem : problems) {
            complain(program_, problem.message, problem.help);
        }
        return results_.items.empty() ? Exit::wrong_use : Exit::done;
    }

    /// Reads what detectors found in these applications; it stands beside the decisions and changes none.
    Exit read_found() {
        if (options_.findings.empty()) {
            return Exit::done;
        }
        std::vector<DataFault> faults;
        findings_ = read_findings(options_.findings, faults);
        show_faults(program_, faults);
        if (any_error(faults)) {
            return input_problem(faults);
        }
        add_findings(results_, findings_);
        return Exit::done;
    }

    /// Findings are laid beside applications by their numbers.
    [[nodiscard]] bool findings_have_numbers() const {
        if (options_.findings.empty() || !input_->key().empty()) {
            return true;
        }
        complain(program_, {"--findings 要靠申请编号对上申报，数据里没有这一列", "--findings goes by the numbers of applications, and the data have none"},
                 {"用 --key 写出申请编号所在的列", "name their column with --key"});
        return false;
    }

    [[nodiscard]] ReadOptions read_options() const {
        ReadOptions how;
        how.unknown_columns = options_.unknown;
        how.pass_through = results_.carried;
        how.key = !options_.key.empty() ? options_.key : selected_.bundle != nullptr ? selected_.bundle->keys.application : "";
        if (how.key == kNoNumbers) {
            how.key.clear();
        } else {
            how.find_key = true;
        }
        how.repeated = again_ ? &repeated_ : nullptr;
        if (selected_.bundle != nullptr) {
            const Bundle::Keys& keys = selected_.bundle->keys;
            how.applicant = keys.applicant;
            how.used_elsewhere = {keys.applicant, keys.sequence, keys.period_date, keys.region};
        }
        return how;
    }

    /// Opens the input and, when it and the names of all outputs are sound, the outputs.
    Exit open_files() {
        ReadOptions how = read_options();
        if (!apply_input_options(program_, options_.reading, how)) {
            return Exit::wrong_use;
        }
        if (const Exit elsewhere = check_regions_of_rows(program_, {.rulebook = rules_.rulebook,
                                                                    .selected = selected_,
                                                                    .choice = options_.choice,
                                                                    .reading = options_.reading,
                                                                    .input = options_.input});
            elsewhere != Exit::done) {
            return elsewhere;
        }
        std::shared_ptr<const PaidRecords> paid;
        if (const Exit problem = options_.paid.read(program_, rules_, selected_, plan_->schema, paid); problem != Exit::done) {
            return problem;
        }
        OpenedInput opened = open_batch(options_.input, plan_->schema, how, PopulationPlan::of(selected_), paid);
        tell(opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        input_ = std::move(opened.input);
        log_step(program_, {"数据已打开：" + options_.input + "，" + std::to_string(input_->bytes_total()) + " 字节",
                            "input opened: " + options_.input + ", " + std::to_string(input_->bytes_total()) + " bytes"});
        if (input_->key().empty() && options_.key != kNoNumbers) {
            DataFault note = fault_texts::no_number_column();
            note.file = input_->name();
            tell({note});
        }
        if (!findings_have_numbers()) {
            return Exit::wrong_use;
        }
        if (!output_format(options_.files.output)) {
            complain(program_, {"结果文件“" + options_.files.output + "”的扩展名不认识", "the ending of `" + options_.files.output + "` is not known"},
                     {"写成 .csv、.xlsx 或 .jsonl", "use .csv, .xlsx or .jsonl"});
            return Exit::wrong_use;
        }
        const std::vector<DataFault> clashes = name_clashes(options_.input, files_.names(*input_));
        tell(clashes);
        return clashes.empty() ? open_outputs() : Exit::wrong_use;
    }

    Exit open_outputs() {
        if (options_.select.empty() && !input_->key().empty()) {
            head_with_number(results_, input_->key());
        }
        std::vector<DataFault> faults;
        files_.open(*input_, results_, faults);
        tell(faults);
        const auto has = [&faults](std::string_view code) {
            return std::any_of(faults.begin(), faults.end(), [code](const DataFault& one) { return one.code == code; });
        };
        return has("D204") || has("D209") ? Exit::wrong_use
               : has("D205")       ? Exit::would_overwrite
               : any_error(faults) ? Exit::input_output
                                   : Exit::done;
    }

    void close_files() {
        files_.close();
        input_.reset();
    }

    /// Shows faults at once; in a second run all but those of its rows are known.
    void tell(const std::vector<DataFault>& faults) const {
        if (!again_ || any_error(faults)) {
            show_faults(program_, faults);
        }
    }

    /// Takes a decided block: results to the file, rejected rows to theirs and, the first of them, to the person.
    bool take(DecidedBlock& block) {
        progress_->show(input_->bytes_read(), input_->bytes_total());
        return files_.take(block);
    }

    RunSummary decide() {
        bool written = files_.begin();
        BatchRun batch(*input_, plan_, results_, selected_, files_.writer(), program_.data_language);
        KeyRegister numbers;
        const bool enter = !again_ && !input_->finds_repeats() && !input_->key().empty();
        if (enter) {
            batch.enter_numbers(numbers);
        }
        RunSummary summary;
        {
            Progress progress(program_);
            progress_ = &progress;
            const auto start = std::chrono::steady_clock::now();
            summary = batch.run(options_.threads, {.in_order = [&](DecidedBlock& block) { return written = written && take(block); },
                                                   .afterwards = [&](const DecidedBlock& block) { return files_.write(block); }});
            elapsed_ms_ += std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
        }
        log_step(program_, {"已核定 " + std::to_string(summary.rows_read) + " 行，用 " + std::to_string(options_.threads) + " 个线程",
                            std::to_string(summary.rows_read) + " rows decided by " + std::to_string(options_.threads) + " threads"});
        tell(batch.key_notes());
        tell(input_->notes());
        if (enter && written) {
            repeated_ = numbers.repeated();
            number_fault_ = numbers.failure() == nullptr ? std::nullopt : std::optional(*numbers.failure());
        }
        return summary;
    }

    /// Whether the rows with repeated numbers can still be set aside: nothing was given out, and the input can be read
    /// once more.
    [[nodiscard]] bool may_run_again() const {
        std::error_code error;
        return !repeated_.too_many && !files_.any_direct() && input_->failure() == nullptr &&
               std::filesystem::is_regular_file(options_.input, error);
    }

    Exit refuse_repeated() {
        show_faults(program_, repeated_.faults(input_->name(), input_->key(), RowsAside::kShown));
        const std::string count = std::to_string(repeated_.lines.size());
        complain(program_,
                 {"有 " + count + " 个申请编号重复，整个文件不计算" + (files_.direct() ? "，已经输出的结果不能用" : ""),
                  count + " application numbers stand twice, so the file is refused" +
                      (files_.direct() ? "; what was written so far must not be used" : "")},
                 {"先改正编号；或者给出文件名（不用管道）并用 -o 写到文件，重复的行就会单独退回",
                  "correct the numbers; or name the file (no pipe) and write with -o FILE, then only those rows are set aside"});
        return Exit::data_refused;
    }

    Exit finish(const RunSummary& summary) {
        show_faults(program_, files_.aside().faults());
        files_.aside().tell_others(program_);
        if (const DataFault* failure = input_->failure()) {
            show_faults(program_, {*failure});
            return Exit::input_output;
        }
        if (number_fault_) {
            show_faults(program_, {*number_fault_});
            return Exit::input_output;
        }
        if (files_.aside().other_unit()) {   // D126 was told
            return Exit::data_refused;
        }
        if (!repeated_.empty() && !again_) {
            return refuse_repeated();
        }
        if (options_.strict && (summary.rows_rejected != 0 || rows_of_tables_aside(input_->table_counts()) != 0)) {
            report(summary, true);
            (void)files_.aside().commit();
            return Exit::data_refused;
        }
        if (const DataFault* failure = files_.commit()) {
            show_faults(program_, {*failure});
            return failure->code == "D205" ? Exit::would_overwrite : Exit::input_output;
        }
        log_step(program_, {"结果已写好：" + options_.files.output, "results in place: " + options_.files.output});
        report(summary, false);
        return Exit::done;
    }

    void tell_of_other_days(const RunSummary& summary) const {
        for (std::size_t at = 0; at < selected_.incentives.size(); ++at) {
            const auto outside = summary.incentives[at].reasons.find(-1);
            if (outside != summary.incentives[at].reasons.end()) {
                huiqi::tell_of_other_days(program_, rules_.rulebook, options_.choice, *selected_.incentives[at], outside->second);
            }
        }
    }

    void report(const RunSummary& summary, bool refused) const {
        tell_of_other_days(summary);
        if (program_.json) {
            const std::string text = summary_json(summary, selected_, input_->table_counts(), files_.aside().notes()) + "\n";
            options_.files.output == "-" ? talk(text) : static_cast<void>(put(text));
            return;
        }
        talk(summary_text(summary, selected_, input_->table_counts(), files_.aside().notes(), program_.language));
        if (refused) {
            talk(program_.say({"--strict：有行被退回，没有写出结果", "--strict: rows were set aside, so no result was written"}));
            return;
        }
        talk(program_.say(pace(summary.rows_read)));
    }

    /// How long it took; how many rows a second is said where that can be measured.
    [[nodiscard]] Bilingual pace(std::uint64_t rows) const {
        constexpr std::int64_t kMeasured = 50;
        if (elapsed_ms_ < 1) {
            return {"用时不到 1 毫秒", "less than 1 ms"};
        }
        const std::string time = std::to_string(elapsed_ms_);
        if (elapsed_ms_ < kMeasured) {
            return {"用时 " + time + " 毫秒", time + " ms"};
        }
        const std::string rate = std::to_string(static_cast<std::int64_t>(rows) * 1000 / elapsed_ms_);
        return {"用时 " + time + " 毫秒，每秒 " + rate + " 行", time + " ms, " + rate + " rows a second"};
    }

    /// The `--key` of data in which every row is an application of its own.
    static constexpr std::string_view kNoNumbers = "line";

    const Program& program_;
    const RunOptions& options_;
    LoadedRules rules_;
    Selected selected_;
    std::shared_ptr<const Plan> plan_;
    FiledFindings findings_;
    ResultPlan results_;
    std::unique_ptr<RecordInput> input_;
    RunOutputs files_;
    RepeatedNumbers repeated_;
    std::optional<DataFault> number_fault_;
    bool again_ = false;   ///< the second run, in which what is repeated is known
    Progress* progress_ = nullptr;
    long long elapsed_ms_ = 0;
};

/// Refuses a selection of nothing, which would be no different from none.
[[nodiscard]] std::string some_column(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") != text.npos
               ? std::string()
               : said_in_both({"没有写任何列；写 列,新名=来源,…，不写 --select 就写出常用的列",
                               "no column is named; write column,name=source,… or leave --select out for the usual columns"});
}

}  // namespace

void add_run(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("run", "decide a file of applications / 核定一批申报");
    auto options = std::make_shared<RunOptions>();
    command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则文件、组合或文件夹")->required();
    command->add_option("INPUT", options->input, "applications: .csv, .xlsx, .jsonl or a folder of CSV tables / 申报数据")->required();
    command->add_option("-o,--output", options->files.output, "results: .csv, .xlsx or .jsonl; - is standard output / 结果文件");
    command->add_option("--select", options->select, "columns to write: a,b=x.award,… or @FILE / 要写出的列")->check(some_column);
    options->choice.add_options(*command);
    options->paid.add_options(*command);
    command->add_option("--key", options->key, "the column that names an application / 申请编号所在的列");
    command->add_option("--unknown", options->unknown, "a column that was not asked, unknown in every row / 没有问的列");
    add_input_options(*command, options->reading);
    command->add_option("--findings", options->findings,
                        "what `huiqi detect` found in these applications, .csv or .jsonl: a last column / 检测发现");
    command->add_option("--rejects", options->files.rejects, "writes the rows set aside, with what is wrong / 退回的行写到这个文件");
    command->add_option("--threads", options->threads, "threads / 线程数")->check(CLI::Range(1, 256));
    command->add_option("--output-encoding", options->files.encoding, "of CSV files: utf-8, utf-8-bom, gbk / 结果文件的编码")
        ->check(CLI::IsMember({"utf-8", "utf-8-bom", "gbk"}));
    command->add_flag("--strict", options->strict, "refuse the file when a row is set aside / 有行退回就不出结果");
    command->add_flag("--resume", options->files.resume,
                      "does a run again that was interrupted, in place of what it left / 重做被打断的核定");
    command->add_flag("--force", options->files.force, "replace files that exist / 覆盖已有的文件");
    command->add_flag("--no-formula-guard", options->files.plain_text, "write texts that look like formulas as they are / 不防公式注入");
    command->footer(
        "examples:\n"
        "  huiqi run rules/benchmark cases/sample/applications.csv -o results.csv --rejects rejects.csv\n"
        "  huiqi run rules/benchmark in.csv -o out.csv --select 'id,award=transaction.award,total=totals.total'\n"
        "  huiqi --json run my-rule.yaml in.jsonl -o out.jsonl --threads 2");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) {
            remove_parts_on_signal();
            options->files.usual_columns = options->select.empty();
            return Run(program, *options).run();
        };
    });
}

}  // namespace huiqi
