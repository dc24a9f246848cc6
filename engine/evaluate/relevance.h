#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/evaluate/open_cases.h"
#include "engine/evaluate/outcome.h"

namespace huiqi {

/// Finds out whether an open answer can still change how one incentive ends. Bounds alone do not tell: an
/// input that is used twice (`x or not(x)`, a branch that another condition rules out) looks open to them.
class Relevance {
public:
    /// What one of its parts (分项) may come to.
    struct PartEnding {
        bool value = false, absent = false, error = false;
        Bounds bounds;  ///< in the steps of its node
        [[nodiscard]] bool settled() const;
    };
    /// How the incentive ends in some case.
    struct Ending {
        bool refused = false;              ///< may be refused
        bool error = false;                ///< may end in an error
        bool eligible = false;             ///< may be eligible, with an award
        Bounds award;                      ///< in the steps of its node
        std::vector<PartEnding> parts;     ///< of an incentive whose amounts are in parts alone
        std::vector<std::uint32_t> waits;  ///< the columns that it still waits for
        /// It is one of these, and that is known.
        [[nodiscard]] bool settled() const;
        [[nodiscard]] DecisionState state() const;
    };

    /// The plan must outlive it.
    Relevance(const Plan& plan, std::size_t incentive);

    /// Whether two answers to a column of the application may lead to different ends, whatever the other open
    /// answers. Looks at no more than `effort` cases and says yes when they do not tell.
    [[nodiscard]] bool matters(const Evaluator& evaluator, std::uint32_t column, std::size_t effort);
    /// How every case ended that searches since `forget` came upon that said no; nothing where none had one end.
    [[nodiscard]] const std::optional<Ending>& ending() const noexcept { return ending_; }
    /// Another run of the evaluator begins: what was come upon before says nothing any more.
    void forget() noexcept { ending_.reset(); }

private:
    /// A case of the other inputs, with the parts into which the answer itself is divided.
    struct Case {
        std::vector<Restriction> others;
        std::vector<Restriction> answers;
    };
    enum class Found : std::uint8_t { differ, same, open };

    [[nodiscard]] std::vector<Restriction> first_parts(std::uint32_t column) const;
    [[nodiscard]] Ending look(std::vector<Restriction> restrictions);
    /// Whether a case ends in a way that does not rest on the answer at all, though it is not known how.
    [[nodiscard]] bool rests_on_others(const Case& of, const std::vector<Ending>& ends, std::uint32_t column);
    [[nodiscard]] Possible possible(const PlanValue& value, const RangeRun& run) const;
    [[nodiscard]] Found compare(const std::vector<Ending>& ends);
    /// Divides a case where it is open; false where nothing can be divided.
    [[nodiscard]] bool divide(const Case& of, const std::vector<Ending>& ends, std::vector<Case>& stack) const;
    [[nodiscard]] std::optional<std::uint32_t> other_column(const Case& of, const Ending& open) const;

    const IncentivePlan& plan_;
    OpenCases cases_;
    std::optional<Ending> ending_;
};

}  // namespace huiqi
