#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/io/file_names.h"
#include "tools/huiqi/author/batch_difference.h"
#include "tools/huiqi/author/diff_report.h"
#include "tools/huiqi/author/diff_result.h"
#include "tools/huiqi/author/rule_version.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

struct DiffOptions {
    std::string before, after;
    std::string revision;
    bool no_search = false;
    BatchOptions batch;
    std::string page;
    std::string output;
    bool replace = false;
};

/// Runs one `huiqi diff`.
class DiffCommand {
public:
    DiffCommand(const Program& program, const DiffOptions& options) : program_(program), options_(options) {}

    Exit run() {
        if (const Exit wrong = load(); wrong != Exit::done) {
            return wrong;
        }
        keep_from_outputs(options_.batch.input);
        result_.rules = compare_rules(before_.rulebook, after_.rulebook);
        if (!options_.batch.input.empty()) {
            Exit exit = Exit::done;
            BatchOptions batch = options_.batch;
            batch.replace = options_.replace;
            result_.batch = compare_on_batch(program_, before_, after_, result_.rules, batch, exit);
            if (!result_.batch) {
                return exit;
            }
        } else if (!options_.no_search) {
            search();
        }
        return report();
    }

private:
    Exit load() {
        const bool given = !options_.revision.empty();
        if (given && !options_.after.empty()) {
            complain(program_, {"--git 已经说了旧版本是哪一个，只写一个路径", "--git says already which version is the old one; give one path"});
            return Exit::wrong_use;
        }
        if (!given && options_.after.empty()) {
            complain(program_, {"要写两个版本：旧的和新的", "two versions are wanted: the old one and the new one"},
                     {"huiqi diff 旧文件夹 新文件夹；或者 huiqi diff --git HEAD~1 文件夹", "huiqi diff OLD NEW, or huiqi diff --git HEAD~1 FOLDER"});
            return Exit::wrong_use;
        }
        Exit exit = Exit::done;
        old_ = RuleVersion::open(program_, options_.before, options_.revision, exit);
        new_ = old_ ? RuleVersion::open(program_, given ? options_.before : options_.after, {}, exit) : std::nullopt;
        if (!new_) {
            return exit;
        }
        result_.old_name = old_->name();
        result_.new_name = new_->name();
        before_ = old_->load();
        after_ = new_->load();
        for (LoadedRules* rules : {&before_, &after_}) {
            if (rules->diagnostics.has_errors()) {
                complain(program_, {"“" + (rules == &before_ ? result_.old_name : result_.new_name) + "”的规则有错误",
                                    "the rules of `" + (rules == &before_ ? result_.old_name : result_.new_name) + "` have errors"});
                return rules_problem(program_, *rules);
            }
        }
        result_.before = &before_;
        result_.after = &after_;
        return Exit::done;
    }

    void search() {
        Progress progress(program_);
        for (std::size_t at = 0; at < result_.rules.incentives.size(); ++at) {
            progress.show(at, result_.rules.incentives.size());
            const ComparedIncentive& one = result_.rules.incentives[at];
            result_.witnesses.push_back(one.in_both() && one.can_differ() ? std::optional(find_witnesses(*one.before, *one.after, one.changes)) : std::nullopt);
        }
    }

    Exit report() {
        const std::string text = program_.json ? diff_json(program_, result_) : diff_text(program_, result_);
        if (const Exit wrong = write_text_file(program_, options_.output, options_.replace, text); wrong != Exit::done) {
            return wrong;
        }
        if (!options_.page.empty()) {
            if (const Exit wrong = write_text_file(program_, options_.page, options_.replace, diff_page(program_, result_)); wrong != Exit::done) {
                return wrong;
            }
        }
        const bool differs = result_.batch ? result_.batch->differs() : result_.rules.can_differ() || result_.rules.opens_otherwise();
        return differs ? Exit::answer_is_no : Exit::done;
    }

    const Program& program_;
    const DiffOptions& options_;
    std::optional<RuleVersion> old_, new_;
    LoadedRules before_, after_;
    DiffResult result_;
};

}  // namespace

void add_diff(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("diff", "say what two versions of rules decide otherwise / 比较两个版本的规则，说出会改变什么");
    auto options = std::make_shared<DiffOptions>();
    command->add_option("OLD", options->before, "a file, a folder, or REVISION:PATH of git / 旧的：文件、文件夹，或者 git 的 版本:路径")->required();
    command->add_option("NEW", options->after, "the new ones, likewise / 新的，写法一样");
    command->add_option("--git", options->revision, "the old version is OLD as it was at this revision / 旧版本取 git 的这个版本，只写一个路径");
    command->add_flag("--no-search", options->no_search, "do not look for applications that come out otherwise / 不找结果不同的申请");
    BatchOptions& batch = options->batch;
    command->add_option("--on", batch.input, "applications that both decide: .csv, .xlsx, .jsonl or a folder / 用一批申报比较")->option_text("BATCH");
    command->add_option("--by", batch.by, "with --on: also by the values of this column / 再按这一列分组");
    command->add_option("--rows", batch.rows, "with --on: a CSV file of the rows that come out otherwise / 结果不同的行写到这个文件");
    command->add_option("--only", batch.choice.only, "with --on: this bundle or incentive / 只比较这个组合或事项");
    command->add_option("--region", batch.choice.region, "with --on: what is in force in this region / 这个地区适用的规则");
    command->add_option("--day", batch.choice.on, "with --region: on this day / 这一天");
    command->add_option("--key", batch.key, "with --on: the column that names an application; line: none / 申请编号所在的列");
    command->add_option("--unknown", batch.unknown, "with --on: a column that was not asked / 没有问的列");
    command->add_option("--threads", batch.threads, "with --on: 1 to 256; by default as many as there are processors / 线程数")->check(CLI::Range(1, 256));
    add_input_options(*command, batch.reading);
    batch.paid.add_options(*command);
    command->add_option("--html", options->page, "also write a page / 另写一个网页");
    command->add_option("-o,--output", options->output, "write to a file / 写到文件");
    command->add_flag("--force", options->replace, "replace the file / 覆盖文件");
    command->footer("examples:\n  huiqi diff rules-2024 rules-2025\n  huiqi diff --git HEAD~1 rules\n  huiqi diff HEAD~3:rules/jiangsu rules/jiangsu\n  huiqi diff old new --on batch.csv --by 地区 --rows changed.csv");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return DiffCommand(program, *options).run(); };
    });
}

}  // namespace huiqi
