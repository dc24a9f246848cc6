#pragma once

#include <cstdint>
#include <vector>

#include "engine/language/checked.h"

namespace huiqi::oracle {

/// What the names of an expression stand for.
class Meanings {
public:
    Meanings() = default;
    Meanings(const Meanings&) = delete;
    Meanings& operator=(const Meanings&) = delete;
    virtual ~Meanings() = default;

    [[nodiscard]] virtual Value symbol(SymbolKind kind, std::uint32_t index) = 0;
    [[nodiscard]] virtual Value parameter_on(std::uint32_t index, const Value& day) = 0;
    [[nodiscard]] virtual Value table(std::uint32_t index, const std::vector<Value>& columns) = 0;
};

/// Gives the value of an expression by walking its tree; `bound` are its first variables. This is the definition that
/// the plan is compared with: one value at a time, rationals throughout, nothing remembered.
[[nodiscard]] Value evaluate(const CheckedExpression& expression, Meanings& meanings, const std::vector<Value>& bound = {});

/// Gives the elements for which the test is true. "A filter with an unknown test is unknown" and "also waits for every
/// unknown element of its list"; otherwise a test in error is the error of the whole.
[[nodiscard]] Value filtered(const Value& list, const std::vector<Value>& tests, const Type& type);

}  // namespace huiqi::oracle
