#include "tools/huiqi/report/kept_statements.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace huiqi {

SettledApplications kept_statements(Ledger& ledger, const BatchAccount& account) {
    SettledApplications kept;
    ledger.database().query(
        "SELECT a.number, s.incentive, s.award, s.payable, s.waiting FROM statement s JOIN application a "
        "ON a.batch = s.batch AND a.place = s.place WHERE s.batch = $1 ORDER BY s.place, s.incentive",
        {account.id}, [&](const SqlRow& row) {
            const auto number = [&row](std::size_t column) { return std::get<std::int64_t>(row[column]); };
            const auto incentive = static_cast<std::size_t>(number(1));
            if (incentive >= account.decision.incentives.size()) {
                return true;
            }
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
