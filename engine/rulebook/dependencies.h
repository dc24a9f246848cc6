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
    std::vector<bool> definitions;
    std::vector<bool> tables;
    bool into_lists = false;   ///< a number or a truth is taken out of elements of lists

    void add(const Reads& other);
};

/// Finds what expressions of one incentive read. The incentive must outlive it.
class Dependencies {
public:
    /// Whether what reads the award reads all that makes it; who is refused has an award of 0, whatever would make it.
    enum class Award : std::uint8_t { followed, left_out };

    explicit Dependencies(const Incentive& incentive, Award award = Award::followed);

    [[nodiscard]] Reads none() const;
    [[nodiscard]] Reads of(const CheckedExpression& expression);
    /// Gives what the steps of an award read.
    [[nodiscard]] Reads of(const std::vector<AwardStep>& steps);

private:
    [[nodiscard]] Reads of_definition(std::uint32_t index);
    [[nodiscard]] Reads of_table(std::uint32_t index);

    const Incentive& incentive_;
    Award award_;
    std::vector<std::optional<Reads>> definitions_;
    std::vector<std::optional<Reads>> tables_;
};

}  // namespace huiqi
