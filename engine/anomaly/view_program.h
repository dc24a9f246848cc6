#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/anomaly/relation.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// The expressions of a view or a check as one plan over the columns that they use.
struct ViewProgram {
    /// A definition that becomes a column.
    struct Output {
        FieldSchema field;
        std::size_t definition = 0;
        std::string path;    ///< of a text that only names a column: it is taken over as it is, and not looked up again
    };
    /// An input of the plan: a field of its schema, the column that it comes from, and what of it the plan reads.
    struct Used {
        std::size_t field = 0;
        std::string column;
        bool itself = false;                  ///< the values, or the segments of a list
        std::vector<std::uint32_t> below;     ///< fields of a record or of the elements of a list
    };
    Incentive incentive;
    std::shared_ptr<const Plan> plan;
    std::vector<Output> outputs;
    std::vector<Used> used;
    std::optional<std::size_t> where;         ///< index of a test among the anomalies
    std::optional<std::size_t> when;          ///< of a check
    std::size_t application = 0;              ///< of a check: definitions
    std::optional<std::size_t> stake;
    std::vector<std::size_t> evidence;
};

/// Compiles the expressions of a view, or of a check when `check` is set, over the columns of `from`. What is wrong is
/// reported; the program is whole only when nothing was.
[[nodiscard]] std::shared_ptr<const ViewProgram> compile_view(const View& view, const Check* check, const RowSet& from,
                                                              Diagnostics& diagnostics);

/// Tells how many lists a program goes through inside one another at most: 1 for a filter, 2 for a 存在 inside it. 0: none.
[[nodiscard]] std::size_t loop_depth(const ViewProgram& program);

/// Calls `work(evaluator, first)` for stretches of a relation's rows, in any order and from several threads; `part` is
/// the number of the stretch, counted in the order of rows.
using StretchWork = std::function<void(const Evaluator& evaluator, std::size_t first, std::size_t part)>;
[[nodiscard]] std::size_t stretch_count(std::size_t rows) noexcept;
void run_program(const ViewProgram& program, const RowSet& from, const TextPool& pool, unsigned threads,
                 const StretchWork& work);

}  // namespace huiqi
