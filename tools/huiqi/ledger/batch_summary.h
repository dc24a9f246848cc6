#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/ledger/batch_account.h"
#include "engine/numeric/int128.h"
#include "engine/settle/settlement.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

/// Counts and sums of the statements of one incentive, or of one value of a column.
struct SummaryGroup {
    std::string name;
    std::array<std::uint64_t, 4> states{};  ///< of statements, by ClaimState
    std::uint64_t payments = 0;             ///< statements with something payable
    Int128 award_fen = 0;
    std::array<Int128, kReductionCauses> cuts_fen{};  ///< by ReductionCause
    Int128 payable_fen = 0;

    [[nodiscard]] std::uint64_t statements() const noexcept { return states[0] + states[1] + states[2] + states[3]; }
    void add(const SummaryGroup& other);
};

/// A table of groups that adds up to the whole.
struct SummaryTable {
    std::string by;   ///< heading
    std::vector<SummaryGroup> groups;
};

/// How often a reason was the first for which an incentive was refused.
struct SummaryReason {
    std::string incentive, reason;
    std::uint64_t times = 0;
};

/// What a budget came to.
struct SummaryBudget {
    std::string name;
    std::uint32_t rule = 0;               ///< of the budgets of the bundle
    std::optional<std::int32_t> year{};   ///< where it goes by years
    Int128 amount_fen = 0, wanted_fen = 0, used_fen = 0;   ///< what earlier batches took is no longer in the amount
};

/// One hop at which two sums must be the same.
struct SummaryHop {
    Bilingual what;
    std::string left, right;   ///< as texts; they tie when they are the same
};

/// All that a summary tells.
struct BatchSummary {
    std::string bundle, batch;
    SettlementCounts counts;
    std::vector<SummaryTable> tables;      ///< by incentive, then by the columns that were asked for
    SummaryGroup all;
    std::vector<SummaryReason> reasons;    ///< the most frequent first
    std::vector<SummaryBudget> budgets;
    std::vector<std::pair<std::string, Int128>> payers;    ///< who pays how much, in fen; empty where nobody says who pays
    std::vector<SummaryHop> hops;
    bool in_ledger = false;
    Int128 due_fen = 0, paid_fen = 0, approved_fen = 0;   ///< of a ledger
    std::string stage;
    std::vector<std::string> notes;   ///< how it was settled other than by its rules

    [[nodiscard]] bool ties() const;
};

/// Watches a batch being decided, then sums it up.
class SummaryMaker {
public:
    SummaryMaker(const Program& program, std::vector<std::string> columns)
        : program_(program), columns_(std::move(columns)), places_(columns_.size()), values_(columns_.size()) {}

    /// Takes rows as they are decided.
    void add(const SettlementRun& run, const Evaluator& evaluator, const ParsedBlock& block, std::size_t first, std::size_t count);
    /// Sums up what was settled.
    [[nodiscard]] BatchSummary finish(const SettlementRun& run) const;
    /// Gives a column with more values than a table can show; empty when there is none.
    [[nodiscard]] std::string unbounded() const;

private:
    [[nodiscard]] SummaryTable table(const SettlementRun& run, std::size_t column) const;
    [[nodiscard]] std::vector<SummaryReason> reasons(const SettlementRun& run) const;
    [[nodiscard]] std::vector<SummaryBudget> budgets(const SettlementRun& run) const;

    const Program& program_;
    std::vector<std::string> columns_;
    std::vector<std::map<std::string, std::uint32_t, std::less<>>> places_;   ///< of the values of each column
    std::vector<std::vector<std::uint32_t>> values_;                          ///< of each column and row
    std::vector<std::int32_t> reasons_;                                       ///< of each cell that is refused
};

/// Adds what the ledger says of the batch, and holds it against what was recomputed.
[[nodiscard]] Exit add_ledger(const Program& program, Ledger& ledger, const BatchAccount& account, const SettlementRun& run,
                              BatchSummary& summary);

}  // namespace huiqi
