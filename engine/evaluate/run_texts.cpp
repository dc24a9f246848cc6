#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "engine/calendar/date.h"
#include "engine/data/credit_code.h"
#include "engine/diagnostic/text.h"
#include "engine/evaluate/machine.h"
#include "engine/language/letter_case.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/work.h"

namespace huiqi {
namespace {

using Text = std::string_view;

/// Gives `length` code points from the one at `start` (from 1; negative from the end).
[[nodiscard]] Text part_of(Text text, std::int64_t start, std::int64_t length) {
    const auto size = static_cast<std::int64_t>(code_point_count(text));
    const std::int64_t first = start > 0 ? start - 1 : size + start;
    if (start == 0 || first < 0 || first >= size || length <= 0) {
        return {};
    }
    std::size_t begin = 0;
    for (std::int64_t at = 0; at < first; ++at) {
        (void)next_code_point(text, begin);
    }
    std::size_t end = begin;
    for (std::int64_t at = 0; at < std::min(length, size - first); ++at) {
        (void)next_code_point(text, end);
    }
    return text.substr(begin, end - begin);
}

void run_part(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    const Register& start = machine.operand(node, 1);
    const bool bounded = node.operands.size() > 2;
    const Register& length = machine.operand(node, bounded ? 2 : 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::text, from.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        const std::int64_t most = bounded ? length.lanes<std::int64_t>()[row] : std::int64_t{1} << 40U;
        out.lanes<Text>()[row] = part_of(from.lanes<Text>()[row], start.lanes<std::int64_t>()[row], most);
    }
    strict_states(machine, index, {&from, &start, &length});
}

template <class Test>
void run_test(Machine& machine, NodeIndex index, Test test) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, node.operands.size() > 1 ? 1 : 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::boolean, left.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        out.lanes<std::uint8_t>()[row] = static_cast<std::uint8_t>(test(left.lanes<Text>()[row], right.lanes<Text>()[row]));
    }
    strict_states(machine, index, {&left, &right});
}

/// Makes a text of each lane of the first operand.
template <class Make>
void run_made(Machine& machine, NodeIndex index, Make make) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::text, from.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        out.lanes<Text>()[row] = from.state(row) == kKnown ? machine.keep(make(row)) : Text();
    }
    strict_states(machine, index, {&from});
}

void run_joined(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& left = machine.operand(node, 0);
    const Register& right = machine.operand(node, 1);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::text, left.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        const Text a = left.lanes<Text>()[row];
        const Text b = right.lanes<Text>()[row];
        const std::span<char> to = machine.room(a.size() + b.size());
        std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), to.begin()));
        out.lanes<Text>()[row] = Text(to.data(), to.size());
    }
    strict_states(machine, index, {&left, &right});
}

void run_number(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& top = machine.operand(node, 0);
    const bool quotient = node.operands.size() > 1;
    const Register& below = machine.operand(node, quotient ? 1 : 0);
    const Rational& scale = machine.plan.scales[node.aux];
    Register& out = machine.registers[index];
    out.prepare(LaneKind::text, top.size);
    strict_states(machine, index, {&top, &below});
    for (std::size_t row = 0; row < out.size; ++row) {
        if (out.state(row) != kKnown) {
            out.lanes<Text>()[row] = {};
            continue;
        }
        const std::size_t words = top.wides()[row].words() + (quotient ? below.wides()[row].words() : 0);
        if (words > 4) {
            spend_work(work_for_gcd(words, words) + 2 * work_to_write(words));
        }
        const Rational value = Rational(top.wides()[row].integer()) * scale;
        out.lanes<Text>()[row] =
            machine.keep(decimal_text(quotient ? Rational(value / Rational(below.wides()[row].integer())) : value));
    }
}

void run_length(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const Register& from = machine.operand(node, 0);
    Register& out = machine.registers[index];
    out.prepare(LaneKind::int64, from.size);
    for (std::size_t row = 0; row < out.size; ++row) {
        out.lanes<std::int64_t>()[row] = static_cast<std::int64_t>(code_point_count(from.lanes<Text>()[row]));
    }
    strict_states(machine, index, {&from});
}

}  // namespace

bool run_texts(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    const auto from = [&]() -> const Register& { return machine.operand(node, 0); };
    switch (node.op) {
        case Op::text_join_two: run_joined(machine, index); return true;
        case Op::text_length: run_length(machine, index); return true;
        case Op::text_part: run_part(machine, index); return true;
        case Op::text_contains:
            run_test(machine, index, [](Text a, Text b) { return a.find(b) != Text::npos; });
            return true;
        case Op::text_starts: run_test(machine, index, [](Text a, Text b) { return a.starts_with(b); }); return true;
        case Op::text_ends: run_test(machine, index, [](Text a, Text b) { return a.ends_with(b); }); return true;
        case Op::text_valid_uscc:
            run_test(machine, index, [](Text a, Text /*same*/) { return valid_credit_code(a); });
            return true;
        case Op::text_upper:
            run_made(machine, index, [&](std::size_t row) { return upper_case(from().lanes<Text>()[row]); });
            return true;
        case Op::text_lower:
            run_made(machine, index, [&](std::size_t row) { return lower_case(from().lanes<Text>()[row]); });
            return true;
        case Op::text_of_number: run_number(machine, index); return true;
        case Op::text_of_code:
            run_made(machine, index, [&](std::size_t row) -> Text {
                return machine.plan.names[node.aux][static_cast<std::size_t>(from().lanes<std::int32_t>()[row])];
            });
            return true;
        case Op::text_of_date:
            run_made(machine, index, [&](std::size_t row) { return Date::from_days(from().lanes<std::int32_t>()[row]).text(); });
            return true;
        case Op::text_of_boolean:
            run_made(machine, index, [&](std::size_t row) -> Text { return from().lanes<std::uint8_t>()[row] != 0 ? "true" : "false"; });
            return true;
        default: return false;
    }
}

}  // namespace huiqi
