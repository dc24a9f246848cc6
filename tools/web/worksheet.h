#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"
#include "tools/huiqi/person_words.h"
#include "tools/web/html.h"

namespace huiqi {

/// A clause with its quotation, as a line below what it supports.
[[nodiscard]] std::string cited_part(const PageStyle& style, const CitedText& cited);
/// Some steps of an incentive in words, what each comes to, its clause, and how the rules write it.
[[nodiscard]] std::string steps_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedStep>& steps);
/// The decision tables that were used, with the rows that decide.
[[nodiscard]] std::string tables_part(const PageStyle& style, const PersonWords& words, const std::vector<ExplainedTable>& tables);
/// How an award is divided: paid in parts, by whom, to whom; each with its clause.
[[nodiscard]] std::string divisions_part(const PageStyle& style, const PersonWords& words, const Explanation& explanation);
/// A link from the self-check to the page of an incentive's rules.
[[nodiscard]] std::string incentive_link(const PageStyle& style, const Incentive& incentive);

}  // namespace huiqi
