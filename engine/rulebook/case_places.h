#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What a case says of the place that it is held for (地区): there its incentive, and none laid over or beside it, is in force.
struct CaseRegion {
    std::string incentive;     ///< id
    std::string name;          ///< of the case
    std::string code;          ///< six digits
    std::optional<Date> day;   ///< that decides whether the incentive is in force, as far as the case says one
    Span place;                ///< of the code
};

/// Reports the cases at whose place another rule is in force, or none (E369).
void check_case_places(const Rulebook& rulebook, const std::vector<CaseRegion>& places, Diagnostics& diagnostics);

}  // namespace huiqi
