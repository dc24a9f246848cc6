#pragma once

#include <cstdint>

#include "engine/data/value.h"

namespace huiqi {

/// Calls `visit` with each record of what a trace saw: `depth` loops around it make lists of lists of records. What is not known
/// is left out.
template <class Visit>
void each_record(const Value& seen, std::uint32_t depth, const Visit& visit) {
    if (!seen.known()) {
        return;
    }
    if (depth == 0) {
        visit(seen.elements());
        return;
    }
    for (const Value& one : seen.elements()) {
        each_record(one, depth - 1, visit);
    }
}

}  // namespace huiqi
