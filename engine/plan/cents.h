#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "engine/plan/builder.h"
#include "engine/plan/numbers.h"

namespace huiqi {

/// Amounts that are paid: whole cents, not negative. What may carry smaller digits is told when the rule is compiled.
class Cents {
public:
    Cents(Builder& builder, Numbers& numbers, Diagnostics& diagnostics)
        : build_(builder), numbers_(numbers), diagnostics_(diagnostics) {}

    /// Tells whether an amount is always whole cents, or reports E306 about `what`.
    [[nodiscard]] bool rounded(const PlanValue& amount, Span place, const Bilingual& what);
    /// Gives the amount, or the error where it is negative.
    [[nodiscard]] PlanValue not_negative(const PlanValue& amount, RuntimeError error);
    /// Gives an amount of whole cents as a node that counts cents.
    [[nodiscard]] PlanValue counted(const PlanValue& amount);
    /// Gives such an amount back for further use: in a currency without hundredths as the whole units that it is.
    [[nodiscard]] PlanValue reused(const PlanValue& amount);

private:
    Builder& build_;
    Numbers& numbers_;
    Diagnostics& diagnostics_;
};

}  // namespace huiqi
