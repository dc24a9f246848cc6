#include "tools/huiqi/ledger/batch_source.h"
#include "tools/huiqi/report/summary_report.h"
#include "tools/huiqi/rules.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/io/file_names.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/batch_record.h"
#include "tools/huiqi/ledger/batch_summary.h"
#include "tools/huiqi/ledger/kept_batch.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/report/summary_tables.h"

namespace huiqi {
namespace {

struct SummaryOptions {
    BatchSource source;
    std::vector<std::string> columns;
    std::vector<std::string> outputs;
    bool force = false;
};

/// Settles a batch again, from the rules or from what a ledger keeps, and writes what it came to.
class SummaryReport {
public:
    SummaryReport(const Program& program, const SummaryOptions& options) : program_(program), options_(options) {}

    Exit run() {
        for (const std::string* kept : {&options_.source.task.input, &options_.source.task.history, &options_.source.task.reading.mapping}) {
            keep_from_outputs(*kept);
        }
        if (const Exit problem = check(); problem != Exit::done) {
            return problem;
        }
        SettlementTask task = options_.source.task;
        if (const Exit problem = find_account(task); problem != Exit::done) {
            return problem;
        }
        task.carry = options_.columns;
        if (const Exit problem = settle(task); problem != Exit::done) {
            return problem;
        }
        for (const std::string& output : options_.outputs) {
            if (const Exit problem = write(output); problem != Exit::done) {
                return problem;
            }
        }
        return tell();
    }

private:
    [[nodiscard]] Exit check() const {
        const Exit named = options_.source.check(
            program_, {"例如 huiqi report summary --ledger 台账.db --batch 2025-1 -o 汇总.html", "such as huiqi report summary --ledger ledger.db --batch 2025-1 -o summary.html"});
        if (named != Exit::done) {
            return named;
        }
        for (const std::string& output : options_.outputs) {
            if (!output.ends_with(".html") && !output.ends_with(".xlsx")) {
                complain(program_, {"汇总写成 .html 或 .xlsx", "a summary is written as .html or .xlsx"});
                return Exit::wrong_use;
            }
        }
        return Exit::done;
    }

    [[nodiscard]] Exit find_account(SettlementTask& task) {
        if (!options_.source.from_ledger()) {
            return Exit::done;
        }
        if (const Exit problem = options_.source.open(program_, ledger_, account_); problem != Exit::done) {
            return problem;
        }
        if (const auto fault = kept_.put_back(*ledger_, account_->decision, task)) {
            return ledger_problem(program_, *fault);
        }
        task.quiet = true;
        return Exit::done;
    }

    [[nodiscard]] Exit settle(const SettlementTask& task) {
        SettlementRun run(program_, task);
        if (account_) {
            run.count_payments(*ledger_, account_->decision.history_end);
        }
        SummaryMaker maker(program_, options_.columns);
        Exit ended = run.prepare();
        if (ended == Exit::done) {
            ended = run.gather([&](const Evaluator& evaluator, const ParsedBlock& block, std::size_t first, std::size_t count) {
                maker.add(run, evaluator, block, first, count);
            });
        }
        if (ended != Exit::done) {
            return ended;
        }
        if (const std::string column = maker.unbounded(); !column.empty()) {
            complain(program_, {"“" + column + "”的值太多，做不成汇总", "`" + column + "` has too many values for a summary"},
                     {"选地区、规模这样取值不多的列", "choose a column of few values, such as region or size"});
            return Exit::wrong_use;
        }
        ended = run.settle_all();
        if (ended == Exit::done) {
            summary_ = maker.finish(run);
        }
        return ended == Exit::done && account_ ? add_ledger(program_, *ledger_, *account_, run, summary_) : ended;
    }

    [[nodiscard]] Exit write(const std::string& output) const {
        const std::vector<SummarySheet> sheets = summary_sheets(summary_, program_.data_language);
        std::vector<DataFault> faults;
        if (options_.force) {
            remove_stale_parts(output);
        }
        const auto file = OutputFile::open(output, options_.force, faults);
        show_faults(program_, faults);
        if (file == nullptr) {
            return output_problem(faults);
        }
        const std::string text = output.ends_with(".xlsx") ? summary_book(sheets) : summary_page(summary_, sheets, program_.data_language);
        if (!file->write(text) || !file->commit()) {
            show_faults(program_, {*file->failure()});
            return Exit::input_output;
        }
        return Exit::done;
    }

    [[nodiscard]] Exit tell() const {
        for (const SummaryHop& hop : summary_.hops) {
            if (hop.left != hop.right) {
                talk(program_.say({"不符：" + hop.what.zh + "：" + hop.left + " ≠ " + hop.right, "does not tie: " + hop.what.en + ": " + hop.left + " ≠ " + hop.right}));
            }
        }
        const std::string count = std::to_string(summary_.hops.size());
        const std::string payable = yuan_text(static_cast<std::int64_t>(summary_.all.payable_fen));
        if (summary_.ties()) {
            talk(program_.say({"应付合计 " + payable + " 元；" + count + " 处合计全部相符", "payable in all " + payable + " yuan; all " + count + " control totals tie"}));
        }
        return summary_.ties() ? Exit::done : Exit::answer_is_no;
    }

    const Program& program_;
    const SummaryOptions& options_;
    KeptBatch kept_;
    std::unique_ptr<Ledger> ledger_;
    std::optional<BatchAccount> account_;
    BatchSummary summary_;
};

}  // namespace

void add_summary(CLI::App& report, Action& chosen) {
    auto* command = report.add_subcommand("summary", "what a batch came to, in tables and charts / 汇总表");
    auto options = std::make_shared<SummaryOptions>();
    options->source.add_options(*command);
    command->add_option("--by", options->columns, "a column to sum by, such as the region; may be repeated / 按这一列汇总");
    command->add_option("-o,--output", options->outputs, ".html or .xlsx; may be repeated / 汇总表")->required();
    command->add_option("--budget", options->source.task.budget, "what if the budget were this many yuan / 假如预算是这么多元");
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) {
            remove_parts_on_signal();
            return SummaryReport(program, *options).run();
        };
    });
}

}  // namespace huiqi
