#include "engine/plan/constant_conditions.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/language/ast.h"
#include "engine/plan/bounds.h"
#include "engine/rulebook/dependencies.h"

namespace huiqi {
namespace {

/// Beyond this a condition is a table of its own, which is proven elsewhere.
constexpr std::size_t kMostTests = 256;

bool holds(Relation relation, const Integer& left, const Integer& right) {
    switch (relation) {
        case Relation::equal: return left == right;
        case Relation::not_equal: return left != right;
        case Relation::less: return left < right;
        case Relation::less_equal: return left <= right;
        case Relation::greater: return left > right;
        case Relation::greater_equal: return left >= right;
    }
    return false;
}

/// Decides a comparison from where its sides can lie; nothing when it depends.
std::optional<bool> decided(Relation relation, const Bounds& left, const Bounds& right) {
    const bool below = left.high && right.low && *left.high < *right.low;
    const bool not_above = left.high && right.low && *left.high <= *right.low;
    const bool above = left.low && right.high && *left.low > *right.high;
    const bool not_below = left.low && right.high && *left.low >= *right.high;
    switch (relation) {
        case Relation::equal: return below || above ? std::optional(false) : std::nullopt;
        case Relation::not_equal: return below || above ? std::optional(true) : std::nullopt;
        case Relation::less: return below ? std::optional(true) : not_below ? std::optional(false) : std::nullopt;
        case Relation::less_equal: return not_above ? std::optional(true) : above ? std::optional(false) : std::nullopt;
        case Relation::greater: return above ? std::optional(true) : not_above ? std::optional(false) : std::nullopt;
        case Relation::greater_equal: return not_below ? std::optional(true) : below ? std::optional(false) : std::nullopt;
    }
    return std::nullopt;
}

/// Tries one condition of a plan.
class ConstantTruth {
public:
    ConstantTruth(const Plan& plan, NodeIndex condition) : plan_(plan), condition_(condition) {}

    /// Gives the value that it has whatever the inputs are; nothing when it depends.
    [[nodiscard]] std::optional<bool> find() {
        collect(condition_);
        if (tests_.size() > kMostTests) {
            return std::nullopt;
        }
        const NodeIndex subject = tests_.empty() ? kNoNode : base(plan_.nodes[tests_.front()].operands[0]);
        const bool one_subject = subject != kNoNode && others_ == 0 && std::all_of(tests_.begin(), tests_.end(), [&](NodeIndex test) {
            return base(plan_.nodes[test].operands[0]) == subject;
        });
        return one_subject ? try_values(subject) : truth(condition_);
    }

private:
    [[nodiscard]] NodeIndex base(NodeIndex node) const {
        while (plan_.nodes[node].op == Op::widen || plan_.nodes[node].op == Op::narrow) {
            node = plan_.nodes[node].operands[0];
        }
        return node;
    }

    /// Finds the comparisons with constants at the leaves, and whether there are other leaves.
    void collect(NodeIndex at) {
        const Node& node = plan_.nodes[at];
        if (!seen_.try_emplace(at).second) {
            return;
        }
        if (node.op == Op::both || node.op == Op::either || node.op == Op::negation) {
            for (const NodeIndex operand : node.operands) {
                collect(operand);
            }
        } else if (node.op == Op::compare_constant) {
            tests_.push_back(at);
        } else if (node.op != Op::constant) {
            ++others_;
        }
    }

    [[nodiscard]] const FieldSchema* field(const Node& node) const {
        const PlanColumn& column = plan_.columns[node.aux];
        const FieldSchema* found = nullptr;
        for (const std::uint32_t at : column.path) {
            found = found == nullptr ? &plan_.schema.fields[at] : &found->fields[at];
        }
        return found;
    }

    /// Where the lanes of a node lie; of an input what its declaration says.
    [[nodiscard]] Bounds bounds(NodeIndex index) const {
        const Node& node = plan_.nodes[base(index)];
        if (node.op != Op::input) {
            return {node.low, node.high};
        }
        const FieldSchema& input = *field(node);
        switch (node.kind) {
            case LaneKind::code: return {0, Integer(input.type.values()->values.size()) - 1};
            case LaneKind::date: return input.range.size() == 1 ? days(input.range.front()) : Bounds{};
            case LaneKind::int64:
            case LaneKind::int128:
            case LaneKind::wide: return {ceiling(input.least / input.step), floor(input.most / input.step)};
            default: return {};
        }
    }

    [[nodiscard]] static Bounds days(const AllowedRange& range) {
        Bounds result;
        if (range.low) {
            result.low = floor(*range.low) + (range.low_included ? 0 : 1);
        }
        if (range.high) {
            result.high = ceiling(*range.high) - (range.high_included ? 0 : 1);
        }
        return result;
    }

    /// A condition about one value changes at the constants that it is compared with, and nowhere else.
    [[nodiscard]] std::optional<bool> try_values(NodeIndex subject) {
        const Bounds domain = bounds(subject);
        std::vector<Integer> candidates;
        const auto add = [&](const Integer& value) {
            if ((!domain.low || value >= *domain.low) && (!domain.high || value <= *domain.high)) {
                candidates.push_back(value);
            }
        };
        for (const auto& end : {domain.low, domain.high}) {
            if (end) {
                add(*end);
            }
        }
        for (const NodeIndex test : tests_) {
            const Integer& constant = plan_.nodes[test].immediate;
            add(constant - 1);
            add(constant);
            add(constant + 1);
        }
        std::optional<bool> all;
        for (const Integer& value : candidates) {
            assumed_ = value;
            memo_.clear();
            const auto now = truth(condition_);
            if (!now || (all && *all != *now)) {
                return std::nullopt;
            }
            all = now;
        }
        return all;
    }

    [[nodiscard]] std::optional<bool> truth(NodeIndex at) {
        if (const auto known = memo_.find(at); known != memo_.end()) {
            return known->second;
        }
        const std::optional<bool> result = work_out(at);
        memo_.emplace(at, result);
        return result;
    }

    [[nodiscard]] std::optional<bool> work_out(NodeIndex at) {
        const Node& node = plan_.nodes[at];
        const auto relation = static_cast<Relation>(node.aux);
        switch (node.op) {
            case Op::constant: return plan_.constants[node.aux].known() ? std::optional(plan_.constants[node.aux].boolean()) : std::nullopt;
            case Op::negation: {
                const auto inner = truth(node.operands[0]);
                return inner ? std::optional(!*inner) : std::nullopt;
            }
            case Op::both:
            case Op::either: return joined(node, node.op == Op::either);
            case Op::compare_constant:
                return assumed_ ? std::optional(holds(relation, *assumed_, node.immediate))
                                : decided(relation, bounds(node.operands[0]), Bounds::exactly(node.immediate));
            case Op::compare: return decided(relation, bounds(node.operands[0]), bounds(node.operands[1]));
            default: return std::nullopt;
        }
    }

    /// `and`, `or`: one side that decides is enough.
    [[nodiscard]] std::optional<bool> joined(const Node& node, bool deciding) {
        const auto left = truth(node.operands[0]);
        const auto right = truth(node.operands[1]);
        if ((left && *left == deciding) || (right && *right == deciding)) {
            return deciding;
        }
        return left && right ? std::optional(!deciding) : std::nullopt;
    }

    const Plan& plan_;
    NodeIndex condition_;
    std::unordered_map<NodeIndex, bool> seen_;
    std::vector<NodeIndex> tests_;
    std::size_t others_ = 0;
    std::optional<Integer> assumed_;
    std::unordered_map<NodeIndex, std::optional<bool>> memo_;
};

bool leans_on_open_parameters(const Incentive& incentive, const Reads& reads) {
    for (std::size_t i = 0; i < incentive.parameters.size(); ++i) {
        if (reads.parameters[i] && incentive.parameters[i].local != Parameter::Local::fixed) {
            return true;
        }
    }
    return false;
}

}  // namespace

void warn_of_constant_conditions(const Incentive& incentive, const Plan& plan, Diagnostics& diagnostics) {
    if (plan.incentives.empty()) {
        return;
    }
    Dependencies dependencies(incentive);
    const std::vector<PlanValue>& values = plan.incentives.front().conditions;
    for (std::size_t i = 0; i < std::min(values.size(), incentive.conditions.size()); ++i) {
        const Condition& condition = incentive.conditions[i];
        const bool own = condition.declared.source == incentive.declared.source;
        if (!own || values[i].node == kNoNode || leans_on_open_parameters(incentive, dependencies.of(condition.test))) {
            continue;
        }
        const auto always = ConstantTruth(plan, values[i].node).find();
        if (!always) {
            continue;
        }
        diagnostics.warning(
            "W502", condition.test.span(condition.test.root),
            {fmt::format("按申报项的取值范围，条件“{}”总是{}", condition.id, *always ? "成立" : "不成立"),
             fmt::format("by the declared ranges the condition `{}` is always {}", condition.id, *always ? "true" : "false")},
            *always ? Bilingual{"去掉它，或者检查范围、单位和比较的方向",
                                "leave it out, or look at the ranges, the unit and the direction of the comparison"}
                    : Bilingual{"没有人能符合；检查范围、单位和比较的方向",
                                "nobody can be eligible; look at the ranges, the unit and the direction of the comparison"});
    }
}

}  // namespace huiqi
