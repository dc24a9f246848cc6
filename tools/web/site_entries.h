#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "tools/web/rule_site.h"

namespace huiqi {

/// One thing with a name that a page shows: what the index of names lists, and what the search finds.
struct SiteEntry {
    enum class Kind : std::uint8_t { incentive, bundle, document, condition, value, table, parameter, input, anomaly, clause, test_case };
    Kind kind = Kind::incentive;
    SitePage page;
    std::string anchor;     ///< empty: the page itself
    std::string name;       ///< as written; of a page its id
    Bilingual text;         ///< what is found with it: title, question, reason, quotation
};

/// Calls `visit` with every entry, page by page in the order of the index.
void each_entry(const RuleSite& site, const std::function<void(const SiteEntry&)>& visit);
/// Gives the word for a kind: `条件`, `condition`.
[[nodiscard]] Bilingual kind_word(SiteEntry::Kind kind);

}  // namespace huiqi
