#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "tests/oracle/comparison.h"
#include "tests/oracle/generated.h"

namespace huiqi::oracle {

/// A rulebook and one application on which something goes wrong.
struct Failing {
    Generated rulebook;
    std::map<std::string, Value> application;   ///< by the names of inputs
};

/// Gives the application in the order of an incentive's inputs; what it does not have is unknown.
[[nodiscard]] ApplicationData in_order(const Failing& failing, const Incentive& incentive);
[[nodiscard]] Failing failing(const Generated& rulebook, const Incentive& incentive, const ApplicationData& application);

/// Cuts a failing pair down while it still fails: leaves out entries, puts a part of an expression in its place, drops
/// elements of lists. Asks at most so many times.
[[nodiscard]] Failing smaller(Failing failing, const std::function<bool(const Failing&)>& still_fails, std::size_t most);

/// Tells whether the plan and the oracle differ in more than names.
[[nodiscard]] bool differs(const Failing& failing);

/// Writes the rulebook, the application and what differs.
[[nodiscard]] std::string report(const Failing& failing);

}  // namespace huiqi::oracle
