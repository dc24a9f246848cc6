#pragma once

#include <string>

#include "engine/evaluate/case_search.h"

namespace huiqi {

/// Writes a file of cases for an incentive, each marked as to be confirmed; `notes` say of each what it is for.
[[nodiscard]] std::string cases_file_text(const Incentive& incentive, const std::vector<FoundCase>& cases,
                                          const std::vector<std::string>& notes, bool chinese);

/// Writes one value as a case gives it, in the entry unit of the field.
[[nodiscard]] std::string given_text(const Value& value, const FieldSchema& field, bool chinese);

}  // namespace huiqi
