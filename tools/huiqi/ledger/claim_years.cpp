#include "tools/huiqi/ledger/claim_years.h"

#include <algorithm>

#include "engine/calendar/civil.h"
#include "engine/calendar/date.h"
#include "engine/ledger/batch_account.h"
#include "engine/settle/claims.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/kept_batch.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

[[nodiscard]] Exit no_years(const Program& program, const BatchAccount& account) {
    return ledger_problem(program, {"L014",
                                    {"批次“" + account.id + "”由程序第 " + account.decision.engine + " 版记下，没有保存年度，从它保存的数据里也读不出来",
                                     "batch `" + account.id + "` was entered by version " + account.decision.engine +
                                         ", which kept no years, and they cannot be read from its kept data"},
                                    {"用 huiqi verify 看台账是否完好；规则这一版读不了的，用记下它的那一版结算，或者把以前的拨付写成 --history",
                                     "see with `huiqi verify` whether the ledger is sound; where this version cannot read its rules, settle with "
                                     "that version, or give the earlier payments as --history"}});
}

/// Reads a batch of an earlier version once more and takes the years of its applications. What was paid before it does not matter.
[[nodiscard]] Exit read_years(const Program& program, Ledger& ledger, const BatchAccount& account, std::vector<std::int32_t>& years) {
    KeptBatch kept;
    SettlementTask task;
    if (const auto fault = kept.put_back(ledger, account.decision, task)) {
        return ledger_problem(program, *fault);
    }
    task.quiet = true;
    task.history.clear();
    task.findings.clear();
    SettlementRun run(program, task);
    run.count_no_payments();
    Exit ended = run.prepare();
    ended = ended == Exit::done ? run.gather() : ended;
    if (ended != Exit::done || run.claims().rows() != account.decision.rows) {
        return no_years(program, account);
    }
    years = run.claims().years;
    years.resize(run.claims().rows(), Claims::kNoYear);
    return Exit::done;
}

}  // namespace

Exit ClaimYears::read(const Program& program, Ledger& ledger, const std::vector<std::string>& incentives, std::int64_t end) {
    std::set<std::string> batches;
    ledger.database().query("SELECT DISTINCT batch, id FROM payment WHERE sequence <= $1 ORDER BY batch, id", {end}, [&](const SqlRow& row) {
        if (std::find(incentives.begin(), incentives.end(), std::get<std::string>(row[1])) != incentives.end()) {
            batches.insert(std::get<std::string>(row[0]));
        }
        return true;
    });
    for (const std::string& batch : batches) {
        const auto account = read_account(ledger, batch);
        if (!account) {
            return ledger_problem(program, ledger.fault().value_or(LedgerFault{
                                               "L009",
                                               {"批次“" + batch + "”的记录读不了", "the entries of batch `" + batch + "` cannot be read"},
                                               {"运行 huiqi verify", "run `huiqi verify`"}}));
        }
        const Exit read = account->decision.keeps_years ? Exit::done : read_years(program, ledger, *account, kept_[batch]);
        if (read != Exit::done) {
            return read;
        }
    }
    return ledger.good() ? Exit::done : ledger_problem(program, *ledger.fault());
}

/// The last payments come back first.
std::vector<ClaimYears::Part> ClaimYears::by_day(const EarlierPayment& payment) {
    const std::int32_t year = civil_from_days(parse_days(payment.day)).year;
    std::vector<Part>& before = paid_[{payment.batch, payment.statement}];
    if (payment.amount_fen >= 0) {
        before.push_back({year, payment.amount_fen});
        return {before.back()};
    }
    std::vector<Part> parts;
    std::int64_t left = -payment.amount_fen;
    while (left > 0 && !before.empty()) {
        const std::int64_t part = std::min(left, before.back().amount_fen);
        parts.push_back({before.back().year, -part});
        left -= part;
        before.back().amount_fen -= part;
        if (before.back().amount_fen == 0) {
            before.pop_back();
        }
    }
    if (left > 0) {   // more than was paid: `verify` names it
        parts.push_back({year, -left});
    }
    return parts;
}

std::vector<ClaimYears::Part> ClaimYears::parts(const EarlierPayment& payment) {
    if (payment.year) {
        return {{*payment.year, payment.amount_fen}};
    }
    const auto kept = kept_.find(payment.batch);
    const auto place = static_cast<std::size_t>(payment.statement.place);
    if (kept != kept_.end() && place < kept->second.size() && kept->second[place] != Claims::kNoYear) {
        return {{kept->second[place], payment.amount_fen}};
    }
    by_payment_day_.insert(payment.batch);
    return by_day(payment);
}

}  // namespace huiqi
