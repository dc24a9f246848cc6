#pragma once

#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tests/oracle/expression.h"

namespace huiqi::oracle {

/// Gives the value of a decision table (docs/language.md, "decision tables"). `columns` are the values of its columns
/// when it is called like a function; empty when its columns are expressions.
[[nodiscard]] Value decide(const DecisionTable& table, Meanings& meanings, std::vector<Value> columns);

}  // namespace huiqi::oracle
