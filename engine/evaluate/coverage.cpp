#include "engine/evaluate/coverage.h"

#include <algorithm>

namespace huiqi {
namespace {

/// Tells whether what is reached shows in values alone; of a rule without an award being eligible is all there is.
[[nodiscard]] bool shows_in_values(CoverageKey::Kind kind, const Incentive& incentive) {
    return kind == CoverageKey::Kind::step || kind == CoverageKey::Kind::band || kind == CoverageKey::Kind::rounding ||
           (kind == CoverageKey::Kind::award && !incentive.award.empty());
}

}  // namespace

bool compares_values(const Case& test) {
    return test.amount || test.steps || test.due || test.recovery || test.settled != nullptr || !test.extras.empty() ||
           !test.parts.empty() || !test.shares.empty() || !test.recipients.empty() || !test.instalments.empty();
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
        const bool reached = one.reached && (compares_values || !shows_in_values(one.key.kind, incentive));
        Sighting seen = one;
        seen.reached = reached;
        take(seen, incentive.id, test_case);
        for (std::size_t at = 0; one.clauses != nullptr && at < one.clauses->size(); ++at) {
            const Citation& citation = incentive.citations[(*one.clauses)[at]];
            const CoverageKey clause{CoverageKey::Kind::clause, citation.declared, CoverageKey::Aspect::reached};
            take({.key = clause, .possible = one.possible, .reached = reached, .distance = {}}, incentive.id, test_case);
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
