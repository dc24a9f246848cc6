#include <algorithm>
#include <functional>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/io/part_file.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/ledger/batch_explain.h"
#include "tools/huiqi/ledger/batch_export.h"
#include "tools/huiqi/ledger/batch_holds.h"
#include "tools/huiqi/ledger/batch_payment.h"
#include "tools/huiqi/ledger/batch_record.h"
#include "tools/huiqi/ledger/batch_return.h"
#include "tools/huiqi/ledger/batch_review.h"
#include "tools/huiqi/ledger/batch_rows_choice.h"
#include "tools/huiqi/ledger/due_gate.h"
#include "tools/huiqi/ledger/earlier_uses.h"
#include "tools/huiqi/ledger/engine_build.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

using Json = nlohmann::json;

/// Everything that the steps may be told.
struct BatchOptions {
    LedgerTask task;
    std::string budget;
    std::string amount;
    std::string application;
    std::string incentive;
    std::string day;
    std::string output;
    std::string profile;
    std::string supplement;
    std::string due;
    std::vector<std::string> findings;
    std::vector<std::string> cells;
    std::string evidence;
    bool uphold = false;
    bool by_payer = false;
    std::string payer;
    bool force = false;
    std::int64_t list = 0;
};

/// What Ctrl-C says: nobody knows whether the step was entered, and it does not matter.
constexpr const char* kStopped = "\nhuiqi: stopped; the step is in the ledger whole or not at all: repeat the same command / "
                                 "已停止；这一步要么整个记入了台账，要么什么也没记：把同一命令再执行一遍\n";

/// What a step does with an open ledger, between begin and commit.
using Step = std::function<Exit(const Program&, const BatchOptions&, Ledger&, const BatchAccount&)>;

Exit take_step(const Program& program, const BatchOptions& options, const Step& step) {
    Exit unopened = Exit::input_missing;
    const auto ledger = open_ledger(program, options.task.ledger, &unopened);
    if (ledger == nullptr) {
        return unopened;
    }
    if (!ledger->begin()) {
        return ledger_problem(program, *ledger->fault());
    }
    const auto account = find_batch(program, *ledger, options.task.batch);
    if (!account) {
        ledger->roll_back();
        return Exit::wrong_use;
    }
    BatchOptions meant = options;
    meant.application = kept_number(*ledger, account->id, options.application);
    const Exit ended = step(program, meant, *ledger, *account);
    if (ended != Exit::done) {
        ledger->roll_back();
    }
    return ended;
}

Exit submit(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::decided}, {"送审", "submitted"})) {
        return Exit::not_allowed;
    }
    return write_entry(program, ledger, options.task, "submitted");
}

/// Refuses a step to who decided or submitted the batch. Two persons are enough for all steps of a small bureau.
Exit refuse_maker(const Program& program, const BatchAccount& account, const std::string& by, const Bilingual& step) {
    if (!same_person(by, account.submitted_by) && !same_person(by, account.decided_by)) {
        return Exit::done;
    }
    return ledger_problem(program, {"L005",
                                    {"“" + by + "”核定或送审了这一批，不能由同一人" + step.zh, "`" + by + "` decided or submitted this batch, and may not " + step.en},
                                    {"请另一人来做，例如复核的人", "let another person do it, such as who reviewed"}});
}

Exit review(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::submitted}, {"复核", "reviewed"})) {
        return Exit::not_allowed;
    }
    if (same_person(options.task.by, account.submitted_by) || same_person(options.task.by, account.decided_by)) {
        return ledger_problem(program, {"L005",
                                        {"“" + options.task.by + "”核定或送审了这一批，不能由同一人复核",
                                         "`" + options.task.by + "` decided or submitted this batch, and may not review it"},
                                        {"请另一位复核人来做", "let another person review it"}});
    }
    tell_of_decision(program, account.decision);
    const Exit same = recompute(program, ledger, account);
    return same == Exit::done ? write_entry(program, ledger, options.task, "reviewed",
                                            Json{{"engine", HUIQI_VERSION}, {"sources", std::string(sources_digest())}}.dump())
                              : same;
}

Exit approve(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::reviewed}, {"批准", "approved"})) {
        return Exit::not_allowed;
    }
    const auto amount = read_yuan(program, "--amount", options.amount);
    if (!amount) {
        return Exit::wrong_use;
    }
    if (const Exit same = refuse_maker(program, account, options.task.by, {"批准", "approve it"}); same != Exit::done) {
        return same;
    }
    if (const auto late = outdated(ledger, account, false)) {
        return ledger_problem(program, *late);
    }
    tell_of_decision(program, account.decision);
    tell_of_approvals(program, ledger, account, options.budget);
    if (const auto repeated = decided_twice(ledger, account)) {
        return ledger_problem(program, *repeated);
    }
    const std::vector<DueRow> due = due_rows(ledger, account);
    if (const auto confirmed = confirmed_elsewhere(ledger, account, due)) {
        return ledger_problem(program, *confirmed);
    }
    BatchAccount after = account;
    after.approved = *amount;
    if (const auto beyond = beyond_approved(ledger, after, due,
                                            {"批准足够的预算，或撤回后按较少的预算重新结算（--budget）", "approve a sufficient budget, or withdraw the batch and settle it with less (--budget)"})) {
        return ledger_problem(program, *beyond);
    }
    return write_entry(program, ledger, options.task, "approved",
                       Json{{"budget", options.budget}, {"amount_fen", amount->minor()}}.dump());
}

Exit withdraw(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    const bool free = stands_at(program, account,
                                {BatchStage::decided, BatchStage::submitted, BatchStage::reviewed, BatchStage::approved},
                                {"撤回", "withdrawn"});
    return free ? write_entry(program, ledger, options.task, "withdrawn") : Exit::not_allowed;
}

Exit object(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::reviewed, BatchStage::approved}, {"提异议", "objected to"}) ||
        !find_application(program, ledger, account, options.application)) {
        return Exit::not_allowed;
    }
    return write_entry(program, ledger, options.task, "objected", Json{{"application", options.application}}.dump());
}

[[nodiscard]] Json due_json(const ChangedAmount& due) {
    return Json::array({{{"place", due.place.place}, {"incentive", due.place.incentive}, {"due_fen", due.due_fen}}});
}

Exit resolve(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    const auto open = account.open.find(options.application);
    if (open == account.open.end()) {
        return ledger_problem(program, {"L010",
                                        {"申报“" + options.application + "”没有未决的异议", "application `" + options.application + "` has no open objection"},
                                        {"用 huiqi batch show 查看", "see `huiqi batch show`"}});
    }
    if (same_person(open->second, options.task.by)) {
        return ledger_problem(program, {"L005",
                                        {"异议由“" + options.task.by + "”登记，第二次决定要由另一人作出",
                                         "`" + options.task.by + "` entered the objection: another person decides on it"},
                                        {"请另一位经办人来做", "let another person decide"}});
    }
    if (const Exit same = refuse_maker(program, account, options.task.by, {"对异议作第二次决定", "decide on an objection to it"}); same != Exit::done) {
        return same;
    }
    if (!options.uphold && options.due.empty()) {
        complain(program, {"resolve 要写 --uphold（维持）或 --due（改为多少元）", "resolve needs --uphold or --due"},
                 {"在补充批次里重新核定的，这里写 --due 0：同一份申报只有一批里有应付", "where a supplementary batch decides it anew write --due 0: an application is due in one batch only"});
        return Exit::wrong_use;
    }
    const auto due = options.uphold ? std::nullopt
                                    : changed_amount(program, ledger, account, {options.application, options.incentive, options.due});
    if (!due && !options.uphold) {
        return Exit::not_allowed;
    }
    BatchAccount after = account;
    after.open.erase(options.application);
    if (due) {
        after.changed.insert_or_assign(due->place, Money::from_minor(due->due_fen));
    }
    if (const auto refused = more_due_refused(ledger, account, after)) {
        return ledger_problem(program, *refused);
    }
    Json body{{"application", options.application}, {"due", due ? due_json(*due) : Json::array()}};
    if (!options.supplement.empty()) {
        body["supplement"] = options.supplement;
    }
    return write_entry(program, ledger, options.task, "resolved", body.dump());
}

[[nodiscard]] Bilingual corrected_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”已更正，应付 " + options.due + " 元；少付的由下一次 huiqi batch pay 补付，多付的收回以后用 huiqi batch recover 登记",
            "application `" + options.application + "` is corrected, " + options.due + " yuan are due; what is missing is paid by the next huiqi batch pay, what came back is entered by huiqi batch recover"};
}
[[nodiscard]] Bilingual raise_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”调增到 " + options.due + " 元已登记，还没有生效；要由另一人写同样的 huiqi batch correct 确认，确认的人不拨付",
            "the raise of application `" + options.application + "` to " + options.due + " yuan is entered and not in force: another person confirms it with the same huiqi batch correct, and does not pay it"};
}

[[nodiscard]] Bilingual given_up_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”被拦下的，这一批里不再付：应付 0 元，以后放行也不付。要付的，在补充批次里核定（settle --supplement --reason）",
            "what is held of application `" + options.application + "` is not paid by this batch any more: 0 yuan are due, also once it is cleared. What is to be paid is decided in a supplementary batch (settle --supplement --reason)"};
}

/// Enters a correction. One that raises an amount is entered by one person and confirmed by another, with the same words.
Exit correct(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::paid}, {"更正", "corrected"})) {
        return Exit::not_allowed;
    }
    if (account.open.contains(options.application)) {
        return ledger_problem(program, {"L004",
                                        {"申报“" + options.application + "”有未决的异议，不能更正", "application `" + options.application + "` has an open objection: it cannot be corrected"},
                                        {"先作第二次决定：huiqi batch resolve", "decide on it first: huiqi batch resolve"}});
    }
    const auto due = changed_amount(program, ledger, account, {options.application, options.incentive, options.due, true});
    if (!due) {
        return Exit::not_allowed;
    }
    // Of a held award nothing is due, and all of it once it is cleared: 0 says that it never is, so that another batch may decide it.
    const bool gives_up = due->due_fen == 0 && due->now_fen == 0 && may_be_freed(account, due->place);
    if (due->due_fen == due->now_fen && !account.raises.contains(due->place) && !gives_up) {
        talk(program.say({"申报“" + options.application + "”现在就是应付 " + options.due + " 元，没有再记",
                          "application `" + options.application + "` is due " + options.due + " yuan already: nothing was entered"}));
        return Exit::done;
    }
    Json body{{"application", options.application}, {"due", due_json(*due)}};
    if (due->due_fen > due->now_fen) {
        BatchAccount after = account;
        after.changed.insert_or_assign(due->place, Money::from_minor(due->due_fen));
        if (const auto refused = more_due_refused(ledger, account, after)) {
            return ledger_problem(program, *refused);
        }
        const auto entered = account.raises.find(due->place);
        const bool confirms = entered != account.raises.end() && entered->second.due.minor() == due->due_fen;
        if (confirms && same_person(entered->second.by, options.task.by)) {
            return ledger_problem(program, {"L005",
                                            {"这次调增由“" + options.task.by + "”登记，要由另一人确认", "`" + options.task.by + "` entered this raise: another person confirms it"},
                                            {"请另一人写同样的更正", "let another person give the same correction"}});
        }
        body[confirms ? "entered_by" : "waits"] = confirms ? Json(entered->second.by) : Json(true);
    }
    const bool waits = body.contains("waits");
    const Exit ended = write_entry(program, ledger, options.task, "corrected", body.dump());
    if (ended == Exit::done) {
        talk(program.say(waits ? raise_words(options) : gives_up ? given_up_words(options) : corrected_words(options)));
    }
    return ended;
}

/// Enters what a person says of what was found.
Exit judge(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account, HoldVerdict verdict) {
    if (!stands_at(program, account, {BatchStage::decided, BatchStage::submitted, BatchStage::reviewed, BatchStage::approved, BatchStage::paid},
                   {"放行或查实", "judged"})) {
        return Exit::not_allowed;
    }
    return enter_verdict(program, {options.task, options.application, options.findings, options.evidence, verdict}, ledger, account);
}

Exit clear(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    return judge(program, options, ledger, account, HoldVerdict::cleared);
}

Exit confirm(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    return judge(program, options, ledger, account, HoldVerdict::confirmed);
}

Exit pay(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    return pay_batch(program, {options.task, options.day, options.output, options.profile, options.by_payer, options.force, options.list}, ledger, account);
}

Exit recover(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    return recover_payment(program, {options.task, options.day, options.application, options.incentive, options.amount},
                           ledger, account);
}

Exit give_back(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    return return_payment(program, {options.task, options.application, options.incentive, options.amount, options.day, options.cells, options.payer}, ledger, account);
}

Exit payee(const Program& program, const BatchOptions& options, Ledger& ledger, const BatchAccount& account) {
    return mend_payee(program, {options.task, options.application, {}, {}, {}, options.cells, {}}, ledger, account);
}

/// One step of `huiqi batch`.
struct StepCommand {
    const char* name;
    const char* description;
    Step step;
    bool reason;
    std::function<void(CLI::App&, BatchOptions&)> options;
    std::function<Bilingual(const BatchOptions&)> next = {};  ///< what was done and what comes next; empty: the step says so itself
};

/// The words with which steps say that they are done.
[[nodiscard]] Bilingual submitted_words(const BatchOptions& options) {
    return {"批次“" + options.task.batch + "”已送审；接着由另一位复核：huiqi batch review",
            "batch `" + options.task.batch + "` is submitted; another person reviews it next: huiqi batch review"};
}
[[nodiscard]] Bilingual reviewed_words(const BatchOptions& options) {
    return {"批次“" + options.task.batch + "”已复核；接着公示（huiqi report publication）和批准（huiqi batch approve）",
            "batch `" + options.task.batch + "` is reviewed; it is published (huiqi report publication) and approved (huiqi batch approve) next"};
}
[[nodiscard]] Bilingual approved_words(const BatchOptions& options) {
    return {"批次“" + options.task.batch + "”已批准，最多拨付 " + options.amount + " 元；公示期满、异议都有决定以后拨付：huiqi batch pay",
            "batch `" + options.task.batch + "` is approved for at most " + options.amount + " yuan; it is paid when publication is over and objections are decided: huiqi batch pay"};
}
[[nodiscard]] Bilingual withdrawn_words(const BatchOptions& options) {
    return {"批次“" + options.task.batch + "”已撤回；要再核定，用新的编号：huiqi settle",
            "batch `" + options.task.batch + "` is withdrawn; to decide it anew give another id: huiqi settle"};
}
[[nodiscard]] Bilingual objected_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”的异议已登记，有决定以前不拨付；接着由另一人作第二次决定：huiqi batch resolve",
            "the objection to application `" + options.application + "` is entered, and nothing is paid on it until another person decides: huiqi batch resolve"};
}
[[nodiscard]] Bilingual resolved_words(const BatchOptions& options) {
    const bool uphold = options.uphold;
    return {"申报“" + options.application + "”的异议已决定：" + (uphold ? "维持原来的金额" : "应付改为 " + options.due + " 元"),
            "the objection to application `" + options.application + "` is decided: " + (uphold ? "the amount stands" : options.due + " yuan are due")};
}
[[nodiscard]] Bilingual recovered_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”收回 " + options.amount + " 元，已登记", "application `" + options.application + "`: " + options.amount + " yuan that came back are entered"};
}

[[nodiscard]] Bilingual cleared_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”的发现已放行；没有别的拦着它的，由下一次 huiqi batch pay 拨付",
            "what was found in application `" + options.application + "` is cleared; where nothing else holds it the next huiqi batch pay pays it"};
}
[[nodiscard]] Bilingual confirmed_words(const BatchOptions& options) {
    return {"申报“" + options.application + "”的发现已查实，拦着的不拨付；已经付了的，收回以后用 huiqi batch recover 登记",
            "what was found in application `" + options.application + "` is confirmed: what it holds is not paid; what was paid is entered by huiqi batch recover when it comes back"};
}

void verdict_options(CLI::App& command, BatchOptions& options) {
    command.add_option("--application", options.application, "number of the application / 申报编号")->required();
    command.add_option("--finding", options.findings, "id of a detector or anomaly; without it all of the application / 哪一条发现");
    command.add_option("--evidence", options.evidence, "a file that is kept with the entry / 留存的证明材料")->check(CLI::ExistingFile);
}
void application_option(CLI::App& command, BatchOptions& options) {
    command.add_option("--application", options.application, "number of the application / 申报编号")->required();
}
void incentive_option(CLI::App& command, BatchOptions& options) {
    command.add_option("--incentive", options.incentive, "id or its last part; needed when there are several / 事项");
}

[[nodiscard]] std::vector<StepCommand> step_commands() {
    return {
        {"submit", "hands a decided batch in for review / 送审", submit, false, {}, submitted_words},
        {"review", "recomputes every row; another person than who decided / 复核", review, false, {}, reviewed_words},
        {"approve", "names the budget and the most that may be paid / 批准", approve, false,
         [](CLI::App& command, BatchOptions& options) {
             command.add_option("--budget", options.budget, "name of the budget / 预算科目")->required();
             command.add_option("--amount", options.amount, "yuan / 元")->required();
         },
         approved_words},
        {"withdraw", "takes a batch back before it is paid / 撤回", withdraw, true, {}, withdrawn_words},
        {"object", "reopens one application while the list is public / 登记异议", object, true, application_option, objected_words},
        {"resolve", "the second decision on an objection / 异议的第二次决定", resolve, true,
         [](CLI::App& command, BatchOptions& options) {
             application_option(command, options);
             incentive_option(command, options);
             command.add_flag("--uphold", options.uphold, "the settled amount stands / 维持");
             command.add_option("--due", options.due, "yuan in place of the settled amount; not more / 改为（元）");
             command.add_option("--supplement", options.supplement, "the batch in which it is decided anew / 补充批次");
         },
         resolved_words},
        {"clear", "lets what was found pass, with a reason; another person than who decided / 放行", clear, true, verdict_options, cleared_words},
        {"confirm", "what was found is true: it is not paid / 查实", confirm, true, verdict_options, confirmed_words},
        {"pay", "pays what is due and writes the list / 拨付", pay, false,
         [](CLI::App& command, BatchOptions& options) {
             command.add_option("--day", options.day, "day of payment, YYYY-MM-DD / 拨付日")->required();
             command.add_option("-o,--output", options.output, "payment list: .csv, .xlsx or .jsonl; with a profile .csv, .txt or .xlsx / 拨付清单")->required();
             command.add_option("--profile", options.profile, "how the list is laid out: .yaml / 名单样式");
             command.add_flag("--by-payer", options.by_payer, "a list for each party that pays, of its share; with a profile / 各付款方一份清单");
             command.add_flag("--force", options.force, "replace the list that exists / 覆盖已有的文件");
             command.add_option("--list", options.list, "writes the list of an earlier payment again, that of the entry of this number in `batch show`, and pays nothing / 重写以前一次拨付的清单")->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
         }},
        {"correct", "changes what is due after payment / 更正", correct, true,
         [](CLI::App& command, BatchOptions& options) {
             application_option(command, options);
             incentive_option(command, options);
             command.add_option("--due", options.due, "yuan that should have been paid / 应为（元）")->required();
         }},
        {"return", "a payment that the bank sent back, with what was wrong: it is paid once more / 退回", give_back, true,
         [](CLI::App& command, BatchOptions& options) {
             application_option(command, options);
             incentive_option(command, options);
             command.add_option("--amount", options.amount, "yuan that came back; by default what was paid last / 元");
             command.add_option("--payer", options.payer, "the party whose payment came back, where several pay / 退回的是哪一方付的");
             command.add_option("--day", options.day, "day, YYYY-MM-DD / 日期")->required();
             command.add_option("--set", options.cells, "COLUMN=TEXT: what is right, such as the account / 列=正确的内容")->check(some_cell);
         }},
        {"payee", "what is right of a payee where no payment came back, such as the account; two persons / 更正收款", payee, true,
         [](CLI::App& command, BatchOptions& options) {
             application_option(command, options);
             command.add_option("--set", options.cells, "COLUMN=TEXT: what is right, such as the account / 列=正确的内容")->required()->check(some_cell);
         }},
        {"recover", "money that came back / 收回", recover, true,
         [](CLI::App& command, BatchOptions& options) {
             application_option(command, options);
             incentive_option(command, options);
             command.add_option("--amount", options.amount, "yuan that came back / 元")->required();
             command.add_option("--day", options.day, "day, YYYY-MM-DD / 日期")->required();
         },
         recovered_words},
    };
}

}  // namespace

void add_batch(CLI::App& app, Action& chosen) {
    auto* batch = app.add_subcommand("batch", "takes a batch through review, approval and payment / 批次办理");
    batch->require_subcommand(1);
    batch->footer("examples:\n"
                  "  huiqi settle my-bundle.yaml applications.csv -o statements.csv --ledger ledger.db --batch 2025-1 --by Zhang\n"
                  "  huiqi batch submit 2025-1 --ledger ledger.db --by Zhang\n"
                  "  huiqi batch review 2025-1 --ledger ledger.db --by Li\n"
                  "  huiqi batch approve 2025-1 --ledger ledger.db --by Wang --budget 2080502 --amount 3000000\n"
                  "  huiqi batch pay 2025-1 --ledger ledger.db --by Zhao --day 2025-07-01 -o payments.csv");
    for (const StepCommand& one : step_commands()) {
        auto* command = batch->add_subcommand(one.name, one.description);
        auto options = std::make_shared<BatchOptions>();
        add_ledger_options(*command, options->task, one.reason);
        if (one.options) {
            one.options(*command, *options);
        }
        command->callback([options, step = one.step, next = one.next, &chosen] {
            chosen = [options, step, next](const Program& program) {
                remove_parts_on_signal(kStopped);
                const Exit ended = take_step(program, *options, step);
                if (ended == Exit::done && next) {
                    talk(program.say(next(*options)));
                }
                return ended;
            };
        });
    }
    add_batch_views(*batch, chosen);
    add_batch_explain(*batch, chosen);
    add_batch_export(*batch, chosen);
}

}  // namespace huiqi
