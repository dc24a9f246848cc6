#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"
#include "tests/oracle/application_writer.h"
#include "tests/oracle/oracle.h"

namespace huiqi::oracle {

/// A rulebook of one incentive, loaded and compiled.
struct Ready {
    Rulebook rulebook;
    std::shared_ptr<const Plan> plan;

    [[nodiscard]] const Incentive& incentive() const { return rulebook.incentives.front(); }
};

/// Loads and compiles a text; gives the messages instead when either refuses it.
struct Loaded {
    std::optional<Ready> ready;
    std::string messages;
    std::vector<std::string> codes;   ///< of the errors
};
[[nodiscard]] Loaded load(const std::string& text);

/// One value of one row about which two sides disagree, or agree but for what an unknown waits for.
struct Difference {
    std::string what;
    std::string expected;
    std::string got;
    bool names_only = false;
};

/// Tells how two values differ: in state, in content, in the code of an error, or only in names that unknowns wait for.
enum class Agreement : std::uint8_t { same, other_names, different };
[[nodiscard]] Agreement compare(const Value& expected, const Value& got, const Type& type);

/// Writes a value with its state, names and code.
[[nodiscard]] std::string shown(const Value& value, const Type& type);

/// One value that a plan gives, its type by the rulebook, and the oracle's value of it.
struct Pair {
    std::string what;
    const PlanValue& planned;
    Type type;
    const Value& expected;
};

/// Calls `visit` for each value that the plan gives.
using Visit = std::function<void(const Pair& pair)>;
void each_value(const Incentive& incentive, const IncentivePlan& plan, const Verdict& verdict, const Visit& visit);

/// Puts applications into a batch of the plan's schema.
[[nodiscard]] Batch batch_of(const Ready& ready, const std::vector<ApplicationData>& applications);

/// Compares what the evaluator's last run gives for a row with the oracle's verdict; counts each value compared.
[[nodiscard]] std::vector<Difference> differences(const Ready& ready, const Evaluator& evaluator, std::size_t row,
                                                  const Verdict& verdict, std::size_t& compared);

/// Runs all applications in chunks of this size and compares each row.
[[nodiscard]] std::vector<Difference> differences(const Ready& ready, const std::vector<ApplicationData>& applications,
                                                  std::size_t chunk, std::size_t& compared);

/// Writes an application, one input a line.
[[nodiscard]] std::string shown(const Incentive& incentive, const ApplicationData& application);

}  // namespace huiqi::oracle
