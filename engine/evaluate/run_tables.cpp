#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/evaluate/lane_loops.h"
#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

/// The operands of a decision table: matches, outputs in step, and what holds where none matches.
struct TableLanes {
    std::vector<const Register*> matches;
    std::vector<const Register*> outputs;   ///< one more than matches: the last is "otherwise"

    TableLanes(const Machine& machine, const Node& node) {
        const std::size_t rows = node.operands.size() / 2;
        for (std::size_t at = 0; at < node.operands.size(); ++at) {
            (at < rows ? matches : outputs).push_back(&machine.operand(node, at));
        }
    }
    [[nodiscard]] bool holds(std::size_t line, std::size_t row) const {
        return matches[line]->state(row) == kKnown && matches[line]->lanes<std::uint8_t>()[row] != 0;
    }
    [[nodiscard]] bool all_known() const {
        return std::all_of(matches.begin(), matches.end(), [](const Register* one) { return one->all_known(); });
    }
};

/// What an open table waits for: unknown matches, and unknown outputs that those could bring.
[[nodiscard]] Cause open_state(Machine& machine, const TableLanes& table, std::size_t row) {
    Cause unknown = kKnown;
    const auto join = [&](Cause state) {
        if (machine.causes.is_unknown(state)) {
            unknown = unknown == kKnown ? state : machine.causes.joined(unknown, state);
        }
    };
    for (std::size_t line = 0; line < table.matches.size(); ++line) {
        const Cause match = table.matches[line]->state(row);
        join(match);
        if (machine.causes.is_unknown(match) || table.holds(line, row)) {
            join(table.outputs[line]->state(row));
        }
    }
    join(table.outputs.back()->state(row));
    return unknown;
}

/// The line that counts in a row, or a state instead.
struct Chosen {
    std::size_t line = 0;
    Cause state = kKnown;
};

[[nodiscard]] Chosen choose(Machine& machine, NodeIndex index, const TableLanes& table, std::size_t row) {
    const Op op = machine.plan.nodes[index].op;
    const std::size_t lines = table.matches.size();
    std::size_t found = lines;
    bool clash = false;
    bool open = false;
    Cause error = kKnown;
    for (std::size_t line = 0; line < lines; ++line) {
        const Cause state = table.matches[line]->state(row);
        open = open || machine.causes.is_unknown(state);
        if (state != kKnown && !machine.causes.is_unknown(state) && error == kKnown) {
            error = strict(machine.causes, std::span(&state, 1), index);
        }
        if (table.holds(line, row)) {
            clash = clash || found != lines;
            found = found == lines ? line : found;
        }
    }
    if (op == Op::table_disjoint && found != lines) {
        return {.line = found, .state = kKnown};
    }
    if (open) {
        return {.line = lines, .state = open_state(machine, table, row)};
    }
    if (error != kKnown) {
        return {.line = lines, .state = error};
    }
    if (clash) {
        return {.line = lines, .state = machine.causes.error(RuntimeError::table_rows, index)};
    }
    return {.line = found, .state = kKnown};
}

/// Lays the output of a line over those of the lines before it, where the line matches.
template <class T>
void lay_over(const std::uint8_t* match, const Register& output, T* to, std::size_t rows) {
    const T* const value = lanes<T>(output);
    if constexpr (!kVectorLanes<T>) {
        for (std::size_t row = 0; row < rows; ++row) {
            to[row] = match[row] != 0 ? value[row] : to[row];
        }
    } else if (rows != 0 && output.uniform) {
        on_processor(
            [](const std::uint8_t* chosen, T x, T* out, std::size_t count) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = static_cast<T>(out[row] ^ ((x ^ out[row]) & static_cast<T>(-static_cast<T>(chosen[row]))));
                }
            },
            match, value[0], to, rows);
    } else {
        on_processor(
            [](const std::uint8_t* chosen, const T* x, T* out, std::size_t count) __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    const T mask = static_cast<T>(-static_cast<T>(chosen[row]));
                    out[row] = static_cast<T>(out[row] ^ ((x[row] ^ out[row]) & mask));
                }
            },
            match, value, to, rows);
    }
}

template <class T>
void choose_disjoint(const TableLanes& table, Register& out) {
    T* const to = lanes<T>(out);
    std::copy_n(lanes<T>(*table.outputs.back()), out.size, to);
    for (std::size_t line = 0; line < table.matches.size(); ++line) {
        lay_over<T>(table.matches[line]->lanes<std::uint8_t>(), *table.outputs[line], to, out.size);
    }
}

void run_table(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const TableLanes table(machine, node);
    Register& out = machine.registers[index];
    out.prepare(node.kind, machine.rows[node.table]);
    const bool known = table.all_known() && std::all_of(table.outputs.begin(), table.outputs.end(),
                                                        [](const Register* one) { return one->all_known(); });
    if (node.op == Op::table_disjoint && known) {
        with_lanes(node.kind, [&]<class T>() { choose_disjoint<T>(table, out); });
        return;
    }
    for (std::size_t row = 0; row < out.size; ++row) {
        const Chosen chosen = choose(machine, index, table, row);
        const Register& from = *table.outputs[chosen.line];
        with_lanes(node.kind, [&]<class T>() { lanes<T>(out)[row] = lanes<T>(from)[row]; });
        const Cause state = chosen.state == kKnown ? from.state(row) : chosen.state;
        if (state != kKnown) {
            out.need_states()[row] = state;
        }
    }
}

/// Puts the place of a condition over those of later ones, in rows where it is known to be false. `states` may be
/// null: then all are known.
void place_false(const std::uint8_t* holds, const Cause* states, std::int8_t place, std::int8_t* to, std::size_t rows) {
    if (states != nullptr) {
        for (std::size_t row = 0; row < rows; ++row) {
            to[row] = states[row] == kKnown && holds[row] == 0 ? place : to[row];
        }
        return;
    }
    on_processor(
        [](const std::uint8_t* test, std::int8_t number, std::int8_t* out, std::size_t count)
            __attribute__((always_inline)) {
                for (std::size_t row = 0; row < count; ++row) {
                    out[row] = test[row] != 0 ? out[row] : number;
                }
            },
        holds, place, to, rows);
}

void widen_places(const std::int8_t* places, std::int64_t* to, std::size_t rows) {
    on_processor(
        [](const std::int8_t* from, std::int64_t* out, std::size_t count) __attribute__((always_inline)) {
            for (std::size_t row = 0; row < count; ++row) {
                out[row] = from[row];
            }
        },
        places, to, rows);
}

/// Places of at most 127 conditions are found in narrow lanes, many rows at a time.
void run_few(const Machine& machine, const Node& node, Register& out) {
    constexpr std::size_t kRows = 1024;
    std::array<std::int8_t, kRows> places;
    const std::size_t shift = node.aux != 0 ? 1 : 0;
    auto* const to = out.lanes<std::int64_t>();
    for (std::size_t first = 0; first < out.size; first += kRows) {
        const std::size_t rows = std::min(kRows, out.size - first);
        std::fill_n(places.begin(), rows, std::int8_t{0});
        for (std::size_t at = node.operands.size() - 1; at >= 1; --at) {
            const std::size_t number = at - shift;
            const Register& test = machine.operand(node, at);
            place_false(test.lanes<std::uint8_t>() + first, test.all_known() ? nullptr : test.states.data() + first,
                        static_cast<std::int8_t>(number == 0 ? -1 : static_cast<int>(number)), places.data(), rows);
        }
        widen_places(places.data(), to + first, rows);
    }
}

void run_many(const Machine& machine, const Node& node, Register& out) {
    const std::int64_t shift = node.aux != 0 ? 1 : 0;
    auto* to = out.lanes<std::int64_t>();
    std::fill_n(to, out.size, std::int64_t{0});
    for (std::size_t at = node.operands.size() - 1; at >= 1; --at) {
        const Register& test = machine.operand(node, at);
        const auto* value = test.lanes<std::uint8_t>();
        const std::int64_t number = static_cast<std::int64_t>(at) - shift;
        const std::int64_t place = number == 0 ? -1 : number;
        for (std::size_t row = 0; row < out.size; ++row) {
            to[row] = test.state(row) == kKnown && value[row] == 0 ? place : to[row];
        }
    }
}

void run_first_false(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& eligible = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, eligible.size);
    constexpr std::size_t kFew = 127;
    if (node.operands.size() <= kFew) {
        run_few(machine, node, out);
    } else {
        run_many(machine, node, out);
    }
    strict_states(machine, index, {&eligible});
}

}  // namespace

bool run_tables(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::table_disjoint:
        case Op::table_unique: run_table(machine, index); return true;
        case Op::first_false: run_first_false(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
