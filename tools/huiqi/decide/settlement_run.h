#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/findings_file.h"
#include "engine/api/paid_records.h"
#include "engine/io/record_input.h"
#include "engine/ledger/ledger.h"
#include "engine/plan/compile.h"
#include "engine/settle/claim_gatherer.h"
#include "tools/huiqi/decide/payment_history.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/decide/settlement_report.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/program.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// What a batch is settled from: the rules, the applications, payments made before, and what-if amounts.
struct SettlementTask {
    std::string rules;
    std::string input;
    std::string history;               ///< a file; empty: none
    std::string findings;              ///< what `huiqi detect` found in these applications; a file; empty: none
    std::string hold_until;            ///< the day until which a hold waits for a person; empty: for good
    RuleChoice choice;                 ///< the bundle, and the place where it is used
    std::string budget;                ///< yuan, in place of the bundle's; empty: as it says
    std::string limit;                 ///< likewise
    std::optional<std::uint64_t> quota;
    InputOptions reading;              ///< how the file of applications is to be read
    std::vector<std::string> carry;    ///< further columns that a watch wants to see
    std::string kept_below;            ///< the folder of files that come out of a ledger: messages leave it out
    bool quiet = false;                ///< tells neither of rows set aside nor of notes: that was done before
    bool supplement = false;           ///< quotas and budgets count what batches of the same bundle paid
};

/// Sees rows as they are decided: the rows [first, first + count) of the block are those of the evaluator's last run.
using RowWatch = std::function<void(const Evaluator&, const ParsedBlock&, std::size_t first, std::size_t count)>;

/// Decides a file of applications and settles them across each other. Says on standard error what is wrong.
class SettlementRun {
public:
    SettlementRun(const Program& program, const SettlementTask& task) : program_(program), task_(task) {}

    /// Counts the payments of a ledger, up to an entry, as history beside that of the task. Comes before `prepare`.
    void count_payments(Ledger& ledger, std::int64_t end) {
        ledger_ = &ledger;
        ledger_end_ = end;
        takes_ledger_ = true;
    }
    /// The same of a ledger that is not there yet: nothing was paid.
    void count_no_payments() { takes_ledger_ = true; }
    /// Loads rules and history, and opens the applications.
    [[nodiscard]] Exit prepare();
    /// The rows that are set aside; to have them written, open their files between `prepare` and `gather`.
    [[nodiscard]] RowsAside& aside() noexcept { return aside_; }
    /// The applications, opened by `prepare`.
    [[nodiscard]] const RecordInput& input() const noexcept { return *input_; }
    /// Decides the applications.
    [[nodiscard]] Exit gather(const RowWatch& watch = {});
    /// Settles what was decided.
    [[nodiscard]] Exit settle_all();
    /// Gives a carried column of some rows of a block; nothing when it is not carried.
    [[nodiscard]] std::span<const std::string_view> column(const ParsedBlock& block, const std::string& name,
                                                           std::size_t first, std::size_t count) const;

    [[nodiscard]] const LoadedRules& rules() const noexcept { return rules_; }
    [[nodiscard]] const Bundle& bundle() const noexcept { return *selected_.bundle; }
    /// Whether it matters what was paid before.
    [[nodiscard]] bool counts_history() const;
    /// The columns by which history is found.
    [[nodiscard]] std::vector<std::string> key_names() const { return gatherer_->key_names(); }
    /// Who pays what, as the bundle says.
    [[nodiscard]] const std::vector<PayerRule>& payers() const noexcept { return gatherer_->rules().payers; }
    [[nodiscard]] const Selected& selected() const noexcept { return selected_; }
    [[nodiscard]] const Claims& claims() const noexcept { return claims_; }
    [[nodiscard]] const Settlement& settlement() const noexcept { return settlement_; }
    /// The rules of the bundle, with what the task has in their place.
    [[nodiscard]] const SettlementRules& settlement_rules() const noexcept { return settlement_rules_; }
    /// What detectors found in the applications, and holds of earlier batches that are not cleared; nullptr when there is neither.
    [[nodiscard]] const FiledFindings* findings() const noexcept { return task_.findings.empty() && findings_.empty() ? nullptr : &findings_; }
    /// What holds a claim: ids of its anomalies and of detectors.
    [[nodiscard]] std::vector<std::string> holds_of(std::size_t cell) const;
    /// When the holds of a claim end by themselves.
    struct HoldTerm {
        std::int64_t days = 0;     ///< the most that a finding says; 0: none says anything
        bool with_batch = false;   ///< an anomaly, or a finding that says nothing, is among them
    };
    [[nodiscard]] HoldTerm hold_term(std::size_t cell) const;
    [[nodiscard]] const SettlementCounts& counts() const noexcept { return counts_; }

private:
    [[nodiscard]] Exit load();
    [[nodiscard]] Exit read_history();
    [[nodiscard]] Exit open();
    [[nodiscard]] Exit what_if();
    void count_bundle();
    [[nodiscard]] Exit read_holds();
    void carry_holds();
    void lay_findings();
    void tell_of_payment_days() const;
    void show(std::vector<DataFault> faults) const;
    /// Whether a finding holds the claim of an incentive.
    [[nodiscard]] bool holds(const FiledFinding& finding, std::size_t incentive) const;
    [[nodiscard]] std::optional<Money> amount(const std::string& text, std::string_view option) const;
    [[nodiscard]] bool is_one(std::size_t count, std::string_view option) const;

    const Program& program_;
    const SettlementTask& task_;
    LoadedRules rules_;
    Selected selected_;
    std::shared_ptr<const Plan> plan_;
    Ledger* ledger_ = nullptr;       ///< whose payments count
    std::int64_t ledger_end_ = 0;
    bool takes_ledger_ = false;      ///< though it may not be there yet
    PaymentHistory history_;
    std::shared_ptr<const PaidRecords> paid_;
    std::unique_ptr<RecordInput> input_;
    std::vector<std::string> carried_;
    std::unique_ptr<ClaimGatherer> gatherer_;
    FiledFindings findings_;
    FiledFindings earlier_holds_;    ///< holds of earlier batches
    Claims claims_;
    SettlementRules settlement_rules_;
    Settlement settlement_;
    SettlementCounts counts_;
    RowsAside aside_;
};

/// Prints faults of data to standard error.
void show_faults(const Program& program, const std::vector<DataFault>& faults);
[[nodiscard]] bool any_error(const std::vector<DataFault>& faults);

}  // namespace huiqi
