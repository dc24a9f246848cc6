#include "tools/huiqi/ledger/profile_check.h"

#include <algorithm>
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

/// Lays out the list of one party, or of all, and gives what is wrong with it.
[[nodiscard]] std::vector<DataFault> faults_of(const ListProfile& profile, std::vector<ListRow> rows, const std::string& batch) {
    std::vector<DataFault> faults;
    (void)list_table(profile, std::move(rows), ListUse::payment, batch, faults);
    return faults;
}

/// Does so for each party that pays, of what it pays. What is wrong in the lists of several is told once, with all of them.
[[nodiscard]] std::vector<DataFault> faults_by_payer(const ListProfile& profile, const std::vector<ListRow>& rows, const std::vector<std::string>& payers, const std::string& batch) {
    std::vector<std::pair<DataFault, std::string>> found;   // with the parties
    for (std::size_t payer = 0; payer < payers.size(); ++payer) {
        for (DataFault& fault : faults_of(profile, rows_of_payer(rows, payers[payer], payer), batch)) {
            const auto same = std::find_if(found.begin(), found.end(), [&fault](const auto& one) {
                return one.first.file == fault.file && one.first.column_name == fault.column_name && one.first.value == fault.value && one.first.message == fault.message;
            });
            if (same == found.end()) {
                found.emplace_back(std::move(fault), payers[payer]);
            } else if (!(" " + same->second).ends_with(" " + payers[payer])) {   // two incentives of one application
                same->second += ", " + payers[payer];
            }
        }
    }
    std::vector<DataFault> told;
    for (auto& [fault, parties] : found) {
        fault.message = {parties + "清单：" + fault.message.zh, "list of " + parties + ": " + fault.message.en};
        told.push_back(std::move(fault));
    }
    return told;
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
    const std::vector<DataFault> faults = payers.empty() ? faults_of(*profile, std::move(rows), account->id) : faults_by_payer(*profile, rows, payers, account->id);
    show_faults(program, faults);
    if (!faults.empty()) {
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
