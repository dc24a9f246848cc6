#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/evaluate/machine.h"
#include "engine/evaluate/segment_states.h"
#include "engine/numeric/division.h"
#include "engine/numeric/wide.h"

namespace huiqi {
namespace {

/// A quotient of whole numbers with a positive denominator.
struct Quotient {
    Wide top;
    Wide below = Wide(1);
};

[[nodiscard]] Wide exactly(const Wide& value, const Wide& divisor) {
    return floor_div(value, divisor);
}

/// Sums over the least common denominator, so that a list of like quotients never grows.
[[nodiscard]] Quotient plus(const Quotient& left, const Quotient& right) {
    if (left.below == right.below) {
        return {.top = left.top + right.top, .below = left.below};
    }
    const Wide common = gcd(left.below, right.below);
    const Wide times = exactly(right.below, common);
    return {.top = left.top * times + right.top * exactly(left.below, common), .below = left.below * times};
}

[[nodiscard]] Quotient reduced(const Quotient& value) {
    const Wide common = gcd(value.top, value.below);
    return common == Wide(1) || common == Wide(0)
               ? value
               : Quotient{.top = exactly(value.top, common), .below = exactly(value.below, common)};
}

[[nodiscard]] bool less(const Quotient& left, const Quotient& right) {
    return left.top * right.below < right.top * left.below;
}

/// The lanes of one list.
class Lanes {
public:
    Lanes(const Register& top, const Register& below, const Register& list, std::size_t row)
        : top_(top.wides()),
          below_(below.wides()),
          start_(list.segments.starts[row]),
          size_(list.segments.lengths[row]) {}

    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
    [[nodiscard]] Quotient operator[](std::uint32_t at) const {
        const Wide& below = below_[start_ + at];
        return {.top = top_[start_ + at], .below = below.sign() > 0 ? below : Wide(1)};
    }

private:
    const Wide* top_;
    const Wide* below_;
    std::uint32_t start_;
    std::uint32_t size_;
};

[[nodiscard]] Quotient median(const Lanes& values) {
    std::vector<std::uint32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&values](std::uint32_t a, std::uint32_t b) { return less(values[a], values[b]); });
    const Quotient upper = values[order[order.size() / 2]];
    if (order.size() % 2 != 0) {
        return upper;
    }
    const Quotient both = plus(upper, values[order[order.size() / 2 - 1]]);
    return {.top = both.top, .below = both.below * Wide(2)};
}

[[nodiscard]] bool too_large(const Quotient& value, std::size_t bits) {
    return value.top.long_bits() > bits || value.below.long_bits() > bits;
}

/// Gives nothing when the outcome passes the limit.
[[nodiscard]] bool fold(Op op, const Lanes& values, std::size_t bits, Quotient& out) {
    if (op == Op::ratio_median) {
        out = median(values);
        return true;
    }
    out = op == Op::ratio_product ? Quotient{.top = Wide(1), .below = Wide(1)} : values[0];
    for (std::uint32_t at = 0; at < values.size(); ++at) {
        const Quotient next = values[at];
        switch (op) {
            case Op::ratio_product:
                out = reduced({.top = out.top * next.top, .below = out.below * next.below});
                break;
            case Op::ratio_minimum: out = less(next, out) ? next : out; break;
            default: out = less(out, next) ? next : out; break;
        }
        if (too_large(out, bits)) {
            return false;
        }
    }
    return true;
}

/// Sums quotients in 128 bits: those of one denominator as they come, the few sums at the end over a common
/// one.
class QuickSum {
public:
    /// Takes a quotient in; false when it needs more room than there is.
    [[nodiscard]] bool add(Int128 top, std::int64_t below) noexcept {
        for (std::size_t at = 0; at < count_; ++at) {
            if (parts_[at].below == below) {
                return !__builtin_add_overflow(parts_[at].top, top, &parts_[at].top);
            }
        }
        if (count_ == parts_.size()) {
            return false;
        }
        parts_[count_++] = {.top = top, .below = below};
        return true;
    }
    /// Gives the sum; nothing when it does not fit.
    [[nodiscard]] std::optional<Quotient> sum() const noexcept {
        Part all{.top = 0, .below = 1};
        for (std::size_t at = 0; at < count_; ++at) {
            const std::int64_t common = gcd(all.below, parts_[at].below);
            const std::int64_t times = parts_[at].below / common;
            Int128 left = 0;
            Int128 right = 0;
            if (__builtin_mul_overflow(all.top, static_cast<Int128>(times), &left) ||
                __builtin_mul_overflow(parts_[at].top, static_cast<Int128>(all.below / common), &right) ||
                __builtin_add_overflow(left, right, &all.top) ||
                __builtin_mul_overflow(all.below, times, &all.below)) {
                return std::nullopt;
            }
        }
        return Quotient{.top = Wide(all.top), .below = Wide(all.below)};
    }
    void clear() noexcept { count_ = 0; }

private:
    struct Part {
        Int128 top;
        std::int64_t below;
    };
    std::array<Part, 16> parts_;
    std::size_t count_ = 0;
};

template <class T>
[[nodiscard]] bool fits_quickly(const T& value) {
    if constexpr (std::is_same_v<T, Wide>) {
        return value.fits_int128();
    } else {
        return true;
    }
}

template <class T>
[[nodiscard]] Int128 quick_value(const T& value) {
    if constexpr (std::is_same_v<T, Wide>) {
        return value.int128();
    } else {
        return value;
    }
}

/// Sums the quotients of one list in 128 bits; nothing when they need more.
template <class Top, class Below>
[[nodiscard]] std::optional<Quotient> quick_sum(QuickSum& sum, const Top* top, const Below* below,
                                                std::uint32_t count) {
    sum.clear();
    for (std::uint32_t at = 0; at < count; ++at) {
        if (!fits_quickly(top[at]) || !fits_quickly(below[at])) {
            return std::nullopt;
        }
        const Int128 divisor = quick_value(below[at]);
        // a lane that is not known may hold any denominator
        const bool narrow = fits_int64(divisor);
        if (!narrow || !sum.add(quick_value(top[at]), divisor > 0 ? static_cast<std::int64_t>(divisor) : 1)) {
            return std::nullopt;
        }
    }
    return sum.sum();
}

template <class Top, class Below>
[[nodiscard]] std::optional<Quotient> slow_sum(const Top* top, const Below* below, std::uint32_t count,
                                               std::size_t bits) {
    Quotient sum;
    for (std::uint32_t at = 0; at < count; ++at) {
        const Wide divisor(below[at]);
        sum = plus(sum, {.top = Wide(top[at]), .below = divisor.sign() > 0 ? divisor : Wide(1)});
        if (too_large(sum, bits)) {
            return std::nullopt;
        }
    }
    return sum;
}

void run_sum(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    const Register& below = machine.operand(node, 1);
    const Register& list = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::ratio, list.size);
    QuickSum quick;
    with_numbers(top.kind, [&]<class Top>() {
        with_numbers(below.kind, [&]<class Below>() {
            for (std::size_t row = 0; row < out.size; ++row) {
                const std::array<Cause, 2> states{segment_state(machine, index, top, list, row),
                                                  segment_state(machine, index, below, list, row)};
                Cause state = strict(machine.causes, states, index);
                const std::uint32_t count = state == kKnown ? list.segments.lengths[row] : 0;
                const std::uint32_t start = count == 0 ? 0 : list.segments.starts[row];
                std::optional<Quotient> sum =
                    quick_sum(quick, lanes<Top>(top) + start, lanes<Below>(below) + start, count);
                if (!sum) {
                    sum = slow_sum(lanes<Top>(top) + start, lanes<Below>(below) + start, count,
                                   machine.plan.limits.number_bits);
                }
                state = sum ? state : machine.causes.error(RuntimeError::too_large, index);
                out.ratios.numerators[row] = sum ? std::move(sum->top) : Wide();
                out.ratios.denominators[row] = sum ? std::move(sum->below) : Wide(1);
                if (state != kKnown) {
                    out.need_states()[row] = state;
                }
            }
        });
    });
}

void run_fold(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    const Register& below = machine.operand(node, 1);
    const Register& list = machine.operand(node, 2);
    const bool needs_one = node.op != Op::ratio_product;
    Register& out = machine.registers[index];
    out.prepare(LaneKind::ratio, list.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        std::array<Cause, 2> states{segment_state(machine, index, top, list, row),
                                    segment_state(machine, index, below, list, row)};
        Cause state = strict(machine.causes, states, index);
        Quotient value;
        if (state == kKnown && needs_one && list.segments.lengths[row] == 0) {
            state = machine.causes.error(RuntimeError::empty_list, index);
        } else if (state == kKnown &&
                   !fold(node.op, Lanes(top, below, list, row), machine.plan.limits.number_bits, value)) {
            state = machine.causes.error(RuntimeError::too_large, index);
            value = {};
        }
        out.ratios.numerators[row] = value.top;
        out.ratios.denominators[row] = value.below;
        if (state != kKnown) {
            out.need_states()[row] = state;
        }
    }
}

void run_running(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    const Register& below = machine.operand(node, 1);
    const Register& list = machine.operand(node, 2);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::ratio, top.size);
    for (std::size_t row = 0; row < list.size; ++row) {
        const Lanes values(top, below, list, row);
        Quotient sum;
        Cause state = kKnown;
        for (std::uint32_t at = 0; at < values.size(); ++at) {
            const std::size_t element = list.segments.starts[row] + at;
            const std::array<Cause, 3> states{state, top.state(element), below.state(element)};
            state = strict(machine.causes, states, index);
            if (state == kKnown) {
                sum = plus(sum, values[at]);
                if (too_large(sum, machine.plan.limits.number_bits)) {
                    state = machine.causes.error(RuntimeError::too_large, index);
                }
            }
            out.ratios.numerators[element] = state == kKnown ? sum.top : Wide();
            out.ratios.denominators[element] = state == kKnown ? sum.below : Wide(1);
            if (state != kKnown) {
                out.need_states()[element] = state;
            }
        }
    }
}

void run_reduced(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    const Register& below = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::ratio, top.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        const Wide& divisor = below.wides()[row];
        const Quotient value =
            reduced({.top = top.wides()[row], .below = divisor.sign() > 0 ? divisor : Wide(1)});
        out.ratios.numerators[row] = value.top;
        out.ratios.denominators[row] = value.below;
    }
    strict_states(machine, index, {&top, &below}, true);
}

void run_part(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::wide, from.size);
    const std::vector<Wide>& part =
        node.op == Op::numerator ? from.ratios.numerators : from.ratios.denominators;
    std::copy_n(part.begin(), out.size, out.wides());
    if (node.op == Op::numerator) {
        strict_states(machine, index, {&from}, true);
        return;
    }
    for (std::size_t row = 0; row < from.states.size(); ++row) {
        out.wides()[row] = from.states[row] == kKnown ? out.wides()[row] : Wide(1);
    }
}

}  // namespace

bool run_ratios(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::ratio_sum: run_sum(machine, index); return true;
        case Op::ratio_minimum:
        case Op::ratio_maximum:
        case Op::ratio_product:
        case Op::ratio_median: run_fold(machine, index); return true;
        case Op::ratio_running_sum: run_running(machine, index); return true;
        case Op::ratio_reduced: run_reduced(machine, index); return true;
        case Op::numerator:
        case Op::denominator: run_part(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
