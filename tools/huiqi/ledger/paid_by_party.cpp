#include "tools/huiqi/ledger/paid_by_party.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/diagnostic/parsed_json.h"
#include "tools/huiqi/ledger/returned_parts.h"
#include "tools/huiqi/report/list_source.h"

namespace huiqi {
namespace {

/// Gives what each payment of a batch paid, statement by statement.
[[nodiscard]] std::map<std::int64_t, std::vector<ListRow>> payments_of(Ledger& ledger, const BatchAccount& account) {
    std::map<std::int64_t, std::vector<ListRow>> payments;
    ledger.database().query("SELECT p.sequence, a.number, p.incentive, p.amount FROM payment p JOIN application a ON a.batch = p.batch AND a.place = p.place "
                            "WHERE p.batch = $1 AND p.amount > 0 ORDER BY p.sequence, p.place, p.incentive",
                            {account.id}, [&](const SqlRow& row) {
                                ListRow& one = payments[std::get<std::int64_t>(row[0])].emplace_back();
                                one.application = std::get<std::string>(row[1]);
                                one.incentive = account.decision.incentives.at(static_cast<std::size_t>(std::get<std::int64_t>(row[2])));
                                one.award_fen = one.amount_fen = std::get<std::int64_t>(row[3]);
                                return true;
                            });
    return payments;
}

[[nodiscard]] Exit refuse_party(const Program& program, const std::string& payer, const std::vector<std::string>& payers) {
    std::string names;
    for (const std::string& one : payers) {
        names += (names.empty() ? "" : program.say({"、", ", "})) + one;
    }
    complain(program, {"--payer：这一批没有付款方“" + payer + "”", "--payer: no party of this batch is called `" + payer + "`"},
             payers.empty() ? Bilingual{"规则没有写“分担”；去掉 --payer", "the rules name no shares; leave --payer out"}
                            : Bilingual{"付款方有：" + names, "there are: " + names});
    return Exit::wrong_use;
}

}  // namespace

Exit paid_by_party(const Program& program, Ledger& ledger, const BatchAccount& account, const std::string& payer, PaidByParty& found) {
    std::map<std::pair<std::string, std::string>, std::set<std::int64_t>> theirs;   // entries that paid a part of this party
    for (auto& [sequence, rows] : payments_of(ledger, account)) {
        std::vector<std::string> payers;
        if (const Exit problem = divide_from_ledger(program, ledger, account, rows, payers, sequence); problem != Exit::done) {
            return problem;
        }
        const auto at = std::find(payers.begin(), payers.end(), payer);
        if (at == payers.end()) {
            return refuse_party(program, payer, payers);
        }
        for (const ListRow& row : rows) {
            if (const std::int64_t part = row.parts_fen[static_cast<std::size_t>(at - payers.begin())]; part != 0) {
                found.paid[sequence][row.application] += part;
                theirs[{row.application, row.incentive}].insert(sequence);
            }
        }
    }
    for (const LedgerEntry& entry : ledger.entries(account.id)) {
        const nlohmann::json body = entry.kind == "returned" ? parsed_json(entry.body) : nlohmann::json();
        if (body.is_object() && !body.contains("waits")) {
            const PartsByPayer parts = body.value("parts", PartsByPayer());
            if (const auto part = parts.find(payer); part != parts.end()) {
                // of the last payment in which it had a part: one of another party may have followed
                const auto application = body.at("application").get<std::string>();
                const auto incentive = account.decision.incentives.at(static_cast<std::size_t>(returned_statement(body).incentive));
                const std::set<std::int64_t>& entries = theirs[{application, incentive}];
                const auto after = entries.lower_bound(entry.sequence);
                found.returned[after == entries.begin() ? 0 : *std::prev(after)][application] += part->second;
            }
        }
    }
    return Exit::done;
}

}  // namespace huiqi
