#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/api/findings_file.h"
#include "engine/io/output_file.h"
#include "engine/io/record_input.h"
#include "engine/io/result_writer.h"
#include "engine/rulebook/rulebook.h"
#include "engine/settle/payers.h"
#include "engine/settle/settlement.h"
#include "engine/settle/split_groups.h"

namespace huiqi {

/// What happened to the rows of the input.
struct SettlementCounts {
    std::uint64_t read = 0;
    std::uint64_t rejected = 0;
    std::uint64_t notes = 0;          ///< of those: notes to the table, no applications
    std::vector<TableCount> tables;   ///< child tables
    long long settle_ms = 0;
};

/// Writes a settlement: a statement for every application and incentive, and the sums that tie.
class SettlementReport {
public:
    SettlementReport(const Bundle& bundle, const Claims& claims, const Settlement& settlement,
                     const SettlementRules& rules, const FiledFindings* findings = nullptr);

    /// Writes the statements, in the order of the input; a workbook for people has its headings and states in their language.
    [[nodiscard]] bool write(OutputFile& file, OutputFormat format, Language language) const;
    /// Gives what a person must decide, a line each.
    [[nodiscard]] std::vector<std::string> faults(Language language) const;
    [[nodiscard]] std::string summary(const SettlementCounts& counts, Language language) const;
    [[nodiscard]] std::string summary_json(const SettlementCounts& counts) const;

private:
    /// The sums of one incentive, in fen.
    struct Sums {
        Int128 award = 0;
        Int128 payable = 0;
        std::array<Int128, kReductionCauses> cuts{};  ///< by ReductionCause
        std::array<std::uint64_t, 4> states{};  ///< by ClaimState
        std::uint64_t paid = 0;
    };

    struct Block;
    using Cut = std::vector<Reduction>::const_iterator;

    /// Puts a cell into the rows of a block; `cut` goes on to the reductions of the next cell.
    void fill(Block& block, std::size_t at, std::size_t cell, Cut& cut) const;
    void append(const ResultWriter& writer, OutputText& out, const Block& block, std::size_t count) const;
    void sum_payers();
    void sum_findings();
    /// Gives how many causes of reductions have columns.
    [[nodiscard]] std::size_t causes() const noexcept;
    [[nodiscard]] std::vector<std::string> headings() const;
    [[nodiscard]] std::string waiting_list(const Reduction& cut, const std::string& before) const;
    [[nodiscard]] std::string applications(const std::vector<std::size_t>& rows, Language language) const;
    [[nodiscard]] std::string pools_text(Language language) const;
    [[nodiscard]] std::string split_text(const SplitGroup& group, Language language) const;
    [[nodiscard]] std::string doubtful_text(Language language) const;
    [[nodiscard]] std::string fault_text(const SettlementFault& fault, Language language) const;

    const Bundle& bundle_;
    const Claims& claims_;
    const Settlement& settlement_;
    PayerDivision division_;
    bool ranked_ = false;               ///< a quota or budget goes by an order
    std::size_t quotas_ = 0, budgets_ = 0;   ///< of the bundle
    std::vector<Int128> payer_sums_;    ///< by payer, in fen
    std::vector<Sums> sums_;  ///< by incentive
    const FiledFindings* findings_;        ///< of detectors; nullptr: none were looked for
    std::vector<SplitGroup> split_;        ///< groups of which applicants have several members
    std::vector<std::size_t> doubtful_;    ///< rows that are paid, by a key that is no credit code among codes
    std::size_t found_ = 0, found_in_ = 0, holding_ = 0;   ///< findings, the applications that have any, those that hold
    std::size_t unseen_in_ = 0;   ///< applications at which some detector could not look, or not in full
};

}  // namespace huiqi
