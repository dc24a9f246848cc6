#include "tools/huiqi/ledger/profile_check.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/ledger/payments.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/report/list_source.h"
#include "tools/huiqi/report/list_table.h"

namespace huiqi {
namespace {

struct CheckOptions {
    std::string ledger, batch, profile;
    bool by_payer = false;
};

/// Lays out the list of one party, or of all, and tells what is wrong with it.
[[nodiscard]] bool fits(const Program& program, const ListProfile& profile, std::vector<ListRow> rows, const std::string& batch) {
    std::vector<DataFault> faults;
    (void)list_table(profile, std::move(rows), ListUse::payment, batch, faults);
    show_faults(program, faults);
    return faults.empty();
}

/// Does so for each party that pays, of what it pays.
[[nodiscard]] bool fit_by_payer(const Program& program, const ListProfile& profile, const std::vector<ListRow>& rows,
                                const std::vector<std::string>& payers, const std::string& batch) {
    bool all = true;
    for (std::size_t payer = 0; payer < payers.size(); ++payer) {
        std::vector<ListRow> theirs = rows_of_payer(rows, payers[payer], payer);
        all = fits(program, profile, std::move(theirs), batch) && all;
    }
    return all;
}

/// Lays out what is due of a batch, whatever its stage, and writes nothing.
Exit check(const Program& program, const CheckOptions& options) {
    Exit unopened = Exit::input_missing;
    const auto ledger = open_ledger(program, options.ledger, &unopened);
    const auto account = ledger == nullptr ? std::nullopt : find_batch(program, *ledger, options.batch);
    if (!account) {
        return ledger == nullptr ? unopened : Exit::wrong_use;
    }
    auto profile = read_list_profile(program, options.profile);
    if (!profile) {
        return Exit::wrong_use;
    }
    std::vector<ListRow> rows;
    for (const DueRow& due : due_rows(*ledger, *account)) {
        ListRow& row = rows.emplace_back();
        row.application = due.application;
        row.incentive = account->decision.incentives[static_cast<std::size_t>(due.statement.incentive)];
        row.award_fen = row.amount_fen = due.amount_fen;
        row.day = account->decided_on;   // the day of payment is not known yet
    }
    const std::string count = std::to_string(rows.size());
    std::vector<std::string> payers;
    if (const Exit problem = fill_from_ledger(program, *ledger, *account, *profile, rows, options.by_payer ? &payers : nullptr, kNextEntry);
        problem != Exit::done) {
        return problem;
    }
    const bool fit = payers.empty() ? fits(program, *profile, std::move(rows), account->id)
                                    : fit_by_payer(program, *profile, rows, payers, account->id);
    if (!fit) {
        return Exit::data_refused;
    }
    talk(program.say({"批次“" + account->id + "”应付的 " + count + " 笔都可以写进这样的清单",
                      "all " + count + " payments due of batch `" + account->id + "` can stand in such a list"}));
    return Exit::done;
}

}  // namespace

void add_profile_check(CLI::App& batch, Action& chosen) {
    auto* command = batch.add_subcommand("check", "holds what would be paid against the profile of a payment list, before it is paid / 拨付前按清单样式检查");
    auto options = std::make_shared<CheckOptions>();
    command->add_option("BATCH", options->batch, "the batch / 批次")->required();
    command->add_option("--ledger", options->ledger, "a file (SQLite), or postgresql://… / 台账")->required();
    command->add_option("--profile", options->profile, "how the list will be laid out: .yaml / 名单样式")->required();
    command->add_flag("--by-payer", options->by_payer, "the lists of the parties that pay, as `batch pay --by-payer` writes them / 各付款方一份清单");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return check(program, *options); };
    });
}

}  // namespace huiqi
