#include "tools/huiqi/report/kept_statements.h"
#include "engine/diagnostic/parsed_json.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace huiqi {
namespace {

constexpr std::size_t kDayText = std::string_view("2025-01-01").size();

}  // namespace


namespace {

/// Gives the word for an entry that changes what is due; nothing for another, and for a correction that waits for a second person.
[[nodiscard]] std::optional<Bilingual> changing(const LedgerEntry& entry, const nlohmann::json& body) {
    static const std::map<std::string, Bilingual, std::less<>> kWords{{"resolved", {"对异议的决定", "decision on an objection"}},
                                                                      {"corrected", {"更正", "correction"}},
                                                                      {"cleared", {"核查后放行", "cleared"}},
                                                                      {"confirmed", {"查实不付", "confirmed: not paid"}},
                                                                      {"lifted", {"到期放行", "the hold ended"}}};
    const auto found = kWords.find(entry.kind);
    const bool waits = body.is_object() && body.value("waits", false);
    return found == kWords.end() || waits || !body.contains("due") ? std::nullopt : std::optional(found->second);
}

/// Adds what the entries of a batch made of its statements.
void add_changes(Ledger& ledger, const BatchAccount& account, const std::map<std::int64_t, std::string>& numbers, SettledApplications& kept) {
    for (const LedgerEntry& entry : ledger.entries(account.id)) {
        const auto body = parsed_json(entry.body);
        const auto step = changing(entry, body);
        for (const auto& due : step ? body["due"] : nlohmann::json::array()) {
            const auto number = numbers.find(due.value("place", std::int64_t{-1}));
            const auto incentive = due.value("incentive", std::size_t{0});
            if (number != numbers.end() && incentive < account.decision.incentives.size()) {
                kept[number->second][account.decision.incentives[incentive]].changes.push_back(
                    {Money::from_minor(due.value("due_fen", std::int64_t{0})), body.value("at", "").substr(0, kDayText), *step, body.value("reason", "")});
            }
        }
    }
}

}  // namespace

SettledApplications kept_statements(Ledger& ledger, const BatchAccount& account) {
    SettledApplications kept;
    std::map<std::int64_t, std::string> numbers;
    ledger.database().query(
        "SELECT a.number, s.incentive, s.award, s.payable, s.waiting, s.place FROM statement s JOIN application a "
        "ON a.batch = s.batch AND a.place = s.place WHERE s.batch = $1 ORDER BY s.place, s.incentive",
        {account.id}, [&](const SqlRow& row) {
            const auto number = [&row](std::size_t column) { return std::get<std::int64_t>(row[column]); };
            const auto incentive = static_cast<std::size_t>(number(1));
            if (incentive >= account.decision.incentives.size()) {
                return true;
            }
            numbers[number(5)] = std::get<std::string>(row[0]);
            SettledAmount one;
            one.award = Money::from_minor(number(2));
            one.payable = Money::from_minor(number(3));
            if (number(2) > number(3)) {
                one.cuts.emplace_back("结算", Money::from_minor(number(2) - number(3)));
            }
            one.waiting = number(4) == 0 ? "" : std::to_string(number(4));
            kept[std::get<std::string>(row[0])].insert_or_assign(account.decision.incentives[incentive], std::move(one));
            return true;
        });
    add_changes(ledger, account, numbers, kept);
    return kept;
}

std::optional<std::string> other_than_kept(const SettledApplications& file, const SettledApplications& kept) {
    // What stands on one side only came to nothing there: refused claims have no row in the ledger.
    const auto differs = [](const SettledApplications& left, const SettledApplications& right) -> std::optional<std::string> {
        for (const auto& [number, incentives] : left) {
            const auto application = right.find(number);
            for (const auto& [id, amount] : incentives) {
                SettledAmount other;
                if (application != right.end() && application->second.contains(id)) {
                    other = application->second.at(id);
                }
                if (other.award != amount.award || other.payable != amount.payable) {
                    return number;
                }
            }
        }
        return std::nullopt;
    };
    const auto found = differs(file, kept);
    return found ? found : differs(kept, file);
}

}  // namespace huiqi
