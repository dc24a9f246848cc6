#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/numeric/rational.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What the rows of some years came to. Exact.
struct TargetSums {
    bool rows = false;  ///< there is a row of these years, be it one that does not count
    std::uint64_t counted = 0;
    std::uint64_t uncounted =
        0;  ///< rows that may count: an answer is missing, or an error stands in the way
    Rational sum = 0;
    Rational over = 0;
    std::optional<Rational> least, greatest;
    std::set<std::string, std::less<>> distinct;

    /// Adds the rows of other years.
    void add(const TargetSums& other);
};

/// What one target gathers from rows.
struct TargetGathered {
    std::map<int, TargetSums>
        years;                   ///< those that the target looks at; year 0 where it does not look at years
    std::uint64_t any_year = 0;  ///< uncounted rows that may be of any year
    std::set<std::string, std::less<>> waits_for;  ///< the inputs that uncounted rows wait for
    std::set<std::string, std::less<>> errors;     ///< the codes of errors in uncounted rows
};

/// Gathers from evaluated rows what the targets of some incentives need. The order of rows does not matter.
class TargetTally {
public:
    /// Requires a plan of these incentives that was compiled for targets.
    explicit TargetTally(const std::vector<const Incentive*>& incentives);

    /// Adds the rows of the evaluator's last run.
    void add(const Evaluator& evaluator);
    /// Adds rows that could not be read: each may count, in any year.
    void add_set_aside(std::uint64_t rows);

    /// Gives what was gathered, by incentive and target.
    [[nodiscard]] const std::vector<std::vector<TargetGathered>>& gathered() const noexcept {
        return gathered_;
    }

private:
    void add_row(const Target& target, const IncentivePlan::TargetValues& values, TargetGathered& into,
                 const Evaluator& evaluator, std::size_t row) const;

    std::vector<const Incentive*> incentives_;
    std::vector<std::vector<TargetGathered>> gathered_;
};

}  // namespace huiqi
