#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/report/list_table.h"

namespace huiqi {

/// Columns of applications by number, collected while a batch is decided.
class CarriedColumns {
public:
    explicit CarriedColumns(std::vector<std::string> names) : names_(std::move(names)) {}

    /// Takes rows that were decided.
    void add(const SettlementRun& run, const ParsedBlock& block, std::size_t first, std::size_t count);
    /// Fills `carried` of each row; D223 where an application has no such row, with what was wrong with it.
    void fill(std::vector<ListRow>& rows, std::vector<DataFault>& faults) const;

private:
    std::vector<std::string> names_;
    std::map<std::string, std::vector<std::string>, std::less<>> columns_;
    std::map<std::string, std::vector<DataFault>, std::less<>> rejected_;
};

/// The entry of a payment that is not entered yet.
inline constexpr std::int64_t kNextEntry = std::numeric_limits<std::int64_t>::max();

/// What a list takes from the applications of a batch of a ledger, and the titles of its incentives: both from the
/// files that the ledger keeps; a payment carries what a return put right before it was entered (`entered`; 0: nothing). With
/// `payers`, names the parties that pay, and fills in what each pays of every row: what came back to one of them it pays again,
/// the rest is divided by the rules. Where nobody says who pays a row that is told, and refused.
[[nodiscard]] Exit fill_from_ledger(const Program& program, Ledger& ledger, const BatchAccount& account,
                                    const ListProfile& profile, std::vector<ListRow>& rows,
                                    std::vector<std::string>* payers = nullptr, std::int64_t entered = 0);

/// Gives the rows of which a party, the one at `place` among those that pay, pays something, with its part as their amount.
[[nodiscard]] std::vector<ListRow> rows_of_payer(const std::vector<ListRow>& rows, const std::string& payer, std::size_t place);

/// Names the parties that pay, and fills in what each pays of the rows; all 0 where nobody says who pays.
[[nodiscard]] Exit divide_from_ledger(const Program& program, Ledger& ledger, const BatchAccount& account, std::vector<ListRow>& rows,
                                      std::vector<std::string>& payers, std::int64_t entered);

/// Gives the columns on which a batch was decided, folded: its keys but the applicant, and what
/// the rules read but texts, as names and accounts are.
[[nodiscard]] std::optional<std::set<std::string>> decided_columns(const Program& program, Ledger& ledger, const BatchAccount& account);

/// Gives what every statement of a batch comes to, above zero: as settled, or as decided or corrected since.
[[nodiscard]] std::vector<ListRow> awarded_rows(Ledger& ledger, const BatchAccount& account);

/// Gives the same of a settlement.
[[nodiscard]] std::vector<ListRow> awarded_rows(const SettlementRun& run);

/// Writes the titles of incentives into rows.
void fill_titles(const SettlementRun& run, Language language, std::vector<ListRow>& rows);

}  // namespace huiqi
