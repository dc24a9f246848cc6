#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include "engine/evaluate/lane_loops.h"
#include "engine/evaluate/machine.h"
#include "engine/numeric/divide_column.h"
#include "engine/numeric/division.h"

namespace huiqi {
namespace {

/// Arithmetic of 64-bit lanes wraps where a row is not known and its lanes pass their bounds: nobody looks there.
template <class T>
inline constexpr bool kWraps = std::is_same_v<T, std::int64_t>;

struct Sum {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& y) const {
        if constexpr (kWraps<T>) {
            return static_cast<T>(static_cast<std::uint64_t>(x) + static_cast<std::uint64_t>(y));
        } else {
            return x + y;
        }
    }
};

struct Difference {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& y) const {
        if constexpr (kWraps<T>) {
            return static_cast<T>(static_cast<std::uint64_t>(x) - static_cast<std::uint64_t>(y));
        } else {
            return x - y;
        }
    }
};

struct Product {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& y) const {
        if constexpr (kWraps<T>) {
            return static_cast<T>(static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y));
        } else {
            return x * y;
        }
    }
};

struct Lesser {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& y) const { return y < x ? y : x; }
};

struct Greater {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& y) const { return x < y ? y : x; }
};

struct Negative {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& /*none*/) const { return Difference()(T(0), x); }
};

struct Size {
    template <class T>
    [[gnu::always_inline]] T operator()(const T& x, const T& /*none*/) const {
        return x < T(0) ? Difference()(T(0), x) : x;
    }
};

template <class T>
void combine(Op op, const Register& left, const Register& right, Register& out) {
    T* const to = lanes<T>(out);
    switch (op) {
        case Op::add: combine_lanes<T>(left, right, to, out.size, Sum()); return;
        case Op::subtract: combine_lanes<T>(left, right, to, out.size, Difference()); return;
        case Op::multiply: combine_lanes<T>(left, right, to, out.size, Product()); return;
        case Op::minimum: combine_lanes<T>(left, right, to, out.size, Lesser()); return;
        default: combine_lanes<T>(left, right, to, out.size, Greater()); return;
    }
}

void run_two(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(node.kind, left.size);
    if (node.kind == LaneKind::date || node.kind == LaneKind::code) {   // the earlier day, the lower name
        combine<std::int32_t>(node.op, left, right, out);
    } else {
        with_numbers(node.kind, [&]<class T>() { combine<T>(node.op, left, right, out); });
    }
    strict_states(machine, index, {&left, &right});
}

void run_one(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, from.size);
    with_numbers(node.kind, [&]<class T>() {
        const T factor = whole_constant<T>(node.immediate);
        switch (node.op) {
            case Op::negate: change_lanes(lanes<T>(from), factor, lanes<T>(out), out.size, Negative()); return;
            case Op::absolute: change_lanes(lanes<T>(from), factor, lanes<T>(out), out.size, Size()); return;
            default: change_lanes(lanes<T>(from), factor, lanes<T>(out), out.size, Product()); return;
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
            const From* const a = lanes<From>(from);
            To* const to = lanes<To>(out);
            const std::size_t rows = out.size;
            for (std::size_t row = 0; row < rows; ++row) {
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
        if (out.size == 0 || std::memchr(fine, 0, out.size) == nullptr) {
            return;
        }
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

/// Gives the greatest magnitude that the bounds of a node allow; requires int64 lanes.
[[nodiscard]] std::uint64_t reach_of(const Node& node) {
    const Integer reach = std::max(Integer(abs(*node.low)), Integer(abs(*node.high)));
    return static_cast<std::uint64_t>(to_int64(reach));
}

void run_divide_constant(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Node& above = machine.plan.nodes[node.operands[0]];
    const Register& top = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, top.size);
    if (node.kind == LaneKind::int64 && above.low && above.high) {
        const ColumnDivision division(to_int64(node.immediate), node.rounding, reach_of(above), *above.low >= 0);
        division(top.lanes<std::int64_t>(), out.lanes<std::int64_t>(), out.size);
    } else {
        with_numbers(node.kind, [&]<class T>() {
            with_rounding(node.rounding, [&]<Rounding mode>() {
                const T divisor = whole_constant<T>(node.immediate);
                const T* const a = lanes<T>(top);
                T* const to = lanes<T>(out);
                const std::size_t rows = out.size;
                for (std::size_t row = 0; row < rows; ++row) {
                    to[row] = divide_rounded<mode>(a[row], divisor);
                }
            });
        });
    }
    strict_states(machine, index, {&top});
}

void run_divide(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(node.kind, top.size);
    with_numbers(node.kind, [&]<class T>() {
        with_rounding(node.rounding, [&]<Rounding mode>() {
            const T* const a = lanes<T>(top);
            const T* const b = lanes<T>(machine.operand(node, 1));
            T* const to = lanes<T>(out);
            const std::size_t rows = out.size;
            for (std::size_t row = 0; row < rows; ++row) {
                // a lane that is not known may hold any denominator
                to[row] = divide_rounded<mode>(a[row], b[row] < T(1) ? T(1) : b[row]);
            }
        });
    });
    strict_states(machine, index, {&top, &machine.operand(node, 1)});
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
        case Op::divide_round: run_divide(machine, index); return true;
        case Op::divide_round_constant: run_divide_constant(machine, index); return true;
        case Op::whole: run_whole(machine, index); return true;
        case Op::power: run_power(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
