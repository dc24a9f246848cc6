#include "tools/huiqi/ledger/due_gate.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "engine/numeric/int128.h"
#include "tools/huiqi/ledger/decided_before.h"
#include "tools/huiqi/ledger/earlier_holds.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

[[nodiscard]] bool is_approved(const BatchAccount& account) {
    return account.stage == BatchStage::approved || account.stage == BatchStage::paid;
}

[[nodiscard]] bool shares_incentives(const BatchAccount& one, const BatchAccount& other) {
    const auto& theirs = other.decision.incentives;
    return std::any_of(one.decision.incentives.begin(), one.decision.incentives.end(),
                       [&theirs](const auto& id) { return std::find(theirs.begin(), theirs.end(), id) != theirs.end(); });
}

/// Whether a batch was entered as a supplement to another.
[[nodiscard]] bool names(const BatchAccount& one, const BatchAccount& other) {
    const auto& supplement = one.decision.supplement;
    return std::find(supplement.begin(), supplement.end(), other.id) != supplement.end();
}

/// Gives the batches that are not withdrawn and have incentives of this one, without itself.
[[nodiscard]] std::vector<BatchAccount> others_of(Ledger& ledger, const BatchAccount& account) {
    std::vector<BatchAccount> others;
    for (const std::string& name : batch_names(ledger)) {
        auto other = name == account.id ? std::nullopt : read_account(ledger, name);
        if (other && other->stage != BatchStage::withdrawn && shares_incentives(account, *other)) {
            others.push_back(std::move(*other));
        }
    }
    return others;
}

/// Whether something was approved, paid or brought back in a batch behind an entry.
[[nodiscard]] bool moved_since(Ledger& ledger, const BatchAccount& other, std::int64_t end) {
    const std::vector<LedgerEntry> entries = ledger.entries(other.id);
    return std::any_of(entries.begin(), entries.end(), [end](const LedgerEntry& entry) {
        return entry.sequence > end && (entry.kind == "paid" || entry.kind == "approved" || entry.kind == "recovered");
    });
}

/// Whether, with these rows paid, a batch has more of a statement than who counted its payments up to an entry knows of.
[[nodiscard]] bool is_beyond(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, std::int64_t end) {
    if (due.empty()) {
        return false;
    }
    const auto now = paid_sums(ledger, account.id);
    const auto counted = paid_sums(ledger, account.id, end);
    const auto at = [](const std::map<StatementPlace, std::int64_t>& sums, const StatementPlace& place) {
        const auto found = sums.find(place);
        return found == sums.end() ? std::int64_t{0} : found->second;
    };
    return std::any_of(due.begin(), due.end(), [&](const DueRow& row) { return at(now, row.statement) + row.amount_fen > at(counted, row.statement); });
}

/// Says whose payments a batch did not count, and how that is mended: a batch that is paid cannot be withdrawn any more.
[[nodiscard]] LedgerFault limits_anew(const BatchAccount& account, const std::string& later) {
    return {"L015",
            {"核定以后，批次“" + later + "”批准、拨付或增加了同样事项的应付，上限、名额和预算要重新算",
             "after this batch was decided, batch `" + later + "` was approved or paid for the same incentives, or owes more of them: limits, quotas and budgets must be worked out anew"},
            account.stage == BatchStage::paid
                ? Bilingual{"这一批已经拨付：在这里写应付 0（有异议的 resolve --due 0，被拦着的和别的 correct --due 0），再在补充批次里核定",
                            "this batch is paid: say here that 0 is due (resolve --due 0 of an objection, correct --due 0 of what is held and of others), and decide it in a supplementary batch"}
                : Bilingual{"撤回这一批，用新的编号重新结算", "withdraw this batch and settle it again under another id"}};
}

/// Gives the statements of which more is due after a step than before.
[[nodiscard]] std::set<StatementPlace> rising(const std::vector<DueRow>& before, const std::vector<DueRow>& after) {
    std::map<StatementPlace, std::int64_t> owed;
    for (const DueRow& row : before) {
        owed.emplace(row.statement, row.amount_fen);
    }
    std::set<StatementPlace> places;
    for (const DueRow& row : after) {
        const auto found = owed.find(row.statement);
        if (found == owed.end() || row.amount_fen > found->second) {
            places.insert(row.statement);
        }
    }
    return places;
}

/// Tells when money of these statements is due in another batch.
[[nodiscard]] std::optional<LedgerFault> due_elsewhere(Ledger& ledger, const BatchAccount& account, const std::set<StatementPlace>& places) {
    for (const BatchAccount& other : others_of(ledger, account)) {
        if (const auto fault = due_before(ledger, account.id, account.decision, other, &account, &places)) {
            return fault;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<LedgerFault> outdated(Ledger& ledger, const BatchAccount& account, bool raises) {
    const std::int64_t end = account.decision.history_end;
    for (const BatchAccount& other : others_of(ledger, account)) {
        const bool counts_me = other.decision.counts_history && (raises || names(other, account));
        if (!is_approved(other) || (!account.decision.counts_history && !counts_me)) {
            continue;
        }
        // What objections, corrections and cleared holds of the other added is no payment yet, and is owed all the same.
        if (moved_since(ledger, other, end) || (account.decision.counts_history && is_beyond(ledger, other, due_rows(ledger, other), end))) {
            return limits_anew(account, other.id);
        }
    }
    return std::nullopt;
}

std::optional<LedgerFault> decided_twice(Ledger& ledger, const BatchAccount& account) {
    for (const BatchAccount& other : others_of(ledger, account)) {
        const bool supplement = names(account, other) || names(other, account);
        const auto fault = supplement ? due_before(ledger, account.id, account.decision, other, &account) : decided_before(ledger, account.id, account.decision, other);
        if (fault) {
            return fault;
        }
    }
    return std::nullopt;
}

std::optional<LedgerFault> beyond_approved(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, const Bilingual& help) {
    Int128 sum = 0;
    for (const auto& [place, paid] : paid_sums(ledger, account.id)) {
        sum += paid;
    }
    for (const DueRow& row : due) {
        sum += row.amount_fen;
    }
    if (sum <= account.approved.minor()) {
        return std::nullopt;
    }
    const std::string yuan = yuan_text(static_cast<std::int64_t>(sum));
    return LedgerFault{"L008",
                       {"合计应付 " + yuan + " 元，超过批准的 " + account.approved.text() + " 元", yuan + " yuan are due in all, more than the " + account.approved.text() + " approved"},
                       help};
}

std::optional<LedgerFault> confirmed_elsewhere(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due,
                                               const std::set<std::string>& cleared) {
    const FiledFindings confirmed = due.empty() ? FiledFindings() : confirmed_holds(ledger);
    for (const DueRow& row : confirmed.empty() ? std::vector<DueRow>() : due) {
        const auto found = confirmed.find(row.application);
        for (const FiledFinding& one : found == confirmed.end() ? std::vector<FiledFinding>() : found->second) {
            if (one.batch == account.id || cleared.contains(one.detector) || one.incentive != account.decision.incentives.at(static_cast<std::size_t>(row.statement.incentive))) {
                continue;
            }
            return LedgerFault{"L011",
                               {"批次“" + one.batch + "”里，“" + one.confirmed_by + "”查实了申报“" + row.application + "”的“" + one.detector + "”，以后没有人放行，这里不能付它",
                                "in batch `" + one.batch + "` `" + one.confirmed_by + "` confirmed `" + one.detector + "` of application `" + row.application +
                                    "` and nobody cleared it since: it cannot be paid here"},
                               {"这里也查实（huiqi batch confirm），或者提异议后写 --due 0、已拨付的 correct --due 0；不属实的，由另一人放行（huiqi batch clear）",
                                "confirm it here too (huiqi batch confirm), or object and resolve with --due 0, once paid correct --due 0; where it is not so, another person clears it (huiqi batch clear)"}};
        }
    }
    return std::nullopt;
}

std::optional<LedgerFault> more_due_refused(Ledger& ledger, const BatchAccount& before, const BatchAccount& after,
                                            const std::set<std::string>& cleared) {
    if (!is_approved(before)) {
        return std::nullopt;
    }
    const std::vector<DueRow> due = due_rows(ledger, after);
    const std::set<StatementPlace> more = rising(due_rows(ledger, before), due);
    if (more.empty()) {
        return std::nullopt;
    }
    if (auto fault = due_elsewhere(ledger, after, more)) {
        return fault;
    }
    std::vector<DueRow> risen;
    std::copy_if(due.begin(), due.end(), std::back_inserter(risen), [&more](const DueRow& row) { return more.contains(row.statement); });
    if (auto fault = confirmed_elsewhere(ledger, after, risen, cleared)) {
        return fault;
    }
    if (auto fault = outdated(ledger, after, true)) {
        return fault;
    }
    return beyond_approved(ledger, after, due, {"在补充批次里核定", "decide it in a supplementary batch"});
}

std::optional<LedgerFault> payment_refused(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due) {
    if (due.empty()) {
        return std::nullopt;
    }
    if (auto fault = confirmed_elsewhere(ledger, account, due)) {
        return fault;
    }
    std::set<StatementPlace> places;
    for (const DueRow& row : due) {
        places.insert(row.statement);
    }
    for (const BatchAccount& other : others_of(ledger, account)) {
        if (const auto fault = due_before(ledger, account.id, account.decision, other, &account, &places)) {
            return fault;
        }
        if (const auto fault = paid_before(ledger, account, places, other)) {
            return fault;
        }
        // Another batch that was approved behind this one counted its payments as they were then. One that counted none is bound by
        // nothing that is paid here.
        const std::int64_t mine = account.decision.counts_history || names(other, account) ? account.decision.history_end : account.approved_at;
        if (is_approved(other) && other.decision.counts_history && other.approved_at > mine && is_beyond(ledger, account, due, other.decision.history_end)) {
            return limits_anew(account, other.id);
        }
    }
    return beyond_approved(ledger, account, due, {"把多出的改回去（resolve 或 correct），在补充批次里核定", "set what is beyond it back (resolve or correct), and decide it in a supplementary batch"});
}

}  // namespace huiqi
