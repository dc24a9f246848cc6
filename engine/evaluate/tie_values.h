#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/numeric/integer.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Finds answers at which what an incentive rounds lies halfway between two steps: with an even one below and with an odd one, since
/// modes that go to the nearest step differ there alone, and half_even from half_up only above an even one. Close to an application,
/// amounts are taken to move evenly with an answer; what comes of it is for the caller to evaluate.
class TieValues {
public:
    using Bind = std::map<std::string, Value, std::less<>>;

    /// Looks at all roundings. Keeps to the incentive.
    TieValues(const Incentive& incentive, const Bind& bind);
    /// Looks only at those that `other` makes in another mode or to another step; at all where the two do not round in the same places.
    TieValues(const Incentive& incentive, const Incentive& other, const Bind& bind);
    ~TieValues();

    /// Gives values of an input that it takes, all else as in `given` (in the order of the inputs), each once, those closest first.
    [[nodiscard]] std::vector<Value> of(std::size_t input, const std::vector<Value>& given);

private:
    struct Rounded;

    /// Gives how many of its steps an input is away from ties, by how amounts move to one side of where it is.
    [[nodiscard]] std::vector<Integer> distances_to_ties(std::size_t input, const std::vector<Value>& given, int side);

    const Incentive& incentive_;
    std::unique_ptr<Evaluator> evaluator_;
    std::vector<Rounded> rounded_;
};

}  // namespace huiqi
