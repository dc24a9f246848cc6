#include "engine/evaluate/evaluator.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/machine.h"
#include "engine/evaluate/share_memory.h"

namespace huiqi {
namespace {

/// Kernels of one subject; false when the operation is not its own.
using Subject = bool (*)(Machine&, NodeIndex);

constexpr std::array<Subject, 11> kSubjects{run_inputs, run_numbers, run_logic,      run_dates,  run_tables,
                                            run_moves,  run_lists,   run_orders, run_reductions, run_ratios, run_texts};

/// Runs a node. `subject` remembers whose it was, for the next run.
void execute(Machine& machine, NodeIndex index, Subject& subject) {
    if (subject == nullptr) {
        const auto* const own = std::find_if(kSubjects.begin(), kSubjects.end(),
                                             [&](Subject one) { return one(machine, index); });
        expect(own != kSubjects.end(), "every operation has a kernel");
        subject = *own;
    } else {
        (void)subject(machine, index);
    }
    const Register& out = machine.registers[index];
    expect(out.size == machine.rows[machine.plan.nodes[index].table], "a register has a lane for each row of its space");
    if (out.kind == LaneKind::segments && machine.forms[index] != 0) {
        machine.rows[machine.forms[index]] = out.segments.total;
    }
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
        for (TableIndex table = 1; table < plan->tables.size(); ++table) {
            if (plan->tables[table].segments != kNoNode) {
                machine.forms[plan->tables[table].segments] = table;
            }
        }
    }

    [[nodiscard]] Value read(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value read_known(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value read_list(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value read_number(const PlanValue& value, std::size_t row) const;
    [[nodiscard]] Value in_state(Cause cause) const;

    std::shared_ptr<const Plan> plan;
    std::vector<std::unique_ptr<LaneMemory>> shared;   ///< outlives the registers that use it
    Machine machine;
    std::vector<Subject> subjects;                     ///< of each node, once it has run
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

void Evaluator::run(const Batch& batch, std::size_t first, std::size_t count) {
    Machine& machine = impl_->machine;
    machine.batch = &batch;
    machine.causes.clear();
    machine.characters.release();
    machine.rows.assign(machine.rows.size(), 0);
    machine.rows[0] = count;
    machine.batch_rows[0] = {.first = first, .count = count};
    for (NodeIndex index = 0; index < machine.plan.nodes.size(); ++index) {
        execute(machine, index, impl_->subjects[index]);
    }
}

const Plan& Evaluator::plan() const noexcept { return *impl_->plan; }
std::size_t Evaluator::rows() const noexcept { return impl_->machine.rows[0]; }
const Register& Evaluator::operator[](NodeIndex node) const { return impl_->machine.registers[node]; }
const Causes& Evaluator::causes() const noexcept { return impl_->machine.causes; }
Value Evaluator::read(const PlanValue& value, std::size_t row) const { return impl_->read(value, row); }

}  // namespace huiqi
