#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result_plan.h"
#include "engine/api/selection.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/parsed_block.h"
#include "engine/io/result_writer.h"

namespace huiqi {

/// Turns the registers of one evaluated chunk into output columns. One for each thread; memory is kept.
class ResultColumns {
public:
    ResultColumns(const ResultPlan& results, const Selection& rules, Language language);

    /// Gives the columns for the rows last evaluated, which are rows `first` … of the block. They point into
    /// the evaluator, the block and this object.
    [[nodiscard]] const std::vector<OutputColumn>& fill(const Evaluator& evaluator, const ParsedBlock& block,
                                                        std::size_t first);

private:
    /// Memory of one column between fills.
    struct Store {
        std::vector<std::string> words;
        std::vector<std::string_view> texts;
        std::vector<std::uint32_t> offsets;
        std::vector<std::int64_t> numbers;
        std::vector<std::uint8_t> missing;
        std::deque<std::string> kept;    ///< texts made for some rows, which stay where they are
        std::vector<std::string> fixed;  ///< reasons that are the same in every row, by number + 1
    };

    [[nodiscard]] OutputColumn column(const ResultSource& source, Store& store, const Evaluator& evaluator,
                                      const ParsedBlock& block, std::size_t first) const;
    [[nodiscard]] OutputColumn part(const PlanValue& value, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn money(const PlanValue& value, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn states(const ResultSource& source, Store& store,
                                      const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn due(const IncentivePlan& plan, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn reason(const PlanValue& value, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn eligible(const PlanValue& value, Store& store,
                                        const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn states(const IncentivePlan& plan, Store& store,
                                      const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn reason_texts(std::size_t index, Store& store,
                                            const Evaluator& evaluator) const;
    void list_open(const ResultSource& source, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn lists(const ResultSource& source, Store& store,
                                     const Evaluator& evaluator) const;

    const ResultPlan& results_;
    const Selection& rules_;
    Language language_;
    std::vector<Store> stores_;
    std::vector<OutputColumn> columns_;
};

}  // namespace huiqi
