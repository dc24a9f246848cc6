#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"
#include "engine/settle/settlement.h"

namespace huiqi {

/// The key columns of some rows, as they stand in the data; a column that the bundle does not name is empty.
struct ClaimKeys {
    std::span<const std::string_view> application, applicant, sequence, period_date;
};

/// Collects what settlement of a bundle needs from decided rows, and turns the bundle's words into rules over
/// it.
class ClaimGatherer {
public:
    /// `incentives` are those of the plan.
    ClaimGatherer(const Bundle& bundle, const std::vector<const Incentive*>& incentives, const Plan& plan);

    /// The rules, over the columns that are collected.
    [[nodiscard]] const SettlementRules& rules() const noexcept { return rules_; }
    /// The columns of Claims::keys, by name, as history must have them.
    [[nodiscard]] std::vector<std::string> key_names() const;

    /// Adds the rows of the evaluator's last run.
    void add(const Evaluator& evaluator, const ClaimKeys& keys);
    /// Gives all that was collected. Done once.
    [[nodiscard]] Claims finish();

private:
    [[nodiscard]] const PlanValue* plan_value(const SettlementValue& value) const;
    [[nodiscard]] std::vector<RankKey> rank_keys(const std::vector<BundleSettlement::Rank>& ranks);

    void make_rules();
    void add_awards(const Evaluator& evaluator);
    void add_instalments(const Evaluator& evaluator, std::size_t begin);
    void add_barred(const Evaluator& evaluator, std::size_t begin);
    void add_shares(const Evaluator& evaluator, std::size_t begin);
    void add_key(std::size_t column, const Evaluator& evaluator, const ClaimKeys& keys);
    void add_rank(std::size_t column, const Evaluator& evaluator, const ClaimKeys& keys);
    [[nodiscard]] std::uint32_t chosen(const Value& value, const Type& type) const;

    const Bundle& bundle_;
    const Plan& plan_;
    /// By incentive: the places of its anomalies that bar payment.
    std::vector<std::vector<std::size_t>> bars_;
    bool instalments_ = false;  ///< an award is paid in parts
    SettlementRules rules_;
    std::vector<SettlementValue> key_values_;
    std::vector<SettlementValue> amount_values_;
    std::vector<SettlementValue> choice_values_;
    std::vector<SettlementValue> rank_values_;
    bool applicants_ = false;  ///< a group of an application's awards wants to know whose others there are
    bool years_ = false;  ///< the bundle says in which year an application counts
    std::vector<std::vector<Value>> exact_ranks_;  ///< by rank column
    Claims claims_;
};

/// Gives an amount in whole fen, cut down where it is finer; nothing beyond the range of Money.
[[nodiscard]] std::optional<Money> fen(const Rational& yuan);

}  // namespace huiqi
