#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/diagnostic/parsed_json.h"
#include "engine/ledger/payments.h"
#include "engine/numeric/int128.h"
#include "tools/huiqi/ledger/batch_holds.h"
#include "tools/huiqi/ledger/batch_payment.h"
#include "tools/huiqi/ledger/engine_build.h"
#include "tools/huiqi/ledger/entry_details.h"
#include "tools/huiqi/ledger/entry_words.h"
#include "tools/huiqi/ledger/profile_check.h"
#include "tools/huiqi/ledger/what_if_words.h"

namespace huiqi {
namespace {

/// How the money of a batch stands now, in fen. Nothing is due of one that was withdrawn.
struct BatchMoney {
    Int128 due = 0;       ///< after objections, corrections and verdicts
    Int128 paid = 0;      ///< less what came back
    Int128 unpaid = 0;    ///< due and not paid yet, what is objected to with it
    Int128 to_recover = 0;  ///< paid beyond what is due
    Int128 changed = 0;   ///< what is due beyond what was settled; below zero: less
};

[[nodiscard]] std::string yuan_of(Int128 fen) { return yuan_text(static_cast<std::int64_t>(fen)); }

[[nodiscard]] BatchMoney money_of(Ledger& ledger, const BatchAccount& account) {
    BatchMoney money;
    const auto paid = paid_sums(ledger, account.id);
    for (const auto& [place, fen] : paid) {
        money.paid += fen;
    }
    for (const auto& [place, due] : account.changed) {   // of no other statement was more paid than is due
        money.changed += due.minor();
        ledger.database().query("SELECT payable FROM statement WHERE batch = $1 AND place = $2 AND incentive = $3", {account.id, place.place, place.incentive},
                                [&money](const SqlRow& row) {
                                    money.changed -= std::get<std::int64_t>(row[0]);
                                    return false;
                                });
        const auto before = paid.find(place);
        money.to_recover += std::max<std::int64_t>(0, (before == paid.end() ? 0 : before->second) - due.minor());
    }
    money.due = account.stage == BatchStage::withdrawn ? Int128{0} : account.decision.payable.minor() + money.changed;
    money.unpaid = money.due - money.paid + money.to_recover;
    return money;
}

[[nodiscard]] nlohmann::ordered_json findings_json(const std::map<std::string, FindingCount>& counts) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& [id, count] : counts) {
        all.push_back({{"id", id}, {"found", count.found}, {"holding", count.holding}, {"cleared", count.cleared}, {"confirmed", count.confirmed}, {"overturned", count.overturned}});
    }
    return all;
}

/// A line for each detector and anomaly that has something to say.
[[nodiscard]] std::string findings_lines(const Program& program, const std::map<std::string, FindingCount>& counts) {
    std::string text;
    for (const auto& [id, count] : counts) {
        const std::string found = std::to_string(count.found);
        const std::string holding = std::to_string(count.holding);
        const std::string cleared = std::to_string(count.cleared);
        const std::string confirmed = std::to_string(count.confirmed);
        const std::string overturned = std::to_string(count.overturned);
        text += "  " + program.say({id + "：发现 " + found + " 条，拦下 " + holding + " 笔，放行 " + cleared + " 件，查实 " + confirmed + " 件" + (count.overturned == 0 ? "" : "（其中 " + overturned + " 件后来又放行）"),
                                    id + ": " + found + " found, " + holding + " payments held, " + cleared + " cleared, " + confirmed + " confirmed" + (count.overturned == 0 ? "" : " (" + overturned + " cleared later)")}) + "\n";
    }
    return text;
}

[[nodiscard]] nlohmann::ordered_json batch_json(Ledger& ledger, const BatchAccount& account) {
    nlohmann::ordered_json one;
    one["batch"] = account.id;
    one["stage"] = stage_text(account.stage).en;
    one["bundle"] = account.decision.bundle;
    one["engine"] = account.decision.engine;
    one["sources"] = account.decision.sources;
    one["rows"] = account.decision.rows;
    one["award"] = account.decision.award.text();
    one["payable"] = account.decision.payable.text();
    one["approved"] = account.approved.text();
    const BatchMoney money = money_of(ledger, account);
    one["due"] = yuan_of(money.due);
    one["paid"] = yuan_of(money.paid);
    one["unpaid"] = yuan_of(money.unpaid);
    one["to_recover"] = yuan_of(money.to_recover);
    one["notes"] = nlohmann::ordered_json::array();
    for (const Bilingual& told : told_of_decision(account.decision)) {
        one["notes"].push_back(told.en);
    }
    one["open_objections"] = account.open.size();
    one["findings"] = findings_json(finding_counts(account));
    return one;
}

/// The line of a batch: what is due now and paid, and, behind the first payment, what is still to be paid or must come back.
[[nodiscard]] std::string batch_line(const Program& program, Ledger& ledger, const BatchAccount& account) {
    const BatchMoney money = money_of(ledger, account);
    const std::string rows = std::to_string(account.decision.rows);
    const std::string award = account.decision.award.text();
    Bilingual line{account.id + "：" + stage_text(account.stage).zh + "，" + rows + " 份申报，核定 " + award + " 元，应付 " + yuan_of(money.due) + " 元，已付 " + yuan_of(money.paid) + " 元",
                   account.id + ": " + stage_text(account.stage).en + ", " + rows + " applications, awards " + award + " yuan, due " + yuan_of(money.due) + ", paid " + yuan_of(money.paid)};
    if (account.stage == BatchStage::paid && money.unpaid != 0) {
        line.zh += "，未付 " + yuan_of(money.unpaid) + " 元";
        line.en += ", unpaid " + yuan_of(money.unpaid);
    }
    if (money.to_recover != 0) {
        line.zh += "，应收回 " + yuan_of(money.to_recover) + " 元";
        line.en += ", must come back " + yuan_of(money.to_recover);
    }
    if (!account.open.empty()) {
        line.zh += "，未决异议 " + std::to_string(account.open.size()) + " 件";
        line.en += ", open objections " + std::to_string(account.open.size());
    }
    return program.say(line);
}

/// By what the batch was decided, where that is another program than this one.
[[nodiscard]] std::string build_line(const Program& program, const BatchDecision& decision) {
    if (is_this_build(decision.engine, decision.sources)) {
        return "";
    }
    const Bilingual theirs = build_words(decision.engine, decision.sources);
    const Bilingual ours = build_words(HUIQI_VERSION, sources_digest());
    return "  " + program.say({"由程序 " + theirs.zh + " 核定；这个程序是 " + ours.zh, "decided by version " + theirs.en + "; this is " + ours.en}) + "\n";
}

/// What objections, corrections and verdicts made of the settled sum. Nothing is shared out anew for it: an amount goes up to
/// what limits and budgets had room for, never above, and what is freed is nobody's until another batch is settled.
[[nodiscard]] std::string changed_line(const Program& program, Ledger& ledger, const BatchAccount& account) {
    const Int128 more = money_of(ledger, account).changed;
    if (more == 0) {
        return "";
    }
    const std::string due = yuan_of(account.decision.payable.minor() + more);
    const std::string by = yuan_of(more < 0 ? -more : more);
    return "  " +
           program.say(more < 0 ? Bilingual{"异议、更正以后应付 " + due + " 元，比结算少 " + by + " 元；上限、预算没有重新分，空出的在以后的批次里才用得上",
                                            "after objections and corrections " + due + " yuan are due, " + by + " less than was settled; limits and budgets are not shared out anew, and what is freed counts for later batches"}
                                : Bilingual{"放行、分期以后应付 " + due + " 元，比结算多 " + by + " 元，都在结算时留出的上限和预算以内",
                                            "with what was cleared and later parts " + due + " yuan are due, " + by + " more than was settled, all of it within what limits and budgets kept for it"}) +
           "\n";
}

Exit list(const Program& program, const std::string& name) {
    Exit unopened = Exit::input_missing;
    const auto ledger = open_ledger(program, name, &unopened);
    if (ledger == nullptr) {
        return unopened;
    }
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    std::string text;
    for (const std::string& batch : batch_names(*ledger)) {
        if (const auto account = read_account(*ledger, batch)) {
            program.json ? all.push_back(batch_json(*ledger, *account))
                         : static_cast<void>(text += batch_line(program, *ledger, *account) + "\n");
        }
    }
    if (ledger->fault()) {
        return ledger_problem(program, *ledger->fault());
    }
    return put(program.json ? all.dump() + "\n" : text) ? Exit::done : Exit::input_output;
}

/// Counts what was found, held, cleared and confirmed, by detector, in one batch or in all. Of batches that were withdrawn all
/// together count what was confirmed alone: the rest is found again where they are decided anew, what a person confirmed stays true.
Exit findings(const Program& program, const std::string& name, const std::string& batch) {
    Exit unopened = Exit::input_missing;
    const auto ledger = open_ledger(program, name, &unopened);
    if (ledger == nullptr) {
        return unopened;
    }
    std::map<std::string, FindingCount> all;
    if (!batch.empty() && !find_batch(program, *ledger, batch)) {
        return Exit::wrong_use;
    }
    for (const std::string& one : batch.empty() ? batch_names(*ledger) : std::vector<std::string>{batch}) {
        const auto account = read_account(*ledger, one);
        if (!account) {
            continue;
        }
        const bool withdrawn = batch.empty() && account->stage == BatchStage::withdrawn;
        std::map<std::string, FindingCount> counts = finding_counts(*account);
        for (auto& [id, count] : counts) {
            if (withdrawn) {
                count = {.found = 0, .holding = 0, .cleared = 0, .confirmed = count.confirmed, .overturned = count.overturned};
            }
            if (withdrawn && count.confirmed == 0) {
                continue;
            }
            FindingCount& sum = all[id];
            sum.found += count.found;
            sum.holding += count.holding;
            sum.cleared += count.cleared;
            sum.confirmed += count.confirmed;
            sum.overturned += count.overturned;
        }
    }
    return put(program.json ? findings_json(all).dump() + "\n" : findings_lines(program, all)) ? Exit::done : Exit::input_output;
}

Exit show(const Program& program, const std::string& name, const std::string& batch) {
    Exit unopened = Exit::input_missing;
    const auto ledger = open_ledger(program, name, &unopened);
    const auto account = ledger == nullptr ? std::nullopt : find_batch(program, *ledger, batch);
    if (!account) {
        return ledger == nullptr ? unopened : Exit::wrong_use;
    }
    nlohmann::ordered_json entries = nlohmann::ordered_json::array();
    std::string text = batch_line(program, *ledger, *account) + "\n" + build_line(program, account->decision) + changed_line(program, *ledger, *account) +
                       findings_lines(program, finding_counts(*account));
    for (const Bilingual& told : told_of_decision(account->decision)) {
        text += "  " + program.say(told) + "\n";
    }
    for (const LedgerEntry& entry : ledger->entries(batch)) {
        const auto body = parsed_json(entry.body);
        entries.push_back({{"sequence", entry.sequence}, {"digest", entry.digest}, {"body", body}});
        text += "  " + std::to_string(entry.sequence) + "  " + body.value("at", "") + "  " + program.say(entry_words(entry.kind)) + "  " +
                body.value("by", "");
        const std::string details = entry_details(program, *ledger, *account, entry);
        text += details;
        for (const char* name_of : {"application", "budget", "reason", "supplement"}) {
            const bool told = std::string_view(name_of) == "application" && !details.empty();   // by its number already
            text += body.contains(name_of) && !told ? "  " + body.value(name_of, "") : "";
        }
        text += "  " + entry.digest.substr(0, 12) + "\n";
    }
    if (program.json) {
        nlohmann::ordered_json all = batch_json(*ledger, *account);
        all["entries"] = entries;
        text = all.dump() + "\n";
    }
    return put(text) ? Exit::done : Exit::input_output;
}

}  // namespace

void add_batch_views(CLI::App& batch, Action& chosen) {
    auto* list_command = batch.add_subcommand("list", "the batches of a ledger and where they stand / 各批次的进度");
    auto* show_command = batch.add_subcommand("show", "all entries of one batch / 一个批次的全部记录");
    auto ledger = std::make_shared<std::string>();
    auto name = std::make_shared<std::string>();
    show_command->add_option("BATCH", *name, "the batch / 批次")->required();
    auto* findings_command = batch.add_subcommand("findings", "what detectors found, what was cleared and confirmed / 各检测的发现");
    findings_command->add_option("BATCH", *name, "the batch; without it all / 批次");
    for (auto* command : {list_command, show_command, findings_command}) {
        command->add_option("--ledger", *ledger, "a file (SQLite), or postgresql://… / 台账")->required();
    }
    list_command->callback([ledger, &chosen] {
        chosen = [ledger](const Program& program) { return list(program, *ledger); };
    });
    findings_command->callback([ledger, name, &chosen] {
        chosen = [ledger, name](const Program& program) { return findings(program, *ledger, *name); };
    });
    add_profile_check(batch, chosen);
    show_command->callback([ledger, name, &chosen] {
        chosen = [ledger, name](const Program& program) { return show(program, *ledger, *name); };
    });
}

}  // namespace huiqi
