#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <CLI/CLI.hpp>

#include "engine/api/batch_input.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/file_names.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "engine/io/record_input.h"
#include "engine/numeric/int128.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/paid_before.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/decide/statements_file.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/report/applicant_columns.h"
#include "tools/huiqi/report/decision_sheet.h"
#include "tools/huiqi/report/kept_statements.h"
#include "tools/huiqi/report/printed_page.h"
#include "tools/huiqi/report/printed_pdf.h"
#include "tools/huiqi/report/publication.h"
#include "tools/huiqi/report/summary_report.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct ReportOptions {
    std::string rules;
    std::string input;
    std::string output;
    std::string pdf;
    std::string statements;
    PaperHead head;
    std::vector<std::string> columns;
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
        for (const std::string* kept : {&options_.input, &options_.statements, &options_.paid.history, &options_.reading.mapping}) {
            keep_from_outputs(*kept);
        }
        for (const auto step : {&Report::check_days, &Report::find_printer, &Report::load, &Report::open, &Report::write}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        return Exit::done;
    }

private:
    /// Says before anything else when the PDF file cannot be made.
    Exit find_printer() {
        if (options_.pdf.empty()) {
            return Exit::done;
        }
        if (!options_.pdf.ends_with(".pdf") || options_.output == "-") {
            complain(program_, {"--pdf 写一个 .pdf 文件，由 -o 的网页印成；-o 也要是文件",
                                "--pdf names a .pdf file, printed from the page of -o, which is a file too"});
            return Exit::wrong_use;
        }
        if (const auto clashes = name_clashes(options_.input, {options_.output, options_.pdf}); !clashes.empty()) {
            show_faults(program_, clashes);
            return Exit::wrong_use;
        }
        browser_ = find_browser();
        if (browser_.empty()) {
            complain(program_, {"这台机器上没有 Chromium，印不成 PDF", "there is no Chromium on this machine to print a PDF file with"},
                     {"装上 chromium；或者不写 --pdf，用任何浏览器打开网页，打印成 PDF",
                      "install chromium; or leave out --pdf, open the page in any browser and print it as PDF"});
            return Exit::input_missing;
        }
        return Exit::done;
    }

    Exit check_days() {
        const std::string& day = options_.head.day;
        const std::string& until = options_.head.until;
        if ((!day.empty() && !read_day(program_, day)) || (!until.empty() && !read_day(program_, until))) {
            return Exit::wrong_use;
        }
        if (!day.empty() && !until.empty() && until < day) {
            complain(program_, {"--until 在 --day 以前", "--until is before --day"});
            return Exit::wrong_use;
        }
        return Exit::done;
    }

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
        PaidBefore before = options_.paid;
        if (const Exit problem = open_batch_of_ledger(before); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = before.read(program_, rules_, selected_, plan_->schema, paid); problem != Exit::done) {
            return problem;
        }
        OpenedInput opened = open_applications(how, paid);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        input_ = std::move(opened.input);
        tell_tables_aside(program_, *input_);
        std::vector<DataFault> faults;
        if (!options_.statements.empty()) {
            settled_ = read_statements(options_.statements, faults);
        }
        if (!any_error(faults) && (!sums_tie() || !as_in_ledger())) {
            return Exit::data_refused;
        }
        if (options_.force) {
            remove_stale_parts(options_.output);
            remove_stale_parts(options_.pdf);
        }
        output_ = any_error(faults) ? nullptr : OutputFile::open(options_.output, options_.force, faults);
        if (output_ != nullptr && !options_.pdf.empty()) {
            printed_ = OutputFile::open(options_.pdf, options_.force, faults);
        }
        show_faults(program_, faults);
        if (output_ != nullptr && (options_.pdf.empty() || printed_ != nullptr)) {
            return Exit::done;
        }
        const bool of_output = std::any_of(faults.begin(), faults.end(), [](const DataFault& one) {
            return one.code == "D202" || one.code == "D205" || one.code == "D209";
        });
        return of_output ? output_problem(faults) : input_problem(faults);
    }

    /// With a batch of a ledger its statements are those that count, and what was paid before it was decided.
    [[nodiscard]] Exit open_batch_of_ledger(PaidBefore& before) {
        if (options_.paid.ledger.empty() || options_.head.batch.empty()) {
            return Exit::done;
        }
        Exit unopened = Exit::input_missing;
        const auto ledger = open_ledger(program_, options_.paid.ledger, &unopened);
        const auto account = ledger == nullptr ? std::nullopt : find_batch(program_, *ledger, options_.head.batch);
        if (!account) {
            return ledger == nullptr ? unopened : Exit::wrong_use;
        }
        kept_ = kept_statements(*ledger, *account);
        if (ledger->fault()) {
            return ledger_problem(program_, *ledger->fault());
        }
        before.ledger_end = account->decision.history_end;
        if (!plan_->schema.asks_payments()) {
            before.ledger.clear();
        }
        return Exit::done;
    }

    /// Refuses statements that are other than those of the ledger; without a ledger says that nothing compared them.
    [[nodiscard]] bool as_in_ledger() {
        if (notices_) {
            return true;
        }
        if (!kept_) {
            if (!options_.statements.empty()) {
                talk(program_.say({"结算清单没有和台账核对过；写 --ledger 和 --batch 就逐笔核对", "nothing compared these statements with a ledger: --ledger and --batch do"}));
            }
            return true;
        }
        if (options_.statements.empty()) {
            settled_ = *kept_;
            return true;
        }
        const auto other = other_than_kept(settled_, *kept_);
        if (other) {
            complain(program_,
                     {"结算清单里申报“" + *other + "”的核定或应付，与台账批次“" + options_.head.batch + "”的不同", "the statements of application `" + *other + "` are other than those of batch `" + options_.head.batch + "` in the ledger"},
                     {"用 huiqi batch export 取出这一批的清单；不写 --statements 就用台账的金额", "take the statements of that batch by `huiqi batch export`, or leave --statements out: then those of the ledger are used"});
        }
        for (const auto& [number, incentives] : *kept_) {   // what became of them since stands in the ledger alone
            for (const auto& [id, amount] : incentives) {
                if (!amount.changes.empty()) {
                    settled_[number][id].changes = amount.changes;
                }
            }
        }
        return !other;
    }

    /// Tells when an award is other than the rules and the data give: the two amounts would stand on one sheet.
    [[nodiscard]] bool award_ties(const SheetContent& content) const {
        for (const Explanation& one : content.explanations) {
            const auto settled = content.settled.find(one.id);
            const Outcome& outcome = one.outcome;
            if (settled == content.settled.end() || !outcome.eligible.known() || (outcome.eligible.boolean() && !outcome.award.known())) {
                continue;
            }
            const Rational award = outcome.eligible.boolean() ? outcome.award.number() : Rational(0);
            if (award * 100 != Rational(settled->second.award.minor())) {
                complain(program_,
                         {"申报“" + content.number + "”（" + one.id + "）按规则和数据核定的，与结算清单的核定 " + settled->second.award.text() + " 元不同",
                          "the rules and the data give application `" + content.number + "` (" + one.id + ") another award than the " + settled->second.award.text() + " yuan of its statement"},
                         {"用结算那时的规则和数据：huiqi batch export 从台账取出", "use the rules and data that were settled: `huiqi batch export` takes them out of the ledger"});
                return false;
            }
        }
        return true;
    }

    /// Opens the data with the columns that name the applicant: those that were asked for, else the applicant's key of
    /// the bundle, where the data have it.
    [[nodiscard]] OpenedInput open_applications(ReadOptions& how, const std::shared_ptr<const PaidRecords>& paid) {
        const auto open_with = [&](std::vector<std::string> names) {
            applicant_ = ApplicantColumns(std::move(names));
            how.pass_through = applicant_.names();
            return open_batch(options_.input, plan_->schema, how, PopulationPlan::of(selected_), paid);
        };
        if (!options_.columns.empty() || how.applicant.empty()) {
            return open_with(options_.columns);
        }
        OpenedInput opened = open_with({how.applicant});
        return opened.input == nullptr ? open_with({}) : std::move(opened);
    }

    [[nodiscard]] bool is_wanted(const std::string& number) {
        return options_.applications.empty() || wanted_.erase(number) != 0;
    }

    /// Refuses statements whose rows do not tie: no settlement wrote them, and the sheet is signed.
    [[nodiscard]] bool sums_tie() const {
        for (const auto& [number, incentives] : settled_) {
            for (const auto& [id, amount] : incentives) {
                Int128 sum = amount.payable.minor();
                for (const auto& [cause, cut] : amount.cuts) {
                    sum += cut.minor();
                }
                if (sum != amount.award.minor() || amount.payable.minor() < 0) {
                    complain(program_,
                             {"结算清单里申报“" + number + "”（" + id + "）的核定 " + amount.award.text() + " 元不等于应付加核减，不是结算写出来的样子",
                              "the statement of application `" + number + "` (" + id + ") does not tie: its award of " + amount.award.text() + " yuan is not payable and reductions together, so no settlement wrote it so"},
                             {"用 huiqi settle 写出的原文件", "take the file as `huiqi settle` wrote it"});
                    return false;
                }
            }
        }
        return true;
    }

    /// Gives the number of a good row; without one its line.
    [[nodiscard]] static std::string number_of(const ParsedBlock& block, std::size_t row) {
        return block.keys.empty() ? std::to_string(block.places[row].line) : std::string(block.keys[row]);
    }

    [[nodiscard]] std::optional<std::string> section(const Evaluator& evaluator, const std::string& number, ApplicantLines applicant) const {
        SheetContent content;
        content.number = number;
        content.applicant = std::move(applicant);
        content.head = options_.head;
        for (std::size_t index = 0; index < selected_.incentives.size(); ++index) {
            content.incentives.push_back(selected_.incentives[index]);
            content.explanations.push_back(explain(evaluator, *selected_.incentives[index], index, 0));
        }
        if (const auto found = settled_.find(number); found != settled_.end()) {
            content.settled = found->second;
        }
        if (!notices_ && !award_ties(content)) {
            return std::nullopt;
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
        auto progress = std::make_unique<Progress>(program_);
        std::size_t sections = 0;
        std::uint64_t rows = 0;
        while (good && input_->next(block.block)) {
            block.clear();
            parser->parse(block);
            rows += block.rows_read;
            progress->show(input_->bytes_read(), input_->bytes_total(), rows);
            for (std::size_t row = 0; good && row < block.batch.rows(); ++row) {
                const std::string number = number_of(block, row);
                if (is_wanted(number)) {
                    evaluator.run(block.batch, row, 1);
                    const auto text = section(evaluator, number, applicant_.of(block, row));
                    if (!text) {
                        return Exit::data_refused;
                    }
                    sections += text->empty() ? 0U : 1U;
                    good = output_->write(*text);
                }
            }
            for (const RejectedRow& row : block.rejected) {
                if (notices_ && good && is_wanted(row.number)) {
                    ++sections;
                    good = output_->write(notice(row, applicant_.of(row, *input_), options_.head, program_.data_language));
                }
            }
        }
        progress.reset();
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
        if (const Exit problem = print(); problem != Exit::done) {
            return problem;
        }
        talk(program_.say({"写了 " + std::to_string(sections) + " 份", std::to_string(sections) + " written"}));
        return Exit::done;
    }

    Exit print() {
        if (printed_ == nullptr) {
            return Exit::done;
        }
        std::string pdf;
        if (const auto problem = print_to_pdf(browser_, options_.output, pdf)) {
            complain(program_, *problem, {"网页已写好，可以用浏览器打开打印", "the page is written: open it in a browser and print it"});
            return Exit::input_output;
        }
        if (!printed_->write(pdf) || !printed_->commit()) {
            show_faults(program_, {*printed_->failure()});
            return Exit::input_output;
        }
        return Exit::done;
    }

    const Program& program_;
    const ReportOptions& options_;
    bool notices_;
    std::string browser_;   ///< that prints; empty without --pdf
    std::set<std::string> wanted_;
    LoadedRules rules_;
    Selected selected_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<RecordInput> input_;
    ApplicantColumns applicant_;
    std::unique_ptr<OutputFile> output_;
    std::unique_ptr<OutputFile> printed_;
    SettledApplications settled_;
    std::optional<SettledApplications> kept_;   ///< of the batch of the ledger
};

}  // namespace

void add_report(CLI::App& app, Action& chosen) {
    auto* report = app.add_subcommand("report", "papers for the file and the applicant / 核定表、告知书");
    report->require_subcommand(1);
    report->footer("examples:\n"
                   "  huiqi report sheets rules/benchmark cases/sample/applications.csv -o sheets.html --pdf sheets.pdf --application 2024-000003\n"
                   "  huiqi report notices rules/benchmark cases/sample/applications.csv -o notices.html --day 2025-06-20 --until 2025-07-04\n"
                   "  huiqi report publication --ledger ledger.db --batch 2025-1 --profile list.yaml -o list.html --from 2025-06-20 --to 2025-06-26");
    for (const bool notices : {false, true}) {
        auto* command = notices ? report->add_subcommand("notices", "what is missing or refused, and what would mend it / 一次性告知书")
                                : report->add_subcommand("sheets", "a decision sheet for each application / 核定表");
        auto options = std::make_shared<ReportOptions>();
        command->add_option("RULES", options->rules, "a rule file, a bundle or a folder / 规则")->required();
        command->add_option("INPUT", options->input, "applications / 申报数据")->required();
        command->add_option("-o,--output", options->output, "an HTML page / 网页")->required();
        command->add_option("--pdf", options->pdf, "the page printed on A4 too, by Chromium / 同时印成 PDF");
        command->add_option("--statements", options->statements, "what settlement made of them: .csv / 结算清单");
        command->add_option("--application", options->applications, "only this one; may be repeated / 只要这一份");
        command->add_option("--column", options->columns, "a column that names the applicant; may be repeated; without it the bundle's key / 写明申请人的列");
        command->add_option("--batch", options->head.batch, "id of the batch, as it is printed; with --ledger the batch in it, whose statements count / 批次")->check(some_batch);
        command->add_option("--day", options->head.day, "day of the paper, YYYY-MM-DD / 日期");
        if (notices) {
            command->add_option("--until", options->head.until, "last day for what is missing, YYYY-MM-DD / 补正期限");
        }
        command->add_option("--office", options->head.office, "who decides / 办理机关");
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
