#include <algorithm>

#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

struct Place {
    const Column* column = nullptr;
    std::uint32_t index = 0;   ///< of the plan's column
};

[[nodiscard]] const Column& column_at(const Machine& machine, const PlanColumn& from) {
    const Table* table = &machine.batch->root();
    const Column* column = nullptr;
    for (const std::uint32_t field : from.path) {
        column = &table->columns[field];
        table = column->child.get();
    }
    return *column;
}

void input_states(Machine& machine, Register& out, const Column& column, std::uint32_t name, std::size_t first) {
    if (column.states.empty()) {
        return;
    }
    const auto* from = column.states.data() + first;
    if (std::all_of(from, from + out.size, [](std::uint8_t state) { return state == 0; })) {
        return;
    }
    std::vector<Cause>& states = out.need_states();
    for (std::size_t row = 0; row < out.size; ++row) {
        switch (static_cast<State>(from[row])) {
            case State::known: break;
            case State::absent: states[row] = kAbsent; break;
            case State::unknown:
            case State::error: states[row] = machine.causes.unknown(name); break;
        }
    }
}

template <class T>
[[nodiscard]] const T* values(const Column& column) {
    if constexpr (std::is_same_v<T, std::uint8_t>) {
        return column.booleans.data();
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return column.int64s.data();
    } else if constexpr (std::is_same_v<T, Int128>) {
        return column.int128s.data();
    } else if constexpr (std::is_same_v<T, Wide>) {
        return column.wides.data();
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        return column.texts.data();
    } else {
        static_assert(std::is_same_v<T, std::int32_t>);
        return column.int32s.data();
    }
}

void run_input(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    const Column& column = column_at(machine, machine.plan.columns[node.aux]);
    const Machine::BatchRows rows = machine.batch_rows[node.table];
    out.prepare(node.kind, rows.count);
    with_lanes(node.kind, [&]<class T>() {
        if constexpr (!std::is_same_v<T, std::uint32_t>) {
            std::copy_n(values<T>(column) + rows.first, rows.count, lanes<T>(out));
        }
    });
    input_states(machine, out, column, node.aux, rows.first);
}

void run_list_input(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    const Column& column = column_at(machine, machine.plan.columns[node.aux]);
    const Machine::BatchRows rows = machine.batch_rows[node.table];
    out.prepare(LaneKind::segments, rows.count);
    const std::uint32_t base = column.offsets[rows.first];
    for (std::size_t row = 0; row < rows.count; ++row) {
        const std::uint32_t start = column.offsets[rows.first + row];
        out.segments.starts[row] = start - base;
        out.segments.lengths[row] = column.offsets[rows.first + row + 1] - start;
    }
    const std::uint32_t total = column.offsets[rows.first + rows.count] - base;
    out.segments.total = total;
    machine.batch_rows[machine.forms[index]] = {.first = base, .count = total};
    input_states(machine, out, column, node.aux, rows.first);
}

void run_constant(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    const std::size_t rows = machine.rows[node.table];
    const Value& value = machine.plan.constants[node.aux];
    out.prepare(node.kind, rows);
    if (node.kind == LaneKind::segments) {
        std::fill_n(out.segments.starts.begin(), rows, 0U);
        std::fill_n(out.segments.lengths.begin(), rows, 0U);
    }
    if (!value.known()) {
        out.need_states().assign(rows, kAbsent);
    }
    const bool known = value.known();
    switch (node.kind) {
        case LaneKind::boolean: std::fill_n(out.lanes<std::uint8_t>(), rows, known && value.boolean() ? 1 : 0); break;
        case LaneKind::int64: std::fill_n(out.lanes<std::int64_t>(), rows, known ? to_int64(numerator(value.number())) : 0); break;
        case LaneKind::int128: std::fill_n(out.lanes<Int128>(), rows, known ? to_int128(numerator(value.number())) : 0); break;
        case LaneKind::wide: std::fill_n(out.wides(), rows, known ? Wide(numerator(value.number())) : Wide()); break;
        case LaneKind::date: std::fill_n(out.lanes<std::int32_t>(), rows, known ? value.date().days() : 0); break;
        case LaneKind::code: std::fill_n(out.lanes<std::int32_t>(), rows, known ? value.code() : 0); break;
        case LaneKind::text: std::fill_n(out.lanes<std::string_view>(), rows, known ? std::string_view(value.text()) : std::string_view()); break;
        case LaneKind::index:
        case LaneKind::segments:
        case LaneKind::ratio: break;
    }
}

void run_fail(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    const std::size_t rows = machine.rows[node.table];
    out.prepare(node.kind, rows);
    if (node.kind == LaneKind::segments) {
        std::fill_n(out.segments.starts.begin(), rows, 0U);
        std::fill_n(out.segments.lengths.begin(), rows, 0U);
    } else {
        with_lanes(node.kind, [&]<class T>() { std::fill_n(lanes<T>(out), rows, T{}); });
    }
    if (rows != 0) {
        out.states.assign(rows, machine.causes.error(node.error, index));
    }
}

}  // namespace

bool run_inputs(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::input: run_input(machine, index); return true;
        case Op::segments_input: run_list_input(machine, index); return true;
        case Op::constant: run_constant(machine, index); return true;
        case Op::fail: run_fail(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
