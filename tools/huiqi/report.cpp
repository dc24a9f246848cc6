#include <algorithm>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>

#include "engine/api/batch_input.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "engine/io/record_input.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decision_sheet.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/paid_before.h"
#include "tools/huiqi/printed_page.h"
#include "tools/huiqi/publication.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/settlement_run.h"
#include "tools/huiqi/statements_file.h"
#include "tools/huiqi/summary_report.h"

namespace huiqi {
namespace {

struct ReportOptions {
    std::string rules;
    std::string input;
    std::string output;
    std::string statements;
    std::string office;
    std::vector<std::string> applications;
    RuleChoice choice;
    InputOptions reading;
    PaidBefore paid;
    bool force = false;
};

/// Writes a page with a section for each application that was asked for.
class Report {
public:
    Report(const Program& program, const ReportOptions& options, bool notices)
        : program_(program), options_(options), notices_(notices), wanted_(options.applications.begin(), options.applications.end()) {}

    Exit run() {
        for (const auto step : {&Report::load, &Report::open, &Report::write}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        return Exit::done;
    }

private:
    Exit load() {
        rules_ = load_rules({options_.rules});
        const auto chosen = rules_.diagnostics.has_errors() ? std::nullopt : select_rules(program_, rules_.rulebook, options_.choice);
        if (chosen) {
            selected_ = *chosen;
            plan_ = std::make_shared<const Plan>(compile(selected_.incentives, selected_.bundle, {}, rules_.diagnostics));
        }
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        return chosen ? Exit::done : Exit::wrong_use;
    }

    Exit open() {
        ReadOptions how;
        how.key = selected_.bundle != nullptr ? selected_.bundle->keys.application : "";
        how.applicant = selected_.bundle != nullptr ? selected_.bundle->keys.applicant : "";
        how.find_key = true;
        how.tell_unused = false;
        if (!apply_input_options(program_, options_.reading, how)) {
            return Exit::wrong_use;
        }
        std::shared_ptr<const PaidRecords> paid;
        if (const Exit problem = options_.paid.read(program_, rules_, selected_, plan_->schema, paid); problem != Exit::done) {
            return problem;
        }
        OpenedInput opened = open_batch(options_.input, plan_->schema, how, PopulationPlan::of(selected_), paid);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        input_ = std::move(opened.input);
        std::vector<DataFault> faults;
        if (!options_.statements.empty()) {
            settled_ = read_statements(options_.statements, faults);
        }
        output_ = any_error(faults) ? nullptr : OutputFile::open(options_.output, options_.force, faults);
        show_faults(program_, faults);
        if (output_ != nullptr) {
            return Exit::done;
        }
        const bool exists = std::any_of(faults.begin(), faults.end(), [](const DataFault& one) { return one.code == "D205"; });
        return exists ? Exit::would_overwrite : input_problem(faults);
    }

    [[nodiscard]] bool is_wanted(const std::string& number) {
        return options_.applications.empty() || wanted_.erase(number) != 0;
    }

    /// Gives the number of a good row; without one its line.
    [[nodiscard]] static std::string number_of(const ParsedBlock& block, std::size_t row) {
        return block.keys.empty() ? std::to_string(block.places[row].line) : std::string(block.keys[row]);
    }

    [[nodiscard]] std::string section(const Evaluator& evaluator, const std::string& number) const {
        SheetContent content;
        content.number = number;
        content.office = options_.office;
        for (std::size_t index = 0; index < selected_.incentives.size(); ++index) {
            content.explanations.push_back(explain(evaluator, *selected_.incentives[index], index, 0));
        }
        if (const auto found = settled_.find(number); found != settled_.end()) {
            content.settled = found->second;
        }
        return notices_ ? notice(content, program_.data_language) : decision_sheet(content, program_.data_language);
    }

    Exit write() {
        const bool zh = program_.data_language == Language::zh;
        const std::string title = notices_ ? (zh ? "一次性告知书" : "Notices") : (zh ? "奖补核定表" : "Decisions on incentives");
        const std::string frame = printed_page(title, zh ? "zh-CN" : "en", "\x01");
        const std::size_t middle = frame.find('\x01');
        bool good = output_->write(std::string_view(frame).substr(0, middle));
        const auto parser = input_->parser();
        ParsedBlock block(plan_->schema);
        Evaluator evaluator(plan_);
        std::size_t sections = 0;
        while (good && input_->next(block.block)) {
            block.clear();
            parser->parse(block);
            for (std::size_t row = 0; good && row < block.batch.rows(); ++row) {
                const std::string number = number_of(block, row);
                if (is_wanted(number)) {
                    evaluator.run(block.batch, row, 1);
                    const std::string text = section(evaluator, number);
                    sections += text.empty() ? 0U : 1U;
                    good = output_->write(text);
                }
            }
            for (const RejectedRow& row : block.rejected) {
                if (notices_ && good && is_wanted(row.number)) {
                    ++sections;
                    good = output_->write(notice(row, program_.data_language));
                }
            }
        }
        return finish(good && output_->write(std::string_view(frame).substr(middle + 1)), sections);
    }

    Exit finish(bool written, std::size_t sections) {
        if (const DataFault* failure = input_->failure()) {
            show_faults(program_, {*failure});
            return Exit::input_output;
        }
        if (!wanted_.empty()) {
            complain(program_, {"数据里没有申报“" + *wanted_.begin() + "”", "the data have no application `" + *wanted_.begin() + "`"});
            return Exit::input_missing;
        }
        if (!written || !output_->commit()) {
            show_faults(program_, {*output_->failure()});
            return Exit::input_output;
        }
        talk(program_.say({"写了 " + std::to_string(sections) + " 份", std::to_string(sections) + " written"}));
        return Exit::done;
    }

    const Program& program_;
    const ReportOptions& options_;
    bool notices_;
    std::set<std::string> wanted_;
    LoadedRules rules_;
    Selected selected_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<RecordInput> input_;
    std::unique_ptr<OutputFile> output_;
    SettledApplications settled_;
};

}  // namespace

void add_report(CLI::App& app, Action& chosen) {
    auto* report = app.add_subcommand("report", "papers for the file and the applicant / 核定表、告知书");
    report->require_subcommand(1);
    report->footer("examples:\n"
                   "  huiqi report sheets rules/benchmark cases/sample/applications.csv -o sheets.html --application 2024-000003\n"
                   "  huiqi report notices rules/benchmark cases/sample/applications.csv -o notices.html\n"
                   "  huiqi report publication --ledger ledger.db --batch 2025-1 --profile list.yaml -o list.html --from 2025-06-20 --to 2025-06-26");
    for (const bool notices : {false, true}) {
        auto* command = notices ? report->add_subcommand("notices", "what is missing or refused, and what would mend it / 一次性告知书")
                                : report->add_subcommand("sheets", "a decision sheet for each application / 核定表");
        auto options = std::make_shared<ReportOptions>();
        command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则")->required();
        command->add_option("INPUT", options->input, "applications / 申报数据")->required();
        command->add_option("-o,--output", options->output, "an HTML page / 网页")->required();
        command->add_option("--statements", options->statements, "what settlement made of them: .csv / 结算清单");
        command->add_option("--application", options->applications, "only this one; may be repeated / 只要这一份");
        command->add_option("--office", options->office, "who decides / 办理机关");
        options->choice.add_options(*command);
        options->paid.add_options(*command);
        add_input_options(*command, options->reading);
        command->add_flag("--force", options->force, "replace a file that exists / 覆盖已有的文件");
        command->callback([options, notices, &chosen] {
            chosen = [options, notices](const Program& program) {
                remove_parts_on_signal();
                return Report(program, *options, notices).run();
            };
        });
    }
    add_publication(*report, chosen);
    add_summary(*report, chosen);
}

}  // namespace huiqi
