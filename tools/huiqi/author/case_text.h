#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/case_search.h"
#include "engine/rulebook/keys.h"

namespace huiqi {

/// Writes a file of cases for an incentive, each marked as to be confirmed; `notes` say of each what it is for.
[[nodiscard]] std::string cases_file_text(const Incentive& incentive, const std::vector<FoundCase>& cases,
                                          const std::vector<std::string>& notes, bool chinese);

/// Writes a scalar of YAML: plain where nothing in it means anything to YAML, else in double quotes.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

/// Gives a key or a fixed word in the language of the file.
[[nodiscard]] std::string case_key(Scope scope, std::string_view en, bool chinese);

/// Writes what came of an application, so that a person can compare it with the document: `符合: 是, 金额: 5万元`, without braces.
[[nodiscard]] std::string expectation_text(const Incentive& incentive, const FoundCase& found, bool chinese);

/// Writes one value as a case gives it, in the entry unit of the field.
[[nodiscard]] std::string given_text(const Value& value, const FieldSchema& field, bool chinese);

}  // namespace huiqi
