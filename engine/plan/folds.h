#pragma once

#include <vector>

#include "engine/plan/expressions.h"
#include "engine/plan/loop_shapes.h"
#include "engine/plan/table_uses.h"
#include "engine/plan/values.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Lowers a pass through a list to a loop: nodes between `fold_element` and `fold_step` that run once an element, over
/// all rows at once, with registers for the states.
///
/// A state's register must hold every value that comes of it, round after round. So the body is lowered more than once:
/// first to see what becomes of the states, then again with registers that hold that, until they do (whole numbers of one
/// scale within bounds, else without bounds; what is divided, or gets ever finer, as a fraction). The first lowering also
/// leaves everything that does not depend on states or the element in front of the loop, where later ones find it.
class Folds {
public:
    Folds(Builder& builder, Numbers& numbers, Values& values, Expressions& expressions, TableUses& table_uses)
        : build_(builder), values_(values), expressions_(expressions), table_uses_(table_uses),
          shapes_(builder, numbers, values) {}

    /// What comes of a fold; `elements` and `after` only where they are asked for.
    struct Lowered {
        PlanValue value;
        PlanValue elements;
        std::vector<PlanValue> after;   ///< the states behind each element: lists
    };
    /// Lowers a fold whose value has this type; `explained` also keeps the states behind each element.
    [[nodiscard]] Lowered lower(const Fold& fold, const Type& type, bool explained);

private:
    struct Round;

    [[nodiscard]] Round open(const Fold& fold, const PlanValue& list, const std::vector<PlanValue>& initial,
                             const std::vector<LoopShape>& shapes, std::size_t table_uses_before);
    [[nodiscard]] bool settle(std::vector<LoopShape>& shapes, const PlanValue& list, const Round& round);
    [[nodiscard]] Lowered close(const Fold& fold, const Type& type, const PlanValue& list, const Round& round,
                                const std::vector<LoopShape>& shapes, bool explained);
    /// The columns of elements that a loop fills, one element a round.
    struct Columns;
    /// What the body asks of a table; of its values that a round makes anew the columns that they are collected in.
    struct Lookup;

    [[nodiscard]] NodeIndex before_step(const PlanValue& value, const LoopShape& shape);
    [[nodiscard]] std::vector<Lookup> collect_lookups(const Round& round, Columns& columns);
    void list_lookups(const std::vector<Lookup>& lookups, const std::vector<PlanValue>& lists, const PlanValue& list);
    [[nodiscard]] NodeIndex column(const LoopShape& shape, const PlanValue& list);
    [[nodiscard]] NodeIndex behind(NodeIndex carried, NodeIndex step, const PlanValue* list);

    Builder& build_;
    Values& values_;
    Expressions& expressions_;
    TableUses& table_uses_;
    LoopShapes shapes_;
};

}  // namespace huiqi
