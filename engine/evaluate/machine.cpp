#include "engine/evaluate/machine.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace huiqi {

std::span<char> Machine::room(std::size_t bytes) {
    const auto taken = [this](std::size_t size) {
        return std::span(static_cast<char*>(characters.allocate(size == 0 ? 1 : size, 1)), size);
    };
    if (make(bytes, plan.limits.made_characters)) {
        return taken(bytes);
    }
    if (waste_.size() < bytes) {
        waste_ = taken(2 * bytes);
        std::fill(waste_.begin(), waste_.end(), ' ');
    }
    return waste_.first(bytes);
}

void Machine::begin(const Batch& source, std::size_t first, std::size_t count) {
    batch = &source;
    causes.clear();
    characters.release();
    waste_ = {};
    made.assign(plan.nodes.size(), 0);
    overfull = false;
    work.begin();
    rows.assign(rows.size(), 0);
    rows[0] = count;
    batch_rows[0] = {.first = first, .count = count};
}

void refuse(Machine& machine, NodeIndex index) {
    Register& out = machine.registers[index];
    for (std::size_t row = 0; row < out.size; ++row) {
        if (out.state(row) == kKnown) {
            out.need_states()[row] = machine.causes.error(RuntimeError::too_large, index);
        }
    }
    if (out.kind == LaneKind::segments) {
        std::fill(out.segments.starts.begin(), out.segments.starts.end(), 0U);
        std::fill(out.segments.lengths.begin(), out.segments.lengths.end(), 0U);
        out.segments.parts.clear();
        out.segments.sources.clear();
        out.segments.total = 0;
    } else if (out.kind == LaneKind::wide) {
        std::fill_n(out.wides(), out.size, Wide(1));
    } else if (out.kind == LaneKind::ratio) {
        std::fill_n(out.ratios.numerators.begin(), out.size, Wide());
        std::fill_n(out.ratios.denominators.begin(), out.size, Wide(1));
    }
}

std::string_view Machine::keep(std::string_view text) {
    const std::span<char> room_here = room(text.size());
    std::memcpy(room_here.data(), text.data(), text.size());
    return {room_here.data(), text.size()};
}

Cause strict(Causes& causes, std::span<const Cause> states, NodeIndex node, bool keeps_absent) {
    Cause unknown = kKnown;
    bool absent = false;
    for (const Cause state : states) {
        if (state == kKnown) {
            continue;
        }
        if (state == kAbsent) {
            absent = true;
        } else if (causes.is_error(state)) {
            return state;
        } else {
            unknown = unknown == kKnown ? state : causes.joined(unknown, state);
        }
    }
    if (unknown != kKnown) {
        return unknown;
    }
    if (absent) {
        return keeps_absent ? kAbsent : causes.error(RuntimeError::absent_value, node);
    }
    return kKnown;
}

void strict_states(Machine& machine, NodeIndex node, std::initializer_list<const Register*> operands,
                   bool keeps_absent) {
    std::array<const Cause*, 8> open{};  // of the operands that are not known in every lane
    std::size_t count = 0;
    for (const Register* operand : operands) {
        if (!operand->all_known()) {
            open[count++] = operand->states.data();
        }
    }
    if (count == 0) {
        return;
    }
    Register& out = machine.registers[node];
    Cause* const states = out.need_states().data();
    std::array<Cause, 8> lane{};
    const std::size_t rows = out.size;
    for (std::size_t row = 0; row < rows; ++row) {
        Cause any = kKnown;
        for (std::size_t at = 0; at < count; ++at) {
            lane[at] = open[at][row];
            any |= lane[at];
        }
        if (any != kKnown) {
            states[row] = strict(machine.causes, std::span(lane).first(count), node, keeps_absent);
        }
    }
}

void mark_errors(Machine& machine, NodeIndex node, std::span<const std::uint8_t> marks, RuntimeError code) {
    Register& out = machine.registers[node];
    for (std::size_t row = 0; row < out.size; ++row) {
        if (marks[row] != 0 && out.state(row) == kKnown) {
            out.need_states()[row] = machine.causes.error(code, node);
        }
    }
}

}  // namespace huiqi
