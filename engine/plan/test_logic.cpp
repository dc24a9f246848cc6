#include "engine/plan/test_logic.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "engine/language/relation.h"
#include "engine/plan/lane_bounds.h"
#include "engine/plan/test_truth.h"

namespace huiqi {
namespace {

/// So many combinations are tried.
constexpr std::size_t kMostCases = 4'096;

/// What a leaf of a test depends on: a value that is compared with constants, two values that are compared with one another,
/// or the leaf itself.
using Subject = std::pair<NodeIndex, NodeIndex>;   ///< the second: what it is compared with; kNoNode: nothing

/// A test with the subjects of its leaves.
struct Test {
    NodeIndex node = kNoNode;
    std::set<Subject> subjects;
};

/// Tries tests in all combinations.
class Combinations {
public:
    explicit Combinations(const Plan& plan) : plan_(plan), truths_(plan) {}

    [[nodiscard]] std::optional<bool> settled(const std::vector<NodeIndex>& met, NodeIndex asked) {
        std::vector<Test> tests;
        for (const NodeIndex node : met) {
            split(node, tests);
        }
        const Test test = made(asked);
        add(test);
        bool grown = cases() <= kMostCases;
        if (!grown) {
            return std::nullopt;
        }
        while (grown) {   // what shares nothing with the test says nothing about it
            grown = false;
            for (Test& one : tests) {
                const bool near = one.node != kNoNode && std::any_of(one.subjects.begin(), one.subjects.end(),
                                                                     [&](const Subject& subject) { return values_.contains(subject); });
                if (near && fits(one)) {
                    add(one);
                    met_.push_back(one.node);
                    one.node = kNoNode;
                    grown = true;
                }
            }
        }
        return try_all(asked);
    }

private:
    [[nodiscard]] Subject subject_of(NodeIndex leaf) const {
        const Node& node = plan_.nodes[leaf];
        if (node.op == Op::compare_constant) {
            return {without_width(plan_, node.operands[0]), kNoNode};
        }
        if (node.op == Op::compare) {
            return {without_width(plan_, node.operands[0]), without_width(plan_, node.operands[1])};
        }
        return {leaf, kNoNode};
    }

    [[nodiscard]] static bool is_joint(const Node& node) {
        return node.op == Op::both || node.op == Op::either || node.op == Op::negation ||
               (node.op == Op::select && node.kind == LaneKind::boolean);
    }

    [[nodiscard]] Test made(NodeIndex node) const {
        Test test{.node = node, .subjects = {}};
        std::set<NodeIndex> seen;
        std::vector<NodeIndex> left{node};
        while (!left.empty()) {
            const NodeIndex at = left.back();
            left.pop_back();
            if (!seen.insert(at).second || plan_.nodes[at].op == Op::constant) {
                continue;
            }
            if (is_joint(plan_.nodes[at])) {
                left.insert(left.end(), plan_.nodes[at].operands.begin(), plan_.nodes[at].operands.end());
            } else {
                test.subjects.insert(subject_of(at));
            }
        }
        return test;
    }

    void split(NodeIndex node, std::vector<Test>& tests) const {
        std::vector<NodeIndex> left{node};
        while (!left.empty()) {
            const NodeIndex at = left.back();
            left.pop_back();
            if (plan_.nodes[at].op == Op::both) {
                left.insert(left.end(), plan_.nodes[at].operands.begin(), plan_.nodes[at].operands.end());
            } else {
                tests.push_back(made(at));
            }
        }
    }

    /// Adds the constants that a test compares values with to what is tried.
    void add(const Test& test) {
        std::vector<NodeIndex> left{test.node};
        std::set<NodeIndex> seen;
        while (!left.empty()) {
            const NodeIndex at = left.back();
            left.pop_back();
            const Node& node = plan_.nodes[at];
            if (!seen.insert(at).second || node.op == Op::constant) {
                continue;
            }
            if (is_joint(node)) {
                left.insert(left.end(), node.operands.begin(), node.operands.end());
            } else {
                add_leaf(node, subject_of(at));
            }
        }
    }

    void add_leaf(const Node& node, const Subject& subject) {
        std::set<Integer>& values = values_[subject];
        if (node.op == Op::compare) {   // less, equal, greater
            values = subject.first == subject.second ? std::set<Integer>{0} : std::set<Integer>{-1, 0, 1};
        } else if (node.op != Op::compare_constant) {
            values = {0, 1};
        } else {
            const Bounds domain = lane_bounds(plan_, subject.first);
            for (const Integer& value : {Integer(node.immediate - 1), node.immediate, Integer(node.immediate + 1)}) {
                if ((!domain.low || value >= *domain.low) && (!domain.high || value <= *domain.high)) {
                    values.insert(value);
                }
            }
        }
    }

    [[nodiscard]] std::size_t cases() const {
        std::size_t product = 1;
        for (const auto& [subject, values] : values_) {
            product *= std::max<std::size_t>(values.size(), 1);
            if (product > kMostCases) {
                break;
            }
        }
        return product;
    }

    [[nodiscard]] bool fits(const Test& test) {
        const auto before = values_;
        add(test);
        const bool few = cases() <= kMostCases;
        values_ = before;
        return few;
    }

    [[nodiscard]] std::optional<bool> try_all(NodeIndex asked) {
        std::optional<bool> all;
        std::vector<std::set<Integer>::const_iterator> places;
        for (const auto& [subject, values] : values_) {
            if (values.empty()) {
                return std::nullopt;
            }
            places.push_back(values.begin());
        }
        do {
            std::size_t at = 0;
            for (const auto& [subject, values] : values_) {
                now_[subject] = *places[at++];
            }
            truths_.forget();
            const auto wanted = truth(asked);
            if (!wanted) {
                return std::nullopt;
            }
            const bool holds = std::all_of(met_.begin(), met_.end(), [&](NodeIndex one) { return truth(one).value_or(true); });
            if (holds && all && *all != *wanted) {
                return std::nullopt;
            }
            all = holds ? wanted : all;
        } while (next(places));
        return all;
    }

    /// Goes to the next combination; false behind the last.
    [[nodiscard]] bool next(std::vector<std::set<Integer>::const_iterator>& places) const {
        std::size_t at = 0;
        for (const auto& [subject, values] : values_) {
            if (++places[at] != values.end()) {
                return true;
            }
            places[at++] = values.begin();
        }
        return false;
    }

    [[nodiscard]] std::optional<bool> truth(NodeIndex at) {
        return truths_.of(at, [this](NodeIndex leaf) { return leaf_truth(leaf); });
    }

    [[nodiscard]] std::optional<bool> leaf_truth(NodeIndex at) {
        const Node& node = plan_.nodes[at];
        if (is_joint(node)) {   // a choice between two tests
            const auto choice = truth(node.operands[0]);
            return choice ? truth(node.operands[*choice ? 1 : 2]) : std::nullopt;
        }
        const Integer& now = now_[subject_of(at)];
        switch (node.op) {
            case Op::compare_constant: return relation_holds(now, static_cast<Relation>(node.aux), node.immediate);
            case Op::compare: return relation_holds(now, static_cast<Relation>(node.aux), Integer(0));
            default: return now == 1;
        }
    }

    const Plan& plan_;
    std::map<Subject, std::set<Integer>> values_;   ///< what each subject is tried with
    std::map<Subject, Integer> now_;
    std::vector<NodeIndex> met_;
    TestTruth truths_;
};

}  // namespace

std::optional<bool> settled_by(const Plan& plan, const std::vector<NodeIndex>& met, NodeIndex test) {
    return Combinations(plan).settled(met, test);
}

}  // namespace huiqi
