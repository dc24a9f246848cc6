#include "engine/evaluate/evaluator.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/machine.h"
#include "engine/evaluate/share_memory.h"
#include "engine/numeric/work.h"

namespace huiqi {
namespace {

/// Kernels of one subject; false when the operation is not its own.
using Subject = bool (*)(Machine&, NodeIndex);

constexpr std::array<Subject, 12> kSubjects{run_inputs, run_numbers, run_logic,      run_dates,  run_tables,
                                            run_moves,  run_lists,   run_orders,     run_reductions, run_ratios, run_folds,
                                            run_texts};

/// Lets the kernel of a node run; false when it gave up on numbers too long to go on with.
[[nodiscard]] bool finish(Machine& machine, NodeIndex index, Subject& subject) {
    try {
        if (subject == nullptr) {
            const auto* const own = std::find_if(kSubjects.begin(), kSubjects.end(),
                                                 [&](Subject one) { return one(machine, index); });
            expect(own != kSubjects.end(), "every operation has a kernel");
            subject = *own;
        } else {
            (void)subject(machine, index);
        }
        return true;
    } catch (const WorkSpent&) {
        return false;
    }
}

/// Gives a node whose kernel gave up its lanes, all of them harmless.
void empty_lanes(Machine& machine, NodeIndex index) {
    const Node& node = machine.plan.nodes[index];
    Register& out = machine.registers[index];
    out.prepare(node.kind, machine.rows[node.table]);
    if (node.kind != LaneKind::segments && node.kind != LaneKind::ratio) {
        with_lanes(node.kind, [&]<class T>() { std::fill_n(lanes<T>(out), out.size, T{}); });
    }
}

/// Runs a node. `subject` remembers whose it was, for the next run. False when it made more than one application may, or
/// did more work, while there are several.
[[nodiscard]] bool execute(Machine& machine, NodeIndex index, Subject& subject) {
    machine.running = index;
    machine.work.open(index);
    const bool finished = finish(machine, index, subject);
    const bool worked = machine.work.close(index);
    bool too_much = machine.overfull || !finished;
    if (worked || too_much) [[unlikely]] {
        if (machine.rows[0] > 1 && (too_much || machine.work.much())) {
            return false;
        }
        if (!finished) {
            empty_lanes(machine, index);
        }
        too_much = too_much || machine.work.too_much(index);
    }
    const Register& out = machine.registers[index];
    expect(out.size == machine.rows[machine.plan.nodes[index].table], "a register has a lane for each row of its space");
    if (too_much) {
        refuse(machine, index);
        machine.overfull = false;
    }
    if (out.kind == LaneKind::segments && machine.forms[index] != 0) {
        machine.rows[machine.forms[index]] = out.segments.total;
        machine.made[index] += out.segments.total;
    }
    return true;
}

/// Nodes that run once for each element of the longest list.
struct Loop {
    NodeIndex first = 0;                ///< a fold_element
    NodeIndex last = 0;                 ///< its fold_step
    std::vector<TableIndex> tables;     ///< row spaces of lists that its rounds go through
};

[[nodiscard]] Loop loop_to(const Plan& plan, NodeIndex step) {
    Loop loop{.first = plan.nodes[step].operands[0], .last = step, .tables = {}};
    for (NodeIndex index = loop.first; index < step; ++index) {
        const TableIndex table = plan.nodes[index].table;
        const bool known = std::find(loop.tables.begin(), loop.tables.end(), table) != loop.tables.end();
        if (table != 0 && plan.nodes[index].op != Op::fold_collected && !known) {
            loop.tables.push_back(table);
        }
    }
    return loop;
}

/// Counts the elements of lists that a round went through; false where there were more than one application may ask for,
/// or more work.
[[nodiscard]] bool may_go_on(Machine& machine, const Loop& loop) {
    return !machine.work.too_much(loop.last) && std::all_of(loop.tables.begin(), loop.tables.end(), [&](TableIndex table) {
        return machine.make(loop.last, machine.rows[table], machine.plan.limits.loop_elements);
    });
}

/// Makes of all that a loop leaves the error R09.
void break_off(Machine& machine, const Loop& loop) {
    machine.overfull = false;
    const std::vector<NodeIndex>& operands = machine.plan.nodes[loop.last].operands;
    for (std::size_t at = 2; at < operands.size(); at += 2) {
        refuse(machine, operands[at]);
    }
}

/// Makes the columns of a loop that has no round: empty, and in their lanes all the same.
[[nodiscard]] bool make_columns(Machine& machine, const Loop& loop, std::vector<Subject>& subjects) {
    for (NodeIndex index = loop.first; index < loop.last; ++index) {
        if (machine.plan.nodes[index].op == Op::fold_collected && !execute(machine, index, subjects[index])) {
            return false;
        }
    }
    return true;
}

/// Runs a loop; false as `execute`.
[[nodiscard]] bool run_loop(Machine& machine, const Loop& loop, std::vector<Subject>& subjects) {
    const Register& list = machine.operand(machine.plan.nodes[loop.first], 0);
    std::uint32_t rounds = 0;
    for (std::size_t row = 0; row < list.size; ++row) {
        rounds = list.state(row) == kKnown ? std::max(rounds, list.segments.lengths[row]) : rounds;
    }
    machine.round = 0;
    if (rounds == 0) {
        return make_columns(machine, loop, subjects);
    }
    for (; machine.round < rounds; ++machine.round) {
        for (NodeIndex index = loop.first; index <= loop.last; ++index) {
            if (!execute(machine, index, subjects[index])) {
                return false;
            }
        }
        if (!may_go_on(machine, loop)) {
            if (machine.rows[0] > 1) {
                return false;
            }
            break_off(machine, loop);
            break;
        }
    }
    return true;
}

}  // namespace

struct Evaluator::Impl {
    Impl(std::shared_ptr<const Plan> compiled, RegisterMemory memory) : plan(std::move(compiled)), machine(*plan) {
        machine.registers.resize(plan->nodes.size());
        machine.rows.resize(plan->tables.size());
        machine.batch_rows.resize(plan->tables.size());
        machine.forms.resize(plan->nodes.size(), 0);
        subjects.resize(plan->nodes.size(), nullptr);
        if (memory == RegisterMemory::lent) {
            shared = share_memory(*plan, machine.registers);
        }
        for (NodeIndex node = 0; node < plan->nodes.size(); ++node) {
            if (plan->nodes[node].op == Op::fold_step) {
                loops.push_back(loop_to(*plan, node));
            }
        }
        for (TableIndex table = 1; table < plan->tables.size(); ++table) {
            if (plan->tables[table].segments != kNoNode) {
                machine.forms[plan->tables[table].segments] = table;
            }
        }
    }

    [[nodiscard]] bool attempt(const Batch& batch, std::size_t first, std::size_t count);
    [[nodiscard]] Value read(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value read_known(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value read_list(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value read_number(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value in_state(Cause cause) const;

    std::shared_ptr<const Plan> plan;
    std::vector<std::unique_ptr<LaneMemory>> shared;   ///< outlives the registers that use it
    Machine machine;
    std::vector<Subject> subjects;                     ///< of each node, once it has run
    std::vector<Loop> loops;                           ///< in order
    std::size_t fitting = std::numeric_limits<std::size_t>::max();   ///< rows that are tried at once
};

namespace {

[[nodiscard]] Integer whole(const Register& from, std::size_t row) {
    Integer result;
    with_numbers(from.kind, [&]<class T>() {
        if constexpr (std::is_same_v<T, Wide>) {
            result = lanes<T>(from)[row].integer();
        } else {
            result = to_integer(lanes<T>(from)[row]);
        }
    });
    return result;
}

}  // namespace

Value Evaluator::Impl::in_state(Cause cause) const {
    if (cause == kAbsent) {
        return Value::absent();
    }
    if (machine.causes.is_error(cause)) {
        return Value::failed(machine.causes.code(cause));
    }
    std::set<std::string> names;
    for (const std::uint32_t column : machine.causes.columns(cause)) {
        names.insert(plan->columns[column].name);
    }
    return Value::unknown({names.begin(), names.end()});
}

Value Evaluator::Impl::read_list(const PlanValue& value, std::size_t row) const {
    const Register& list = machine.registers[value.node];
    Value::List elements;
    for (std::uint32_t at = 0; at < list.segments.lengths[row]; ++at) {
        elements.push_back(read(value.parts[0], list.segments.starts[row] + at));
    }
    return Value::list(std::move(elements));
}

Value Evaluator::Impl::read_number(const PlanValue& value, std::size_t row) const {
    Rational number = Rational(whole(machine.registers[value.node], row)) * value.scale;
    if (value.denominator != kNoNode) {
        const Register& below = machine.registers[value.denominator];
        if (below.state(row) != kKnown) {
            return in_state(below.state(row));
        }
        number /= Rational(whole(below, row));
    }
    return Value::of(number);
}

Value Evaluator::Impl::read_known(const PlanValue& value, std::size_t row) const {
    const Register& from = machine.registers[value.node];
    switch (from.kind) {
        case LaneKind::boolean: return Value::of(from.lanes<std::uint8_t>()[row] != 0);
        case LaneKind::date: return Value::of(Date::from_days(from.lanes<std::int32_t>()[row]));
        case LaneKind::code: return Value::enumerated(from.lanes<std::int32_t>()[row]);
        case LaneKind::text: return Value::of(std::string(from.lanes<std::string_view>()[row]));
        case LaneKind::segments: return read_list(value, row);
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return read_number(value, row);
        case LaneKind::index:
        case LaneKind::ratio: break;
    }
    expect(false, "a value is read from lanes that hold values");
    return {};
}

Value Evaluator::Impl::read(const PlanValue& value, std::size_t row) const {
    if (value.constant) {
        return *value.constant;
    }
    if (value.node != kNoNode) {
        // a value that stands in an outer row space is the same for all rows below; results stand in the applications'
        const Cause state = machine.registers[value.node].state(row);
        return state == kKnown ? read_known(value, row) : in_state(state);
    }
    if (value.type.is(TypeKind::interval) && value.parts.size() == 4) {
        IntervalValue interval;
        const Value low = read(value.parts[0], row);
        const Value high = read(value.parts[1], row);
        interval.low = low.state() == State::absent ? std::nullopt : std::optional(low);
        interval.high = high.state() == State::absent ? std::nullopt : std::optional(high);
        interval.low_included = read(value.parts[2], row).boolean();
        interval.high_included = read(value.parts[3], row).boolean();
        return Value::interval(std::move(interval));
    }
    Value::List fields;
    for (const PlanValue& part : value.parts) {
        fields.push_back(read(part, row));
    }
    return value.parts.empty() ? Value::absent() : Value::record(std::move(fields));
}

Evaluator::Evaluator(std::shared_ptr<const Plan> plan, RegisterMemory memory)
    : impl_(std::make_unique<Impl>(std::move(plan), memory)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

/// Runs the plan over some rows; false when together they made more than it may hold.
bool Evaluator::Impl::attempt(const Batch& batch, std::size_t first, std::size_t count) {
    const WorkLimit limit(plan->limits.work, plan->limits.number_bits);
    machine.begin(batch, first, count);
    auto loop = loops.begin();
    for (NodeIndex index = 0; index < plan->nodes.size(); ++index) {
        const bool opens = loop != loops.end() && loop->first == index;
        if (!(opens ? run_loop(machine, *loop, subjects) : execute(machine, index, subjects[index]))) {
            return false;
        }
        index = opens ? (loop++)->last : index;
    }
    return true;
}

std::size_t Evaluator::run_some(const Batch& batch, std::size_t first, std::size_t count) {
    std::size_t rows = std::min(count, impl_->fitting);
    while (!impl_->attempt(batch, first, rows)) {
        // the limits are those of one application: several that stay below them together do so alone. Work takes its
        // time until it is too much, so there it goes down in larger steps
        rows = impl_->machine.work.much() ? std::max<std::size_t>(rows / 16, 1) : (rows + 1) / 2;
        impl_->fitting = rows;
    }
    const std::vector<std::size_t>& made = impl_->machine.made;
    const PlanLimits& limits = impl_->plan->limits;
    if (impl_->fitting <= rows && 4 * *std::max_element(made.begin(), made.end()) < limits.made_elements &&
        4 * impl_->machine.work.total() < limits.work) {
        impl_->fitting = 2 * rows;
    }
    return rows;
}

void Evaluator::run(const Batch& batch, std::size_t first, std::size_t count) {
    expect(run_some(batch, first, count) == count, "these applications are small enough to be evaluated at once");
}

const Plan& Evaluator::plan() const noexcept { return *impl_->plan; }
std::size_t Evaluator::rows() const noexcept { return impl_->machine.rows[0]; }
const Register& Evaluator::operator[](NodeIndex node) const { return impl_->machine.registers[node]; }
const Causes& Evaluator::causes() const noexcept { return impl_->machine.causes; }
Value Evaluator::read(const PlanValue& value, std::size_t row) const { return impl_->read(value, row); }

}  // namespace huiqi
