#include "tools/huiqi/ledger/batch_source.h"
#include "tools/huiqi/report/publication.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/api/findings_markup.h"
#include "engine/calendar/date.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/report/list_files.h"
#include "tools/huiqi/report/list_source.h"
#include "tools/huiqi/report/list_table.h"
#include "tools/huiqi/report/printed_page.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct PublicationOptions {
    BatchSource source;
    std::string profile;
    std::string output;
    std::string from;
    std::string to;
    bool force = false;
};

/// Writes the list of what a batch, or a settlement, would pay, as it may be shown.
class Publication {
public:
    Publication(const Program& program, const PublicationOptions& options) : program_(program), options_(options) {}

    Exit run() {
        if (const Exit problem = check(); problem != Exit::done) {
            return problem;
        }
        auto profile = read_list_profile(program_, options_.profile);
        if (!profile) {
            return Exit::wrong_use;
        }
        profile_ = std::move(*profile);
        if (const Exit problem = !options_.source.from_ledger() ? from_rules() : from_ledger(); problem != Exit::done) {
            return problem;
        }
        std::vector<DataFault> faults;
        table_ = list_table(profile_, std::move(rows_), ListUse::publication, options_.source.batch, faults);
        show_faults(program_, faults);
        if (!faults.empty()) {
            return Exit::data_refused;
        }
        const Exit written = options_.output.ends_with(".html") ? write_page() : write_table();
        if (written == Exit::done) {
            tell();
        }
        return written;
    }

private:
    [[nodiscard]] Exit check() {
        const Exit named = options_.source.check(
            program_, {"例如 huiqi report publication --ledger 台账.db --batch 2025-1 --profile 公示.yaml -o 公示.html",
                       "such as huiqi report publication --ledger ledger.db --batch 2025-1 --profile list.yaml -o list.html"});
        if (named != Exit::done) {
            return named;
        }
        const auto ends = [this](std::string_view ending) { return options_.output.ends_with(ending); };
        if (!ends(".csv") && !ends(".xlsx") && !ends(".html")) {
            complain(program_, {"公示名单写成 .csv、.xlsx 或 .html", "a publication list is written as .csv, .xlsx or .html"});
            return Exit::wrong_use;
        }
        if (options_.from.empty() != options_.to.empty()) {
            complain(program_, {"--from 和 --to 要一起写", "--from and --to go together"});
            return Exit::wrong_use;
        }
        if (!options_.from.empty()) {
            first_ = read_day(program_, options_.from);
            last_ = first_ ? read_day(program_, options_.to) : std::nullopt;
            if (!last_) {
                return Exit::wrong_use;
            }
            if (*last_ < *first_) {
                complain(program_, {"公示的最后一天在第一天之前", "the last day of publication lies before the first"});
                return Exit::wrong_use;
            }
        }
        return Exit::done;
    }

    Exit from_ledger() {
        std::unique_ptr<Ledger> ledger;
        std::optional<BatchAccount> account;
        if (const Exit problem = options_.source.open(program_, ledger, account); problem != Exit::done) {
            return problem;
        }
        if (!stands_at(program_, *account, {BatchStage::reviewed, BatchStage::approved, BatchStage::paid}, {"公示", "published"})) {
            return Exit::not_allowed;
        }
        rows_ = awarded_rows(*ledger, *account);
        if (ledger->fault()) {
            return ledger_problem(program_, *ledger->fault());
        }
        return fill_from_ledger(program_, *ledger, *account, profile_, rows_);
    }

    Exit from_rules() {
        SettlementTask task = options_.source.task;
        task.carry = profile_.wanted();
        SettlementRun run(program_, task);
        if (const Exit problem = run.prepare(); problem != Exit::done) {
            return problem;
        }
        CarriedColumns columns(task.carry);
        const Exit gathered = run.gather([&](const Evaluator&, const ParsedBlock& block, std::size_t first, std::size_t count) {
            columns.add(run, block, first, count);
        });
        if (gathered != Exit::done) {
            return gathered;
        }
        if (const Exit problem = run.settle_all(); problem != Exit::done) {
            return problem;
        }
        rows_ = awarded_rows(run);
        fill_titles(run, program_.data_language, rows_);
        std::vector<DataFault> faults;
        columns.fill(rows_, faults);
        show_faults(program_, faults);
        return faults.empty() ? Exit::done : Exit::data_refused;
    }

    /// Gives the row of the sums, with its word in the first column that holds no sum.
    [[nodiscard]] std::vector<std::string> sum_row() const {
        std::vector<std::string> row(profile_.columns.size());
        bool named = false;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const ListColumn& how = profile_.columns[column];
            if (how.is_amount()) {
                row[column] = amount_text(profile_, how.value == ListValue::award ? table_.award_sum_fen : table_.sum_fen);
            } else if (!named) {
                row[column] = in_data({"合计", "Total"});
                named = true;
            }
        }
        return row;
    }

    [[nodiscard]] std::string in_data(const Bilingual& words) const { return words.in(program_.data_language); }

    /// Gives the sentence with the days of publication; nothing when none were said.
    [[nodiscard]] std::string period() const {
        if (!first_) {
            return {};
        }
        const std::string days = std::to_string(last_->days() - first_->days() + 1);
        return in_data({"公示期：" + options_.from + " 至 " + options_.to + "，共 " + days + " 天",
                        "Published from " + options_.from + " to " + options_.to + ", " + days + " days"});
    }

    Exit write_table() {
        ListFiles files(program_, profile_, options_.output, options_.force);
        files.guard_formulas();
        std::vector<std::vector<std::string>> below{sum_row()};
        for (const std::string& line : {period(), profile_.note}) {
            if (!line.empty()) {
                below.emplace_back(profile_.columns.size()).front() = line;
            }
        }
        files.add_below(std::move(below));
        const Exit opened = files.open(table_, false);
        return opened == Exit::done ? files.write() : opened;
    }

    void append_row(std::string& out, const std::vector<std::string>& row, std::string_view tag) const {
        out += "<tr>";
        for (std::size_t column = 0; column < row.size(); ++column) {
            const ListColumn& how = profile_.columns[column];
            const bool code = how.value != ListValue::column || (how.kind != ValueClass::plain && how.kind != ValueClass::firm);
            const std::string_view look = how.is_amount() ? " class=\"number\">" : code && how.value != ListValue::title ? " class=\"code\">" : ">";
            out += "<" + std::string(tag) + std::string(look) + escaped_html(row[column]) + "</" + std::string(tag) + ">";
        }
        out += "</tr>\n";
    }

    [[nodiscard]] std::string page() const {
        const std::string title = profile_.title.empty() ? in_data({"公示名单", "Publication list"}) : profile_.title;
        std::string body = "<section>\n<h1>" + escaped_html(title) + "</h1>\n";
        body += first_ ? "<p>" + escaped_html(period()) + "</p>\n" : "";
        body += "<table class=\"list\">\n<thead>";
        std::vector<std::string> headings;
        for (const ListColumn& column : profile_.columns) {
            headings.push_back(column.heading);
        }
        append_row(body, headings, "th");
        body += "</thead>\n<tbody>\n";
        for (const auto& row : table_.rows) {
            append_row(body, row, "td");
        }
        body += "</tbody>\n<tfoot>";
        append_row(body, sum_row(), "th");
        body += "</tfoot>\n</table>\n";
        body += profile_.note.empty() ? "" : "<p>" + escaped_html(profile_.note) + "</p>\n";
        return printed_page(title, program_.data_language == Language::zh ? "zh-CN" : "en", body + "</section>\n");
    }

    Exit write_page() {
        std::vector<DataFault> faults;
        if (options_.force) {
            remove_stale_parts(options_.output);
        }
        const auto file = OutputFile::open(options_.output, options_.force, faults);
        show_faults(program_, faults);
        if (file == nullptr) {
            return output_problem(faults);
        }
        if (!file->write(page()) || !file->commit()) {
            show_faults(program_, {*file->failure()});
            return Exit::input_output;
        }
        return Exit::done;
    }

    void tell() const {
        const std::string count = std::to_string(table_.rows.size());
        const std::string sum = yuan_text(static_cast<std::int64_t>(table_.sum_fen));
        talk(program_.say({"公示 " + count + " 行，合计 " + sum + " 元", count + " rows to be published, " + sum + " yuan in all"}));
    }

    const Program& program_;
    const PublicationOptions& options_;
    ListProfile profile_;
    std::optional<Date> first_, last_;
    std::vector<ListRow> rows_;
    ListTable table_;
};

}  // namespace

void add_publication(CLI::App& report, Action& chosen) {
    auto* command = report.add_subcommand("publication", "the list for the public, personal data masked / 公示名单");
    auto options = std::make_shared<PublicationOptions>();
    options->source.add_options(*command);
    command->add_option("--profile", options->profile, "columns, masks and order: .yaml / 名单样式")->required();
    command->add_option("-o,--output", options->output, ".csv, .xlsx or .html / 公示名单")->required();
    command->add_option("--from", options->from, "first day of publication / 公示起");
    command->add_option("--to", options->to, "last day of publication / 公示止");
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) {
            remove_parts_on_signal();
            return Publication(program, *options).run();
        };
    });
}

}  // namespace huiqi
