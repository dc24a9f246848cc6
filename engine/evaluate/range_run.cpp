#include "engine/evaluate/range_run.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

[[nodiscard]] bool forms_list(const Node& node) {
    return node.kind == LaneKind::segments;
}

/// Operations whose lanes are called known though what they rest on is not: a denominator leaves its state to
/// its numerator, and the first false condition is the first of those that are answered.
[[nodiscard]] bool hides_states(Op op) {
    return op == Op::stateless || op == Op::denominator || op == Op::first_false;
}

/// Operations that see a numerator beside its denominator: what is not known of the one is not known of the other, so their lanes
/// are known where they are called so.
[[nodiscard]] bool shows_states(Op op) {
    switch (op) {
        case Op::divide_round:
        case Op::whole:
        case Op::compare:
        case Op::compare_constant:
        case Op::ratio_sum:
        case Op::ratio_minimum:
        case Op::ratio_maximum:
        case Op::ratio_product:
        case Op::ratio_median:
        case Op::ratio_running_sum:
        case Op::ratio_reduced:
        case Op::numerator: return true;
        default: return false;
    }
}

[[nodiscard]] bool has_unknown(const Evaluator& evaluator, NodeIndex node) {
    const std::vector<Cause>& states = evaluator[node].states;
    return std::any_of(states.begin(), states.end(),
                       [&](Cause one) { return evaluator.causes().is_unknown(one); });
}

[[nodiscard]] Integer lane_number(const Register& from, std::size_t lane) {
    Integer result;
    switch (from.kind) {
        case LaneKind::boolean: return from.lanes<std::uint8_t>()[lane];
        case LaneKind::date:
        case LaneKind::code: return from.lanes<std::int32_t>()[lane];
        case LaneKind::segments: return from.segments.lengths[lane];
        default: break;
    }
    with_numbers(from.kind, [&]<class T>() {
        if constexpr (std::is_same_v<T, Wide>) {
            result = lanes<T>(from)[lane].integer();
        } else {
            result = to_integer(lanes<T>(from)[lane]);
        }
    });
    return result;
}

/// Where a value of a node lies, whatever it is.
[[nodiscard]] Bounds widest(const Node& node) {
    switch (node.kind) {
        case LaneKind::boolean: return {Integer(0), Integer(1)};
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return bounds_of(node);
        case LaneKind::segments: return {Integer(0), std::nullopt};
        case LaneKind::date:
        case LaneKind::code:
        case LaneKind::text:
        case LaneKind::index:
        case LaneKind::ratio: return {};
    }
    return {};
}

}  // namespace

RangeRun::RangeRun(const Plan& plan) : plan_(plan), in_loop_(plan.nodes.size(), 0) {
    for (NodeIndex step = 0; step < plan.nodes.size(); ++step) {
        if (plan.nodes[step].op == Op::fold_step) {
            // states begin before the loop opens
            std::fill(in_loop_.begin() + plan.nodes[step].operands[0], in_loop_.begin() + step + 1, std::uint8_t{1});
        }
    }
    for (NodeIndex node = 0; node < plan.nodes.size(); ++node) {
        in_loop_[node] = static_cast<std::uint8_t>(in_loop_[node] != 0 || plan.nodes[node].op == Op::fold_state);
    }
}

std::span<const std::uint32_t> RangeRun::columns(const Possible& of) const {
    return of.settled() ? std::span<const std::uint32_t>() : waits_.columns(of.waits);
}

Cause RangeRun::joined(Cause left, Cause right) {
    return left == kKnown ? right : right == kKnown ? left : waits_.joined(left, right);
}

const Possible& RangeRun::operand(const Node& node, std::size_t at, std::size_t lane) const {
    const std::vector<Possible>& from = lanes_[node.operands[at]];
    return from[std::min(lane, from.size() - 1)];
}

Possible RangeRun::strict(const Node& node, std::size_t lane, bool keeps_absent) {
    Possible out;
    for (std::size_t at = 0; at < node.operands.size(); ++at) {
        const Possible& one = operand(node, at, lane);
        out.value = out.value && one.value;
        out.error = out.error || one.error || (one.absent && !keeps_absent);
        out.absent = out.absent || (one.absent && keeps_absent);
        out.waits = joined(out.waits, one.waits);
    }
    return out;
}

Possible RangeRun::hull(const Possible& left, const Possible& right) {
    Possible out;
    out.value = left.value || right.value;
    out.absent = left.absent || right.absent;
    out.error = left.error || right.error;
    out.waits = joined(left.waits, right.waits);
    out.bounds = !left.value ? right.bounds : !right.value ? left.bounds : either(left.bounds, right.bounds);
    return out;
}

Possible RangeRun::hull_of(NodeIndex node) {
    const std::vector<Possible>& from = lanes_[node];
    Possible out{.value = false, .absent = false, .error = false, .bounds = {}, .waits = kKnown};
    for (const Possible& one : from) {
        out = hull(out, one);
    }
    return out;
}

Possible RangeRun::anything(const Node& node, std::size_t lane) {
    Possible out = strict(node, lane);
    out.error = true;
    out.bounds = widest(node);
    return out;
}

/// Registers inside a loop hold what its last round left. Whatever a round may make lies within the bounds of the node.
Possible RangeRun::inside_loop(const Node& node) {
    Possible out{.value = true, .absent = true, .error = true, .bounds = {}, .waits = kKnown};
    for (const NodeIndex one : node.operands) {
        out.waits = joined(out.waits, hull_of(one).waits);
    }
    out.bounds = widest(node);
    return out;
}

/// A state that a loop leaves is never a value where its list is none.
Possible RangeRun::behind_loop(const Node& node, std::size_t lane) {
    Possible out = inside_loop(node);
    out.value = node.operands.size() < 3 || operand(node, 2, lane).value;
    return out;
}

bool RangeRun::tainted(const Node& node) const {
    return !shows_states(node.op) && std::any_of(node.operands.begin(), node.operands.end(), [&](NodeIndex one) {
        return tainted_[one] != 0 || (hides_states(node.op) && has_unknown(*evaluator_, one));
    });
}

bool RangeRun::stands(NodeIndex node, std::size_t lane) const {
    const Node& of = plan_.nodes[node];
    return exact_[of.table] != 0 && tainted_[node] == 0 &&
           !evaluator_->causes().is_unknown((*evaluator_)[node].state(lane));
}

Possible RangeRun::known(NodeIndex node, std::size_t lane) const {
    const Register& from = (*evaluator_)[node];
    Possible out;
    const Cause state = from.state(lane);
    out.value = state == kKnown;
    out.absent = state == kAbsent;
    out.error = state > kAbsent;
    const bool bare =
        from.kind == LaneKind::text || from.kind == LaneKind::index || from.kind == LaneKind::ratio;
    if (out.value && !bare) {
        out.bounds = Bounds::exactly(lane_number(from, lane));
    }
    return out;
}

Possible RangeRun::result(NodeIndex node) const {
    const bool one = plan_.nodes[node].table == 0 && !forms_list(plan_.nodes[node]);
    return one && !evaluator_->causes().is_unknown((*evaluator_)[node].state(0)) ? known(node, 0) : lanes_[node].front();
}

Possible RangeRun::finished(NodeIndex node, std::size_t lane, Possible made) {
    if (!made.value) {
        made.bounds = {};
    }
    const Node& of = plan_.nodes[node];
    if (of.kind != LaneKind::segments && of.kind != LaneKind::index &&
        (made.single() || (!made.value && made.absent && !made.error))) {
        made.waits = kKnown;
        return made;
    }
    if (!made.settled() || of.op == Op::fail) {
        return made;
    }
    // open by imprecision alone: it waits for what the evaluator says, or for what its list waits for
    if (exact_[of.table] != 0) {
        const Cause state = (*evaluator_)[node].state(lane);
        if (evaluator_->causes().is_unknown(state)) {
            for (const std::uint32_t column : evaluator_->causes().columns(state)) {
                made.waits = joined(made.waits, waits_.unknown(column));
            }
        }
        return made;
    }
    for (TableIndex table = of.table; table != 0 && made.settled(); table = plan_.tables[table].parent) {
        for (const Possible& list : lanes_[plan_.tables[table].segments]) {
            made.waits = joined(made.waits, list.waits);
        }
    }
    return made;
}

void RangeRun::look(NodeIndex node) {
    const Node& of = plan_.nodes[node];
    tainted_[node] = static_cast<std::uint8_t>(tainted(of));
    if (in_loop_[node] != 0) {
        lanes_[node].assign(1, inside_loop(of));
        return;
    }
    const std::size_t rows = exact_[of.table] != 0 ? (*evaluator_)[node].size : 1;
    lanes_[node].resize(rows);
    for (std::size_t lane = 0; lane < rows; ++lane) {
        if (stands(node, lane)) {
            lanes_[node][lane] = known(node, lane);
            continue;
        }
        if (of.op == Op::fold_result) {
            lanes_[node][lane] = finished(node, lane, behind_loop(of, lane));
            continue;
        }
        Possible out;
        const bool found = inputs(node, lane, out) || logic(of, lane, out) || numbers(of, lane, out) ||
                           divisions(of, lane, out) || dates(of, lane, out) || moves(node, lane, out) ||
                           lists(of, lane, out) || reductions(of, lane, out);
        lanes_[node][lane] = finished(node, lane, found ? out : anything(of, lane));
    }
    if (forms_list(of)) {
        for (TableIndex table = 1; table < plan_.tables.size(); ++table) {
            if (plan_.tables[table].segments == node) {
                exact_[table] = static_cast<std::uint8_t>(exact_[of.table] != 0 && tainted_[node] == 0 &&
                                                          !has_unknown(*evaluator_, node));
            }
        }
    }
}

void RangeRun::begin(const Evaluator& evaluator) {
    expect(evaluator.rows() == 1, "ranges are those of one application");
    evaluator_ = &evaluator;
    waits_.clear();
    quotients_.clear();
    lanes_.resize(plan_.nodes.size());
    exact_.assign(plan_.tables.size(), 0);
    exact_[0] = 1;
    tainted_.assign(plan_.nodes.size(), 0);
}

void RangeRun::run(const Evaluator& evaluator) {
    begin(evaluator);
    restrictions_ = {};
    for (NodeIndex node = 0; node < plan_.nodes.size(); ++node) {
        look(node);
    }
}

void RangeRun::run(const Evaluator& evaluator, std::span<const NodeIndex> nodes,
                   std::span<const Restriction> restrictions) {
    begin(evaluator);
    restrictions_ = restrictions;
    for (const NodeIndex node : nodes) {
        look(node);
    }
}

}  // namespace huiqi
