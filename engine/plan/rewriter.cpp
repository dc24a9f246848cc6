#include "engine/plan/rewriter.h"

#include <utility>

#include "engine/plan/passes.h"
#include "engine/plan/prune.h"

namespace huiqi {
namespace {

/// Operations whose outcome is absent where an operand is; all others that are strict give an error for it.
[[nodiscard]] bool passes_absent_on(Op op) {
    switch (op) {
        case Op::widen:
        case Op::narrow:
        case Op::scale_by: return true;
        default: return false;
    }
}

[[nodiscard]] bool is_strict_arithmetic(Op op) {
    switch (op) {
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::negate:
        case Op::absolute:
        case Op::minimum:
        case Op::maximum:
        case Op::compare:
        case Op::compare_constant:
        case Op::both:
        case Op::either:
        case Op::negation:
        case Op::is_absent:
        case Op::present:
        case Op::divide_round:
        case Op::divide_round_constant:
        case Op::date_plus_days:
        case Op::date_plus_months:
        case Op::date_difference:
        case Op::date_part:
        case Op::overlap_days:
        case Op::first_false: return true;
        default: return false;
    }
}

/// A plain answer that the rule always asks for. Those inside of records and lists may be missing with them.
[[nodiscard]] bool required_input(const Plan& plan, const Node& node) {
    const std::vector<std::uint32_t>& path = plan.columns[node.aux].path;
    return path.size() == 1 && !plan.schema.fields[path.front()].optional();
}

}  // namespace

std::string_view pass_name(Pass pass) noexcept {
    switch (pass) {
        case Pass::pairs: return "pairs";
        case Pass::constants: return "constants";
        case Pass::relations: return "relations";
        case Pass::bounds: return "bounds";
    }
    return "";
}

Rewriter::Rewriter(Plan& plan)
    : plan_(plan),
      old_(std::exchange(plan.nodes, {})),
      constants_(std::exchange(plan.constants, {})),
      place_(old_.size(), kNoNode),
      days_(plan),
      build_(plan, plan.limits) {}

std::optional<Integer> Rewriter::whole_constant(NodeIndex node) const {
    const Node& from = build_[node];
    if (from.op != Op::constant || !is_number(from.kind) || !plan_.constants[from.aux].known()) {
        return std::nullopt;
    }
    return numerator(plan_.constants[from.aux].number());
}

bool Rewriter::never_absent(NodeIndex node) const {
    const Node& from = build_[node];
    if (from.op == Op::constant) {
        return plan_.constants[from.aux].known();
    }
    if (from.op == Op::input) {
        return required_input(plan_, from);
    }
    if (from.op == Op::select) {
        return never_absent(from.operands[1]) && never_absent(from.operands[2]);
    }
    return is_strict_arithmetic(from.op) || (passes_absent_on(from.op) && never_absent(from.operands[0]));
}

/// Keeps a node as it is, on its new operands in the lanes that it wants.
NodeIndex Rewriter::kept(Node node, const std::vector<LaneKind>& wanted) {
    for (std::size_t at = 0; at < node.operands.size(); ++at) {
        if (is_number(wanted[at])) {
            node.operands[at] = build_.in_lanes(node.operands[at], wanted[at]);
        }
    }
    return build_.add(std::move(node));
}

/// Closes a loop. A next value that became the register of a state is copied before the step, and what runs inside is not
/// there for later nodes.
NodeIndex Rewriter::closed(Node step, const std::vector<NodeIndex>& old, const std::vector<LaneKind>& wanted) {
    for (std::size_t at = 3; at < step.operands.size(); at += 2) {
        const NodeIndex value = step.operands[at];
        if (build_[value].op == Op::fold_state && old_[old[at]].op != Op::fold_state) {
            Node copy = build_[value];
            copy.op = Op::fold_next;
            copy.operands = {value};
            copy.aux = 0;
            step.operands[at] = build_.add(std::move(copy));
        }
    }
    const NodeIndex first = step.operands[0];
    const NodeIndex last = kept(std::move(step), wanted);
    build_.forget(first, last);
    return last;
}

/// Two lists that became equal are one row space from now on.
void Rewriter::place_tables(NodeIndex old, const std::vector<NodeIndex>& forming) {
    for (TableIndex table = 1; table < plan_.tables.size(); ++table) {
        if (forming[table] != old) {
            continue;
        }
        plan_.tables[table].segments = place_[old];
        plan_.tables[table].parent = table_place_[plan_.tables[table].parent];
        for (TableIndex other = 1; other < plan_.tables.size(); ++other) {
            if (other != table && plan_.tables[other].segments == place_[old] && table_place_[other] == other) {
                table_place_[table] = other;
                plan_.tables[table].segments = kNoNode;
                break;
            }
        }
    }
}

void Rewriter::run(Rule rule) {
    std::vector<NodeIndex> forming;
    for (TableIndex table = 0; table < plan_.tables.size(); ++table) {
        table_place_.push_back(table);
        forming.push_back(std::exchange(plan_.tables[table].segments, kNoNode));
    }
    for (NodeIndex index = 0; index < old_.size(); ++index) {
        Node node = old_[index];
        node.table = table_place_[node.table];
        std::vector<LaneKind> wanted;
        for (NodeIndex& operand : node.operands) {
            wanted.push_back(old_[operand].kind);
            operand = place_[operand];
        }
        build_.set_origin(node.origin);
        if (node.op == Op::constant) {
            place_[index] = build_.constant(constants_[node.aux], node.kind, node.table);
        } else if (node.op == Op::fold_step) {
            place_[index] = closed(std::move(node), old_[index].operands, wanted);
        } else {
            const std::optional<NodeIndex> other = rule(*this, node);
            place_[index] = other ? *other : kept(std::move(node), wanted);
        }
        if (build_[place_[index]].kind == LaneKind::segments) {
            place_tables(index, forming);
        }
    }
    renumber_results(plan_, place_);
    prune(plan_);
}

void rewrite(Plan& plan, std::span<const Pass> passes) {
    for (const Pass pass : passes) {
        Rewriter rewriter(plan);
        switch (pass) {
            case Pass::pairs: rewriter.run(unpair); break;
            case Pass::constants: rewriter.run(fold_constant); break;
            case Pass::relations: rewriter.run(merge_relation); break;
            case Pass::bounds: rewriter.run(tighten); break;
        }
    }
}

}  // namespace huiqi
