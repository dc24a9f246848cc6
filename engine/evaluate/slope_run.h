#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/evaluate/range_run.h"
#include "engine/numeric/rational.h"

namespace huiqi {

/// Says how steeply a number of a plan goes along one answered number, exactly and from the operations of the plan: what
/// stands is what a run of ranges found, and a rounding counts as the number before it. Between two turns, the places where
/// two numbers of the rules meet so that another of them counts, all that is straight goes along one line.
class SlopeRun {
public:
    /// What is seen of one number, just beyond the answer that the run of ranges was given.
    struct Seen {
        Rational slope = 0;            ///< of its least: lanes for a lane of the column
        std::optional<Rational> turn;  ///< lanes of the column from here to the next turn; 0: the next lane may differ; nothing: none
        bool straight = true;          ///< false: the column is multiplied by itself, divided by, or goes through a list
    };

    /// The plan must outlive it; `column` is a number of the application itself.
    SlopeRun(const Plan& plan, std::uint32_t column);

    /// Looks at a node of the applications' row space as a run of ranges left it.
    [[nodiscard]] Seen look(const RangeRun& ranges, NodeIndex node);

private:
    /// One end of what a node may come to, before any rounding; without a number it lies beyond all numbers.
    struct End {
        std::optional<Rational> at;
        Rational slope = 0;
    };
    struct Way {
        End low, high;
        std::optional<Rational> turn;
        bool straight = true;

        [[nodiscard]] bool moves() const { return low.slope != 0 || high.slope != 0; }
    };

    void follow(NodeIndex index);
    [[nodiscard]] Way work_out(NodeIndex index);
    /// What does not go along with the column; what goes along in a way that is not followed.
    [[nodiscard]] Way standing(NodeIndex index) const;
    [[nodiscard]] Way unknown_way(NodeIndex index) const;
    [[nodiscard]] Way passed_on(NodeIndex index, NodeIndex from) const;
    [[nodiscard]] Way sum(const Node& node) const;
    [[nodiscard]] Way lesser_or_greater(const Node& node) const;
    [[nodiscard]] Way product(const Node& node) const;
    [[nodiscard]] Way quotient(const Node& node) const;
    [[nodiscard]] Way size(const Node& node) const;
    [[nodiscard]] Way comparison(NodeIndex index) const;
    [[nodiscard]] Way choice(NodeIndex index);
    [[nodiscard]] Way table(NodeIndex index);
    /// What one of several numbers may come to, whichever it is.
    [[nodiscard]] Way any_of(NodeIndex index, const std::vector<NodeIndex>& numbers) const;
    [[nodiscard]] static Way scaled(const Way& from, const Rational& by);
    /// The least of several ends as the column goes on, and where another one becomes it.
    [[nodiscard]] static End lowest(const std::vector<End>& all, std::optional<Rational>& turn);
    [[nodiscard]] static End highest(std::vector<End> all, std::optional<Rational>& turn);
    [[nodiscard]] const Way& operand(const Node& node, std::size_t at) const { return ways_[node.operands[at]]; }

    const Plan& plan_;
    std::vector<bool> rests_;                      ///< of each node: on the column
    const RangeRun* ranges_ = nullptr;
    std::vector<Way> ways_;
    std::vector<std::vector<NodeIndex>> counts_;   ///< of each node: the operands that count as things stand
};

}  // namespace huiqi
