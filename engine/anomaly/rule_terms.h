#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/rulebook/library.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Finds a number or day of a rule by `id.name`: a parameter of an incentive or of a library that the file uses, or what an
/// incentive or bundle writes without naming it: `cap`, `rate`, `from`, `to`, `CONDITION.least`, `CONDITION.most`,
/// `TABLE.CELL`; `limit`, `years`, `quota`. Nothing when there is none, or more than one.
[[nodiscard]] std::optional<Parameter> rule_term(const Rulebook& rulebook, const DetectorFile& file, std::string_view name);

/// Tells whether the id of a name is a rule or library that was loaded.
[[nodiscard]] bool names_rule(const Rulebook& rulebook, const DetectorFile& file, std::string_view name);

/// Gives the id of a loaded rule that is nearly the one a name begins with: then the name is misspelt, and not that of a rule
/// which was not loaded.
[[nodiscard]] std::optional<std::string> near_rule(const Rulebook& rulebook, std::string_view name);

/// Gives the term of the rule that a name names, `id.name`, nearest to what the name asks of it.
[[nodiscard]] std::optional<std::string> near_term(const Rulebook& rulebook, const DetectorFile& file, std::string_view name);

/// Gives all terms of an incentive; none where it was not loaded.
[[nodiscard]] std::vector<RuleTerm> terms_of(const Rulebook& rulebook, std::string_view id);

/// Tells whether two parameters have one type and the same values since the same days.
[[nodiscard]] bool same_term(const Parameter& one, const Parameter& other);

}  // namespace huiqi
