#include "tools/web/rule_site.h"

#include <algorithm>
#include <set>

#include "engine/diagnostic/text.h"
#include "engine/evaluate/case_runner.h"
#include "tools/huiqi/author/covered_cases.h"

namespace huiqi {
namespace {

/// How much of an id the name of a file keeps, in bytes: all file systems take twice as much.
constexpr std::size_t kLongestName = 100;

[[nodiscard]] bool plain(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c >= 0x80;
}

/// Gives an id as the name of a file, which may hold less than an id.
[[nodiscard]] std::string as_file_name(std::string_view id) {
    std::string name(id.substr(0, kLongestName));
    for (std::size_t end = kLongestName; name.size() < id.size() && end > 0 && (static_cast<unsigned char>(id[end]) & 0xC0U) == 0x80U;) {
        name.resize(--end);   // not within a character
    }
    std::replace_if(name.begin(), name.end(), [](char c) { return !plain(static_cast<unsigned char>(c)); }, '_');
    return name.empty() || name.front() == '.' ? "_" + name : name;
}

[[nodiscard]] std::string in_small_letters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// What an id leads to; an empty list where there is nothing.
template <class Lists, class Id>
[[nodiscard]] const typename Lists::mapped_type& under(const Lists& lists, const Id& id) {
    static const typename Lists::mapped_type nothing;
    const auto found = lists.find(id);
    return found == lists.end() ? nothing : found->second;
}

template <class Names>
[[nodiscard]] typename Names::mapped_type find_in(const Names& names, std::string_view id) {
    const auto found = names.find(id);
    return found == names.end() ? nullptr : found->second;
}

}  // namespace

RuleSite::RuleSite(const Rulebook& rulebook, std::vector<const Incentive*> incentives, std::vector<const Bundle*> bundles,
                   const std::function<bool()>& goes_on)
    : rulebook_(rulebook), incentives_(std::move(incentives)), bundles_(std::move(bundles)) {
    for (const Incentive* one : incentives_) {
        by_id_.emplace(one->id, one);
    }
    for (const Bundle* one : bundles_) {
        bundle_by_id_.emplace(one->id, one);
    }
    for (const Account& one : rulebook.accounts) {
        if (!one.clauses.empty()) {
            accounts_.push_back(&one);
            account_by_id_.emplace(one.id, &one);
        }
    }
    relate();
    name_pages();
    run_cases(goes_on);
}

void RuleSite::relate() {
    for (const Incentive* one : incentives_) {
        for (const std::string& below : one->lineage) {
            overlays_[below].push_back(one);
        }
        for (std::size_t at = 0; at < one->cases.size(); ++at) {
            cases_.try_emplace({one->id, one->cases[at].name}, CasePlace{{SitePage::Kind::incentive, one->id}, at + 1});
        }
    }
    for (const Bundle* bundle : bundles_) {
        for (const std::string& id : bundle->incentives) {
            bundles_of_[id].push_back(bundle);
        }
        for (std::size_t at = 0; at < bundle->cases.size(); ++at) {
            cases_.try_emplace({bundle->id, bundle->cases[at].name}, CasePlace{{SitePage::Kind::bundle, bundle->id}, at + 1});
        }
    }
    for (const Account* account : accounts_) {
        std::set<const Incentive*> named_here;
        std::string rest;
        for (const Clause& clause : account->clauses) {
            for (const std::string& name : clause.by) {
                if (const Incentive* one = named(name, rest); one != nullptr && named_here.insert(one).second) {
                    accounts_of_[one->id].push_back(account);
                }
            }
        }
    }
}

void RuleSite::name_page(const SitePage& page, std::map<std::string, std::size_t>& taken) {
    std::string name = as_file_name(page.id);
    while (true) {
        const std::size_t before = taken[in_small_letters(name)]++;
        if (before == 0) {
            break;
        }
        name = as_file_name(page.id) + "~" + std::to_string(before + 1);
    }
    files_.emplace(page, std::move(name));
}

void RuleSite::name_pages() {
    std::map<std::string, std::size_t> taken;
    for (const Incentive* one : incentives_) {
        name_page({SitePage::Kind::incentive, one->id}, taken);
    }
    taken.clear();
    for (const Bundle* one : bundles_) {
        name_page({SitePage::Kind::bundle, one->id}, taken);
    }
    taken.clear();
    for (const Account* one : accounts_) {
        name_page({SitePage::Kind::document, one->id}, taken);
    }
}

void RuleSite::run_cases(const std::function<bool()>& goes_on) {
    Coverage coverage;
    Diagnostics faults;   // what a case lacks is told by `huiqi test`; here it counts as not passed
    run_cases_of_rules(rulebook_, Language::zh, faults, &coverage, [this](const std::string&, const std::vector<CaseResult>& results) {
        for (const CaseResult& one : results) {
            outcomes_[{one.declared.source, one.declared.begin, one.declared.end}] = {one.passed(), one.unconfirmed};
        }
    }, goes_on);
    coverage_ = CoverageReport::of(coverage, covered_texts(rulebook_));
    for (const CoverageItem& item : coverage_.items) {
        if (item.reached) {
            ++firsts_[{item.decided, item.by}];
        }
    }
}

const Incentive* RuleSite::incentive(std::string_view id) const { return find_in(by_id_, id); }
const Bundle* RuleSite::bundle(std::string_view id) const { return find_in(bundle_by_id_, id); }
const Account* RuleSite::account(std::string_view id) const { return find_in(account_by_id_, id); }

const Incentive* RuleSite::named(std::string_view name, std::string& rest) const {
    for (std::size_t end = name.size(); end != 0 && end != std::string_view::npos; end = name.rfind('.', end - 1)) {
        if (const Incentive* one = incentive(name.substr(0, end))) {
            rest = std::string(name.substr(std::min(name.size(), end + 1)));
            return one;
        }
    }
    return nullptr;
}

const std::vector<const Incentive*>& RuleSite::overlays(const Incentive& one) const { return under(overlays_, one.id); }
const std::vector<const Bundle*>& RuleSite::bundles_of(const Incentive& one) const { return under(bundles_of_, one.id); }
const std::vector<const Account*>& RuleSite::accounts_of(const Incentive& one) const { return under(accounts_of_, one.id); }

std::vector<const CoverageItem*> RuleSite::items_in(const Span& place) const {
    std::vector<const CoverageItem*> found;
    const auto before = [](const CoverageItem& item, const Span& from) {
        return std::pair(item.key.place.source, item.key.place.begin) < std::pair(from.source, from.begin);
    };
    auto at = std::lower_bound(coverage_.items.begin(), coverage_.items.end(), place, before);
    for (; at != coverage_.items.end() && at->key.place.source == place.source && at->key.place.begin <= place.end; ++at) {
        if (at->key.place.end <= place.end) {
            found.push_back(&*at);
        }
    }
    return found;
}

RuleSite::CaseOutcome RuleSite::outcome(const Span& declared) const {
    const auto found = outcomes_.find({declared.source, declared.begin, declared.end});
    return found == outcomes_.end() ? CaseOutcome() : found->second;
}

const RuleSite::CasePlace* RuleSite::first_case(const CoverageItem& item) const {
    auto found = cases_.find({item.decided, item.by});
    for (const Bundle* bundle : under(bundles_of_, item.decided)) {
        found = found == cases_.end() ? cases_.find({bundle->id, item.by}) : found;
    }
    return found == cases_.end() ? nullptr : &found->second;
}

std::size_t RuleSite::firsts(std::string_view subject, std::string_view test_case) const {
    const auto found = firsts_.find({std::string(subject), std::string(test_case)});
    return found == firsts_.end() ? 0 : found->second;
}

const std::string& RuleSite::file_name(const SitePage& page) const {
    static const std::string none;
    const auto found = files_.find(page);
    return found == files_.end() ? none : found->second;
}

}  // namespace huiqi
