#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "engine/io/output_file.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/settlement_report.h"
#include "tools/huiqi/settlement_run.h"

namespace huiqi {
namespace {

struct SettleOptions {
    SettlementTask task;
    std::string output = "-";
    bool force = false;
};

/// Decides a file of applications and settles them across each other.
class Settle {
public:
    Settle(const Program& program, const SettleOptions& options)
        : program_(program), options_(options), run_(program, options.task) {}

    Exit run() {
        if (const Exit problem = run_.prepare(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = open_output(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = run_.gather(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = run_.settle_all({}); problem != Exit::done) {
            return problem;
        }
        return write();
    }

private:
    Exit open_output() {
        if (!output_format(options_.output)) {
            complain(program_,
                     {"结果文件“" + options_.output + "”的扩展名不认识",
                      "the ending of `" + options_.output + "` is not known"},
                     {"写成 .csv 或 .jsonl", "use .csv or .jsonl"});
            return Exit::wrong_use;
        }
        std::vector<DataFault> faults;
        output_ = OutputFile::open(options_.output, options_.force, faults);
        show_faults(program_, faults);
        const bool exists = std::any_of(faults.begin(), faults.end(),
                                        [](const DataFault& one) { return one.code == "D205"; });
        return exists ? Exit::would_overwrite : any_error(faults) ? Exit::input_output : Exit::done;
    }

    Exit write() {
        const SettlementReport report(run_.bundle(), run_.claims(), run_.settlement());
        const bool written = report.write(*output_, *output_format(options_.output)) && output_->commit();
        if (!written) {
            if (const DataFault* failure = output_->failure()) {
                show_faults(program_, {*failure});
            }
            return Exit::input_output;
        }
        for (const std::string& line : report.faults(program_.language)) {
            talk(line);
        }
        if (program_.json) {
            const std::string text = report.summary_json(run_.counts()) + "\n";
            options_.output == "-" ? talk(text) : static_cast<void>(put(text));
        } else {
            talk(report.summary(run_.counts(), program_.language));
        }
        return Exit::done;
    }

    const Program& program_;
    const SettleOptions& options_;
    SettlementRun run_;
    std::unique_ptr<OutputFile> output_;
};

}  // namespace

void add_settle(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand(
        "settle", "decide a batch and settle it against limits, quotas and budgets / 核定并结算一批申报");
    auto options = std::make_shared<SettleOptions>();
    command->add_option("RULES", options->task.rules, "a bundle, or a folder with one / 组合")->required();
    command
        ->add_option("INPUT", options->task.input,
                     "applications: .csv, .jsonl or a folder of CSV tables / 申报数据")
        ->required();
    command->add_option("-o,--output", options->output,
                        "statements: .csv or .jsonl; - is standard output / 拨付清单");
    add_input_options(*command, options->task.reading);
    command->add_option("--history", options->task.history, "payments made before: .csv / 以前的拨付");
    options->task.choice.add_options(*command);
    command->add_option("--budget", options->task.budget,
                        "what if the budget were this many yuan / 假如预算是这么多元");
    command->add_option("--limit", options->task.limit,
                        "what if the limit were this many yuan / 假如总额上限是这么多元");
    command->add_option("--quota", options->task.quota, "what if the quota were this many / 假如名额是这么多");
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->footer(
        "examples:\n"
        "  huiqi settle my-bundle.yaml applications.csv -o statements.csv --history paid.csv\n"
        "  huiqi settle my-bundle.yaml applications.csv -o what-if.csv --budget 30000000");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return Settle(program, *options).run(); };
    });
}

}  // namespace huiqi
