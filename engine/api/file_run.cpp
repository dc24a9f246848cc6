#include "huiqi/file_run.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/api/batch_input.h"
#include "engine/api/batch_run.h"
#include "engine/api/engine_impl.h"
#include "engine/api/messages.h"
#include "engine/io/file_names.h"
#include "engine/io/key_register.h"
#include "engine/io/output_file.h"
#include "engine/io/record_input.h"

namespace huiqi {
namespace {

[[nodiscard]] bool any_error(const std::vector<Message>& messages) {
    return std::any_of(messages.begin(), messages.end(),
                       [](const Message& one) { return one.severity == Message::Severity::error; });
}

/// One file on its way through the engine.
class FileRun {
public:
    FileRun(const FileTask& task, const Selection& rules, std::shared_ptr<const Plan> plan)
        : task_(task), rules_(rules), plan_(std::move(plan)) {}

    FileResult run() {
        if (choose_columns() && open()) {
            decide();
        }
        return std::move(result_);
    }

private:
    void report(std::vector<DataFault> faults) {
        for (DataFault& fault : faults) {
            result_.messages.push_back(message_of(std::move(fault)));
        }
    }

    [[nodiscard]] bool choose_columns() {
        std::vector<DataFault> faults;
        std::vector<SelectItem> items;
        if (!task_.columns.empty()) {
            items = parse_select(task_.columns, faults);
        }
        report(std::move(faults));
        if (any_error(result_.messages)) {
            return false;
        }
        std::vector<SelectProblem> problems;
        columns_ = plan_results(rules_, *plan_, std::move(items), problems);
        for (SelectProblem& problem : problems) {
            result_.messages.push_back(message_of("E464", std::move(problem.message), std::move(problem.help)));
        }
        return problems.empty();
    }

    [[nodiscard]] bool open() {
        ReadOptions how;
        how.pass_through = columns_.carried;
        how.key = !task_.key.empty() ? task_.key : rules_.bundle != nullptr ? rules_.bundle->keys.application : "";
        how.find_key = how.key != kNoNumbers;
        how.key = how.find_key ? how.key : "";
        how.applicant = rules_.bundle != nullptr ? rules_.bundle->keys.applicant : "";
        OpenedInput opened = open_batch(task_.input, plan_->schema, how, PopulationPlan::of(rules_));
        input_ = std::move(opened.input);
        report(std::move(opened.faults));
        const auto format = output_format(task_.output);
        if (!format) {
            result_.messages.push_back(message_of("E465",
                                                  {"结果文件“" + task_.output + "”的扩展名不认识",
                                                   "the ending of `" + task_.output + "` is not known"},
                                                  {"写成 .csv、.xlsx 或 .jsonl", "use .csv, .xlsx or .jsonl"}));
        }
        std::vector<DataFault> clashes = name_clashes(task_.input, {task_.output});
        const bool clash = !clashes.empty();
        report(std::move(clashes));
        if (input_ == nullptr || !format || clash) {
            return false;
        }
        if (task_.columns.empty() && !input_->key().empty()) {
            head_with_number(columns_, input_->key());
        }
        std::vector<std::string> names;
        for (const SelectItem& item : columns_.items) {
            names.push_back(item.name);
        }
        writer_ = std::make_unique<ResultWriter>(*format, std::move(names), task_.formula_guard);
        std::vector<DataFault> faults;
        output_ = OutputFile::open(task_.output, task_.replace, faults);
        report(std::move(faults));
        if (output_ != nullptr && !task_.lasting) {
            output_->leave_to_system();
        }
        return output_ != nullptr;
    }

    [[nodiscard]] bool take(DecidedBlock& block) {
        for (const RejectedRow& row : block.rejected) {
            if (result_.rejected.size() == FileResult::kShownRows) {
                break;
            }
            RejectedApplication& one = result_.rejected.emplace_back();
            one.line = row.line;
            for (const DataFault& fault : row.faults) {
                one.messages.push_back(message_of(fault));
            }
        }
        if (output_->has_places()) {
            block.place = output_->place(block.results.view().size());
            return true;
        }
        return output_->write(block.results.view());
    }

    [[nodiscard]] bool write(const DecidedBlock& block) {
        return !output_->has_places() || output_->write_at(block.place, block.results.view());
    }

    void decide() {
        OutputText header;
        writer_->append_header(header);
        bool whole = output_->write(header.view());
        BatchRun batch(*input_, plan_, columns_, rules_, *writer_, Language::zh);
        KeyRegister numbers;
        const bool enter = !input_->finds_repeats() && !input_->key().empty();
        if (enter) {
            batch.enter_numbers(numbers);
        }
        const RunSummary summary =
            batch.run(task_.threads, {.in_order = [&](DecidedBlock& block) { return whole = whole && take(block); },
                                      .afterwards = [&](const DecidedBlock& block) { return write(block); }});
        result_.rows_read = summary.rows_read;
        result_.rows_decided = summary.rows_decided;
        result_.rows_rejected = summary.rows_rejected;
        result_.read_ns = batch.times().read_ns;
        result_.decide_ns = batch.times().decide_ns;
        result_.write_ns = batch.times().write_ns;
        report(batch.key_notes());
        if (const DataFault* failure = input_->failure()) {
            report({*failure});
            return;
        }
        if (enter && !sound(numbers)) {
            return;
        }
        result_.done = output_->commit();
        if (const DataFault* failure = output_->failure()) {
            report({*failure});
        }
    }

    /// Whether no application number stands twice: what was written is not kept otherwise.
    [[nodiscard]] bool sound(KeyRegister& numbers) {
        const RepeatedNumbers repeated = numbers.repeated();
        report(repeated.faults(input_->name(), input_->key(), FileResult::kShownRows));
        if (const DataFault* failure = numbers.failure()) {
            report({*failure});
            return false;
        }
        return repeated.empty();
    }

    /// The key of data in which every row is an application of its own.
    static constexpr std::string_view kNoNumbers = "line";

    const FileTask& task_;
    const Selection& rules_;
    std::shared_ptr<const Plan> plan_;
    ResultPlan columns_;
    std::unique_ptr<RecordInput> input_;
    std::unique_ptr<ResultWriter> writer_;
    std::unique_ptr<OutputFile> output_;
    FileResult result_;
};

}  // namespace

FileResult Engine::decide_file(const FileTask& task) const {
    if (!ready()) {
        FileResult result;
        result.messages = impl_->messages;
        return result;
    }
    return FileRun(task, impl_->selection, impl_->batch_plan()).run();
}

}  // namespace huiqi
