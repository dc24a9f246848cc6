#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tests/oracle/expression.h"

namespace huiqi::oracle {

/// What comes of a fold: its value, and each state behind every element (lists, in the order of the states).
struct Folded {
    Value value;
    std::vector<Value> after;
};

/// Goes through a list with states (docs/language.md, "folds"): one element after the other, every right side on the states
/// as they were before it.
[[nodiscard]] Folded folded(const Fold& fold, Meanings& meanings);

}  // namespace huiqi::oracle
