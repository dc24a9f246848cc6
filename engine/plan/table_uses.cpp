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

}  // namespace

void TableUses::add(std::uint32_t table, const std::vector<PlanValue>& columns, const std::vector<PlanValue>& matches,
                    std::vector<std::uint32_t> order) {
    PlanValue record;
    std::vector<RecordField> fields;
    for (const std::vector<PlanValue>* values : {&columns, &matches}) {
        for (const PlanValue& value : *values) {
            fields.push_back({std::to_string(fields.size()), value.type});
            record.parts.push_back(value);
        }
    }
    record.type = Type::record(std::move(fields));
    uses_.push_back({.table = table, .depth = 0, .order = std::move(order), .seen = std::move(record)});
}

void TableUses::listed(std::size_t use, PlanValue list) {
    uses_[use].seen = std::move(list);
    ++uses_[use].depth;
}

void TableUses::drop(std::size_t use) { uses_.erase(uses_.begin() + static_cast<std::ptrdiff_t>(use)); }

void TableUses::keep(std::size_t count) { uses_.resize(std::min(uses_.size(), count)); }

PlanValue TableUses::shortened(const PlanValue& list) {
    return values_.part_of(list, ListPart::first, {numbers_.constant(Rational(kListed), Type::number())});
}

std::vector<IncentivePlan::TableUse> TableUses::of_applications(const Plan& plan) {
    std::vector<IncentivePlan::TableUse> result;
    for (IncentivePlan::TableUse& use : uses_) {
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
        const bool known = std::any_of(result.begin(), result.end(), [&use](const IncentivePlan::TableUse& one) {
            return one.table == use.table && same_value(one.seen, use.seen);
        });
        if (!known) {
            result.push_back(std::move(use));
        }
    }
    uses_.clear();
    return result;
}

}  // namespace huiqi
