#include "tools/huiqi/ledger/batch_holds.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/api/findings_file.h"
#include "engine/author/check_rules.h"
#include "engine/calendar/date.h"
#include "engine/data/folded_key.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/ledger/batch_rows_choice.h"
#include "tools/huiqi/ledger/due_gate.h"
#include "tools/huiqi/ledger/earlier_holds.h"
#include "tools/huiqi/ledger/kept_batch.h"

namespace huiqi {
namespace {

using Json = nlohmann::json;

[[nodiscard]] Json due_json(const HeldStatement& held, std::int64_t fen) {
    return {{"place", held.place.place}, {"incentive", held.place.incentive}, {"due_fen", fen}};
}

/// Gives what there is to say something of in an application: what holds it, and what detectors found.
[[nodiscard]] std::set<std::string> names_of(Ledger& ledger, const BatchAccount& account, const VerdictTask& task, std::int64_t place) {
    std::set<std::string> names;
    for (const HeldStatement& held : account.decision.held) {
        if (held.place.place == place) {
            names.insert(held.by.begin(), held.by.end());
        }
    }
    KeptBatch kept;
    SettlementTask from;
    if (!account.decision.findings.empty() && !kept.put_back(ledger, account.decision, from)) {
        std::vector<DataFault> faults;
        const FiledFindings all = read_findings(from.findings, faults);
        if (const auto found = all.find(task.application); found != all.end()) {
            for (const FiledFinding& one : found->second) {
                names.insert(one.detector);
            }
        }
    }
    return names;
}

/// Whether an objection or a correction said what is due of something held in an application.
[[nodiscard]] bool said_otherwise(const BatchAccount& account, std::int64_t place) {
    return std::any_of(account.decision.held.begin(), account.decision.held.end(),
                       [&](const HeldStatement& held) { return held.place.place == place && !may_be_freed(account, held.place); });
}

/// Tells what a held statement pays after a verdict: all when nothing holds it any more, nothing when something is confirmed.
[[nodiscard]] Json changes(const BatchAccount& account, const std::string& application, std::int64_t place) {
    Json due = Json::array();
    for (const HeldStatement& held : account.decision.held) {
        if (held.place.place != place) {
            continue;
        }
        const auto said = [&](const std::string& id, HoldVerdict verdict) {
            const auto found = account.verdicts.find({application, id});
            return found != account.verdicts.end() && found->second == verdict;
        };
        const bool free = std::all_of(held.by.begin(), held.by.end(), [&](const auto& id) { return said(id, HoldVerdict::cleared); });
        const bool bad = std::any_of(held.by.begin(), held.by.end(), [&](const auto& id) { return said(id, HoldVerdict::confirmed); });
        // an objection or a correction that said another amount stands
        if (free && may_be_freed(account, held.place)) {
            due.push_back(due_json(held, held.amount.minor()));
        } else if (bad && account.changed.contains(held.place)) {
            due.push_back(due_json(held, 0));
        }
    }
    return due;
}

void take_changes(BatchAccount& account, const Json& due) {
    for (const Json& one : due) {
        account.changed.insert_or_assign({one.at("place").get<std::int64_t>(), one.at("incentive").get<std::int64_t>()},
                                         Money::from_minor(one.at("due_fen").get<std::int64_t>()));
    }
}

[[nodiscard]] std::optional<LedgerFault> unfit(const VerdictTask& task, const BatchAccount& account, const std::set<std::string>& known) {
    if (same_person(task.task.by, account.decided_by) || same_person(task.task.by, account.submitted_by)) {
        return LedgerFault{"L005",
                           {"“" + task.task.by + "”核定或送审了这一批，不能由同一人放行或查实",
                            "`" + task.task.by + "` decided or submitted this batch, and may neither clear nor confirm what was found"},
                           {"请另一位经办人来做", "let another person do it"}};
    }
    for (const std::string& id : task.verdict != HoldVerdict::cleared ? std::set<std::string>()
                                 : task.findings.empty()               ? known
                                                                       : std::set<std::string>(task.findings.begin(), task.findings.end())) {
        const auto confirmed = account.confirmed_by.find({task.application, id});
        if (confirmed != account.confirmed_by.end() && same_person(task.task.by, confirmed->second)) {
            return LedgerFault{"L005",
                               {"“" + task.task.by + "”查实了申报“" + task.application + "”的“" + id + "”，不能由同一人放行",
                                "`" + task.task.by + "` confirmed `" + id + "` of application `" + task.application + "`, and may not clear it"},
                               {"请另一位经办人来做", "let another person do it"}};
        }
    }
    std::string names;
    for (const std::string& name : known) {
        names += (names.empty() ? "" : ", ") + name;
    }
    for (const std::string& id : task.findings) {
        if (!known.contains(id)) {
            return LedgerFault{"L010",
                               {"申报“" + task.application + "”没有发现或拦截“" + id + "”", "application `" + task.application + "` has no finding and no hold `" + id + "`"},
                               {names.empty() ? "它没有发现" : "有：" + names, names.empty() ? "nothing was found in it" : "there are: " + names}};
        }
    }
    if (known.empty()) {
        return LedgerFault{"L010",
                           {"申报“" + task.application + "”没有发现，也没有拦截", "nothing was found in application `" + task.application + "`, and nothing holds it"},
                           {"用 huiqi batch findings 查看", "see `huiqi batch findings`"}};
    }
    return std::nullopt;
}

/// Gives the account with what was confirmed of an application in other batches, behind the decision of this one too.
[[nodiscard]] BatchAccount with_confirmed_elsewhere(Ledger& ledger, BatchAccount account, const std::string& application) {
    const FiledFindings confirmed = confirmed_holds(ledger);
    const auto found = confirmed.find(application);
    for (const FiledFinding& one : found == confirmed.end() ? std::vector<FiledFinding>() : found->second) {
        account.confirmed_by.insert_or_assign({application, one.detector}, one.confirmed_by);
    }
    return account;
}

/// Gives the day from which days of holds count: that of the decision or, where `--at` said an earlier one, that of the clock
/// when it was entered. Entries of versions that did not keep the clock have the stated day alone.
[[nodiscard]] std::string held_from(Ledger& ledger, const BatchAccount& account) {
    const std::vector<LedgerEntry> entries = ledger.entries(account.id);
    const Json body = entries.empty() ? Json() : Json::parse(entries.front().body, nullptr, false);
    const std::string written = body.is_object() ? body.value("written", std::string()) : std::string();
    return std::max(account.decided_on, written.substr(0, account.decided_on.size()));
}

/// Gives the last day on which something is held: that of its detectors, counted from `from`, or that of the batch,
/// whichever is later. Nothing when it waits for a person without end.
[[nodiscard]] std::optional<std::string> held_until(const HeldStatement& held, const BatchAccount& account, const std::string& from) {
    const auto until = account.decision.options.find("hold_until");
    if (held.with_batch && until == account.decision.options.end()) {
        return std::nullopt;
    }
    std::string last = held.with_batch ? until->second : std::string();
    if (held.days != 0) {
        const auto decided = Date::parse(from);
        const auto own = decided ? add_days(decided.value(), held.days) : std::nullopt;
        if (!own) {   // --at may say any text: where it is no day, nothing can be counted from it
            return std::nullopt;
        }
        last = std::max(last, own->text());
    }
    return last;
}

}  // namespace

Exit enter_verdict(const Program& program, const VerdictTask& task, Ledger& ledger, const BatchAccount& account) {
    const auto place = find_application(program, ledger, account, task.application);
    if (!place) {
        return Exit::not_allowed;
    }
    const std::set<std::string> known = names_of(ledger, account, task, *place);
    if (const auto fault = unfit(task, with_confirmed_elsewhere(ledger, account, task.application), known)) {
        return ledger_problem(program, *fault);
    }
    BatchAccount after = account;
    Json body{{"application", task.application}, {"findings", Json::array()}};
    const std::set<std::string> ids = task.findings.empty() ? known : std::set<std::string>(task.findings.begin(), task.findings.end());
    for (const std::string& id : ids) {
        after.verdicts.insert_or_assign({task.application, id}, task.verdict);
        body["findings"].push_back(id);
    }
    body["due"] = changes(after, task.application, *place);
    if (task.verdict == HoldVerdict::cleared && body["due"].empty() && said_otherwise(account, *place)) {
        talk(program.say({"申报“" + task.application + "”的应付已由异议或更正写定，放行不改它",
                          "what is due of application `" + task.application + "` was said by an objection or a correction, and clearing does not change it"}));
    }
    take_changes(after, body["due"]);
    if (const auto refused = more_due_refused(ledger, account, after, ids)) {
        return ledger_problem(program, *refused);
    }
    if (!task.evidence.empty()) {
        const auto digest = ledger.keep_file(task.evidence);
        if (!digest) {
            return ledger_problem(program, *ledger.fault());
        }
        body["evidence"] = {{"path", task.evidence}, {"digest", *digest}};
    }
    return write_entry(program, ledger, task.task, task.verdict == HoldVerdict::cleared ? "cleared" : "confirmed", body.dump());
}

namespace {

/// Gives the applications of which a person cleared something in other batches that is no hold here any more, such as one that was
/// withdrawn since, by their one spelling; with what was cleared.
[[nodiscard]] std::map<std::string, std::string> cleared_elsewhere(Ledger& ledger, const BatchAccount& account, const std::string& by) {
    std::map<std::string, std::string> cleared;
    for (const std::string& name : batch_names(ledger)) {
        const auto other = name == account.id ? std::nullopt : read_account(ledger, name);
        for (const auto& [of, who] : other ? other->cleared_by : std::map<std::pair<std::string, std::string>, std::string>()) {
            const bool holds = std::any_of(other->decision.held.begin(), other->decision.held.end(),
                                           [&id = of.second](const HeldStatement& held) { return std::find(held.by.begin(), held.by.end(), id) != held.by.end(); });
            if (holds && same_person(by, who)) {
                cleared.emplace(folded_key(of.first), of.second);
            }
        }
    }
    return cleared;
}

}  // namespace

std::optional<LedgerFault> paid_by_who_cleared(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, const std::string& by) {
    const auto fault = [&by](const std::string& application, const std::string& id) {
        return LedgerFault{"L005",
                           {"“" + by + "”放行了申报“" + application + "”的“" + id + "”，不能由同一人拨付",
                            "`" + by + "` cleared `" + id + "` of application `" + application + "`, and may not pay it"},
                           {"请另一人拨付", "let another person pay"}};
    };
    const auto elsewhere = cleared_elsewhere(ledger, account, by);
    for (const DueRow& row : due) {
        const auto held = std::find_if(account.decision.held.begin(), account.decision.held.end(),
                                       [&row](const HeldStatement& one) { return one.place == row.statement; });
        for (const std::string& id : held == account.decision.held.end() ? std::vector<std::string>() : held->by) {
            const auto cleared = account.cleared_by.find({row.application, id});
            if (cleared != account.cleared_by.end() && same_person(by, cleared->second)) {
                return fault(row.application, id);
            }
        }
        if (const auto there = elsewhere.empty() ? elsewhere.end() : elsewhere.find(folded_key(row.application)); there != elsewhere.end()) {
            return fault(row.application, there->second);
        }
    }
    return std::nullopt;
}

bool lift_holds(const Program& program, const LedgerTask& task, const std::string& paid_on, Ledger& ledger, const BatchAccount& account) {
    // A payment may be dated ahead; a hold ends by the clock: else one person could end it by writing another day.
    const std::string day = std::min(paid_on, today().text());
    const std::string from = account.decision.held.empty() ? std::string() : held_from(ledger, account);
    const bool over = std::any_of(account.decision.held.begin(), account.decision.held.end(), [&](const HeldStatement& held) {
        const auto until = held_until(held, account, from);
        return until && day > *until;
    });
    if (!over) {
        return true;
    }
    std::string last;
    std::map<std::int64_t, std::string> numbers;
    ledger.database().query("SELECT place, number FROM application WHERE batch = $1", {account.id}, [&numbers](const SqlRow& row) {
        numbers.emplace(std::get<std::int64_t>(row[0]), std::get<std::string>(row[1]));
        return true;
    });
    BatchAccount after = account;
    Json due = Json::array();
    for (const HeldStatement& held : account.decision.held) {
        const bool said = std::any_of(held.by.begin(), held.by.end(), [&](const std::string& id) {
            const auto verdict = account.verdicts.find({numbers[held.place.place], id});
            return verdict != account.verdicts.end() && verdict->second == HoldVerdict::confirmed;
        });
        const auto until = held_until(held, account, from);
        if (!said && until && day > *until && !account.changed.contains(held.place)) {
            last = std::max(last, *until);
            due.push_back(due_json(held, held.amount.minor()));
        }
    }
    if (due.empty()) {
        return true;
    }
    take_changes(after, due);
    if (const auto refused = more_due_refused(ledger, account, after)) {
        talk(program.say({"拦截的期限 " + last + " 已过，但不能付它们，仍然拦着：", "the holds ended on " + last + ", but they cannot be paid, and stay:"}));
        talk(render_fault(*refused, program.language));
        return true;
    }
    talk(program.say({"拦截的期限 " + last + " 已过，" + std::to_string(due.size()) + " 笔没有人查实，这一次拨付",
                      "the holds ended on " + last + ": " + std::to_string(due.size()) + " that nobody confirmed are paid now"}));
    return ledger.append(task.batch, "lifted", entry_body(task, "lifted", Json{{"due", due}, {"until", last}}.dump())).has_value();
}

std::map<std::string, FindingCount> finding_counts(const BatchAccount& account) {
    std::map<std::string, FindingCount> counts;
    for (const auto& [detector, number] : account.decision.found) {
        counts[detector].found = number;
    }
    for (const HeldStatement& held : account.decision.held) {
        for (const std::string& id : held.by) {
            FindingCount& count = counts[id];
            ++count.holding;
        }
    }
    for (const auto& [of, verdict] : account.verdicts) {
        counts[of.second].cleared += verdict == HoldVerdict::cleared ? 1U : 0U;
        counts[of.second].overturned += verdict == HoldVerdict::cleared && account.confirmed_by.contains(of) ? 1U : 0U;
    }
    for (const auto& of : account.ever_confirmed) {
        ++counts[of.second].confirmed;
    }
    return counts;
}

}  // namespace huiqi
