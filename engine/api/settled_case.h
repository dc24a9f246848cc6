#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/selection.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/data_fault.h"
#include "engine/settle/claim_gatherer.h"
#include "engine/settle/settlement_sightings.h"

namespace huiqi {

/// Gives the spelling of a cause (kCauses), as keys of 核减 have it.
[[nodiscard]] std::string_view cause_key(ReductionCause cause) noexcept;

/// What settlement gave, for one claim or several together: by the English spellings of 结算.
struct SettledFigures {
    std::map<std::string, Rational, std::less<>> figures;
    std::map<std::string, Rational, std::less<>> reductions;  ///< those above 0, by cause
    std::map<std::string, Rational, std::less<>> shares;      ///< by payer
};

/// The applications of a case of a bundle (各件), decided, with the values of the whole batch, and settled as `huiqi settle` does it.
class SettledCase {
public:
    /// Is given each application as it was decided: its place, and its row in the evaluator's run.
    using Visit = std::function<void(const Evaluator& evaluator, std::size_t application, std::size_t row)>;

    /// All must outlive it. `plan` is that of the bundle's incentives.
    SettledCase(const Selection& rules, std::shared_ptr<const Plan> plan, const BatchCase& batch, const Visit& visit);

    /// Adds up the claims of the applications [first, end), of one incentive or of all.
    [[nodiscard]] SettledFigures settled(std::size_t first, std::size_t end, std::optional<std::size_t> member) const;
    /// Gives the codes of what holds an application (S101 …), parted by blanks; empty where nothing does.
    [[nodiscard]] std::string held_by(std::size_t application) const;
    /// What is wrong with the values of the whole batch.
    [[nodiscard]] const std::vector<DataFault>& faults() const noexcept { return faults_; }
    /// What was settled, with what each rule was asked for.
    [[nodiscard]] SettledBatch batch() const { return {claims_, rules_of_case_, settlement_, uses_}; }

private:
    void form_values(Batch& data);
    void decide(const Visit& visit);
    void gather(const Evaluator& evaluator, std::size_t first, std::size_t count);
    [[nodiscard]] std::vector<PriorPayment> history() const;
    void bind_rules();

    const Selection& rules_;
    std::shared_ptr<const Plan> plan_;
    const BatchCase& batch_;
    ClaimGatherer gatherer_;
    Claims claims_;
    SettlementRules rules_of_case_;
    Settlement settlement_;
    std::vector<SettlementUse> uses_;
    std::vector<DataFault> faults_;
};

}  // namespace huiqi
