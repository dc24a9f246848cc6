#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What a part of an incentive reads, through definitions and tables.
struct Reads {
    std::vector<bool> inputs;
    std::vector<bool> parameters;
    bool into_lists = false;   ///< a number or a truth is taken out of elements of lists

    void add(const Reads& other);
};

/// Finds what expressions of one incentive read. The incentive must outlive it.
class Dependencies {
public:
    explicit Dependencies(const Incentive& incentive);

    [[nodiscard]] Reads none() const;
    [[nodiscard]] Reads of(const CheckedExpression& expression);
    /// Gives what the steps of an award read.
    [[nodiscard]] Reads of(const std::vector<AwardStep>& steps);

private:
    [[nodiscard]] Reads of_definition(std::uint32_t index);
    [[nodiscard]] Reads of_table(std::uint32_t index);

    const Incentive& incentive_;
    std::vector<std::optional<Reads>> definitions_;
    std::vector<std::optional<Reads>> tables_;
};

}  // namespace huiqi
