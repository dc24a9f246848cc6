#include <algorithm>
#include <array>

#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

void run_parent_row(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const SegmentLanes& list = machine.operand(node, 0).segments;
    Register& out = machine.registers[index];
    out.prepare(LaneKind::index, machine.rows[node.table]);
    auto* to = out.lanes<std::uint32_t>();
    for (std::size_t row = 0; row < list.starts.size(); ++row) {
        std::fill_n(to + list.starts[row], list.lengths[row], static_cast<std::uint32_t>(row));
    }
}

void run_source_row(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const SegmentLanes& list = machine.operand(node, 0).segments;
    Register& out = machine.registers[index];
    out.prepare(LaneKind::index, list.total);
    std::copy(list.sources.begin(), list.sources.end(), out.lanes<std::uint32_t>());
}

void run_ordinal(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const SegmentLanes& list = machine.operand(node, 0).segments;
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, machine.rows[node.table]);
    auto* to = out.lanes<std::int64_t>();
    for (std::size_t row = 0; row < list.starts.size(); ++row) {
        for (std::uint32_t at = 0; at < list.lengths[row]; ++at) {
            to[list.starts[row] + at] = at + 1;
        }
    }
}

void run_gather(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    const Register& rows = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(node.kind, rows.size);
    const auto* row = rows.lanes<std::uint32_t>();
    with_lanes(node.kind, [&]<class T>() {
        const T* const a = lanes<T>(from);
        T* const to = lanes<T>(out);
        const std::size_t count = out.size;
        for (std::size_t at = 0; at < count; ++at) {
            to[at] = a[row[at]];
        }
    });
    if (from.all_known()) {
        return;
    }
    std::vector<Cause>& states = out.need_states();
    for (std::size_t at = 0; at < out.size; ++at) {
        states[at] = from.states[row[at]];
    }
    out.settle_states();
}

void run_assemble(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const SegmentLanes& rows = machine.operand(node, 0).segments;
    Register& out = machine.registers[index];
    out.prepare(node.kind, rows.total);
    with_lanes(node.kind, [&]<class T>() {
        T* to = lanes<T>(out);
        for (std::size_t at = 0; at < out.size; ++at) {
            to[at] = lanes<T>(machine.operand(node, 1 + rows.parts[at]))[rows.sources[at]];
        }
    });
    bool known = true;
    for (std::size_t part = 1; part < node.operands.size(); ++part) {
        known = known && machine.operand(node, part).all_known();
    }
    if (known) {
        return;
    }
    std::vector<Cause>& states = out.need_states();
    for (std::size_t at = 0; at < out.size; ++at) {
        states[at] = machine.operand(node, 1 + rows.parts[at]).state(rows.sources[at]);
    }
    out.settle_states();
}

/// Where an index points: a row of the element table, or a state instead.
struct Pointed {
    std::uint32_t row = 0;
    Cause state = kKnown;
};

/// An index that is unknown waits also for every unknown element of its list.
[[nodiscard]] Cause open_index(Machine& machine, Cause waiting, const Register& column, const Register& list,
                               std::size_t row) {
    for (std::uint32_t at = 0; at < list.segments.lengths[row]; ++at) {
        const Cause state = column.state(list.segments.starts[row] + at);
        if (machine.causes.is_unknown(state)) {
            waiting = machine.causes.joined(waiting, state);
        }
    }
    return waiting;
}

[[nodiscard]] Pointed point(Machine& machine, NodeIndex index, const Register& column, const Register& list,
                            const Register& position, std::size_t row) {
    const std::array<Cause, 2> states{list.state(row), position.state(row)};
    const Cause state = strict(machine.causes, states, index);
    if (state != kKnown) {
        const bool open = machine.causes.is_unknown(state) && list.state(row) == kKnown;
        return {.row = 0, .state = open ? open_index(machine, state, column, list, row) : state};
    }
    const std::int64_t length = list.segments.lengths[row];
    const std::int64_t place = position.lanes<std::int64_t>()[row];
    const std::int64_t at = place > 0 ? place - 1 : length + place;
    if (place == 0 || at < 0 || at >= length) {
        return {.row = 0, .state = machine.causes.error(RuntimeError::index_range, index)};
    }
    const auto element = static_cast<std::uint32_t>(list.segments.starts[row] + at);
    return {.row = element, .state = kKnown};
}

void run_element(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& column = machine.operand(node, 0);
    const Register& list = machine.operand(node, 1);
    const Register& position = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(node.kind, list.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        const Pointed to = point(machine, index, column, list, position, row);
        const bool known = to.state == kKnown;
        if (node.kind == LaneKind::segments) {
            out.segments.starts[row] = known ? column.segments.starts[to.row] : 0;
            out.segments.lengths[row] = known ? column.segments.lengths[to.row] : 0;
        } else {
            with_lanes(node.kind,
                       [&]<class T>() { lanes<T>(out)[row] = known ? lanes<T>(column)[to.row] : T{}; });
        }
        const Cause state = known ? column.state(to.row) : to.state;
        if (state != kKnown) {
            out.need_states()[row] = state;
        }
    }
    out.segments.total = node.kind == LaneKind::segments ? column.segments.total : 0;
}

}  // namespace

bool run_moves(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::parent_row: run_parent_row(machine, index); return true;
        case Op::source_row: run_source_row(machine, index); return true;
        case Op::ordinal: run_ordinal(machine, index); return true;
        case Op::gather: run_gather(machine, index); return true;
        case Op::assemble: run_assemble(machine, index); return true;
        case Op::element_at:
        case Op::segments_at: run_element(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
