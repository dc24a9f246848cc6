#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

#include "engine/evaluate/former.h"
#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

void run_fixed(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    Former former(machine, index, machine.rows[node.table]);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        for (std::uint32_t part = 0; part < node.aux; ++part) {
            former.add(part, static_cast<std::uint32_t>(row));
        }
    }
}

void run_range(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    const Register& to = machine.operand(node, 1);
    Register& out = machine.registers[index];
    Former former(machine, index, from.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        const std::array<Cause, 2> states{from.state(row), to.state(row)};
        Cause state = strict(machine.causes, states, index);
        // in 128 bits, where the distance of two 64-bit numbers cannot wrap
        const Int128 distance = static_cast<Int128>(to.lanes<std::int64_t>()[row]) - from.lanes<std::int64_t>()[row];
        const Int128 count = (distance < 0 ? -distance : distance) + 1;
        if (state == kKnown && count > static_cast<Int128>(machine.plan.limits.range_elements)) {
            state = machine.causes.error(RuntimeError::too_large, index);
        }
        for (Int128 at = 0; state == kKnown && at < count && !machine.overfull; ++at) {
            former.add(0, static_cast<std::uint32_t>(row));
        }
        set_state(out, row, state);
    }
}

/// An unknown test leaves the whole list open; else an error in a test is the error of the list.
[[nodiscard]] Cause mask_state(Machine& machine, NodeIndex index, const Register& list, const Register& mask, std::size_t row) {
    if (list.state(row) != kKnown || mask.all_known()) {
        const std::array<Cause, 1> alone{list.state(row)};
        return strict(machine.causes, alone, index);
    }
    Cause unknown = kKnown;
    Cause other = kKnown;
    for (std::uint32_t at = 0; at < list.segments.lengths[row]; ++at) {
        const Cause state = mask.state(list.segments.starts[row] + at);
        if (machine.causes.is_unknown(state)) {
            unknown = unknown == kKnown ? state : machine.causes.joined(unknown, state);
        } else if (state != kKnown && other == kKnown) {
            other = strict(machine.causes, std::span(&state, 1), index);
        }
    }
    return unknown != kKnown ? unknown : other;
}

void run_filter(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    const Register& mask = machine.operand(node, 1);
    const auto* keep = mask.lanes<std::uint8_t>();
    Register& out = machine.registers[index];
    Former former(machine, index, list.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        const Cause state = mask_state(machine, index, list, mask, row);
        for (std::uint32_t at = 0; state == kKnown && at < list.segments.lengths[row] && !machine.overfull; ++at) {
            const std::uint32_t element = list.segments.starts[row] + at;
            if (keep[element] != 0) {
                former.add(0, element);
            }
        }
        set_state(out, row, state);
    }
}

void run_joined(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    Former former(machine, index, machine.rows[node.table]);
    std::vector<Cause> states(node.operands.size());
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        for (std::size_t part = 0; part < states.size(); ++part) {
            states[part] = machine.operand(node, part).state(row);
        }
        const Cause state = strict(machine.causes, states, index);
        for (std::size_t part = 0; state == kKnown && part < states.size(); ++part) {
            former.add_all(machine.operand(node, part).segments, row, static_cast<std::uint32_t>(part));
        }
        set_state(out, row, state);
    }
}

void run_choose(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& condition = machine.operand(node, 0);
    Register& out = machine.registers[index];
    Former former(machine, index, condition.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        Cause state = condition.state(row);
        if (state == kKnown) {
            const std::uint32_t part = condition.lanes<std::uint8_t>()[row] != 0 ? 0 : 1;
            const Register& chosen = machine.operand(node, 1 + part);
            state = chosen.state(row);
            if (state == kKnown) {
                former.add_all(chosen.segments, row, part);
            }
        } else if (machine.causes.is_unknown(state)) {
            for (const std::size_t branch : {std::size_t{1}, std::size_t{2}}) {
                const Cause waiting = machine.operand(node, branch).state(row);
                state = machine.causes.is_unknown(waiting) ? machine.causes.joined(state, waiting) : state;
            }
        } else {
            state = strict(machine.causes, std::span(&state, 1), index);
        }
        set_state(out, row, state);
    }
}

void run_reordered(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    Register& out = machine.registers[index];
    Former former(machine, index, list.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        const Cause state = list.state(row);
        const std::uint32_t length = state == kKnown ? list.segments.lengths[row] : 0;
        for (std::uint32_t at = 0; at < length && !machine.overfull; ++at) {
            const std::uint32_t place = node.op == Op::segments_reversed ? length - 1 - at : at;
            former.add(0, list.segments.starts[row] + place);
        }
        set_state(out, row, state);
    }
}

[[nodiscard]] std::size_t hash_of(const Register& column, std::size_t row) {
    switch (column.kind) {
        case LaneKind::boolean: return column.lanes<std::uint8_t>()[row];
        case LaneKind::int64: return std::hash<std::int64_t>{}(column.lanes<std::int64_t>()[row]);
        case LaneKind::int128: return static_cast<std::size_t>(column.lanes<Int128>()[row]);
        case LaneKind::wide: return column.wides()[row].fits_int128() ? static_cast<std::size_t>(column.wides()[row].int128()) : 1;
        case LaneKind::date:
        case LaneKind::code: return static_cast<std::size_t>(column.lanes<std::int32_t>()[row]);
        case LaneKind::text: return std::hash<std::string_view>{}(column.lanes<std::string_view>()[row]);
        case LaneKind::index:
        case LaneKind::segments:
        case LaneKind::ratio: break;
    }
    return 0;
}

[[nodiscard]] bool same_lane(const Register& column, std::size_t a, std::size_t b) {
    if (column.state(a) != kKnown || column.state(b) != kKnown) {
        return column.state(a) == column.state(b);
    }
    if (column.kind == LaneKind::ratio) {
        return column.ratios.numerators[a] == column.ratios.numerators[b] &&
               column.ratios.denominators[a] == column.ratios.denominators[b];
    }
    bool same = true;
    with_lanes(column.kind, [&]<class T>() { same = lanes<T>(column)[a] == lanes<T>(column)[b]; });
    return same;
}

void run_distinct(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    Register& out = machine.registers[index];
    Former former(machine, index, list.size);
    const std::size_t columns = node.operands.size();
    std::unordered_multimap<std::size_t, std::uint32_t> seen;
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        seen.clear();
        Cause state = list.state(row);
        std::vector<Cause> states;
        for (std::size_t column = 1; column < columns && state == kKnown; ++column) {
            for (std::uint32_t at = 0; at < list.segments.lengths[row]; ++at) {
                states.push_back(machine.operand(node, column).state(list.segments.starts[row] + at));
            }
        }
        state = state == kKnown ? strict(machine.causes, states, index, true) : state;
        state = state == kAbsent && list.state(row) == kKnown ? kKnown : state;   // an absent element is an element
        for (std::uint32_t at = 0; state == kKnown && at < list.segments.lengths[row]; ++at) {
            const std::uint32_t element = list.segments.starts[row] + at;
            std::size_t hash = 0;
            for (std::size_t column = 1; column < columns; ++column) {
                hash = hash * 1'000'003U + hash_of(machine.operand(node, column), element);
            }
            const auto [first, last] = seen.equal_range(hash);
            const bool known = std::any_of(first, last, [&](const auto& earlier) {
                for (std::size_t column = 1; column < columns; ++column) {
                    if (!same_lane(machine.operand(node, column), earlier.second, element)) {
                        return false;
                    }
                }
                return true;
            });
            if (!known) {
                seen.emplace(hash, element);
                former.add(0, element);
            }
        }
        set_state(out, row, state);
    }
}

void run_broadcast(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    const Register& rows = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::segments, rows.size);
    const auto* row = rows.lanes<std::uint32_t>();
    for (std::size_t at = 0; at < out.size; ++at) {
        out.segments.starts[at] = list.segments.starts[row[at]];
        out.segments.lengths[at] = list.segments.lengths[row[at]];
        set_state(out, at, list.state(row[at]));
    }
    out.segments.total = list.segments.total;
}

void run_assembled(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const SegmentLanes& rows = machine.operand(node, 0).segments;
    Register& out = machine.registers[index];
    Former former(machine, index, rows.total);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        const std::uint32_t part = rows.parts[row];
        const Register& inner = machine.operand(node, 1 + part);
        const Cause state = inner.state(rows.sources[row]);
        if (state == kKnown) {
            former.add_all(inner.segments, rows.sources[row], part);
        }
        set_state(out, row, state);
    }
}

}  // namespace

bool run_lists(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::segments_fixed: run_fixed(machine, index); return true;
        case Op::segments_range: run_range(machine, index); return true;
        case Op::segments_filter: run_filter(machine, index); return true;
        case Op::segments_joined: run_joined(machine, index); return true;
        case Op::segments_choose: run_choose(machine, index); return true;
        case Op::segments_reversed:
        case Op::segments_expand: run_reordered(machine, index); return true;
        case Op::segments_distinct: run_distinct(machine, index); return true;
        case Op::segments_broadcast: run_broadcast(machine, index); return true;
        case Op::segments_assembled: run_assembled(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
