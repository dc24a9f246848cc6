#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/language/checked.h"

namespace huiqi {

/// Names a place whose value can be proven present: a symbol or a variable, or a field path below one
/// (`笔.实付日`). Equal paths mean the same value throughout an expression.
using ValuePath = std::string;

/// Gives the path of a node; nothing for a computed value, of which nothing can be remembered.
[[nodiscard]] std::optional<ValuePath> value_path(const CheckedExpression& expression, CoreId node);

/// Gives the paths that cannot be absent wherever `condition` is `truth`: from `x != null`, its contrary, and
/// and/or/not of such.
[[nodiscard]] std::vector<ValuePath> present_when(const CheckedExpression& expression, CoreId condition,
                                                  bool truth);

/// What is proven present at the place that is being checked. Grows along `and`, `or` and into the branches
/// of `if`, and is taken back at their ends.
class PresentPaths {
public:
    /// Marks a point to return to.
    [[nodiscard]] std::size_t mark() const noexcept { return added_.size(); }
    void add(std::vector<ValuePath> paths);
    /// Forgets what was added since the mark.
    void forget(std::size_t mark);
    [[nodiscard]] bool contains(const ValuePath& path) const { return counts_.contains(path); }

private:
    std::vector<ValuePath> added_;
    std::unordered_map<ValuePath, std::size_t> counts_;
};

}  // namespace huiqi
