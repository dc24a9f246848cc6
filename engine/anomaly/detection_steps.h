#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/anomaly/detection.h"
#include "engine/anomaly/relation.h"
#include "engine/anomaly/shapes.h"
#include "engine/anomaly/text_pool.h"
#include "engine/anomaly/view_program.h"

namespace huiqi {

/// Why rows whose expressions ended in an error are not evaluated.
extern const Bilingual kFailedRows;

/// Tells whether a test holds for a row, and whether it ended in an error.
struct Verdict {
    bool holds = false;
    bool failed = false;
};
[[nodiscard]] Verdict verdict(const Evaluator& evaluator, const PlanValue& test, std::size_t row);

/// Gives the rows of a view: those of its shapes with its definitions as columns, without those that its test leaves out.
/// Rows whose test ended in an error are left out and noted.
[[nodiscard]] RowSet view_rows(const View& view, const ViewProgram& program, const RowSet& from, ShapeContext& context,
                               unsigned threads);

/// What a check found, in the order of its rows; and what rows ended in an error.
struct CheckRows {
    std::vector<Finding> findings;   ///< without what is claimed, where the check says nothing else
    std::uint64_t failed = 0;
    std::vector<std::string> failed_in;   ///< the applications of those rows that say which
};
[[nodiscard]] CheckRows check_rows(const Check& check, const ViewProgram& program, const RowSet& from, const TextPool& pool,
                                   unsigned threads);

}  // namespace huiqi
