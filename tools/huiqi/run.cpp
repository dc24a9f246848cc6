#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "engine/api/batch_run.h"
#include "engine/io/output_file.h"
#include "engine/io/rejects_writer.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/run_summary.h"

namespace huiqi {
namespace {

struct RunOptions {
    std::string rules;
    std::string input;
    std::string output = "-";
    std::string rejects;
    std::string select;
    std::string only;
    std::string key;
    std::vector<std::string> unknown;
    std::size_t threads = 1;
    bool strict = false;
    bool force = false;
    bool plain_text = false;
};

void show_faults(const Program& program, const std::vector<DataFault>& faults) {
    for (const DataFault& fault : faults) {
        talk(program.json ? render_fault_json(fault, program.language) : render_fault(fault, program.language));
    }
}

[[nodiscard]] bool any_error(const std::vector<DataFault>& faults) {
    return std::any_of(faults.begin(), faults.end(), [](const DataFault& one) { return one.severity == Severity::error; });
}

/// What a run needs once its rules, options and files have been found sound.
class Run {
public:
    Run(const Program& program, const RunOptions& options) : program_(program), options_(options) {}

    Exit run() {
        for (const auto step : {&Run::load, &Run::choose_columns, &Run::open_files}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        return decide();
    }

private:
    Exit load() {
        rules_ = load_rules({options_.rules});
        const auto chosen = rules_.diagnostics.has_errors() ? std::nullopt
                                                            : select_rules(program_, rules_.rulebook, options_.only);
        if (chosen) {
            selected_ = *chosen;
            CompileOptions how;
            how.explain = false;
            plan_ = std::make_shared<const Plan>(compile(selected_.incentives, selected_.bundle, how, rules_.diagnostics));
        }
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        return chosen ? Exit::done : Exit::wrong_use;
    }

    Exit choose_columns() {
        std::vector<DataFault> faults;
        std::vector<SelectItem> items;
        if (!options_.select.empty()) {
            items = parse_select(options_.select, faults);
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

    Exit open_files() {
        ReadOptions how;
        how.unknown_columns = options_.unknown;
        how.pass_through = results_.carried;
        how.key = !options_.key.empty() ? options_.key : selected_.bundle != nullptr ? selected_.bundle->keys.application : "";
        if (selected_.bundle != nullptr) {
            const Bundle::Keys& keys = selected_.bundle->keys;
            how.used_elsewhere = {keys.applicant, keys.sequence, keys.period_date};
        }
        OpenedInput opened = open_input(options_.input, plan_->schema, how);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        input_ = std::move(opened.input);
        const auto format = output_format(options_.output);
        if (!format) {
            complain(program_, {"结果文件“" + options_.output + "”的扩展名不认识", "the ending of `" + options_.output + "` is not known"},
                     {"写成 .csv 或 .jsonl", "use .csv or .jsonl"});
            return Exit::wrong_use;
        }
        std::vector<std::string> names;
        for (const SelectItem& item : results_.items) {
            names.push_back(item.name);
        }
        writer_ = std::make_unique<ResultWriter>(*format, std::move(names), !options_.plain_text);
        std::vector<DataFault> faults;
        output_ = OutputFile::open(options_.output, options_.force, faults);
        if (output_ != nullptr && !options_.rejects.empty()) {
            rejects_ = RejectsWriter::open(options_.rejects, options_.force, input_->headings(), program_.language, faults);
        }
        show_faults(program_, faults);
        const bool exists = std::any_of(faults.begin(), faults.end(), [](const DataFault& one) { return one.code == "D205"; });
        return exists ? Exit::would_overwrite : any_error(faults) ? Exit::input_output : Exit::done;
    }

    /// Takes a decided block: results to the file, rejected rows to theirs and, the first of them, to the person.
    bool take(const DecidedBlock& block) {
        progress_->show(input_->bytes_read(), input_->bytes_total());
        for (const RejectedRow& row : block.rejected) {
            for (const DataFault& fault : row.faults) {
                if (shown_ < kShown) {
                    ++shown_;
                    talk(program_.json ? render_fault_json(fault, program_.language) : render_fault(fault, program_.language));
                } else {
                    ++hidden_;
                }
            }
        }
        return output_->write(block.results.view()) && (rejects_ == nullptr || rejects_->write(block.rejected));
    }

    Exit decide() {
        OutputText header;
        writer_->append_header(header);
        bool written = output_->write(header.view());
        show_table_rejects();
        BatchRun batch(*input_, plan_, results_, selected_, *writer_, program_.language);
        RunSummary summary;
        {
            Progress progress(program_);
            progress_ = &progress;
            const auto start = std::chrono::steady_clock::now();
            summary = batch.run(options_.threads, [&](const DecidedBlock& block) { return written = written && take(block); });
            elapsed_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
        }
        show_faults(program_, ignored_key_notes(input_->name(), batch.ignored_keys()));
        return finish(summary);
    }

    void show_table_rejects() {
        for (const TableRejects& table : input_->table_rejects()) {
            for (const RejectedRow& row : table.rows) {
                show_faults(program_, row.faults);
            }
            if (rejects_ != nullptr && !table.rows.empty()) {
                std::vector<DataFault> faults;
                const auto writer = RejectsWriter::open(rejects_path(options_.rejects, table.file), options_.force,
                                                        table.headings, program_.language, faults);
                if (writer == nullptr || !writer->write(table.rows) || !writer->commit()) {
                    show_faults(program_, faults);
                    table_rejects_lost_ = true;
                }
            }
        }
    }

    Exit finish(const RunSummary& summary) {
        if (hidden_ != 0) {
            const std::string count = std::to_string(hidden_);
            talk(program_.say({"……还有 " + count + " 处同类问题没有列出；加 --rejects 文件 可以全部写出",
                               "… and " + count + " more faults; --rejects FILE writes them all"}));
        }
        if (const DataFault* failure = input_->failure()) {
            show_faults(program_, {*failure});
            return Exit::input_output;
        }
        if (options_.strict && summary.rows_rejected != 0) {
            report(summary, true);
            if (rejects_ != nullptr) {
                (void)rejects_->commit();
            }
            return Exit::data_refused;
        }
        const bool stored = output_->commit() && (rejects_ == nullptr || rejects_->commit());
        if (!stored) {
            const DataFault* failure = output_->failure() != nullptr ? output_->failure()
                                       : rejects_ != nullptr         ? rejects_->failure()
                                                                     : nullptr;
            show_faults(program_, failure == nullptr ? std::vector<DataFault>{} : std::vector<DataFault>{*failure});
            return failure != nullptr && failure->code == "D205" ? Exit::would_overwrite : Exit::input_output;
        }
        report(summary, false);
        return table_rejects_lost_ ? Exit::input_output : Exit::done;
    }

    void report(const RunSummary& summary, bool refused) const {
        if (program_.json) {
            const std::string text = summary_json(summary, selected_) + "\n";
            options_.output == "-" ? talk(text) : static_cast<void>(put(text));
            return;
        }
        talk(summary_text(summary, selected_, program_.language));
        if (refused) {
            talk(program_.say({"--strict：有行被退回，没有写出结果", "--strict: rows were set aside, so no result was written"}));
            return;
        }
        const auto rate = elapsed_ms_ == 0 ? 0 : static_cast<long long>(summary.rows_read) * 1000 / elapsed_ms_;
        talk(program_.say({"用时 " + std::to_string(elapsed_ms_) + " 毫秒，每秒 " + std::to_string(rate) + " 行",
                           std::to_string(elapsed_ms_) + " ms, " + std::to_string(rate) + " rows a second"}));
    }

    static constexpr std::size_t kShown = 20;

    const Program& program_;
    const RunOptions& options_;
    LoadedRules rules_;
    Selected selected_;
    std::shared_ptr<const Plan> plan_;
    ResultPlan results_;
    std::unique_ptr<RecordInput> input_;
    std::unique_ptr<ResultWriter> writer_;
    std::unique_ptr<OutputFile> output_;
    std::unique_ptr<RejectsWriter> rejects_;
    Progress* progress_ = nullptr;
    std::size_t shown_ = 0;
    std::size_t hidden_ = 0;
    long long elapsed_ms_ = 0;
    bool table_rejects_lost_ = false;
};

}  // namespace

void add_run(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("run", "decide a file of applications / 核定一批申报");
    auto options = std::make_shared<RunOptions>();
    command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则文件、组合或文件夹")->required();
    command->add_option("INPUT", options->input, "applications: .csv, .jsonl or a folder of CSV tables / 申报数据")->required();
    command->add_option("-o,--output", options->output, "results: .csv or .jsonl; - is standard output / 结果文件");
    command->add_option("--select", options->select, "columns to write: a,b=x.award,… or @FILE / 要写出的列");
    command->add_option("--only", options->only, "the bundle or incentive to use / 只用这个组合或事项");
    command->add_option("--key", options->key, "the column that names an application / 申请编号所在的列");
    command->add_option("--unknown", options->unknown, "a column that was not asked, unknown in every row / 没有问的列");
    command->add_option("--rejects", options->rejects, "writes the rows set aside, with what is wrong / 退回的行写到这个文件");
    command->add_option("--threads", options->threads, "threads / 线程数")->check(CLI::Range(1, 256));
    command->add_flag("--strict", options->strict, "refuse the file when a row is set aside / 有行退回就不出结果");
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->add_flag("--no-formula-guard", options->plain_text, "write texts that look like formulas as they are / 不防公式注入");
    command->footer(
        "examples:\n"
        "  huiqi run rules/benchmark cases/sample/applications.csv -o results.csv --rejects rejects.csv\n"
        "  huiqi run rules/benchmark in.csv -o out.csv --select 'id,award=transaction.award,total=totals.total'\n"
        "  huiqi --json run my-rule.yaml in.jsonl -o out.jsonl --threads 2");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return Run(program, *options).run(); };
    });
}

}  // namespace huiqi
