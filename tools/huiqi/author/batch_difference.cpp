#include "tools/huiqi/author/batch_difference.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "engine/api/batch_input.h"
#include "engine/evaluate/joint_plan.h"
#include "engine/io/csv_text.h"
#include "engine/io/output_file.h"
#include "engine/numeric/decimal_text.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostVariants = 60;   // changes that are made alone; more are in the remainder
constexpr std::string_view kNoNumbers = "line";

/// Runs one comparison on a batch.
class BatchComparison {
public:
    BatchComparison(const Program& program, const LoadedRules& before, const LoadedRules& after, const RuleComparison& comparison,
                    const BatchOptions& options)
        : program_(program), before_(before), after_(after), comparison_(comparison), options_(options) {}

    Exit run() {
        if (const Exit wrong = choose(); wrong != Exit::done) {
            return wrong;
        }
        make_variants();
        if (const Exit wrong = compile_all(); wrong != Exit::done) {
            return wrong;
        }
        if (const Exit wrong = open(); wrong != Exit::done) {
            return wrong;
        }
        return compare();
    }

    [[nodiscard]] BatchDifference take() { return std::move(result_); }

private:
    Exit choose() {
        const auto old = select_rules(program_, before_.rulebook, options_.choice);
        const auto now = old ? select_rules(program_, after_.rulebook, options_.choice) : std::nullopt;
        if (!now) {
            return Exit::wrong_use;
        }
        old_ = *old;
        new_ = *now;
        for (const Incentive* one : old_.incentives) {
            const auto pair = std::find_if(comparison_.incentives.begin(), comparison_.incentives.end(), [&](const auto& all) { return all.before == one; });
            const Incentive* after = pair == comparison_.incentives.end() ? nullptr : pair->after;
            const bool there = std::find(new_.incentives.begin(), new_.incentives.end(), after) != new_.incentives.end();
            add_award(one, there ? after : nullptr);
        }
        for (const Incentive* one : new_.incentives) {
            if (std::none_of(result_.awards.begin(), result_.awards.end(), [&](const auto& award) { return award.after == one; })) {
                add_award(nullptr, one);
            }
        }
        return sound() ? Exit::done : Exit::wrong_use;
    }

    void add_award(const Incentive* before, const Incentive* after) {
        const Incentive& any = after != nullptr ? *after : *before;
        result_.awards.push_back({.id = any.id, .title = any.title, .before = before, .after = after});
    }

    /// Tells what cannot be compared here.
    [[nodiscard]] bool sound() const {
        const Unit* currency = nullptr;
        for (const auto& award : result_.awards) {
            for (const Incentive* one : {award.before, award.after}) {
                if (one == nullptr) {
                    continue;
                }
                if (currency != nullptr && !(one->currency == *currency)) {
                    complain(program_, {"这些事项的币种不同，金额不能相加", "the awards are in several currencies, which are not added up"},
                             {"用 --only 一个一个比较", "compare one at a time with --only"});
                    return false;
                }
                currency = &one->currency;
            }
        }
        return true;
    }

    [[nodiscard]] static bool compiles(const Incentive& incentive) {
        CompileOptions how;
        how.explain = false;
        how.abstract = true;
        Diagnostics faults;
        static_cast<void>(compile(incentive, how, faults));
        return !faults.has_errors();
    }

    /// Makes each change alone to the old rules, where that can be done.
    void make_variants() {
        for (std::size_t at = 0; at < comparison_.incentives.size(); ++at) {
            const ComparedIncentive& one = comparison_.incentives[at];
            const auto place = std::find(old_.incentives.begin(), old_.incentives.end(), one.before);
            if (!one.in_both() || !one.can_differ() || place == old_.incentives.end()) {
                continue;
            }
            for (std::size_t index = 0; index < one.changes.size(); ++index) {
                if (!one.changes[index].decides) {
                    continue;
                }
                BatchDifference::Change& change = result_.changes.emplace_back();
                change.incentive = at;
                change.change = index;
                auto alone = variants_.size() < kMostVariants ? with_change(*one.before, *one.after, one.changes[index]) : std::nullopt;
                if (alone && compiles(*alone)) {
                    change.alone = true;
                    variants_.emplace_back(static_cast<std::size_t>(place - old_.incentives.begin()), std::make_unique<Incentive>(std::move(*alone)));
                }
            }
        }
    }

    Exit compile_all() {
        const VersionRules old{.incentives = old_.incentives, .bundle = old_.bundle};
        const VersionRules now{.incentives = new_.incentives, .bundle = new_.bundle};
        result_.asks_otherwise = !same_columns(old, now);
        std::vector<VersionRules> versions{old};
        if (!result_.asks_otherwise) {
            versions.push_back(now);
        }
        first_variant_ = versions.size();
        for (const auto& [place, incentive] : variants_) {
            versions.push_back(old);
            versions.back().incentives[place] = incentive.get();
        }
        Diagnostics faults;
        left_ = std::make_unique<JointPlan>(versions, faults, JointPlan::BatchValues::formed);
        if (result_.asks_otherwise && !faults.has_errors()) {
            right_ = std::make_unique<JointPlan>(std::vector{now}, faults, JointPlan::BatchValues::formed);
        }
        if (faults.has_errors()) {
            show_diagnostics(program_, faults, *before_.rulebook.sources);
            return Exit::rules_invalid;
        }
        return Exit::done;
    }

    [[nodiscard]] ReadOptions reading() const {
        ReadOptions how;
        how.unknown_columns = options_.unknown;
        how.tell_unused = false;
        const Bundle* bundle = old_.bundle != nullptr ? old_.bundle : new_.bundle;
        how.key = !options_.key.empty() ? options_.key : bundle != nullptr ? bundle->keys.application : "";
        how.find_key = options_.key != kNoNumbers;
        if (!how.find_key) {
            how.key.clear();
        }
        if (bundle != nullptr) {
            how.applicant = bundle->keys.applicant;
        }
        if (!options_.by.empty()) {
            how.pass_through = {options_.by};
        }
        return how;
    }

    Exit open() {
        ReadOptions how = reading();
        if (!apply_input_options(program_, options_.reading, how)) {
            return Exit::wrong_use;
        }
        const bool twice = right_ != nullptr || left_->populations() != nullptr;
        if (options_.input == "-" && twice) {
            complain(program_, {"两个版本读数据的方式不同，或者用到全批的值，要读两遍，不能从管道读",
                                "the versions read the data differently or use values of the whole batch, so they are read twice and cannot come from a pipe"});
            return Exit::wrong_use;
        }
        if (const Exit wrong = open_version(*left_, before_, old_, how, left_input_); wrong != Exit::done || right_ == nullptr) {
            return wrong;
        }
        return open_version(*right_, after_, new_, how, right_input_);
    }

    /// Opens the data as `run` does: with the values of the whole batch, and with what was paid before where the rules ask.
    Exit open_version(const JointPlan& plan, const LoadedRules& rules, const Selected& selected, const ReadOptions& how, std::unique_ptr<RecordInput>& input) {
        const Schema& schema = plan.plan()->schema;
        std::shared_ptr<const PaidRecords> paid;
        if (schema.asks_payments() || right_ == nullptr) {   // where the versions ask apart, one of them may not ask at all
            if (const Exit wrong = options_.paid.read(program_, rules, selected, schema, paid); wrong != Exit::done) {
                return wrong;
            }
        }
        OpenedInput opened = open_batch(options_.input, schema, how, PopulationPlan::of(plan), paid);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        if (&input == &left_input_) {   // both versions read the same tables
            tell_tables_aside(program_, *opened.input);
        }
        input = std::move(opened.input);
        return Exit::done;
    }

    [[nodiscard]] DifferenceTask task() const {
        DifferenceTask made;
        made.before = {.input = left_input_.get(), .plan = left_->plan()};
        made.after = right_ == nullptr ? made.before : ComparedSide{.input = right_input_.get(), .plan = right_->plan()};
        made.by_group = !options_.by.empty();
        const auto place = [](const std::vector<const Incentive*>& all, const Incentive* one) {
            return static_cast<std::size_t>(std::find(all.begin(), all.end(), one) - all.begin());
        };
        for (const auto& award : result_.awards) {
            ComparedAward& one = made.awards.emplace_back();
            if (award.before != nullptr) {
                one.before = left_->index(0, place(old_.incentives, award.before));
            }
            if (award.after != nullptr) {
                const std::size_t at = place(new_.incentives, award.after);
                one.after = right_ == nullptr ? left_->index(1, at) : right_->index(0, at);
            }
        }
        for (std::size_t variant = 0; variant < variants_.size(); ++variant) {
            AwardVariant& one = made.variants.emplace_back();
            for (const auto& award : result_.awards) {
                const std::size_t at = place(old_.incentives, award.before);
                // what is the same node as in the old rules adds nothing
                const bool same = award.before == nullptr || same_value(left_->of(0, at).award, left_->of(first_variant_ + variant, at).award);
                one.at.push_back(same ? std::nullopt : std::optional(left_->index(first_variant_ + variant, at)));
            }
        }
        return made;
    }

    Exit compare() {
        if (!options_.rows.empty()) {
            std::vector<DataFault> faults;
            rows_ = OutputFile::open(options_.rows, options_.replace, faults);
            show_faults(program_, faults);
            if (rows_ == nullptr) {
                return output_problem(faults);
            }
            write_header();
        }
        const DifferenceTask made = task();
        const std::size_t threads = options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
        {
            Progress progress(program_);
            result_.found = compare_awards(
                made, threads, rows_ == nullptr ? DifferenceSink() : [this](const auto& rows, const auto& groups) { return write_rows(rows, groups); },
                [&](std::uint64_t bytes) { progress.show(bytes, left_input_->bytes_total()); });
        }
        return finish();
    }

    Exit finish() {
        for (const RecordInput* input : {left_input_.get(), right_input_.get()}) {
            if (input != nullptr && input->failure() != nullptr) {
                show_faults(program_, {*input->failure()});
                return Exit::input_output;
            }
        }
        for (const RejectedRow& row : result_.found.rejected) {
            show_faults(program_, row.faults);
        }
        if (result_.found.too_many_groups) {
            complain(program_, {"列“" + options_.by + "”有一万多个不同的值，分组没有意义", "the column `" + options_.by + "` has more than 10,000 different values"},
                     {"换一列，例如地区、行业", "take another one, such as the region or the trade"});
            return Exit::data_refused;
        }
        if (rows_ != nullptr && !rows_->commit()) {
            show_faults(program_, {*rows_->failure()});
            return Exit::input_output;
        }
        std::size_t variant = 0;
        result_.remainder_cents = result_.found.rows.after_cents - result_.found.rows.before_cents;
        for (BatchDifference::Change& change : result_.changes) {
            if (change.alone) {
                for (const Integer& cents : result_.found.alone_cents[variant]) {
                    change.cents += cents;
                }
                ++variant;
                result_.remainder_cents -= change.cents;
            }
        }
        // an incentive that only one version has is all its own
        for (std::size_t at = 0; at < result_.awards.size(); ++at) {
            if (!result_.awards[at].in_both()) {
                result_.remainder_cents -= result_.found.awards[at].after_cents - result_.found.awards[at].before_cents;
            }
        }
        result_.input = options_.input;
        result_.by = options_.by;
        return Exit::done;
    }

    void write_header() {
        const bool zh = program_.data_language == Language::zh;
        std::string line = zh ? "行,编号," : "line,application,";
        if (!options_.by.empty()) {
            append_csv_cell(line, options_.by, true);
            line += ",";
        }
        line += zh ? "事项,旧结果,新结果,旧金额,新金额,差额\n" : "incentive,old_decision,new_decision,old_award,new_award,difference\n";
        (void)rows_->write(line);
    }

    bool write_rows(const std::vector<RowDifference>& rows, const std::vector<std::string>& groups) {
        std::string text;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const RowDifference& row = rows[at];
            for (std::size_t award = 0; award < row.before.size(); ++award) {
                if (row.before[award] == row.after[award]) {
                    continue;
                }
                text += std::to_string(row.line) + ",";
                append_csv_cell(text, row.number, true);
                text += ",";
                if (!options_.by.empty()) {
                    append_csv_cell(text, groups[at], true);
                    text += ",";
                }
                append_csv_cell(text, result_.awards[award].id, true);
                text += "," + std::string(award_state_word(row.before[award].first)) + "," + std::string(award_state_word(row.after[award].first)) + "," +
                        fixed_text(row.before[award].second, 2) + "," + fixed_text(row.after[award].second, 2) + "," +
                        fixed_text(row.after[award].second - row.before[award].second, 2) + "\n";
            }
        }
        return rows_->write(text);
    }

    const Program& program_;
    const LoadedRules& before_;
    const LoadedRules& after_;
    const RuleComparison& comparison_;
    const BatchOptions& options_;
    Selected old_, new_;
    std::vector<std::pair<std::size_t, std::unique_ptr<Incentive>>> variants_;   // the place of the incentive that is changed
    std::size_t first_variant_ = 0;
    std::unique_ptr<JointPlan> left_, right_;
    std::unique_ptr<RecordInput> left_input_, right_input_;
    std::unique_ptr<OutputFile> rows_;
    BatchDifference result_;
};

}  // namespace

bool BatchDifference::differs() const {
    return found.rows.unchanged != found.rows.rows || found.unread_before != found.unread_after;
}

std::optional<BatchDifference> compare_on_batch(const Program& program, const LoadedRules& before, const LoadedRules& after,
                                                const RuleComparison& comparison, const BatchOptions& options, Exit& exit) {
    BatchComparison run(program, before, after, comparison, options);
    exit = run.run();
    return exit == Exit::done ? std::optional(run.take()) : std::nullopt;
}

}  // namespace huiqi
