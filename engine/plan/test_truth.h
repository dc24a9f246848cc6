#pragma once

#include <optional>
#include <unordered_map>

#include "engine/plan/plan.h"

namespace huiqi {

/// Works out tests of a plan from their leaves, by Kleene's logic and each node once: nothing for a test that its leaves
/// leave open.
class TestTruth {
public:
    explicit TestTruth(const Plan& plan) : plan_(plan) {}

    /// `leaf` gives the truth of a node that is neither a constant nor put together by `and`, `or`, `not`.
    template <class Leaf>
    [[nodiscard]] std::optional<bool> of(NodeIndex at, const Leaf& leaf) {
        if (const auto known = known_.find(at); known != known_.end()) {
            return known->second;
        }
        const std::optional<bool> result = work_out(at, leaf);
        known_.emplace(at, result);
        return result;
    }

    /// To be called when leaves come out otherwise than before.
    void forget() { known_.clear(); }

private:
    template <class Leaf>
    [[nodiscard]] std::optional<bool> work_out(NodeIndex at, const Leaf& leaf) {
        const Node& node = plan_.nodes[at];
        switch (node.op) {
            case Op::constant: return plan_.constants[node.aux].known() ? std::optional(plan_.constants[node.aux].boolean()) : std::nullopt;
            case Op::negation: {
                const auto inner = of(node.operands[0], leaf);
                return inner ? std::optional(!*inner) : std::nullopt;
            }
            case Op::both:
            case Op::either: return joined(node, node.op == Op::either, leaf);
            default: return leaf(at);
        }
    }

    /// `and`, `or`: one side that decides is enough.
    template <class Leaf>
    [[nodiscard]] std::optional<bool> joined(const Node& node, bool deciding, const Leaf& leaf) {
        const auto left = of(node.operands[0], leaf);
        const auto right = of(node.operands[1], leaf);
        if ((left && *left == deciding) || (right && *right == deciding)) {
            return deciding;
        }
        return left && right ? std::optional(!deciding) : std::nullopt;
    }

    const Plan& plan_;
    std::unordered_map<NodeIndex, std::optional<bool>> known_;
};

}  // namespace huiqi
