#include "tools/huiqi/ledger/payment_entry.h"

#include <nlohmann/json.hpp>

#include "engine/numeric/int128.h"

namespace huiqi {

Exit enter_payments(const Program& program, Ledger& ledger, const LedgerTask& task, const std::string& kind,
                    const std::vector<PaymentRow>& payments, const std::string& about) {
    Int128 sum = 0;
    for (const PaymentRow& payment : payments) {
        sum += payment.amount_fen;
    }
    const auto digest = write_payments(ledger, task.batch, payments);
    if (!digest) {
        ledger.roll_back();
        return ledger_problem(program, *ledger.fault());
    }
    nlohmann::json more = nlohmann::json::parse(about);
    more["count"] = payments.size();
    more["sum_fen"] = static_cast<std::int64_t>(sum);
    more["rows_digest"] = *digest;
    more["day"] = payments.empty() ? "" : payments.front().day;
    return write_entry(program, ledger, task, kind, more.dump());
}

Exit refuse_day(const Program& program, const LedgerTask& task, Date day, const std::string& first, const Bilingual& since) {
    const std::string text = day.text();
    const Date today = today_of(task);
    if (day > today) {
        return ledger_problem(program, {"L018",
                                        {text + " 还没有到，今天是 " + today.text(), text + " is still to come: today is " + today.text()},
                                        {"看年份、月份是否写错；确实要到那天才付的，到那天再执行", "see whether year and month are right; what is paid on that day is entered on that day"}});
    }
    if (text < first) {
        return ledger_problem(program, {"L018",
                                        {text + " 早于" + since.zh + "（" + first + "）", text + " is before " + since.en + " (" + first + ")"},
                                        {"写钱真正付出或收回的那一天，从 " + first + " 到 " + today.text(), "write the day on which the money went or came, from " + first + " to " + today.text()}});
    }
    return Exit::done;
}

std::string first_paid(Ledger& ledger, const std::string& batch, const StatementPlace& place) {
    std::string day;
    ledger.database().query("SELECT day FROM payment WHERE batch = $1 AND place = $2 AND incentive = $3 AND amount > 0 ORDER BY day LIMIT 1",
                            {batch, place.place, place.incentive}, [&day](const SqlRow& row) {
                                day = std::get<std::string>(row[0]);
                                return false;
                            });
    return day;
}

}  // namespace huiqi
