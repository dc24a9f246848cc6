#pragma once

#include <optional>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What a column of a table may hold, as far as it is known when the table is loaded.
struct ColumnDomain {
    std::string name;                 ///< for witnesses
    std::vector<AllowedRange> range;  ///< the declared range of an input; empty: any value
    std::optional<Rational> step;     ///< of an input: its values are multiples of this
    EntryUnit unit;                   ///< in which witnesses are shown
};

/// Looks for combinations of column values that no row or several rows match, exactly: each column is cut into the
/// stretches on which no cell changes its answer. Sets `proven_disjoint` and `proven_complete`. For a table with hit
/// policy 唯一 reports a gap (E310) and overlaps (E311) with a witness, and W509 when the search grows too large;
/// cells that compare with inputs leave both unproven, to be checked at run time. Reports rows that can never match
/// (W503).
void analyse_table(DecisionTable& table, const std::vector<ColumnDomain>& domains, Diagnostics& diagnostics);

}  // namespace huiqi
