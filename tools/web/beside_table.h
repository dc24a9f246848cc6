#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tools/web/rule_view.h"

namespace huiqi {

/// One thing that a rule says: beside it stand the clause that it comes from and what the cases reach of it.
struct BesideRow {
    std::string anchor;
    std::string rule;               ///< its cell
    Provenance from;
    std::vector<Span> places;       ///< where it stands in its file: the row itself first, then its parts
};

/// Makes tables with a clause, the rules that come from it, and their cases side by side. A quotation is told in full where it first
/// stands in a page, and folded after that.
class BesideTables {
public:
    BesideTables(const RuleView& view, const Incentive& incentive) : view_(view), incentive_(incentive) {}

    /// Gives a section with these rows; nothing without any.
    [[nodiscard]] std::string section(const std::string& anchor, const std::string& heading, const std::vector<BesideRow>& rows);
    /// Gives the clause of something with its quotation and its reading.
    [[nodiscard]] std::string clause(const Provenance& from);

private:
    [[nodiscard]] std::string table(const std::string& heading, const std::vector<BesideRow>& rows);
    [[nodiscard]] std::string quotation(const CitedText& cited);

    const RuleView& view_;
    const Incentive& incentive_;
    std::set<std::string> told_;    ///< quotations
};

/// Gives what cases reach of some places: which case reaches what, and what none does.
[[nodiscard]] std::string proof_html(const RuleView& view, const std::vector<Span>& places);
/// Counts what cases reach of some places, each thing once; clauses are not among them.
[[nodiscard]] CoverageCount reached_in(const RuleSite& site, const std::vector<Span>& places);
/// Gives a link to the case that first reaches something, by its name.
[[nodiscard]] std::string first_case_html(const RuleView& view, const CoverageItem& item);
/// Draws how much of something is reached, as a bar, with the figures in words.
[[nodiscard]] std::string meter_html(const RuleView& view, const CoverageCount& count);
/// Gives the figures: `70/70（100.0%）`.
[[nodiscard]] std::string count_words(const PageStyle& style, const CoverageCount& count);

}  // namespace huiqi
