#pragma once

#include <cstdint>
#include <vector>

#include "engine/anomaly/detection.h"
#include "engine/anomaly/relation.h"
#include "engine/anomaly/text_pool.h"
#include "engine/anomaly/view_program.h"

namespace huiqi {

/// Tells whether a test holds for a row, and whether it ended in an error.
struct Verdict {
    bool holds = false;
    bool failed = false;
};
[[nodiscard]] Verdict verdict(const Evaluator& evaluator, const PlanValue& test, std::size_t row);

/// Gives the rows of a view: those of its shapes with its definitions as columns, without those that its test leaves out.
[[nodiscard]] RowSet view_rows(const View& view, const ViewProgram& program, const RowSet& from, TextPool& pool,
                               unsigned threads);

/// What a check found, in the order of its rows; and how many rows ended in an error.
struct CheckRows {
    std::vector<Finding> findings;   ///< without what is claimed, where the check says nothing else
    std::uint64_t failed = 0;
};
[[nodiscard]] CheckRows check_rows(const Check& check, const ViewProgram& program, const RowSet& from, const TextPool& pool,
                                   unsigned threads);

}  // namespace huiqi
