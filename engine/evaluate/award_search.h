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

    /// Bounds over all cases, and whether some completion was found that comes to an end of them. Where none was, the
    /// end is safe all the same, but it may lie farther out than the answers can bring about.
    struct Narrowed {
        Bounds bounds;
        bool low_reached = false;
        bool high_reached = false;
    };

    /// Looks at no more than `effort` cases for each end, and at a few more for a completion that reaches it. `all` is
    /// what the whole may come to. An error in a case has no amount and bounds nothing.
    [[nodiscard]] Narrowed narrowed(const Evaluator& evaluator, const Possible& all, std::size_t effort);

private:
    /// One case with what it may come to.
    struct Case {
        std::vector<Restriction> restrictions;
        Possible outcome;
        std::vector<std::uint32_t> columns;  ///< that the outcome still waits for
    };
    enum class End : std::uint8_t { low, high };

    struct Found {
        std::optional<Integer> at;
        bool reached = false;
    };

    [[nodiscard]] Found end(const Case& all, End which, std::size_t effort);
    /// Answers a column of a case so that its end stays possible; false, and the case as it was, where it does not.
    [[nodiscard]] bool take(Case& of, const Restriction& answer, End which);
    /// The same with an answer between the ends of what is allowed, by halves: a day within the period of the rule.
    [[nodiscard]] bool take_between(Case& of, std::uint32_t column, End which);
    /// Whether some answers of a case come to this end of it: tried column by column, at the ends of what is allowed, then
    /// between them.
    [[nodiscard]] bool attains(Case of, End which);
    /// What may be tried of a column to answer it: each word, absent, the ends of a range.
    [[nodiscard]] std::vector<Restriction> answers(const Case& of, std::uint32_t column) const;
    /// Whether between the ends of what is allowed of an open column some values are not.
    [[nodiscard]] bool has_gaps(const Case& of) const;
    [[nodiscard]] Case look(std::vector<Restriction> restrictions);
    [[nodiscard]] std::vector<std::vector<Restriction>> parts(const Case& of) const;
    [[nodiscard]] std::vector<std::vector<Restriction>> split(const Case& of, std::uint32_t column) const;

    const Plan& plan_;
    NodeIndex result_;
    OpenCases cases_;
};

}  // namespace huiqi
