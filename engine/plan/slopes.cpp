#include "engine/plan/slopes.h"

#include <algorithm>
#include <map>

#include "engine/language/relation.h"
#include "engine/plan/builder.h"

namespace huiqi {
namespace {

/// Which ways a node may go as a column rises.
struct Ways {
    bool up = false, down = false;

    [[nodiscard]] Ways turned() const { return {down, up}; }
    void add(Ways other) {
        up = up || other.up;
        down = down || other.down;
    }
};

/// By column, rising; a column that a node does not depend on is not there.
using Slope = std::map<std::uint32_t, Ways>;

void add(Slope& to, const Slope& from, bool turned = false) {
    for (const auto& [column, ways] : from) {
        to[column].add(turned ? ways.turned() : ways);
    }
}

void add_both(Slope& to, const Slope& from) {
    for (const auto& [column, ways] : from) {
        to[column] = {true, true};
    }
}

class Slopes {
public:
    explicit Slopes(const Plan& plan) : plan_(plan), slopes_(plan.nodes.size()) {}

    [[nodiscard]] Slope of(NodeIndex last) {
        for (const NodeIndex at : nodes_behind(last)) {
            slopes_[at] = work_out(plan_.nodes[at]);
        }
        return slopes_[last];
    }

private:
    /// Gives a node and all that it is made of, in order of computation.
    [[nodiscard]] std::vector<NodeIndex> nodes_behind(NodeIndex last) const {
        std::vector<bool> wanted(last + 1U);
        wanted[last] = true;
        std::vector<NodeIndex> order;
        for (NodeIndex at = last + 1; at-- > 0;) {
            if (wanted[at]) {
                order.push_back(at);
                for (const NodeIndex operand : plan_.nodes[at].operands) {
                    if (operand < at) {
                        wanted[operand] = true;
                    }
                }
            }
        }
        std::reverse(order.begin(), order.end());
        return order;
    }

    [[nodiscard]] Slope work_out(const Node& node) const {
        Slope slope;
        const auto operand = [&](std::size_t at) -> const Slope& { return slopes_[node.operands[at]]; };
        switch (node.op) {
            case Op::input:
                if (is_number(node.kind)) {
                    slope[node.aux].up = true;
                }
                return slope;
            case Op::constant:
            case Op::fail:
            case Op::is_absent:
            case Op::stateless: return slope;
            case Op::widen:
            case Op::narrow:
            case Op::present:
            case Op::guard:
            case Op::divisor:
            case Op::beside: return operand(0);
            case Op::gather:
            case Op::reduce_sum:
                slope = operand(0);
                add_both(slope, operand(1));
                return slope;
            case Op::add:
            case Op::minimum:
            case Op::maximum:
            case Op::both:
            case Op::either:
                add(slope, operand(0));
                add(slope, operand(1));
                return slope;
            case Op::subtract:
                add(slope, operand(0));
                add(slope, operand(1), true);
                return slope;
            case Op::negate:
            case Op::negation:
                add(slope, operand(0), true);
                return slope;
            case Op::scale_by:
                add(slope, operand(0), node.immediate < 0);
                return slope;
            case Op::divide_round_constant:
                add(slope, operand(0), node.immediate < 0);
                return slope;
            case Op::multiply: return product(node);
            case Op::divide_round: return quotient(node);
            case Op::compare:
            case Op::compare_constant: return comparison(node);
            case Op::select: return choice(node);
            default: break;
        }
        for (std::size_t at = 0; at < node.operands.size(); ++at) {
            add_both(slope, operand(at));
        }
        return slope;
    }

    [[nodiscard]] bool never_negative(NodeIndex node) const { return plan_.nodes[node].low && *plan_.nodes[node].low >= 0; }
    [[nodiscard]] bool never_positive(NodeIndex node) const { return plan_.nodes[node].high && *plan_.nodes[node].high <= 0; }

    /// One side, times the other: it keeps its way where the other is never negative, and turns where it is never positive.
    void scaled(Slope& to, NodeIndex side, NodeIndex by) const {
        if (never_negative(by) || never_positive(by)) {
            add(to, slopes_[side], !never_negative(by));
        } else {
            add_both(to, slopes_[side]);
        }
    }

    [[nodiscard]] Slope product(const Node& node) const {
        Slope slope;
        scaled(slope, node.operands[0], node.operands[1]);
        scaled(slope, node.operands[1], node.operands[0]);
        return slope;
    }

    [[nodiscard]] Slope quotient(const Node& node) const {
        Slope slope = slopes_[node.operands[0]];
        if (never_negative(node.operands[0])) {
            add(slope, slopes_[node.operands[1]], true);
        } else {
            add_both(slope, slopes_[node.operands[1]]);
        }
        return slope;
    }

    [[nodiscard]] Slope comparison(const Node& node) const {
        Slope slope;
        const auto relation = static_cast<Relation>(node.aux);
        const bool falls = relation == Relation::less || relation == Relation::less_equal;
        for (std::size_t at = 0; at < node.operands.size(); ++at) {
            if (relation == Relation::equal || relation == Relation::not_equal) {
                add_both(slope, slopes_[node.operands[at]]);
            } else {
                add(slope, slopes_[node.operands[at]], falls == (at == 0));
            }
        }
        return slope;
    }

    /// The test moves the value up where what it chooses is never below the other.
    [[nodiscard]] Slope choice(const Node& node) const {
        Slope slope;
        add(slope, slopes_[node.operands[1]]);
        add(slope, slopes_[node.operands[2]]);
        const Node& then = plan_.nodes[node.operands[1]];
        const Node& otherwise = plan_.nodes[node.operands[2]];
        const Slope& test = slopes_[node.operands[0]];
        if (then.low && otherwise.high && *then.low >= *otherwise.high) {
            add(slope, test);
        } else if (then.high && otherwise.low && *then.high <= *otherwise.low) {
            add(slope, test, true);
        } else {
            add_both(slope, test);
        }
        return slope;
    }

    const Plan& plan_;
    std::vector<Slope> slopes_;
};

}  // namespace

std::vector<std::uint32_t> columns_of_both_ways(const Plan& plan, NodeIndex node) {
    std::vector<std::uint32_t> columns;
    for (const auto& [column, ways] : Slopes(plan).of(node)) {
        if (ways.up && ways.down) {
            columns.push_back(column);
        }
    }
    return columns;
}

}  // namespace huiqi
