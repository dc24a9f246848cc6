#include "engine/plan/table_uses.h"

#include <algorithm>
#include <string>
#include <utility>

namespace huiqi {
namespace {

/// Tells whether two values are read out of the same registers in the same way.
[[nodiscard]] bool same_value(const PlanValue& left, const PlanValue& right) {
    return left.node == right.node && left.denominator == right.denominator && left.scale == right.scale &&
           left.constant == right.constant &&
           std::equal(left.parts.begin(), left.parts.end(), right.parts.begin(), right.parts.end(), same_value);
}

/// Makes one record of values.
[[nodiscard]] PlanValue record_of(const std::vector<PlanValue>& values) {
    PlanValue record;
    std::vector<RecordField> fields;
    for (const PlanValue& value : values) {
        fields.push_back({std::to_string(fields.size()), value.type});
        record.parts.push_back(value);
    }
    record.type = Type::record(std::move(fields));
    return record;
}

}  // namespace

void TableUses::add(std::uint32_t table, const std::vector<PlanValue>& columns, const std::vector<PlanValue>& matches,
                    std::vector<std::uint32_t> order) {
    std::vector<PlanValue> told = columns;
    told.insert(told.end(), matches.begin(), matches.end());
    uses_.push_back({.use = {.table = table, .depth = 0, .order = std::move(order), .seen = record_of(told)}});
}

void TableUses::add(IncentivePlan::Watch watch, const std::vector<PlanValue>& told) {
    uses_.push_back({.use = {.table = 0, .depth = 0, .order = {}, .seen = record_of(told)}, .watch = std::move(watch)});
}

void TableUses::add(IncentivePlan::Trace trace, const std::vector<PlanValue>& told) {
    trace.days = static_cast<std::uint32_t>(told.size() - 1);
    uses_.push_back({.use = {.table = 0, .depth = 0, .order = {}, .seen = record_of(told)}, .trace = std::move(trace)});
}

void TableUses::guard(std::size_t from, const PlanValue& taken) {
    for (std::size_t at = from; at < uses_.size(); ++at) {
        if (uses_[at].trace) {
            std::vector<PlanValue> told = uses_[at].use.seen.parts;
            told.push_back(taken);
            uses_[at].use.seen = record_of(told);
        }
    }
}

bool TableUses::traced_since(std::size_t from) const {
    return std::any_of(uses_.begin() + static_cast<std::ptrdiff_t>(std::min(from, uses_.size())), uses_.end(),
                       [](const Noted& one) { return one.trace.has_value(); });
}

void TableUses::listed(std::size_t use, PlanValue list) {
    uses_[use].use.seen = std::move(list);
    ++uses_[use].use.depth;
}

void TableUses::drop(std::size_t use) { uses_.erase(uses_.begin() + static_cast<std::ptrdiff_t>(use)); }

void TableUses::keep(std::size_t count) {
    if (count < uses_.size()) {
        uses_.erase(uses_.begin() + static_cast<std::ptrdiff_t>(count), uses_.end());
    }
}

PlanValue TableUses::shortened(const PlanValue& list) {
    return values_.part_of(list, ListPart::first, {numbers_.constant(Rational(kListed), Type::number())});
}

void TableUses::collect(const Plan& plan, IncentivePlan::TableUse& use) {
    if (use.depth != 0) {
        use.seen = shortened(use.seen);
    }
    for (TableIndex table = values_.table_of(use.seen); table != 0; table = plan.tables[table].parent) {
        PlanValue list = values_.of_node(plan.tables[table].segments, Type::list(use.seen.type));
        list.parts = {values_.in_table(use.seen, table)};
        list.element_table = table;
        use.seen = shortened(list);
        ++use.depth;
    }
}

std::vector<IncentivePlan::TableUse> TableUses::of_applications(const Plan& plan) {
    std::vector<IncentivePlan::TableUse> result;
    for (Noted& one : uses_) {
        if (!one.of_table()) {
            continue;
        }
        collect(plan, one.use);
        const bool known = std::any_of(result.begin(), result.end(), [&one](const IncentivePlan::TableUse& other) {
            return other.table == one.use.table && same_value(other.seen, one.use.seen);
        });
        if (!known) {
            result.push_back(std::move(one.use));
        }
    }
    std::erase_if(uses_, [](const Noted& one) { return one.of_table(); });
    return result;
}

std::vector<IncentivePlan::Trace> TableUses::traced(const Plan& plan) {
    std::vector<IncentivePlan::Trace> result;
    for (Noted& one : uses_) {
        if (!one.trace) {
            continue;
        }
        collect(plan, one.use);
        one.trace->depth = one.use.depth;
        one.trace->seen = std::move(one.use.seen);
        const bool known = std::any_of(result.begin(), result.end(), [&one](const IncentivePlan::Trace& other) {
            return other.place == one.trace->place && same_value(other.seen, one.trace->seen);
        });
        if (!known) {
            result.push_back(std::move(*one.trace));
        }
    }
    std::erase_if(uses_, [](const Noted& one) { return one.trace.has_value(); });
    return result;
}

std::vector<IncentivePlan::Watch> TableUses::watched(const Plan& plan) {
    std::vector<IncentivePlan::Watch> result;
    for (Noted& one : uses_) {
        if (!one.watch) {
            continue;
        }
        collect(plan, one.use);
        one.watch->depth = one.use.depth;
        one.watch->seen = std::move(one.use.seen);
        const bool known = std::any_of(result.begin(), result.end(), [&one](const IncentivePlan::Watch& other) {
            return other.place == one.watch->place && other.kind == one.watch->kind && same_value(other.seen, one.watch->seen);
        });
        if (!known) {
            result.push_back(std::move(*one.watch));
        }
    }
    std::erase_if(uses_, [](const Noted& one) { return one.watch.has_value(); });
    return result;
}

}  // namespace huiqi
