#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/evaluate/coverage.h"
#include "engine/evaluate/outcome.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// An application that reaches what no case does.
struct FoundCase {
    /// An amount or another value that is given out under a name.
    struct Named {
        std::string name;
        Type type;
        Value value;
    };
    std::map<std::string, Value, std::less<>> bind;   ///< parameters, as the case has them that it was made of
    std::vector<Value> given;                         ///< in order of the inputs
    std::string like;                                 ///< name of the case that it was made of; empty: of none
    std::vector<std::string> changed;                 ///< names of the inputs that are other than there
    std::vector<CoverageKey> reaches;
    Outcome outcome;
    bool has_award = false;
    std::vector<Named> parts{}, shares{}, recipients{};   ///< 分项 and 另算, 分担, 收款
};

/// Looks for applications that reach what is wanted. Begins with the cases of the incentive and changes one input at a time: to
/// the numbers and days that the rule states and what lies beside them, to the ends of the declared range, to every word of an
/// enumeration, to "not answered"; where an amount passes a boundary between two such values, to the two neighbours of the
/// boundary. What was found is changed again, at most twice. Takes out of `wanted` what it found. The same rules and
/// cases give the same; `effort` is how many applications it may look at. An overlay without cases begins with those of `above`, the
/// rule that it is laid over.
[[nodiscard]] std::vector<FoundCase> search_cases(const Incentive& incentive, std::set<CoverageKey>& wanted, std::size_t effort,
                                                  const Incentive* above = nullptr);

}  // namespace huiqi
