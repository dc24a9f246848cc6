#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/io/parsed_block.h"
#include "engine/io/result_writer.h"
#include "engine/io/select.h"
#include "tools/huiqi/program.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// Where an output column comes from.
struct ResultSource {
    enum class Kind : std::uint8_t {
        carried,     ///< a column of the input, as written
        line,        ///< the line of the row in the input
        award, reason, reason_text, eligible, failed, missing, errors, anomalies,
        total,
    };
    Kind kind = Kind::carried;
    std::size_t index = 0;   ///< of the carried column, the incentive or the total
};

/// The columns that a run writes, with the input columns that must be carried for them.
struct ResultPlan {
    std::vector<SelectItem> items;
    std::vector<ResultSource> sources;   ///< in step with `items`
    std::vector<std::string> carried;    ///< names of input columns, in the order of ResultSource::index
};

/// Resolves what `--select` names, or the usual columns when `items` is empty. Names that mean nothing are complained
/// of, all of them; then the plan has no items.
[[nodiscard]] ResultPlan plan_results(const Program& program, const Selected& rules, const Plan& plan,
                                      std::vector<SelectItem> items);

/// Turns the registers of one evaluated chunk into output columns. One for each thread; memory is kept.
class ResultColumns {
public:
    ResultColumns(const ResultPlan& results, const Selected& rules, Language language);

    /// Gives the columns for the rows last evaluated, which are rows `first` … of the block. They point into the
    /// evaluator, the block and this object.
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
    };

    [[nodiscard]] OutputColumn column(const ResultSource& source, Store& store, const Evaluator& evaluator,
                                      const ParsedBlock& block, std::size_t first) const;
    [[nodiscard]] OutputColumn money(const PlanValue& value, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn reason(const PlanValue& value, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn eligible(const PlanValue& value, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn reason_texts(std::size_t index, Store& store, const Evaluator& evaluator) const;
    [[nodiscard]] OutputColumn lists(const ResultSource& source, Store& store, const Evaluator& evaluator) const;

    const ResultPlan& results_;
    const Selected& rules_;
    Language language_;
    std::vector<Store> stores_;
    std::vector<OutputColumn> columns_;
};

}  // namespace huiqi
