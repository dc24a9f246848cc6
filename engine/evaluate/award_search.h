#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/evaluate/open_cases.h"

namespace huiqi {

/// Narrows what a number of the plan may come to, by cases of open inputs: an input's words one by one,
/// absent and not, halves of its range. Every case is bounded by itself, and the worst of all cases bounds
/// the whole, so the outcome is as certain as before and never wider.
class AwardSearch {
public:
    /// The plan must outlive it; `result` is a node of the applications' row space.
    AwardSearch(const Plan& plan, NodeIndex result);

    /// Gives the bounds over all cases, looking at no more than `effort` of them for each end. `all` is what
    /// the whole may come to. An error in a case has no amount and bounds nothing.
    [[nodiscard]] Bounds narrowed(const Evaluator& evaluator, const Possible& all, std::size_t effort);

private:
    /// One case with what it may come to.
    struct Case {
        std::vector<Restriction> restrictions;
        Possible outcome;
        std::vector<std::uint32_t> columns;  ///< that the outcome still waits for
    };
    enum class End : std::uint8_t { low, high };

    [[nodiscard]] std::optional<Integer> end(const Case& all, End which, std::size_t effort);
    [[nodiscard]] Case look(std::vector<Restriction> restrictions);
    [[nodiscard]] std::vector<std::vector<Restriction>> parts(const Case& of) const;
    [[nodiscard]] std::vector<std::vector<Restriction>> split(const Case& of, std::uint32_t column) const;

    NodeIndex result_;
    OpenCases cases_;
};

}  // namespace huiqi
