#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Solves the comparisons of an incentive for one of its inputs: where a quotient of two inputs reaches a rate, no number that the
/// rules state is near. Solves what is linear in the input: sums, products and quotients of inputs, fixed parameters and definitions.
class SolvedValues {
public:
    /// Keeps to the incentive.
    explicit SolvedValues(const Incentive& incentive);

    /// Gives the values of an input, all else as in `given` (in the order of the inputs), at which the two sides of a comparison are
    /// equal, and those beside them, as far as the input takes them. Each once, in a fixed order.
    [[nodiscard]] std::vector<Value> of(std::size_t input, const std::vector<Value>& given) const;

private:
    const Incentive& incentive_;
    std::vector<std::pair<const CheckedExpression*, CoreId>> comparisons_;
};

}  // namespace huiqi
