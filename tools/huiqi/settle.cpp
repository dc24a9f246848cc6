#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "engine/evaluate/evaluator.h"
#include "engine/io/output_file.h"
#include "engine/io/record_input.h"
#include "engine/plan/compile.h"
#include "engine/settle/claim_gatherer.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/payment_history.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/settlement_report.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

struct SettleOptions {
    std::string rules;
    std::string input;
    std::string output = "-";
    std::string history;
    std::string only;
    std::string budget;
    std::string limit;
    std::optional<std::uint64_t> quota;
    bool force = false;
};

void show_faults(const Program& program, const std::vector<DataFault>& faults) {
    for (const DataFault& fault : faults) {
        talk(program.json ? render_fault_json(fault, program.language)
                          : render_fault(fault, program.language));
    }
}

[[nodiscard]] bool any_error(const std::vector<DataFault>& faults) {
    return std::any_of(faults.begin(), faults.end(),
                       [](const DataFault& one) { return one.severity == Severity::error; });
}

/// Decides a file of applications and settles them across each other.
class Settle {
public:
    Settle(const Program& program, const SettleOptions& options) : program_(program), options_(options) {}

    Exit run() {
        for (const auto step :
             {&Settle::load, &Settle::open, &Settle::gather, &Settle::what_if, &Settle::settle_all}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        return write();
    }

private:
    Exit load() {
        rules_ = load_rules({options_.rules});
        const auto chosen = rules_.diagnostics.has_errors()
                                ? std::nullopt
                                : select_rules(program_, rules_.rulebook, options_.only);
        if (chosen && chosen->bundle == nullptr) {
            complain(program_,
                     {"结算要有组合：规则里没有组合", "settlement needs a bundle: these rules have none"},
                     {"写一个“种类: 组合”的文件，列出事项、主键、总额上限、预算等",
                      "write a file with `kind: bundle` that lists incentives, keys, limits, budget …"});
            return Exit::wrong_use;
        }
        if (chosen) {
            selected_ = *chosen;
            plan_ = std::make_shared<const Plan>(
                compile(selected_.incentives, selected_.bundle, {}, rules_.diagnostics));
        }
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        return chosen ? Exit::done : Exit::wrong_use;
    }

    Exit open() {
        ReadOptions how;
        const Bundle::Keys& keys = selected_.bundle->keys;
        how.key = keys.application;
        for (const std::string& column :
             {keys.application, keys.applicant, keys.sequence, keys.period_date}) {
            if (!column.empty() && std::find(how.pass_through.begin(), how.pass_through.end(), column) ==
                                       how.pass_through.end()) {
                how.pass_through.push_back(column);
            }
        }
        how.tell_unused = false;
        carried_ = how.pass_through;
        OpenedInput opened = open_input(options_.input, plan_->schema, how);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        input_ = std::move(opened.input);
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

    /// Gives a key column of some rows; empty where the bundle names none.
    [[nodiscard]] std::span<const std::string_view> column(const ParsedBlock& block, const std::string& name,
                                                           std::size_t first, std::size_t count) const {
        const auto found = std::find(carried_.begin(), carried_.end(), name);
        if (found == carried_.end()) {
            return {};
        }
        return std::span(block.pass_through[static_cast<std::size_t>(found - carried_.begin())])
            .subspan(first, count);
    }

    Exit gather() {
        gatherer_ = std::make_unique<ClaimGatherer>(*selected_.bundle, *plan_);
        const auto parser = input_->parser();
        ParsedBlock block(plan_->schema);
        Evaluator evaluator(plan_);
        Progress progress(program_);
        const Bundle::Keys& keys = selected_.bundle->keys;
        while (input_->next(block.block)) {
            block.clear();
            parser->parse(block);
            for (std::size_t first = 0; first < block.batch.rows(); first += kChunk) {
                const std::size_t count = std::min(kChunk, block.batch.rows() - first);
                evaluator.run(block.batch, first, count);
                gatherer_->add(evaluator, {column(block, keys.application, first, count),
                                           column(block, keys.applicant, first, count),
                                           column(block, keys.sequence, first, count),
                                           column(block, keys.period_date, first, count)});
            }
            counts_.read += block.rows_read;
            counts_.rejected += block.rejected.size();
            for (const RejectedRow& row : block.rejected) {
                show_faults(program_, row.faults);
            }
            progress.show(input_->bytes_read(), input_->bytes_total());
        }
        if (const DataFault* failure = input_->failure()) {
            show_faults(program_, {*failure});
            return Exit::input_output;
        }
        claims_ = gatherer_->finish();
        return Exit::done;
    }

    /// Replaces a budget, limit or quota by what the command line says.
    Exit what_if() {
        settlement_rules_ = gatherer_->rules();
        const auto money = [this](const std::string& text, std::string_view option) -> std::optional<Money> {
            const auto amount = Money::parse(text);
            if (!amount || amount->minor() < 0) {
                complain(program_,
                         {std::string(option) + "：“" + text + "”不是元数",
                          std::string(option) + ": `" + text + "` is no amount of yuan"},
                         {"写成 5000000 或 5000000.00", "write 5000000 or 5000000.00"});
                return std::nullopt;
            }
            return *amount;
        };
        const auto one_of = [this](std::size_t count, std::string_view option) {
            if (count != 1) {
                complain(program_, {std::string(option) + " 只能改唯一的一项，组合里有 " +
                                        std::to_string(count) + " 项",
                                    std::string(option) + " changes the only one, and the bundle has " +
                                        std::to_string(count)});
            }
            return count == 1;
        };
        if (!options_.budget.empty()) {
            const auto amount = money(options_.budget, "--budget");
            if (!amount || !one_of(settlement_rules_.budgets.size(), "--budget")) {
                return Exit::wrong_use;
            }
            settlement_rules_.budgets[0].amount = *amount;
        }
        if (!options_.limit.empty()) {
            const auto amount = money(options_.limit, "--limit");
            if (!amount || !one_of(settlement_rules_.limits.size(), "--limit")) {
                return Exit::wrong_use;
            }
            settlement_rules_.limits[0].cap = *amount;
        }
        if (options_.quota) {
            if (!one_of(settlement_rules_.quotas.size(), "--quota")) {
                return Exit::wrong_use;
            }
            settlement_rules_.quotas[0].count = *options_.quota;
        }
        return Exit::done;
    }

    Exit settle_all() {
        std::vector<PriorPayment> history;
        if (!options_.history.empty()) {
            std::vector<DataFault> faults;
            history =
                read_payment_history(options_.history, *selected_.bundle, gatherer_->key_names(), faults);
            show_faults(program_, faults);
            if (any_error(faults)) {
                return input_problem(faults);
            }
        }
        const auto start = std::chrono::steady_clock::now();
        settlement_ = settle(claims_, history, settlement_rules_);
        counts_.settle_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
                .count();
        return Exit::done;
    }

    Exit write() {
        const SettlementReport report(*selected_.bundle, claims_, settlement_);
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
            const std::string text = report.summary_json(counts_) + "\n";
            options_.output == "-" ? talk(text) : static_cast<void>(put(text));
        } else {
            talk(report.summary(counts_, program_.language));
        }
        return Exit::done;
    }

    const Program& program_;
    const SettleOptions& options_;
    LoadedRules rules_;
    Selected selected_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<RecordInput> input_;
    std::unique_ptr<OutputFile> output_;
    std::vector<std::string> carried_;
    std::unique_ptr<ClaimGatherer> gatherer_;
    Claims claims_;
    SettlementRules settlement_rules_;
    Settlement settlement_;
    SettlementCounts counts_;
};

}  // namespace

void add_settle(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand(
        "settle", "decide a batch and settle it against limits, quotas and budgets / 核定并结算一批申报");
    auto options = std::make_shared<SettleOptions>();
    command->add_option("RULES", options->rules, "a bundle, or a folder with one / 组合")->required();
    command
        ->add_option("INPUT", options->input,
                     "applications: .csv, .jsonl or a folder of CSV tables / 申报数据")
        ->required();
    command->add_option("-o,--output", options->output,
                        "statements: .csv or .jsonl; - is standard output / 拨付清单");
    command->add_option("--history", options->history, "payments made before: .csv / 以前的拨付");
    command->add_option("--only", options->only, "the bundle to use / 只用这个组合");
    command->add_option("--budget", options->budget,
                        "what if the budget were this many yuan / 假如预算是这么多元");
    command->add_option("--limit", options->limit,
                        "what if the limit were this many yuan / 假如总额上限是这么多元");
    command->add_option("--quota", options->quota, "what if the quota were this many / 假如名额是这么多");
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
