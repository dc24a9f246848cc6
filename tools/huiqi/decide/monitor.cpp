#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include <CLI/CLI.hpp>

#include "engine/api/batch_input.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/key_register.h"
#include "engine/io/record_input.h"
#include "engine/plan/compile.h"
#include "engine/settle/target_tally.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/monitor_report.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

struct MonitorOptions {
    std::string rules;
    std::vector<std::string> inputs;
    RuleChoice choice;
    std::optional<int> through;
    std::string key;
    std::vector<std::string> unknown;
    InputOptions reading;
    bool strict = false;
};

/// Gathers what the targets of some rules need from files of applications, and holds it against them.
class Monitor {
public:
    Monitor(const Program& program, const MonitorOptions& options) : program_(program), options_(options) {}

    Exit run() {
        if (const Exit problem = load(); problem != Exit::done) {
            return problem;
        }
        tally_ = std::make_unique<TargetTally>(incentives_);
        for (const std::string& input : options_.inputs) {
            if (const Exit problem = gather(input); problem != Exit::done) {
                return problem;
            }
        }
        return report();
    }

private:
    Exit load() {
        rules_ = load_rules({options_.rules});
        const bool sound = !rules_.diagnostics.has_errors();
        if (sound && !choose()) {
            return Exit::wrong_use;
        }
        if (sound) {
            CompileOptions how;
            how.explain = false;
            how.targets = true;
            how.abstract = true;
            plan_ = std::make_shared<const Plan>(compile(incentives_, bundle_, how, rules_.diagnostics));
        }
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        return Exit::done;
    }

    /// Picks what has targets: of what was named, of what is in force at a place, or of everything that was
    /// asked for.
    bool choose() {
        std::vector<const Incentive*> all;
        if (!options_.choice.only.empty() || !options_.choice.region.empty() || !options_.choice.on.empty()) {
            const auto selected = select_rules(program_, rules_.rulebook, options_.choice);
            if (!selected) {
                return false;
            }
            all = selected->incentives;
            bundle_ = selected->bundle;
        } else {
            for (const Incentive& incentive : rules_.rulebook.incentives) {
                if (!incentive.support) {
                    all.push_back(&incentive);
                }
            }
        }
        std::copy_if(all.begin(), all.end(), std::back_inserter(incentives_),
                     [](const Incentive* one) { return !one->targets.empty(); });
        if (incentives_.empty()) {
            complain(program_, {"这些规则没有写“目标”", "these rules have no `targets`"},
                     {"在事项里加上“目标: …”", "add `targets: …` to an incentive"});
        }
        // totals are over the awards of all members, and some members may be left out here
        if (bundle_ != nullptr) {
            shared_ = std::make_unique<Bundle>(*bundle_);
            shared_->totals.clear();
            bundle_ = shared_.get();
        }
        return !incentives_.empty();
    }

    void show(const std::vector<DataFault>& faults) const {
        for (const DataFault& fault : faults) {
            talk(program_.json ? render_fault_json(fault, program_.language)
                               : render_fault(fault, program_.language));
        }
    }

    [[nodiscard]] bool given_before(const std::string& path) {
        std::error_code error;
        const auto whole = std::filesystem::weakly_canonical(path, error);
        if (seen_.insert(error ? path : whole.string()).second) {
            return false;
        }
        complain(program_,
                 {"“" + path + "”给了两次，会数两遍", "`" + path + "` is given twice and would count twice"});
        return true;
    }

    Exit gather(const std::string& path) {
        ReadOptions how;
        how.unknown_columns = options_.unknown;
        how.key = !options_.key.empty() ? options_.key : bundle_ != nullptr ? bundle_->keys.application : "";
        how.find_key = options_.key != kNoNumbers;
        how.tell_unused = false;
        if (!how.find_key) {
            how.key.clear();
        }
        if (given_before(path) || !apply_input_options(program_, options_.reading, how)) {
            return Exit::wrong_use;
        }
        Selection rules;
        rules.bundle = bundle_;
        rules.incentives = incentives_;
        OpenedInput opened = open_batch(path, plan_->schema, how, PopulationPlan::of(rules));
        show(opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        tell_tables_aside(program_, *opened.input);
        KeyRegister numbers;
        const bool enter = !opened.input->finds_repeats() && !opened.input->key().empty();
        read(*opened.input, enter ? &numbers : nullptr);
        if (const DataFault* failure = opened.input->failure()) {
            show({*failure});
            return Exit::input_output;
        }
        return enter ? refuse_repeated(*opened.input, numbers) : Exit::done;
    }

    void read(RecordInput& input, KeyRegister* numbers) {
        const auto parser = input.parser();
        ParsedBlock block(plan_->schema);
        Evaluator evaluator(plan_);
        Progress progress(program_);
        BlockNumbers block_numbers;
        while (input.next(block.block)) {
            block.clear();
            parser->parse(block);
            for (std::size_t first = 0; first < block.batch.rows(); first += evaluator.rows()) {
                (void)evaluator.run_some(block.batch, first, std::min(kChunk, block.batch.rows() - first));
                tally_->add(evaluator);
            }
            if (numbers != nullptr) {
                block_numbers.take(block);
                numbers->add(block_numbers);
            }
            counts_.read += block.rows_read;
            counts_.set_aside += block.rejected.size();
            tally_->add_set_aside(block.rejected.size());
            for (const RejectedRow& row : block.rejected) {
                if (shown_++ < kShown) {
                    show(row.faults);
                }
            }
            progress.show(input.bytes_read(), input.bytes_total());
        }
    }

    /// Which of two rows with one number counts cannot be told, and both must not.
    Exit refuse_repeated(const RecordInput& input, KeyRegister& numbers) const {
        const RepeatedNumbers repeated = numbers.repeated();
        if (const DataFault* failure = numbers.failure()) {
            show({*failure});
            return Exit::input_output;
        }
        if (repeated.empty()) {
            return Exit::done;
        }
        show(repeated.faults(input.name(), input.key(), kShown));
        complain(program_,
                 {"有申请编号重复，会数两遍，所以不数",
                  "application numbers stand twice and would count twice, so nothing is counted"},
                 {"改正编号；每一行本来就各算各的，加 --key line",
                  "correct the numbers; where every row counts by itself, add --key line"});
        return Exit::data_refused;
    }

    Exit report() {
        std::vector<MonitoredTarget> targets;
        for (std::size_t at = 0; at < incentives_.size(); ++at) {
            for (std::size_t index = 0; index < incentives_[at]->targets.size(); ++index) {
                const Target& target = incentives_[at]->targets[index];
                const TargetGathered& gathered = tally_->gathered()[at][index];
                targets.push_back(
                    {incentives_[at], &target, &gathered, judge(target, gathered, options_.through)});
            }
        }
        const bool written = put(program_.json ? monitor_json(targets, counts_, *rules_.rulebook.sources)
                                               : monitor_text(targets, program_.language));
        talk(monitor_summary(targets, counts_, program_.language));
        const bool all_met = std::all_of(targets.begin(), targets.end(), [](const auto& one) {
            return one.result.state == TargetState::met;
        });
        return !written ? Exit::input_output : options_.strict && !all_met ? Exit::answer_is_no : Exit::done;
    }

    static constexpr std::size_t kShown = 20;
    /// The `--key` of data in which every row counts by itself.
    static constexpr std::string_view kNoNumbers = "line";

    const Program& program_;
    const MonitorOptions& options_;
    LoadedRules rules_;
    std::vector<const Incentive*> incentives_;
    const Bundle* bundle_ = nullptr;
    std::unique_ptr<Bundle> shared_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<TargetTally> tally_;
    MonitorCounts counts_;
    std::set<std::string> seen_;
    std::size_t shown_ = 0;
};

}  // namespace

void add_monitor(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand(
        "monitor", "hold batches and history against programme targets / 用批次和历史数据核对目标");
    auto options = std::make_shared<MonitorOptions>();
    command->add_option("RULES", options->rules, "a rule file or a folder / 规则文件或文件夹")->required();
    command
        ->add_option("INPUT", options->inputs,
                     "applications, added up: .csv, .jsonl or folders / 申报数据，可以有几个")
        ->required();
    options->choice.add_options(*command);
    command
        ->add_option("--through", options->through,
                     "the data are complete through this year / 数据到哪一年为止是全的")
        ->check(CLI::Range(1, 9999));
    command->add_option("--key", options->key,
                        "the column that names an application; line: none / 申请编号所在的列");
    command->add_option("--unknown", options->unknown, "a column that was not asked / 没有问的列");
    add_input_options(*command, options->reading);
    command->add_flag("--strict", options->strict, "1 when a target is not met / 有目标没有达到就返回 1");
    command->footer(
        "examples:\n"
        "  huiqi monitor rules/jiangsu/targets.yaml 2020.csv 2021.csv 2022.csv 2023.csv --through 2023\n"
        "  huiqi --json monitor my-rule.yaml batch.csv --strict");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return Monitor(program, *options).run(); };
    });
}

}  // namespace huiqi
