#include "engine/evaluate/coverage.h"

namespace huiqi {

void Coverage::see(const Incentive& incentive, const Evaluator& evaluator, std::size_t index, std::size_t row,
                   const std::string* test_case) {
    const Sightings& reader = readers_.try_emplace(&incentive, incentive).first->second;
    const auto take = [&](const CoverageKey& key, bool possible, bool reached) {
        CoverageItem& item = items_.try_emplace(key, CoverageItem{.key = key, .incentive = incentive.id, .by = {}}).first->second;
        item.possible = item.possible || possible;
        if (reached && test_case != nullptr && !item.reached) {
            item.reached = true;
            item.by = *test_case;
            item.decided = incentive.id;
        }
    };
    reader.read(evaluator, index, row, [&](const Sighting& one) {
        take(one.key, one.possible, one.reached);
        for (std::size_t at = 0; one.clauses != nullptr && at < one.clauses->size(); ++at) {
            const Citation& citation = incentive.citations[(*one.clauses)[at]];
            take({CoverageKey::Kind::clause, citation.declared, CoverageKey::Aspect::reached}, one.possible, one.reached);
        }
    });
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
