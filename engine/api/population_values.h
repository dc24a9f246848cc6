#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/api/batch_input.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/parsed_block.h"

namespace huiqi {

/// Forms the values of a whole batch: takes in all applications, in any order, then says what each of them gets.
class PopulationValues {
public:
    explicit PopulationValues(std::shared_ptr<const PopulationPlan> plan);

    /// Takes in the rows that the evaluator ran last; `first` is their place in the block.
    void add(const Evaluator& evaluator, const ParsedBlock& block, std::size_t first);
    /// Puts ranks in order; gives what is wrong with the batch, and what is left open.
    [[nodiscard]] std::vector<DataFault> settle(const Schema& schema);
    /// Gives a value of a row that the evaluator ran last.
    [[nodiscard]] Value value(std::size_t which, const Evaluator& evaluator, std::size_t row) const;

    [[nodiscard]] const PopulationPlan& plan() const noexcept { return *plan_; }

private:
    /// The applications with one key.
    struct Group {
        Rational formed;                            ///< sum, mean once settled, least or greatest
        std::uint64_t count = 0;
        bool open = false;                          ///< one of them cannot be said
        std::vector<std::vector<Rational>> ranked;  ///< the best first, once settled
    };
    struct Formed {
        std::unordered_map<std::string, Group> groups;
        std::uint64_t open_rows = 0;
        std::uint64_t open_line = 0;                ///< of the first
        bool all_open = false;                      ///< an application whose group is not known
    };
    void take(std::size_t which, const Evaluator& evaluator, std::size_t row, std::uint64_t line);

    std::shared_ptr<const PopulationPlan> plan_;
    std::vector<Formed> formed_;
};

}  // namespace huiqi
