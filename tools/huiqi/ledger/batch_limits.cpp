#include "tools/huiqi/ledger/batch_limits.h"

#include <algorithm>

#include "engine/numeric/int128.h"
#include "tools/huiqi/ledger/batch_holds.h"

namespace huiqi {
namespace {

/// Says how limits that are outdated are mended: a batch that is paid cannot be withdrawn any more.
[[nodiscard]] Bilingual limits_anew(const BatchAccount& account) {
    return account.stage == BatchStage::paid
               ? Bilingual{"这一批已经拨付：这里不增加应付（异议写 --due 0 了结），再在补充批次里核定",
                           "this batch is paid: let nothing more be due here (`--due 0` ends an objection), and decide it in a supplementary batch"}
               : Bilingual{"撤回这一批，用新的编号重新结算", "withdraw this batch and settle it again under another id"};
}

}  // namespace

Exit refuse_outdated(const Program& program, Ledger& ledger, const BatchAccount& account) {
    if (!account.decision.counts_history) {
        return Exit::done;
    }
    std::string later;
    for (const LedgerEntry& entry : ledger.entries()) {
        const bool counts = entry.sequence > account.decision.history_end && entry.batch != account.id &&
                            (entry.kind == "paid" || entry.kind == "approved" || entry.kind == "recovered");
        const auto other = counts ? read_account(ledger, entry.batch) : std::nullopt;
        if (other && other->stage != BatchStage::withdrawn &&
            std::any_of(other->decision.incentives.begin(), other->decision.incentives.end(), [&account](const auto& id) {
                const auto& mine = account.decision.incentives;
                return std::find(mine.begin(), mine.end(), id) != mine.end();
            })) {
            later = entry.batch;
        }
    }
    return later.empty() ? Exit::done
                         : ledger_problem(program,
                                          {"L015",
                                           {"核定以后，批次“" + later + "”批准或拨付了同样的事项，上限要重新算",
                                            "after this batch was decided, batch `" + later +
                                                "` was approved or paid for the same incentives: its limits must be worked out anew"},
                                           limits_anew(account)});
}

Exit refuse_late_payment(const Program& program, Ledger& ledger, const BatchAccount& account, const std::string& application,
                         const std::optional<ChangedAmount>& due) {
    const bool approved = account.stage == BatchStage::approved || account.stage == BatchStage::paid;
    BatchAccount after = account;
    after.open.erase(application);
    if (due) {
        after.changed.insert_or_assign(due->place, Money::from_minor(due->due_fen));
    }
    const bool pays = approved && paid_and_due(ledger, after) > paid_and_due(ledger, account);
    return pays ? refuse_outdated(program, ledger, account) : Exit::done;
}

}  // namespace huiqi
