#include "engine/evaluate/coverage.h"

#include <algorithm>

namespace huiqi {
namespace {

/// Tells whether a value is expected that is there to be compared.
[[nodiscard]] bool any_known(const std::map<std::string, Value, std::less<>>& expected) {
    return std::any_of(expected.begin(), expected.end(), [](const auto& one) { return one.second.state() != State::unknown; });
}

}  // namespace

Compared Compared::by(const Case& test) {
    const auto known = [](const std::optional<Value>& value) { return value && value->state() != State::unknown; };
    Compared made;
    made.extras = any_known(test.extras) || any_known(test.parts);
    made.shares = any_known(test.shares) || (test.settled != nullptr && !test.settled->shares.empty());
    made.recipients = any_known(test.recipients);
    made.schedule = any_known(test.instalments) || known(test.due);
    made.recovery = known(test.recovery);
    made.anomalies = test.anomalies.has_value();
    made.award = known(test.amount) || test.steps || test.settled != nullptr || made.shares || made.recipients || made.schedule;
    return made;
}

Compared Compared::by(std::size_t member, const std::vector<std::pair<std::size_t, Case>>& expected,
                      const std::map<std::string, Value, std::less<>>& totals) {
    Compared made;
    made.award = made.extras = !totals.empty();
    for (const auto& [which, one] : expected) {
        if (which == member) {
            made.add(by(one));
        }
    }
    return made;
}

void Compared::add(const Compared& other) {
    for (bool Compared::*const part : {&Compared::award, &Compared::extras, &Compared::shares, &Compared::recipients, &Compared::schedule,
                                       &Compared::recovery, &Compared::anomalies}) {
        this->*part = this->*part || other.*part;
    }
}

bool Compared::sees(const Sighting& one) const noexcept {
    switch (one.shown) {
        case Sighting::Shown::anywhere: break;
        case Sighting::Shown::in_award: return award;
        case Sighting::Shown::in_extras: return extras;
        case Sighting::Shown::in_shares: return shares;
        case Sighting::Shown::in_recipients: return recipients;
        case Sighting::Shown::in_schedule: return schedule;
        case Sighting::Shown::in_recovery: return recovery;
        case Sighting::Shown::in_anomalies: return anomalies;
    }
    return one.counts == Sighting::Counts::everywhere || values();
}

void Coverage::see(const Incentive& incentive, const Evaluator& evaluator, std::size_t index, std::size_t row,
                   const std::string* test_case, const Compared& compared) {
    const Sightings& reader = readers_.try_emplace(&incentive, incentive).first->second;
    reader.read(evaluator, index, row, [&](const Sighting& one) {
        Sighting seen = one;
        seen.reached = one.reached && compared.sees(one);
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
