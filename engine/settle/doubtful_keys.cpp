#include "engine/settle/doubtful_keys.h"

#include <algorithm>
#include <set>
#include <string>

#include "engine/data/credit_code.h"
#include "engine/data/folded_key.h"
#include "engine/settle/number_order.h"

namespace huiqi {
namespace {

/// The columns of keys by which one party's awards come together.
[[nodiscard]] std::set<std::size_t> columns_of_parties(const SettlementRules& rules) {
    std::set<std::size_t> columns;
    for (const LimitRule& limit : rules.limits) {
        columns.insert(limit.key);
    }
    for (const StackingRule& rule : rules.stacking) {
        if (rule.method == StackingRule::Method::top_up) {
            columns.insert(rule.key);
        }
    }
    return columns;
}

[[nodiscard]] bool is_paid(const Claims& claims, const Settlement& settlement, std::size_t row) {
    for (std::size_t incentive = 0; incentive < claims.incentives; ++incentive) {
        if (settlement.payable[claims.cell(row, incentive)].minor() > 0) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<std::size_t> doubtful_keys(const Claims& claims, const Settlement& settlement, const SettlementRules& rules) {
    std::vector<bool> doubtful(claims.rows(), false);
    bool any = false;
    for (const std::size_t column : columns_of_parties(rules)) {
        std::vector<std::size_t> others;
        std::string kept;
        for (std::size_t row = 0; row < claims.rows(); ++row) {
            if (!valid_credit_code(folded_key(claims.keys[column][row], kept))) {
                others.push_back(row);
            }
        }
        if (2 * others.size() >= claims.rows()) {   // a column of other keys
            continue;
        }
        for (const std::size_t row : others) {
            const bool told = !claims.keys[column][row].empty() && is_paid(claims, settlement, row);
            doubtful[row] = doubtful[row] || told;
            any = any || told;
        }
    }
    std::vector<std::size_t> rows;
    if (any) {
        const auto order = in_number_order(claims.application);
        std::copy_if(order.begin(), order.end(), std::back_inserter(rows), [&](std::size_t row) { return doubtful[row]; });
    }
    return rows;
}

}  // namespace huiqi
