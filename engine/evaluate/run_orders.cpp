#include <algorithm>
#include <array>
#include <numeric>

#include "engine/evaluate/former.h"
#include "engine/evaluate/machine.h"

namespace huiqi {
namespace {

template <class T>
[[nodiscard]] int sign_of(const T& left, const T& right) {
    return left < right ? -1 : right < left ? 1 : 0;
}

/// Gives -1, 0 or 1 for two lanes of a key.
[[nodiscard]] int compared(const Register& key, std::uint32_t left, std::uint32_t right) {
    if (key.kind == LaneKind::ratio) {
        return sign_of(key.ratios.numerators[left] * key.ratios.denominators[right],
                       key.ratios.numerators[right] * key.ratios.denominators[left]);
    }
    int sign = 0;
    with_lanes(key.kind, [&]<class T>() { sign = sign_of(lanes<T>(key)[left], lanes<T>(key)[right]); });
    return sign;
}

/// The order is known when every key of every element is: the list's own state, else the first error among the keys, all
/// unknowns, R08 for an absent one.
[[nodiscard]] Cause order_state(Machine& machine, NodeIndex index, std::size_t row, std::vector<Cause>& states) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    if (list.state(row) != kKnown) {
        const Cause own = list.state(row);
        return strict(machine.causes, std::span(&own, 1), index);
    }
    states.clear();
    for (std::size_t key = 1; key < node.operands.size(); ++key) {
        const Register& column = machine.operand(node, key);
        for (std::uint32_t at = 0; !column.all_known() && at < list.segments.lengths[row]; ++at) {
            states.push_back(column.state(list.segments.starts[row] + at));
        }
    }
    return strict(machine.causes, states, index);
}

void run_sorted(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    const int direction = node.aux == 0 ? 1 : -1;
    // elements that agree in all keys keep their places, so the place is the last key
    const auto before = [&](std::uint32_t left, std::uint32_t right) {
        for (std::size_t key = 1; key < node.operands.size(); ++key) {
            if (const int sign = compared(machine.operand(node, key), left, right); sign != 0) {
                return sign * direction < 0;
            }
        }
        return left < right;
    };
    Register& out = machine.registers[index];
    Former former(machine, index, list.size);
    std::vector<std::uint32_t> order;
    std::vector<Cause> states;
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        const Cause state = order_state(machine, index, row, states);
        order.resize(state == kKnown ? list.segments.lengths[row] : 0);
        std::iota(order.begin(), order.end(), list.segments.starts[row]);
        std::sort(order.begin(), order.end(), before);
        for (const std::uint32_t element : order) {
            former.add(0, element);
        }
        set_state(out, row, state);
    }
}

/// The part of a list that is asked for: places [first, end) from 0.
struct Stretch {
    std::int64_t first = 0;
    std::int64_t end = 0;
    bool wrong = false;   ///< no such part of any list
};

[[nodiscard]] Stretch stretch(ListPart part, std::int64_t length, std::int64_t one, std::int64_t other) {
    switch (part) {
        case ListPart::first: return {.first = 0, .end = std::min(one, length), .wrong = one < 0};
        case ListPart::last: return {.first = length - std::min(one, length), .end = length, .wrong = one < 0};
        case ListPart::from:
        case ListPart::from_with_length: break;
    }
    const std::int64_t first = one > 0 ? std::min(one - 1, length) : length + one;
    const std::int64_t count = part == ListPart::from ? length : other;
    return {.first = first, .end = first + std::min(count, length - first), .wrong = one == 0 || first < 0 || count < 0};
}

void run_part(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& list = machine.operand(node, 0);
    const Register& one = machine.operand(node, 1);
    const Register& other = machine.operand(node, node.operands.size() - 1);
    Register& out = machine.registers[index];
    Former former(machine, index, list.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        former.begin(row);
        const std::array<Cause, 3> states{list.state(row), one.state(row), other.state(row)};
        Cause state = strict(machine.causes, states, index);
        if (state == kKnown) {
            const Stretch kept = stretch(static_cast<ListPart>(node.aux), list.segments.lengths[row],
                                         one.lanes<std::int64_t>()[row], other.lanes<std::int64_t>()[row]);
            state = kept.wrong ? machine.causes.error(RuntimeError::argument_range, index) : kKnown;
            for (std::int64_t at = kept.first; !kept.wrong && at < kept.end; ++at) {
                former.add(0, static_cast<std::uint32_t>(list.segments.starts[row] + at));
            }
        }
        set_state(out, row, state);
    }
}

}  // namespace

bool run_orders(Machine& machine, NodeIndex index) {
    switch (machine.plan.nodes[index].op) {
        case Op::segments_sorted: run_sorted(machine, index); return true;
        case Op::segments_part: run_part(machine, index); return true;
        default: return false;
    }
}

}  // namespace huiqi
