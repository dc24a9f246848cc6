#pragma once

#include <string>

#include "tools/web/rule_view.h"

namespace huiqi {

// The pages of the rules browser, as `huiqi doc` writes them and `huiqi serve` shows them. Each gives a whole page.

/// The list of all that there is, with what cases reach.
[[nodiscard]] std::string index_page(const RuleView& view);
/// Every name in order, with where it stands: finds things where no script runs.
[[nodiscard]] std::string names_page(const RuleView& view);
/// An incentive: clause beside rule beside cases.
[[nodiscard]] std::string incentive_page(const RuleView& view, const Incentive& incentive);
/// A bundle: its incentives, and what it says about them together.
[[nodiscard]] std::string bundle_page(const RuleView& view, const Bundle& bundle);
/// A document: each of its clauses, and what became of it.
[[nodiscard]] std::string document_page(const RuleView& view, const Account& account);

/// Gives the page that `view` stands on; empty where there is none.
[[nodiscard]] std::string site_page(const RuleView& view);

/// Gives the index for the search, as a script that sets `huiqiIndex`: the same for both languages.
[[nodiscard]] std::string search_index(const RuleSite& site, SiteShape shape);

}  // namespace huiqi
