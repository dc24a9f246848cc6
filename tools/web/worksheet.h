#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"
#include "tools/web/html.h"

namespace huiqi {

/// A clause with its quotation, as a line below what it supports.
[[nodiscard]] std::string cited_part(const PageStyle& style, const CitedText& cited);
/// Some steps of an incentive; `values` false leaves out what they come to.
[[nodiscard]] std::string steps_part(const PageStyle& style, const Explanation& explanation,
                                     const std::vector<ExplainedStep>& steps, bool values);
/// The decision tables that were used, with the rows that decide.
[[nodiscard]] std::string tables_part(const PageStyle& style, const std::vector<ExplainedTable>& tables);
/// A link from the self-check to the page of an incentive's rules.
[[nodiscard]] std::string incentive_link(const PageStyle& style, const Incentive& incentive);

}  // namespace huiqi
