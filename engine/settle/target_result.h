#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/rulebook/targets.h"
#include "engine/settle/target_tally.h"

namespace huiqi {

/// How a target stands.
enum class TargetState : std::uint8_t {
    met,
    missed,
    unknown,  ///< data are missing that may decide it
    open,     ///< its time is not over
};

/// Gives `met`, `missed`, `unknown`, `open`.
[[nodiscard]] std::string_view state_word(TargetState state) noexcept;

/// A figure of some years, exact where everything is known.
struct TargetFigure {
    std::optional<Rational> value;  ///< of the rows that were counted
    bool whole = true;              ///< nothing is missing: the figure is the value
    std::optional<Rational> least,
        most;  ///< where something is missing, between what it must lie; open: not known
    std::uint64_t counted = 0;
    std::uint64_t uncounted = 0;
};

/// One bound and the figure that is held against it.
struct TargetComparison {
    const Target::Bound* bound = nullptr;
    Target::Years years;  ///< that the figure is of; of growth from the base to the year
    TargetFigure figure;
    TargetFigure from;  ///< of growth: the base's
    /// Growth a year, cut down to a hundredth of a percent, for people; the comparison itself is by powers.
    std::optional<Rational> rate;
    TargetState state = TargetState::unknown;
};

/// Why something cannot be told.
struct TargetGap {
    enum class Kind : std::uint8_t {
        no_rows,    ///< no row of the year, and nobody said that the data are complete
        uncounted,  ///< rows that may count
        no_base,    ///< growth from a year that has nothing, or less
        no_value,   ///< a mean, a greatest or a quotient of nothing
    };
    Kind kind = Kind::no_rows;
    int year = 0;
    std::uint64_t rows = 0;
};

/// What one target came to.
struct TargetResult {
    struct Year {
        int year = 0;
        TargetFigure figure;
    };
    std::vector<Year> years;  ///< of the period, and of the base where it is made of rows
    std::vector<TargetComparison> comparisons;
    std::vector<TargetGap> gaps;
    TargetState state = TargetState::unknown;
};

/// Holds what was gathered against the bounds of a target. `complete_through` says up to which year the data
/// are complete: a year without rows is then 0, and a later one is not over. Exact: growth over n years is
/// compared by n-th powers.
[[nodiscard]] TargetResult judge(const Target& target, const TargetGathered& gathered,
                                 std::optional<int> complete_through);

}  // namespace huiqi
