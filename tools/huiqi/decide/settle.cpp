#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "engine/io/file_names.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/settlement_report.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/batch_record.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct SettleOptions {
    SettlementTask task;
    LedgerTask ledger;
    std::string output = "-";
    std::string output_encoding;
    std::string rejects;
    bool force = false;
    bool resume = false;
};

/// Decides a file of applications and settles them across each other.
class Settle {
public:
    Settle(const Program& program, const SettleOptions& options)
        : program_(program), options_(options), run_(program, options.task) {}

    Exit run() {
        if (const Exit problem = check_ledger_options(); problem != Exit::done) {
            return problem;
        }
        for (const std::string* kept : {&options_.task.input, &options_.task.history, &options_.task.findings, &options_.task.reading.mapping}) {
            keep_from_outputs(*kept);
        }
        if (!is_connection(options_.ledger.ledger)) {
            keep_from_outputs(options_.ledger.ledger);
        }
        const bool ledger = !options_.ledger.ledger.empty();
        BatchRecord record(program_, options_.ledger, options_.task, run_);
        if (const Exit problem = ledger ? record.read() : Exit::done; problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = run_.prepare(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = open_output(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = run_.gather(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = refuse_nothing(); problem != Exit::done) {
            return problem;
        }
        if (!ledger) {
            const Exit problem = run_.settle_all();
            return problem == Exit::done ? write() : problem;
        }
        // Entered before the statements take their name: whoever repeats a command that was cut off between the two
        // finds the batch entered and gets the file.
        for (const auto step : {&BatchRecord::settle, &BatchRecord::enter}) {
            if (const Exit problem = (record.*step)(); problem != Exit::done) {
                return problem;
            }
        }
        return write();
    }

private:
    [[nodiscard]] Exit check_ledger_options() const {
        const LedgerTask& ledger = options_.ledger;
        if (!options_.task.hold_until.empty() && ledger.ledger.empty()) {
            complain(program_, {"--hold-until 要和 --ledger 一起写", "--hold-until goes with --ledger"},
                     {"期限记在台账的批次里，拨付时看它", "the day is kept with the batch, and looked at when it is paid"});
            return Exit::wrong_use;
        }
        if (ledger.ledger.empty() && (ledger.supplement || !ledger.reason.empty())) {
            complain(program_, {"--supplement 和 --reason 要和 --ledger 一起写", "--supplement and --reason go with --ledger"},
                     {"它们记在台账的批次里", "they are kept with the batch"});
            return Exit::wrong_use;
        }
        if (ledger.ledger.empty() && ledger.batch.empty() && ledger.by.empty()) {
            return Exit::done;
        }
        if (ledger.ledger.empty() || ledger.batch.empty() || ledger.by.empty()) {
            complain(program_, {"--ledger、--batch 和 --by 要一起写", "--ledger, --batch and --by go together"},
                     {"例如 --ledger 台账.db --batch 2025-1 --by 张三", "such as --ledger ledger.db --batch 2025-1 --by Zhang"});
            return Exit::wrong_use;
        }
        const SettlementTask& task = options_.task;
        if ((!task.budget.empty() || !task.limit.empty() || task.quota) && ledger.reason.empty()) {
            complain(program_,
                     {"记入台账的批次用 --budget、--limit、--quota 代替规则里的数，要用 --reason 写明理由",
                      "a batch of the ledger with --budget, --limit or --quota in place of what the rules say needs --reason"},
                     {"只是试算就不写 --ledger；正式改了预算，改规则，或写 --reason", "to ask what if, leave --ledger out; where the budget did change, change the rules, or say --reason"});
            return Exit::wrong_use;
        }
        if (ledger.supplement && ledger.reason.empty()) {
            complain(program_, {"--supplement 要和 --reason 一起写", "--supplement needs --reason"},
                     {"写明是补充还是更正，为什么", "say whether it is a supplement or a correction, and why"});
            return Exit::wrong_use;
        }
        if (options_.task.input == "-") {
            complain(program_, {"记入台账的批次不能从标准输入读", "a batch of the ledger cannot come from standard input"},
                     {"先存成文件", "save it as a file first"});
            return Exit::wrong_use;
        }
        return Exit::done;
    }

    Exit open_output() {
        if (!output_format(options_.output)) {
            complain(program_,
                     {"结果文件“" + options_.output + "”的扩展名不认识",
                      "the ending of `" + options_.output + "` is not known"},
                     {"写成 .csv、.xlsx 或 .jsonl", "use .csv, .xlsx or .jsonl"});
            return Exit::wrong_use;
        }
        std::vector<std::string> names{options_.output};
        const std::vector<std::string> aside = RowsAside::names(options_.rejects, run_.input());
        names.insert(names.end(), aside.begin(), aside.end());
        if (const std::vector<DataFault> clashes = name_clashes(options_.task.input, names); !clashes.empty()) {
            show_faults(program_, clashes);
            return Exit::wrong_use;
        }
        for (const std::string* output : {&options_.output, &options_.rejects}) {
            if ((options_.resume || options_.force) && !output->empty()) {
                remove_stale_parts(*output);
            }
        }
        const OutputEncoding encoding = parse_output_encoding(options_.output_encoding).value_or(OutputEncoding::utf8);
        std::vector<DataFault> faults;
        output_ = OutputFile::open(options_.output, options_.force || options_.resume, faults);
        if (output_ != nullptr) {
            output_->encode(encoding);
        }
        if (!options_.rejects.empty()) {
            run_.aside().open(options_.rejects, run_.input(), options_.force || options_.resume, program_.data_language, encoding, faults);
        }
        show_faults(program_, faults);
        return any_error(faults) ? output_problem(faults) : Exit::done;
    }

    /// Refuses a file of which every row was set aside: a batch of nothing would look like one that was decided.
    Exit refuse_nothing() {
        const SettlementCounts& counts = run_.counts();
        if (run_.claims().rows() != 0 || counts.rejected == 0) {
            return Exit::done;
        }
        const DataFault* const failure = run_.aside().commit();
        if (failure != nullptr) {
            show_faults(program_, {*failure});
        }
        const std::string count = std::to_string(counts.rejected);
        const bool ledger = !options_.ledger.ledger.empty();
        complain(program_,
                 {"读入的 " + count + " 行全部退回，没有可以结算的申报：没有写出结果" + (ledger ? "，也没有记入台账" : ""),
                  "all " + count + " rows read were set aside, so there is nothing to settle: no result was written" +
                      (ledger ? ", nothing was entered in the ledger" : "")},
                 {"先按上面的改法改正；huiqi inspect 逐格检查", "mend the rows as told above; `huiqi inspect` looks at every cell"});
        return Exit::data_refused;
    }

    Exit write() {
        const SettlementReport report(run_.bundle(), run_.claims(), run_.settlement(), run_.settlement_rules(),
                                      run_.findings());
        // Rejects first: statements without the rows that were set aside would look whole.
        const DataFault* const aside = run_.aside().commit();
        const bool written = aside == nullptr && report.write(*output_, *output_format(options_.output), program_.data_language) && output_->commit();
        if (!written) {
            if (const DataFault* failure = aside != nullptr ? aside : output_->failure()) {
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
                        "statements: .csv, .xlsx or .jsonl; - is standard output / 拨付清单");
    command->add_option("--output-encoding", options->output_encoding, "of a CSV file: utf-8, utf-8-bom, gbk / 结果文件的编码")
        ->check(CLI::IsMember({"utf-8", "utf-8-bom", "gbk"}));
    add_input_options(*command, options->task.reading);
    command->add_option("--rejects", options->rejects, "writes the rows set aside, with what is wrong / 退回的行写到这个文件");
    command->add_option("--history", options->task.history, "payments made before: .csv / 以前的拨付");
    command->add_option("--findings", options->task.findings,
                        "what `huiqi detect` found in these applications: .csv or .jsonl; a finding of the level hold holds the award / 检测发现");
    command->add_option("--hold-until", options->task.hold_until,
                        "the day until which holds wait for a person; a payment after it pays what nobody confirmed / 拦截的期限");
    options->task.choice.add_options(*command);
    command->add_option("--budget", options->task.budget,
                        "what if the budget were this many yuan / 假如预算是这么多元");
    command->add_option("--limit", options->task.limit,
                        "what if the limit were this many yuan / 假如总额上限是这么多元");
    command->add_option("--quota", options->task.quota, "what if the quota were this many / 假如名额是这么多");
    command->add_option("--ledger", options->ledger.ledger,
                        "enters the batch: a file (SQLite), or postgresql://… / 记入台账");
    command->add_option("--batch", options->ledger.batch, "the batch in the ledger / 批次编号")->check(some_batch);
    command->add_option("--by", options->ledger.by, "who decides / 经办人")->check(some_name);
    command->add_option("--at", options->ledger.at, "time of the decision, by default now / 时间")->check(some_time);
    command->add_flag("--supplement", options->ledger.supplement,
                      "other batches may have decided the same applications; quotas and budgets count what those of the bundle paid; needs --reason / 是补充或更正的批次");
    command->add_option("--reason", options->ledger.reason, "why, kept with the batch / 理由，记在批次里")->check(some_reason);
    command->add_flag("--resume", options->resume,
                      "repeats a command that was interrupted / 接着做被打断的命令");
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->footer(
        "examples:\n"
        "  huiqi settle my-bundle.yaml applications.csv -o statements.csv --history paid.csv\n"
        "  huiqi settle my-bundle.yaml applications.csv -o what-if.csv --budget 30000000\n"
        "  huiqi settle my-bundle.yaml applications.csv -o statements.csv --ledger ledger.db --batch 2025-1 --by Zhang");
    command->callback([options, &chosen] {
        options->task.supplement = options->ledger.supplement;
        chosen = [options](const Program& program) {
            remove_parts_on_signal();
            return Settle(program, *options).run();
        };
    });
}

}  // namespace huiqi
