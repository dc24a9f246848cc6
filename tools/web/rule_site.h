#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/evaluate/coverage.h"
#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/author/coverage_report.h"

namespace huiqi {

/// Names a page of the rules browser.
struct SitePage {
    enum class Kind : std::uint8_t { index, names, incentive, bundle, document };
    Kind kind = Kind::index;
    std::string id;   ///< of the incentive, the bundle, or the file that keeps the account of a document

    friend bool operator<(const SitePage& left, const SitePage& right) noexcept {
        return std::tie(left.kind, left.id) < std::tie(right.kind, right.id);
    }
};

/// What the rules browser shows: incentives, bundles and accounts of documents, what leans on what, and what their cases reach. Made
/// once of a rulebook, which must outlive it; then it never changes and may be shared between threads.
class RuleSite {
public:
    /// How one case went, and where it stands among the cases of what it belongs to.
    struct CaseOutcome {
        bool passed = false;
        bool unconfirmed = false;
    };
    /// A case that reaches something.
    struct CasePlace {
        SitePage page;
        std::size_t number = 0;   ///< from 1
    };

    /// Runs all cases, or gives up between two incentives where `goes_on` says so. Shown are these incentives and bundles, in this order.
    RuleSite(const Rulebook& rulebook, std::vector<const Incentive*> incentives, std::vector<const Bundle*> bundles,
             const std::function<bool()>& goes_on = [] { return true; });

    [[nodiscard]] const Sources& sources() const noexcept { return *rulebook_.sources; }
    [[nodiscard]] const std::vector<const Incentive*>& incentives() const noexcept { return incentives_; }
    [[nodiscard]] const std::vector<const Bundle*>& bundles() const noexcept { return bundles_; }
    /// Gives the accounts of documents: those with clauses.
    [[nodiscard]] const std::vector<const Account*>& accounts() const noexcept { return accounts_; }
    /// Finds what is shown under an id; nullptr for what is not.
    [[nodiscard]] const Incentive* incentive(std::string_view id) const;
    [[nodiscard]] const Bundle* bundle(std::string_view id) const;
    [[nodiscard]] const Account* account(std::string_view id) const;
    /// Finds the incentive that a name like `city.loan` or `city.loan.condition` begins with; what is left of the name stands in `rest`.
    [[nodiscard]] const Incentive* named(std::string_view name, std::string& rest) const;

    /// Gives what is laid over an incentive, near and far.
    [[nodiscard]] const std::vector<const Incentive*>& overlays(const Incentive& incentive) const;
    /// Gives the bundles that hold an incentive.
    [[nodiscard]] const std::vector<const Bundle*>& bundles_of(const Incentive& incentive) const;
    /// Gives the accounts of documents that name an incentive.
    [[nodiscard]] const std::vector<const Account*>& accounts_of(const Incentive& incentive) const;

    /// Gives what cases should reach in a place, in the order of the text.
    [[nodiscard]] std::vector<const CoverageItem*> items_in(const Span& place) const;
    /// Gives what the cases reach in all, and in one file.
    [[nodiscard]] const CoverageReport& coverage() const noexcept { return coverage_; }
    /// Gives how a case went.
    [[nodiscard]] CaseOutcome outcome(const Span& declared) const;
    /// Finds the case that first reached something; nothing where it belongs to what is not shown.
    [[nodiscard]] const CasePlace* first_case(const CoverageItem& item) const;
    /// Tells how many things a case was the first to reach.
    [[nodiscard]] std::size_t firsts(std::string_view subject, std::string_view test_case) const;

    /// Gives the name of a page's file, without its ending: unlike all others of its kind also where letters have no case.
    [[nodiscard]] const std::string& file_name(const SitePage& page) const;

private:
    using Lists = std::map<std::string, std::vector<const Incentive*>, std::less<>>;

    void run_cases(const std::function<bool()>& goes_on);
    void relate();
    void name_pages();
    void name_page(const SitePage& page, std::map<std::string, std::size_t>& taken);

    const Rulebook& rulebook_;
    std::vector<const Incentive*> incentives_;
    std::vector<const Bundle*> bundles_;
    std::vector<const Account*> accounts_;
    std::map<std::string_view, const Incentive*> by_id_;
    std::map<std::string_view, const Bundle*> bundle_by_id_;
    std::map<std::string_view, const Account*> account_by_id_;
    Lists overlays_;
    std::map<std::string, std::vector<const Bundle*>, std::less<>> bundles_of_;
    std::map<std::string, std::vector<const Account*>, std::less<>> accounts_of_;
    CoverageReport coverage_;
    std::map<std::tuple<SourceId, std::uint32_t, std::uint32_t>, CaseOutcome> outcomes_;
    std::map<std::pair<std::string, std::string>, CasePlace> cases_;
    std::map<std::pair<std::string, std::string>, std::size_t> firsts_;
    std::map<SitePage, std::string> files_;
};

}  // namespace huiqi
