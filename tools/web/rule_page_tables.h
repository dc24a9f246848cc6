#pragma once

#include <string>

#include "tools/web/beside_table.h"

namespace huiqi {

// The tables of an incentive's page. Each gives a section, or nothing.

/// Parameters: each value with its days, its place, its clause and where it is written; those of overlays too.
[[nodiscard]] std::string parameters_section(const RuleView& view, const Incentive& incentive);
/// What is asked, with type, range and evidence.
[[nodiscard]] std::string inputs_section(const RuleView& view, const Incentive& incentive);
/// Decision tables, row by row beside their cases.
[[nodiscard]] std::string tables_section(const RuleView& view, const Incentive& incentive, BesideTables& tables);
/// Worked cases: what is given, what must come out, why, and how much each is the first to reach.
[[nodiscard]] std::string cases_section(const RuleView& view, const Incentive& incentive);
/// The table around rows that are made already, which scrolls by itself where it is too wide. A heading that begins with # is that
/// of numbers.
[[nodiscard]] std::string wide_table(const std::string& name, const std::vector<std::string>& headings, const std::string& rows);
/// A word and a sign for how a case went.
[[nodiscard]] std::string outcome_html(const RuleView& view, const RuleSite::CaseOutcome& outcome);

}  // namespace huiqi
