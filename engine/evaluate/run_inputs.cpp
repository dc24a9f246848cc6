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
    if (node.kind == LaneKind::wide) {
        out.prepare(node.kind, rows.count);
        std::copy_n(column.wides.data() + rows.first, rows.count, out.wides());
    } else {
        with_lanes(node.kind, [&]<class T>() {
            if constexpr (!std::is_same_v<T, std::uint32_t> && !std::is_same_v<T, Wide>) {
                out.view(node.kind, rows.count, values<T>(column) + rows.first);
            }
        });
    }
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

template <class T>
[[nodiscard]] T constant_lane(const Value& value, LaneKind kind) {
    if constexpr (std::is_same_v<T, std::uint8_t>) {
        return value.boolean() ? 1 : 0;
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return to_int64(numerator(value.number()));
    } else if constexpr (std::is_same_v<T, Int128>) {
        return to_int128(numerator(value.number()));
    } else if constexpr (std::is_same_v<T, Wide>) {
        return Wide(numerator(value.number()));
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return kind == LaneKind::date ? value.date().days() : value.code();
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        return value.text();
    } else {
        return T{};
    }
}

/// A constant is filled in once, for the longest run so far.
void run_constant(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    const std::size_t rows = machine.rows[node.table];
    const Value& value = machine.plan.constants[node.aux];
    if (out.uniform && rows <= out.filled) {
        out.size = rows;
        return;
    }
    out.prepare(node.kind, rows);
    if (node.kind == LaneKind::segments) {
        std::fill_n(out.segments.starts.begin(), rows, 0U);
        std::fill_n(out.segments.lengths.begin(), rows, 0U);
    } else {
        with_lanes(node.kind, [&]<class T>() {
            std::fill_n(lanes<T>(out), rows, value.known() ? constant_lane<T>(value, node.kind) : T{});
        });
    }
    if (!value.known()) {
        out.need_states().assign(rows, kAbsent);
        return;
    }
    out.uniform = true;
    out.filled = rows;
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
