#include "engine/settle/split_groups.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/data/folded_key.h"
#include "engine/settle/number_order.h"

namespace huiqi {
namespace {

/// What one applicant has of a group.
struct Holding {
    std::optional<std::size_t> member;   ///< the first that was found
    bool split = false;                  ///< another one was found in another application
};

/// Gives the member of a group that a row is paid: after 就高 and 择一 there is at most one.
[[nodiscard]] std::optional<std::size_t> paid_member(const Claims& claims, const Settlement& settlement, const StackingRule& rule, std::size_t row) {
    const auto paid = std::find_if(rule.members.begin(), rule.members.end(), [&](const auto& member) {
        return std::any_of(member.begin(), member.end(), [&](std::uint32_t one) { return settlement.payable[claims.cell(row, one)].minor() > 0; });
    });
    return paid == rule.members.end() ? std::nullopt : std::optional(static_cast<std::size_t>(paid - rule.members.begin()));
}

[[nodiscard]] SplitGroup split_group(const Claims& claims, const Settlement& settlement, const StackingRule& rule) {
    std::unordered_map<std::string_view, Holding, FoldedKeyHash, FoldedKeyEqual> holdings;
    SplitGroup found;
    for (std::size_t row = 0; row < claims.rows(); ++row) {
        const auto member = claims.applicants[row].empty() ? std::nullopt : paid_member(claims, settlement, rule, row);
        if (!member) {
            continue;
        }
        Holding& holding = holdings[claims.applicants[row]];
        const bool other = holding.member && *holding.member != *member;
        found.applicants += other && !holding.split ? 1U : 0U;
        holding.split = holding.split || other;
        holding.member = holding.member.value_or(*member);
    }
    if (found.applicants == 0) {
        return found;
    }
    for (const std::size_t row : in_number_order(claims.application)) {
        if (!claims.applicants[row].empty() && paid_member(claims, settlement, rule, row) && holdings.find(claims.applicants[row])->second.split) {
            found.rows.push_back(row);
        }
    }
    return found;
}

}  // namespace

std::vector<SplitGroup> split_groups(const Claims& claims, const Settlement& settlement, const SettlementRules& rules) {
    std::vector<SplitGroup> groups;
    for (std::size_t at = 0; !claims.applicants.empty() && at < rules.stacking.size(); ++at) {
        const StackingRule& rule = rules.stacking[at];
        if (rule.method != StackingRule::Method::highest && rule.method != StackingRule::Method::choose) {
            continue;
        }
        if (SplitGroup found = split_group(claims, settlement, rule); found.applicants > 0) {
            found.rule = static_cast<std::uint32_t>(at);
            groups.push_back(std::move(found));
        }
    }
    return groups;
}

}  // namespace huiqi
