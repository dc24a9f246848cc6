#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/possible.h"

namespace huiqi {

/// Where a quotient lies; a missing end is unbounded.
struct QuotientBounds {
    std::optional<Rational> low;
    std::optional<Rational> high;
};

/// Says of every node of a plan what it may come to, whatever the answers that are still open: values known
/// by the evaluator's run stand, what is unknown goes through the same operations as bounds. A list whose
/// elements are open keeps its elements; of one that is open itself a single lane stands for any element.
class RangeRun {
public:
    /// The plan must outlive it.
    explicit RangeRun(const Plan& plan);

    /// Looks at the evaluator's last run, of one row, in which every register was kept.
    void run(const Evaluator& evaluator);
    /// Looks again, at some nodes only (rising, with all that they rest on), under restrictions of open
    /// inputs.
    void run(const Evaluator& evaluator, std::span<const NodeIndex> nodes,
             std::span<const Restriction> restrictions);

    /// What a node of the applications' row space may come to.
    [[nodiscard]] const Possible& operator[](NodeIndex node) const { return lanes_[node].front(); }
    /// The same of a node that is read as a result: what the evaluator knows of it counts, however it was looked at.
    [[nodiscard]] Possible result(NodeIndex node) const;
    /// All lanes of a node: of its row space, or one that stands for any.
    [[nodiscard]] const std::vector<Possible>& lanes(NodeIndex node) const { return lanes_[node]; }
    /// Whether the rows of a space are known one by one.
    [[nodiscard]] bool exact(TableIndex table) const { return exact_[table]; }
    /// Gives the columns that something waits for, rising.
    [[nodiscard]] std::span<const std::uint32_t> columns(const Possible& of) const;

private:
    void begin(const Evaluator& evaluator);
    void look(NodeIndex node);
    [[nodiscard]] Possible inside_loop(const Node& node);
    [[nodiscard]] Possible behind_loop(const Node& node, std::size_t lane);
    [[nodiscard]] bool stands(NodeIndex node, std::size_t lane) const;
    [[nodiscard]] Possible known(NodeIndex node, std::size_t lane) const;
    [[nodiscard]] Possible finished(NodeIndex node, std::size_t lane, Possible made);
    [[nodiscard]] bool tainted(const Node& node) const;

    // One function a subject; each gives false when the operation is not its own.
    [[nodiscard]] bool inputs(NodeIndex node, std::size_t lane, Possible& out);
    [[nodiscard]] bool logic(const Node& node, std::size_t lane, Possible& out);
    [[nodiscard]] bool numbers(const Node& node, std::size_t lane, Possible& out);
    [[nodiscard]] bool divisions(const Node& node, std::size_t lane, Possible& out);
    [[nodiscard]] bool dates(const Node& node, std::size_t lane, Possible& out);
    [[nodiscard]] bool moves(NodeIndex node, std::size_t lane, Possible& out);
    [[nodiscard]] bool lists(const Node& node, std::size_t lane, Possible& out);
    [[nodiscard]] bool reductions(const Node& node, std::size_t lane, Possible& out);
    [[nodiscard]] Possible anything(const Node& node, std::size_t lane);

    /// Operand `at` on the same row.
    [[nodiscard]] const Possible& operand(const Node& node, std::size_t at, std::size_t lane) const;
    /// The strict combination of operands, without bounds.
    [[nodiscard]] Possible strict(const Node& node, std::size_t lane, bool keeps_absent = false);
    [[nodiscard]] Possible hull(const Possible& left, const Possible& right);
    [[nodiscard]] Possible hull_of(NodeIndex node);
    [[nodiscard]] Cause joined(Cause left, Cause right);
    [[nodiscard]] Possible kleene(const Possible& left, const Possible& right, bool decides);
    [[nodiscard]] Possible chosen(const Possible& test, const Possible& then, const Possible& otherwise);
    [[nodiscard]] Possible table(const Node& node, std::size_t lane);
    [[nodiscard]] Possible folded(const Node& node, std::size_t lane);
    [[nodiscard]] Possible truth(const Node& node, std::size_t lane, bool decides);
    /// Counts between two days; grows with the second and falls with the first.
    using DayMeasure = std::int64_t (*)(std::int32_t from, std::int32_t to);
    /// The most from one day to another that is counted from it (min(end, start + 2 years)), by a measure; nothing: they
    /// are not related so.
    [[nodiscard]] std::optional<Integer> most_between(NodeIndex from, NodeIndex to, std::size_t lane, DayMeasure measure) const;
    [[nodiscard]] std::optional<Integer> most_days(NodeIndex from, NodeIndex to, std::size_t lane) const;
    /// Whether a day is another one and the whole months from it to a third, from which it is then not far.
    [[nodiscard]] bool is_behind_whole_months(NodeIndex day, NodeIndex to) const;
    static void limit(Bounds& bounds, const std::optional<Integer>& most);
    /// Where numerator / denominator lies. What both share cancels and what both choose by one test is chosen together, so it is
    /// narrower than the bounds of the one by those of the other.
    [[nodiscard]] QuotientBounds quotient(NodeIndex above, NodeIndex below, std::size_t lane, unsigned depth = 0);
    [[nodiscard]] QuotientBounds quotient_made(NodeIndex above, NodeIndex below, std::size_t lane, unsigned depth);
    [[nodiscard]] QuotientBounds quotient_above(const Node& above, NodeIndex below, std::size_t lane, unsigned depth);
    [[nodiscard]] QuotientBounds quotient_of_product(const Node& above, NodeIndex below, std::size_t lane, unsigned depth);
    [[nodiscard]] QuotientBounds quotient_chosen(NodeIndex above, NodeIndex below, std::size_t lane, unsigned depth);
    [[nodiscard]] QuotientBounds quotient_moved(const Node& above, const Node& below, std::size_t lane, unsigned depth);
    [[nodiscard]] QuotientBounds ratio(const Node& node, std::size_t lane, unsigned depth);
    /// The quotient of bounds, each on its own.
    [[nodiscard]] QuotientBounds plain_quotient(NodeIndex above, NodeIndex below, std::size_t lane) const;
    /// Compares with what a quotient of the sides says; nothing where neither side is positive.
    [[nodiscard]] Bounds compared_by_quotient(const Node& node, std::size_t lane);
    /// One element of a list, by its place.
    [[nodiscard]] Possible element(const Node& node, std::size_t lane);
    /// The length of `from..to`.
    [[nodiscard]] Possible whole_numbers(const Node& node, std::size_t lane);
    /// The length of a list of which a mask leaves some elements.
    [[nodiscard]] Possible filtered(const Node& node, std::size_t lane);
    /// The length of a list that was sorted or of which a part is left.
    [[nodiscard]] Possible rearranged(const Node& node, std::size_t lane);
    /// The length of a list of which nothing is known but what it waits for.
    [[nodiscard]] Possible any_length(const Node& node);
    [[nodiscard]] Possible sum_of_filtered(const Node& node, bool& done);

    const Plan& plan_;
    const Evaluator* evaluator_ = nullptr;
    std::span<const Restriction> restrictions_;
    std::vector<std::vector<Possible>> lanes_;
    std::vector<std::uint8_t> exact_;     ///< of each row space
    std::vector<std::uint8_t> tainted_;   ///< of each node: its register says known where it is not
    std::vector<std::uint8_t> in_loop_;   ///< of each node: a round of a loop runs it
    std::map<std::tuple<NodeIndex, NodeIndex, std::size_t>, QuotientBounds> quotients_;   ///< of this run
    Causes waits_;
};

}  // namespace huiqi
