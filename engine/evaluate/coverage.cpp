#include "engine/evaluate/coverage.h"

#include <algorithm>

namespace huiqi {
namespace {

/// Tells whether a value is expected that is there to be compared.
[[nodiscard]] bool any_known(const std::map<std::string, Value, std::less<>>& expected) {
    return std::any_of(expected.begin(), expected.end(), [](const auto& one) { return one.second.state() != State::unknown; });
}

}  // namespace

bool compares_values(const Case& test) {
    const auto known = [](const std::optional<Value>& value) { return value && value->state() != State::unknown; };
    return known(test.amount) || test.steps || known(test.due) || known(test.recovery) || test.settled != nullptr ||
           any_known(test.extras) || any_known(test.parts) || any_known(test.shares) || any_known(test.recipients) ||
           any_known(test.instalments);
}

bool compares_values_of(std::size_t member, const std::vector<std::pair<std::size_t, Case>>& expected,
                        const std::map<std::string, Value, std::less<>>& totals) {
    return !totals.empty() || std::any_of(expected.begin(), expected.end(), [&](const auto& one) {
        return one.first == member && compares_values(one.second);
    });
}

void Coverage::see(const Incentive& incentive, const Evaluator& evaluator, std::size_t index, std::size_t row,
                   const std::string* test_case, bool compares_values) {
    const Sightings& reader = readers_.try_emplace(&incentive, incentive).first->second;
    reader.read(evaluator, index, row, [&](const Sighting& one) {
        Sighting seen = one;
        seen.reached = one.reached && (compares_values || one.counts == Sighting::Counts::everywhere);
        take(seen, incentive.id, test_case);
        for (std::size_t at = 0; one.clauses != nullptr && at < one.clauses->size(); ++at) {
            const Citation& citation = incentive.citations[(*one.clauses)[at]];
            const CoverageKey clause{CoverageKey::Kind::clause, citation.declared, CoverageKey::Aspect::reached};
            take({.key = clause, .possible = one.possible, .reached = seen.reached, .counts = one.counts}, incentive.id, test_case);
        }
    });
}

void Coverage::take(const Sighting& one, const std::string& subject, const std::string* test_case) {
    CoverageItem& item = items_.try_emplace(one.key, CoverageItem{.key = one.key, .incentive = subject, .by = {}}).first->second;
    item.possible = item.possible || one.possible;
    if (one.reached && test_case != nullptr && !item.reached) {
        item.reached = true;
        item.by = *test_case;
        item.decided = subject;
    }
}

void Coverage::rule_out(const std::set<CoverageKey>& keys) {
    for (const CoverageKey& key : keys) {
        if (const auto found = items_.find(key); found != items_.end() && !found->second.reached) {
            found->second.possible = false;
        }
    }
}

std::vector<CoverageItem> Coverage::items() const {
    std::vector<CoverageItem> items;
    for (const auto& [key, item] : items_) {
        items.push_back(item);
    }
    return items;
}

}  // namespace huiqi
