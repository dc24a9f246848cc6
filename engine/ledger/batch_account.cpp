#include "engine/ledger/batch_account.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace huiqi {
namespace {

using Json = nlohmann::json;

[[nodiscard]] Json files_json(const std::vector<KeptFile>& files) {
    Json list = Json::array();
    for (const KeptFile& file : files) {
        list.push_back({{"path", file.path}, {"digest", file.digest}});
    }
    return list;
}

[[nodiscard]] std::vector<KeptFile> files_of(const Json& list) {
    std::vector<KeptFile> files;
    for (const Json& file : list) {
        files.push_back({file.at("path").get<std::string>(), file.at("digest").get<std::string>()});
    }
    return files;
}

[[nodiscard]] Money money_of(const Json& value) {
    return Money::from_minor(value.get<std::int64_t>());
}

/// Gives the day on which an entry was made, by its own clock.
[[nodiscard]] std::string day_of(const Json& body) {
    return body.at("at").get<std::string>().substr(0, std::string_view("2025-01-01").size());
}

/// Takes what is due in place of the settled amounts.
void take_due(BatchAccount& account, const std::string& by, const Json& list, bool judged) {
    for (const Json& change : list) {
        const StatementPlace place{change.at("place").get<std::int64_t>(), change.at("incentive").get<std::int64_t>()};
        account.changed.insert_or_assign(place, money_of(change.at("due_fen")));
        account.changed_by.insert_or_assign(place, by);
        account.judged.erase(place);
        if (judged) {
            account.judged.insert(place);
        }
    }
}

/// Takes what corrections may come up to.
void take_resolved(BatchAccount& account, const Json& list) {
    for (const Json& change : list) {
        account.resolved.insert_or_assign({change.at("place").get<std::int64_t>(), change.at("incentive").get<std::int64_t>()},
                                          money_of(change.at("due_fen")));
    }
}

/// Takes a correction. One that raises an amount and waits for a second person changes nothing yet.
void take_correction(BatchAccount& account, std::int64_t sequence, const std::string& by, const Json& body) {
    for (const Json& change : body.at("due")) {
        const StatementPlace place{change.at("place").get<std::int64_t>(), change.at("incentive").get<std::int64_t>()};
        account.raises.erase(place);
        if (body.value("waits", false)) {
            account.raises.insert_or_assign(place, BatchAccount::Raise{money_of(change.at("due_fen")), by});
        }
    }
    if (body.value("waits", false)) {
        return;
    }
    take_due(account, by, body.at("due"), false);
    for (const Json& change : body.contains("entered_by") ? body.at("due") : Json::array()) {
        account.confirmed.push_back({{change.at("place").get<std::int64_t>(), change.at("incentive").get<std::int64_t>()}, sequence, by});
    }
}

/// Takes a payment that came back: it is due again, and its cells are others, once a second person says so too. Likewise cells
/// of the payee that were put right with no payment coming back (`payee`): those are of an application and no incentive, -1.
void take_return(BatchAccount& account, std::int64_t sequence, const std::string& by, const Json& body) {
    const StatementPlace place{body.at("place").get<std::int64_t>(), body.at("incentive").get<std::int64_t>()};
    const auto cells = body.at("cells").get<std::map<std::string, std::string>>();
    account.returns.erase(place);
    if (body.value("waits", false)) {
        account.returns.insert_or_assign(place, ReturnedPayment{money_of(body.at("amount_fen")), body.at("day").get<std::string>(), cells, by});
        return;
    }
    for (const auto& [column, text] : cells) {
        account.mended.push_back({sequence, body.at("application").get<std::string>(), column, text});
    }
    account.confirmed.push_back({place, sequence, by});
}

/// Takes what a person said of holds, or that their day went by.
void take_verdict(BatchAccount& account, const std::string& kind, const std::string& by, const Json& body) {
    take_due(account, by, body.at("due"), true);
    if (kind != "confirmed") {
        take_resolved(account, body.at("due"));
    }
    if (kind == "lifted") {
        for (const Json& change : body.at("due")) {
            account.lifted.insert({change.at("place").get<std::int64_t>(), change.at("incentive").get<std::int64_t>()});
        }
        return;
    }
    for (const Json& id : body.at("findings")) {
        const std::pair of(body.at("application").get<std::string>(), id.get<std::string>());
        const bool cleared = kind == "cleared";
        const auto before = account.verdicts.find(of);
        if (!cleared && (before == account.verdicts.end() || before->second == HoldVerdict::cleared)) {
            account.ever_confirmed.insert(of);   // what an earlier batch confirmed is counted there
        }
        account.verdicts.insert_or_assign(of, cleared ? HoldVerdict::cleared : HoldVerdict::confirmed);
        (cleared ? account.cleared_by : account.confirmed_by).insert_or_assign(of, by);
    }
}

/// What an earlier batch confirmed is confirmed here from the beginning.
void take_carried(BatchAccount& account) {
    for (const CarriedHold& one : account.decision.carried) {
        if (!one.confirmed_by.empty()) {
            account.verdicts.insert_or_assign({one.application, one.id}, HoldVerdict::confirmed);
            account.confirmed_by.insert_or_assign({one.application, one.id}, one.confirmed_by);
        }
    }
}

/// Takes what one entry says into the account.
void take(BatchAccount& account, const LedgerEntry& entry) {
    const Json body = Json::parse(entry.body);
    const std::string by = body.at("by").get<std::string>();
    if (entry.kind == "decided") {
        account.decided_at = entry.sequence;
        account.decision = decision_of(entry.body);
        take_carried(account);
        account.decided_by = by;
        account.decided_on = day_of(body);
    } else if (entry.kind == "submitted") {
        account.stage = BatchStage::submitted;
        account.submitted_by = by;
    } else if (entry.kind == "reviewed") {
        account.stage = BatchStage::reviewed;
        account.reviewed_by = by;
    } else if (entry.kind == "approved") {
        account.stage = BatchStage::approved;
        account.approved_at = entry.sequence;
        account.approved_by = by;
        account.approved_on = day_of(body);
        account.budget = body.at("budget").get<std::string>();
        account.approved = money_of(body.at("amount_fen"));
    } else if (entry.kind == "paid") {
        account.stage = BatchStage::paid;
    } else if (entry.kind == "withdrawn") {
        account.stage = BatchStage::withdrawn;
    } else if (entry.kind == "objected") {
        account.open.insert_or_assign(body.at("application").get<std::string>(), by);
    } else if (entry.kind == "cleared" || entry.kind == "confirmed" || entry.kind == "lifted") {
        take_verdict(account, entry.kind, by, body);
    } else if (entry.kind == "resolved") {
        account.open.erase(body.at("application").get<std::string>());
        take_due(account, by, body.at("due"), false);
        take_resolved(account, body.at("due"));
    } else if (entry.kind == "corrected") {
        take_correction(account, entry.sequence, by, body);
    } else if (entry.kind == "returned" || entry.kind == "payee") {
        take_return(account, entry.sequence, by, body);
    }
}

/// Writes holds.
[[nodiscard]] Json held_json(const std::vector<HeldStatement>& held) {
    Json list = Json::array();
    for (const HeldStatement& one : held) {
        list.push_back({{"place", one.place.place}, {"incentive", one.place.incentive}, {"fen", one.amount.minor()}, {"by", one.by}});
        if (one.days != 0) {
            list.back()["days"] = one.days;
            list.back()["with_batch"] = one.with_batch;
        }
    }
    return list;
}

[[nodiscard]] std::vector<HeldStatement> held_of(const Json& list) {
    std::vector<HeldStatement> held;
    for (const Json& one : list) {
        held.push_back({.place = {one.at("place").get<std::int64_t>(), one.at("incentive").get<std::int64_t>()},
                        .amount = money_of(one.at("fen")), .by = one.at("by").get<std::vector<std::string>>(),
                        .days = one.value("days", std::int64_t{0}), .with_batch = one.value("with_batch", true)});
    }
    return held;
}

}  // namespace

Bilingual stage_text(BatchStage stage) {
    static const std::array<Bilingual, 6> kWords{Bilingual{"已核定", "decided"},  Bilingual{"已送审", "submitted"},
                                                 Bilingual{"已复核", "reviewed"}, Bilingual{"已批准", "approved"},
                                                 Bilingual{"已拨付", "paid"},     Bilingual{"已撤回", "withdrawn"}};
    return kWords[static_cast<std::size_t>(stage)];
}

std::vector<std::string> still_held(const BatchAccount& account, const std::string& application, const StatementPlace& place) {
    const auto held = std::find_if(account.decision.held.begin(), account.decision.held.end(), [&place](const HeldStatement& one) { return one.place == place; });
    std::vector<std::string> ids;
    for (const std::string& id : held == account.decision.held.end() ? std::vector<std::string>() : held->by) {
        const auto verdict = account.verdicts.find({application, id});
        const bool confirmed = verdict != account.verdicts.end() && verdict->second == HoldVerdict::confirmed;
        if (confirmed || (verdict == account.verdicts.end() && !account.lifted.contains(place))) {
            ids.push_back(id);
        }
    }
    return ids;
}

bool may_be_freed(const BatchAccount& account, const StatementPlace& place) {
    const bool held = std::any_of(account.decision.held.begin(), account.decision.held.end(), [&place](const HeldStatement& one) { return one.place == place; });
    return held && (!account.changed.contains(place) || account.judged.contains(place));
}

std::optional<BatchAccount> read_account(Ledger& ledger, const std::string& batch) {
    const std::vector<LedgerEntry> entries = ledger.entries(batch);
    if (entries.empty()) {
        return std::nullopt;
    }
    BatchAccount account;
    account.id = batch;
    try {
        for (const LedgerEntry& entry : entries) {
            take(account, entry);
        }
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;  // an entry that somebody changed: `verify` names it
    }
    return account;
}

std::vector<std::string> batch_names(Ledger& ledger) {
    std::vector<std::string> names;
    (void)ledger.every_entry([&names](const LedgerEntry& entry) {
        if (entry.kind == "decided") {
            names.push_back(entry.batch);
        }
        return true;
    });
    return names;
}

std::string decision_body(const BatchDecision& decision, const std::string& batch, const std::string& by,
                          const std::string& at) {
    Json body;
    body["kind"] = "decided";
    body["batch"] = batch;
    body["by"] = by;
    body["at"] = at;
    body["engine"] = decision.engine;
    body["sources"] = decision.sources;
    body["bundle"] = decision.bundle;
    body["incentives"] = decision.incentives;
    body["rules"] = files_json(decision.rules);
    body["input"] = files_json(decision.input);
    body["input_path"] = decision.input_path;
    body["history"] = files_json(decision.history);
    if (!decision.mapping.empty()) {
        body["mapping"] = files_json(decision.mapping);
    }
    if (!decision.findings.empty()) {
        body["findings"] = files_json(decision.findings);
        body["found"] = decision.found;
    }
    if (!decision.not_evaluated.empty()) {
        body["not_evaluated"] = decision.not_evaluated;
    }
    if (!decision.held.empty()) {
        body["held"] = held_json(decision.held);
    }
    for (const CarriedHold& one : decision.carried) {
        body["carried"].push_back({{"application", one.application}, {"id", one.id}, {"batch", one.batch}, {"confirmed_by", one.confirmed_by}});
    }
    for (const auto& [place, amount] : decision.later) {
        body["later"].push_back({{"place", place.place}, {"incentive", place.incentive}, {"fen", amount.minor()}});
    }
    body["history_end"] = decision.history_end;
    body["counts_history"] = decision.counts_history;
    if (decision.keeps_years) {
        body["keeps_years"] = true;
    }
    body["options"] = decision.options;
    body["rows_read"] = decision.rows_read;
    body["rows_rejected"] = decision.rows_rejected;
    body["rows"] = decision.rows;
    body["statements"] = decision.statements;
    body["award_fen"] = decision.award.minor();
    body["payable_fen"] = decision.payable.minor();
    body["rows_digest"] = decision.rows_digest;
    if (!decision.supplement.empty()) {
        body["supplement_to"] = decision.supplement;
    }
    if (!decision.reason.empty()) {
        body["reason"] = decision.reason;
    }
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

BatchDecision decision_of(const std::string& text) {
    const Json body = Json::parse(text);
    BatchDecision decision;
    decision.engine = body.at("engine").get<std::string>();
    decision.sources = body.value("sources", std::string());   // batches from before have none
    decision.bundle = body.at("bundle").get<std::string>();
    decision.incentives = body.at("incentives").get<std::vector<std::string>>();
    decision.rules = files_of(body.at("rules"));
    decision.input = files_of(body.at("input"));
    decision.input_path = body.at("input_path").get<std::string>();
    decision.history = files_of(body.at("history"));
    if (body.contains("mapping")) {
        decision.mapping = files_of(body.at("mapping"));
    }
    if (body.contains("findings")) {
        decision.findings = files_of(body.at("findings"));
        decision.found = body.at("found").get<std::map<std::string, std::uint64_t>>();
    }
    if (body.contains("not_evaluated")) {
        decision.not_evaluated = body.at("not_evaluated").get<std::map<std::string, std::uint64_t>>();
    }
    if (body.contains("held")) {
        decision.held = held_of(body.at("held"));
    }
    for (const Json& one : body.value("carried", Json::array())) {
        decision.carried.push_back({one.at("application").get<std::string>(), one.at("id").get<std::string>(), one.at("batch").get<std::string>(),
                                    one.at("confirmed_by").get<std::string>()});
    }
    decision.history_end = body.at("history_end").get<std::int64_t>();
    decision.counts_history = body.at("counts_history").get<bool>();
    decision.keeps_years = body.value("keeps_years", false);
    decision.options = body.at("options").get<std::map<std::string, std::string>>();
    decision.rows_read = body.at("rows_read").get<std::uint64_t>();
    decision.rows_rejected = body.at("rows_rejected").get<std::uint64_t>();
    decision.rows = body.at("rows").get<std::uint64_t>();
    decision.statements = body.at("statements").get<std::uint64_t>();
    decision.award = money_of(body.at("award_fen"));
    decision.payable = money_of(body.at("payable_fen"));
    decision.rows_digest = body.at("rows_digest").get<std::string>();
    for (const Json& one : body.value("later", Json::array())) {
        decision.later.insert_or_assign({one.at("place").get<std::int64_t>(), one.at("incentive").get<std::int64_t>()},
                                        money_of(one.at("fen")));
    }
    decision.supplement = body.value("supplement_to", std::vector<std::string>());
    decision.reason = body.value("reason", std::string());
    return decision;
}

}  // namespace huiqi
