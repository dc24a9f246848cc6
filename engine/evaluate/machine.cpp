#include "engine/evaluate/machine.h"

#include <array>
#include <cstring>

namespace huiqi {

std::span<char> Machine::room(std::size_t bytes) {
    return {static_cast<char*>(characters.allocate(bytes == 0 ? 1 : bytes, 1)), bytes};
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

void strict_states(Machine& machine, NodeIndex node, std::initializer_list<const Register*> operands, bool keeps_absent) {
    bool known = true;
    for (const Register* operand : operands) {
        known = known && operand->all_known();
    }
    if (known) {
        return;
    }
    Register& out = machine.registers[node];
    std::vector<Cause>& states = out.need_states();
    std::array<Cause, 8> lane{};
    for (std::size_t row = 0; row < out.size; ++row) {
        std::size_t count = 0;
        for (const Register* operand : operands) {
            lane[count++] = operand->state(row);
        }
        states[row] = strict(machine.causes, std::span(lane).first(count), node, keeps_absent);
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
