#pragma once

#include <string>
#include <vector>

#include "engine/plan/values.h"

namespace huiqi {

/// Makes the columns of an application known to a plan, list by list into row spaces of their own.
class Inputs {
public:
    Inputs(Builder& builder, Numbers& numbers, Values& values) : build_(builder), numbers_(numbers), values_(values) {}

    /// Adds a field to the schema and gives its value; `name` is its heading.
    [[nodiscard]] PlanValue add(FieldSchema field, std::string name);

private:
    [[nodiscard]] PlanValue value(const FieldSchema& field, const std::vector<std::uint32_t>& path,
                                  const std::string& name, TableIndex table);
    [[nodiscard]] PlanValue list(const FieldSchema& field, const std::vector<std::uint32_t>& path,
                                 const std::string& name, TableIndex table);
    [[nodiscard]] NodeIndex column(Op op, LaneKind kind, const std::vector<std::uint32_t>& path,
                                   const std::string& name, TableIndex table, const Bounds& bounds);

    Builder& build_;
    Numbers& numbers_;
    Values& values_;
};

}  // namespace huiqi
