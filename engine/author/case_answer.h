#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/author/file_outline.h"
#include "engine/author/workspace.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/explanation.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A case of an incentive as it comes out.
struct CaseAnswer {
    const Incentive* incentive = nullptr;
    const Case* asked = nullptr;
    Explanation explanation;
};

/// Computes the case around a byte of a file; nothing when none is there, or its rule cannot be computed.
[[nodiscard]] std::optional<CaseAnswer> case_at(const RuleFileView& view, const FileOutline& outline, std::size_t offset);

/// Gives what a name came to in a case, for people; nothing when it has no value there.
[[nodiscard]] std::optional<std::string> value_in_case(const CaseAnswer& answer, std::string_view name, Language language);

/// Says in a line what a case came to: 符合，5元.
[[nodiscard]] std::string outcome_in_words(const CaseAnswer& answer, Language language);

}  // namespace huiqi
