#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/plan/awards.h"
#include "engine/plan/cents.h"
#include "engine/plan/expressions.h"

namespace huiqi {

/// Divides an award: between those who pay it or get it, and over the times at which it is paid. All amounts are whole
/// cents, and 0 where the application is not eligible.
class Divisions {
public:
    /// The award that is divided, and the boolean node that says whether there is one.
    struct Whole {
        PlanValue award;
        NodeIndex eligible = kNoNode;
    };

    Divisions(Builder& builder, Numbers& numbers, Values& values, Expressions& expressions, Awards& awards, Cents& cents, Unit currency)
        : build_(builder), numbers_(numbers), values_(values), expressions_(expressions), awards_(awards), cents_(cents),
          currency_(std::move(currency)) {}

    /// Gives shares that add up to the award; R16 in the one that takes the rest where the others exceed it, and in one
    /// that is negative.
    [[nodiscard]] std::vector<IncentivePlan::Extra> shares(const std::vector<Share>& written, const Whole& whole);
    /// Gives the parts of a schedule: each at most what those before it leave; R16 in the last one where none takes the
    /// rest and they do not reach the award.
    [[nodiscard]] std::vector<IncentivePlan::Instalment> schedule(const Schedule& written, const Whole& whole);
    /// Gives what must be paid back: 0 where `applies` is false.
    [[nodiscard]] IncentivePlan::Extra recovery(const Recovery& written, const std::optional<PlanValue>& applies);

private:
    /// Gives one part of a size of its own, its steps kept.
    [[nodiscard]] IncentivePlan::Extra sized(const Share& share, const Whole& whole);
    [[nodiscard]] PlanValue zero() const;
    void plan_amounts(const Schedule& written, const Whole& whole, std::vector<IncentivePlan::Instalment>& parts);
    void recheck(const Schedule& written, const Whole& whole, std::vector<IncentivePlan::Instalment>& parts);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
    Expressions& expressions_;
    Awards& awards_;
    Cents& cents_;
    Unit currency_;
};

}  // namespace huiqi
