#include <algorithm>
#include <array>

#include "engine/evaluate/machine.h"
#include "engine/numeric/division.h"

namespace huiqi {
namespace {

template <class T, class Combine>
void map_two(const T* left, const T* right, T* to, std::size_t rows, Combine combine) {
    for (std::size_t row = 0; row < rows; ++row) {
        to[row] = combine(left[row], right[row]);
    }
}

template <class T, class Change>
void map_one(const T* from, T* to, std::size_t rows, Change change) {
    for (std::size_t row = 0; row < rows; ++row) {
        to[row] = change(from[row]);
    }
}

template <class T>
[[nodiscard]] T whole_constant(const Integer& value) {
    if constexpr (std::is_same_v<T, Wide>) {
        return Wide(value);
    } else if constexpr (std::is_same_v<T, Int128>) {
        return to_int128(value);
    } else {
        return to_int64(value);
    }
}

void run_two(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(node.kind, left.size);
    with_numbers(node.kind, [&]<class T>() {
        const T* a = lanes<T>(left);
        const T* b = lanes<T>(right);
        T* to = lanes<T>(out);
        switch (node.op) {
            case Op::add: map_two(a, b, to, out.size, [](const T& x, const T& y) -> T { return x + y; }); break;
            case Op::subtract: map_two(a, b, to, out.size, [](const T& x, const T& y) -> T { return x - y; }); break;
            case Op::multiply: map_two(a, b, to, out.size, [](const T& x, const T& y) -> T { return x * y; }); break;
            case Op::minimum: map_two(a, b, to, out.size, [](const T& x, const T& y) -> T { return y < x ? y : x; }); break;
            default: map_two(a, b, to, out.size, [](const T& x, const T& y) -> T { return x < y ? y : x; }); break;
        }
    });
    strict_states(machine, index, {&left, &right});
}

void run_one(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, from.size);
    with_numbers(node.kind, [&]<class T>() {
        const T* a = lanes<T>(from);
        T* to = lanes<T>(out);
        if (node.op == Op::negate) {
            map_one(a, to, out.size, [](const T& x) -> T { return -x; });
        } else if (node.op == Op::absolute) {
            map_one(a, to, out.size, [](const T& x) -> T { return x < T(0) ? T(-x) : x; });
        } else {
            const T factor = whole_constant<T>(node.immediate);
            map_one(a, to, out.size, [&factor](const T& x) -> T { return x * factor; });
        }
    });
    strict_states(machine, index, {&from}, node.op == Op::scale_by);
}

template <class To, class From>
[[nodiscard]] To resized(const From& value) {
    if constexpr (std::is_same_v<From, Wide> && !std::is_same_v<To, Wide>) {
        // a lane that is not known may hold what its bounds do not promise
        return value.fits_int128() ? static_cast<To>(value.int128()) : To(0);
    } else {
        return static_cast<To>(value);
    }
}

void run_resize(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, from.size);
    with_numbers(from.kind, [&]<class From>() {
        with_numbers(node.kind, [&]<class To>() {
            const From* a = lanes<From>(from);
            To* to = lanes<To>(out);
            for (std::size_t row = 0; row < out.size; ++row) {
                to[row] = resized<To>(a[row]);
            }
        });
    });
    strict_states(machine, index, {&from}, true);
}

/// A copy with other states: present, divisor and guard change no value, but replace what later kernels cannot bear.
void run_copy(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, from.size);
    if (node.kind == LaneKind::segments) {
        out.segments = from.segments;
    } else {
        with_lanes(node.kind, [&]<class T>() { std::copy_n(lanes<T>(from), out.size, lanes<T>(out)); });
    }
    if (node.op == Op::beside) {
        strict_states(machine, index, {&machine.operand(node, 1), &from});
        return;
    }
    if (node.op == Op::guard) {
        strict_states(machine, index, {&from, &machine.operand(node, 1)});
        const auto* fine = machine.operand(node, 1).lanes<std::uint8_t>();
        for (std::size_t row = 0; row < out.size; ++row) {
            if (fine[row] == 0 && out.state(row) == kKnown) {
                out.need_states()[row] = machine.causes.error(node.error, index);
            }
        }
        return;
    }
    strict_states(machine, index, {&from});
}

void run_stateless(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, from.size);
    with_numbers(node.kind, [&]<class T>() {
        std::copy_n(lanes<T>(from), out.size, lanes<T>(out));
        for (std::size_t row = 0; row < from.states.size(); ++row) {
            if (from.states[row] != kKnown) {
                lanes<T>(out)[row] = T(1);
            }
        }
    });
}

void run_divisor(Machine& machine, NodeIndex index) {
    run_copy(machine, index);
    Register& out = machine.registers[index];
    with_numbers(out.kind, [&]<class T>() {
        T* to = lanes<T>(out);
        for (std::size_t row = 0; row < out.size; ++row) {
            if (to[row] == T(0)) [[unlikely]] {
                to[row] = T(1);
                if (out.state(row) == kKnown) {
                    out.need_states()[row] = machine.causes.error(RuntimeError::division_by_zero, index);
                }
            }
        }
    });
}

void run_divide(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, top.size);
    with_numbers(node.kind, [&]<class T>() {
        with_rounding(node.rounding, [&]<Rounding mode>() {
            const T* a = lanes<T>(top);
            T* to = lanes<T>(out);
            if (node.op == Op::divide_round_constant) {
                const T divisor = whole_constant<T>(node.immediate);
                for (std::size_t row = 0; row < out.size; ++row) {
                    to[row] = divide_rounded<mode>(a[row], divisor);
                }
                return;
            }
            const T* b = lanes<T>(machine.operand(node, 1));
            for (std::size_t row = 0; row < out.size; ++row) {
                // a lane that is not known may hold any denominator
                to[row] = divide_rounded<mode>(a[row], b[row] < T(1) ? T(1) : b[row]);
            }
        });
    });
    if (node.op == Op::divide_round) {
        strict_states(machine, index, {&top, &machine.operand(node, 1)});
    } else {
        strict_states(machine, index, {&top});
    }
}

void run_whole(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    const Register& below = node.operands.size() > 1 ? machine.operand(node, 1) : top;
    const bool quotient = node.operands.size() > 1;
    Register& out = machine.registers[index];
    out.prepare(node.kind, top.size);
    std::vector<std::uint8_t> broken(out.size, 0);
    with_numbers(node.kind, [&]<class T>() {
        const T* a = lanes<T>(top);
        const T* b = lanes<T>(below);
        T* to = lanes<T>(out);
        const T constant = whole_constant<T>(node.immediate);
        for (std::size_t row = 0; row < out.size; ++row) {
            const T divisor = quotient ? T((b[row] < T(1) ? T(1) : b[row]) * constant) : constant;
            to[row] = divide_rounded<Rounding::floor>(a[row], divisor);
            broken[row] = static_cast<std::uint8_t>(!(to[row] * divisor == a[row]));
        }
    });
    strict_states(machine, index, {&top, &below});
    mark_errors(machine, index, broken, RuntimeError::not_integer);
}

/// Squares its way up; nothing when the outcome would pass `bits`.
[[nodiscard]] bool raise(Wide base, std::int64_t exponent, std::size_t bits, Wide& out) {
    out = Wide(1);
    const Integer size = abs(base.integer());
    if (exponent == 0 || size <= 1) {
        out = exponent == 0 ? Wide(1) : (size == 0 || base.sign() > 0 || exponent % 2 != 0) ? base : Wide(1);
        return true;
    }
    if (static_cast<std::uint64_t>(exponent) > bits / msb(size == 1 ? Integer(2) : Integer(size << 1U))) {
        return false;
    }
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 != 0) {
            out *= base;
        }
        if (exponent > 1) {
            base *= base;
        }
    }
    return true;
}

void run_power(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& base = machine.operand(node, 0);
    const Register& exponent = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::wide, base.size);
    const auto* times = exponent.lanes<std::int64_t>();
    std::vector<std::uint8_t> broken(out.size, 0);
    for (std::size_t row = 0; row < out.size; ++row) {
        broken[row] = static_cast<std::uint8_t>(
            !raise(base.wides()[row], times[row], machine.plan.limits.number_bits, out.wides()[row]));
        if (broken[row] != 0) {
            out.wides()[row] = Wide(1);
        }
    }
    strict_states(machine, index, {&base, &exponent});
    mark_errors(machine, index, broken, RuntimeError::too_large);
}

}  // namespace

bool run_numbers(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::minimum:
        case Op::maximum: run_two(machine, index); return true;
        case Op::negate:
        case Op::absolute:
        case Op::scale_by: run_one(machine, index); return true;
        case Op::widen:
        case Op::narrow: run_resize(machine, index); return true;
        case Op::present:
        case Op::beside:
        case Op::guard: run_copy(machine, index); return true;
        case Op::stateless: run_stateless(machine, index); return true;
        case Op::divisor: run_divisor(machine, index); return true;
        case Op::divide_round:
        case Op::divide_round_constant: run_divide(machine, index); return true;
        case Op::whole: run_whole(machine, index); return true;
        case Op::power: run_power(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
