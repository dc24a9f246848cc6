#pragma once

#include <vector>

#include "engine/plan/builder.h"
#include "engine/plan/numbers.h"

namespace huiqi {

/// What can be done with values of any type while a plan grows: moved between row spaces, chosen between, compared,
/// gathered into lists and taken out again. A list is a node of segments and its element in a row space of its own.
class Values {
public:
    Values(Builder& builder, Numbers& numbers) : build_(builder), numbers_(numbers) {}

    [[nodiscard]] PlanValue of_node(NodeIndex node, Type type) const;
    /// Turns a constant of any type (lists and records too) into a plan value.
    [[nodiscard]] PlanValue of_value(const Value& value, const Type& type);
    [[nodiscard]] PlanValue failed(RuntimeError error, const Type& type);
    /// Gives the value with nodes instead of constants.
    [[nodiscard]] PlanValue ready(const PlanValue& value, TableIndex table);
    [[nodiscard]] PlanValue in_table(const PlanValue& value, TableIndex table);
    /// Gives the deepest row space that any part stands in.
    [[nodiscard]] TableIndex table_of(const PlanValue& value) const;
    /// Gives the node of a boolean, date, code or text.
    [[nodiscard]] NodeIndex node(const PlanValue& value, TableIndex table = 0);

    [[nodiscard]] NodeIndex is_absent(const PlanValue& value);
    /// Gives a null the type that its place wants, so that it has the right lanes.
    [[nodiscard]] PlanValue typed(const PlanValue& value, const Type& type);
    /// Gives the value with R08 where it is absent.
    [[nodiscard]] PlanValue present(const PlanValue& value);
    [[nodiscard]] PlanValue select(NodeIndex condition, const PlanValue& then, const PlanValue& otherwise);
    /// `=` of any type, absent equal to absent only.
    [[nodiscard]] NodeIndex equal(const PlanValue& left, const PlanValue& right);
    [[nodiscard]] NodeIndex compare(const PlanValue& left, const PlanValue& right, Relation relation);
    [[nodiscard]] NodeIndex in_interval(const PlanValue& value, const PlanValue& interval);

    /// Wraps segments as a list whose element the caller sets; it stands for "no element" until then.
    [[nodiscard]] PlanValue list_of(NodeIndex segments, TableIndex parent, const Type& type);
    [[nodiscard]] PlanValue list(const std::vector<PlanValue>& elements, const Type& type, TableIndex table);
    [[nodiscard]] PlanValue range(const PlanValue& from, const PlanValue& to, const Type& type);
    /// Gives the list with its elements in a row space that is its own: one row an element, in order.
    [[nodiscard]] PlanValue own(const PlanValue& list);
    [[nodiscard]] PlanValue filtered(const PlanValue& own_list, NodeIndex mask);
    [[nodiscard]] PlanValue with_elements(const PlanValue& own_list, const PlanValue& element, const Type& type);
    [[nodiscard]] PlanValue joined(const std::vector<PlanValue>& lists, const Type& type);
    [[nodiscard]] PlanValue reversed(const PlanValue& list);
    [[nodiscard]] PlanValue distinct(const PlanValue& list);
    /// Sorts by keys that stand in the row space of the list's elements.
    [[nodiscard]] PlanValue sorted(const PlanValue& own_list, const std::vector<PlanValue>& keys, bool falling);
    /// Gives the part of a list that one or two whole numbers name.
    [[nodiscard]] PlanValue part_of(const PlanValue& list, ListPart part, const std::vector<PlanValue>& numbers);
    /// Keeps the elements that are not absent.
    [[nodiscard]] PlanValue present_elements(const PlanValue& list);
    [[nodiscard]] PlanValue element_at(const PlanValue& list, NodeIndex position);
    /// Gives the element that stands in these rows of the list's elements.
    [[nodiscard]] PlanValue element_in_rows(const PlanValue& list, NodeIndex rows);
    /// Gives the number of elements.
    [[nodiscard]] PlanValue count(const PlanValue& list, Type type);

private:
    [[nodiscard]] PlanValue gathered(const PlanValue& element, TableIndex table, NodeIndex rows);
    /// Wraps segments whose rows are taken from those of a list.
    [[nodiscard]] PlanValue taken_from(const PlanValue& own_list, NodeIndex segments);
    [[nodiscard]] PlanValue assembled(const std::vector<PlanValue>& parts, TableIndex table);
    [[nodiscard]] PlanValue assembled_lists(const std::vector<PlanValue>& parts, TableIndex table);
    [[nodiscard]] NodeIndex assembled_node(const std::vector<NodeIndex>& parts, TableIndex table);
    [[nodiscard]] NodeIndex equal_lists(const PlanValue& left, const PlanValue& right);
    [[nodiscard]] NodeIndex equal_parts(const PlanValue& left, const PlanValue& right);
    [[nodiscard]] NodeIndex end_holds(const PlanValue& value, const PlanValue& end, const PlanValue& included,
                                      Relation open, Relation closed);

    Builder& build_;
    Numbers& numbers_;
};

/// Gives the lanes of a scalar type; numbers begin as int64.
[[nodiscard]] LaneKind lanes_of(const Type& type);

}  // namespace huiqi
