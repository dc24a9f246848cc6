#include "tools/huiqi/ledger/earlier_lists.h"

#include "engine/ledger/payments.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

std::vector<EnteredPayment> payments_entered(Ledger& ledger, const std::string& batch) {
    std::vector<EnteredPayment> payments;
    ledger.database().query("SELECT sequence, day, amount FROM payment WHERE batch = $1 AND amount > 0 ORDER BY sequence", {batch}, [&payments](const SqlRow& row) {
        const auto entry = std::get<std::int64_t>(row[0]);
        if (payments.empty() || payments.back().entry != entry) {
            payments.push_back({entry, std::get<std::string>(row[1]), 0, 0});
        }
        ++payments.back().rows;
        payments.back().fen += std::get<std::int64_t>(row[2]);
        return true;
    });
    return payments;
}

std::string text_of(const Program& program, const std::vector<EnteredPayment>& payments) {
    std::string text;
    for (const EnteredPayment& one : payments) {
        const std::string entry = std::to_string(one.entry);
        const std::string rows = std::to_string(one.rows);
        const std::string yuan = yuan_text(one.fen);
        text += (text.empty() ? "" : program.say({"、", ", "})) +
                program.say({"--list " + entry + "（" + one.day + "，" + rows + " 笔 " + yuan + " 元）", "--list " + entry + " (" + one.day + ", " + rows + " payments of " + yuan + " yuan)"});
    }
    return text;
}

std::vector<ListLine> lines_of_payment(Ledger& ledger, const std::string& batch, std::int64_t entry) {
    std::vector<ListLine> lines;
    ledger.database().query("SELECT a.number, p.id, p.day, p.amount, a.keys FROM payment p JOIN application a ON a.batch = p.batch AND a.place = p.place "
                            "WHERE p.batch = $1 AND p.sequence = $2 AND p.amount > 0 ORDER BY p.place, p.incentive",
                            {batch, entry}, [&lines](const SqlRow& row) {
                                lines.push_back({std::get<std::string>(row[0]), std::get<std::string>(row[1]), std::get<std::string>(row[2]),
                                                 std::get<std::int64_t>(row[3]), keys_of(std::get<std::string>(row[4]))});
                                return true;
                            });
    return lines;
}

}  // namespace huiqi
