#include <algorithm>
#include <map>
#include <string>

#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::stacking;

/// Gives the place among the members of the largest amount; of equals the earlier listed.
[[nodiscard]] std::size_t largest(const Work& work, const StackingRule& rule, std::size_t row) {
    std::size_t best = 0;
    for (std::size_t at = 1; at < rule.members.size(); ++at) {
        if (work.payable({row, rule.members[at]}) > work.payable({row, rule.members[best]})) {
            best = at;
        }
    }
    return best;
}

void keep_only(Work& work, const StackingRule& rule, std::size_t index, std::size_t row, std::uint32_t kept) {
    for (const std::uint32_t member : rule.members) {
        if (member != kept) {
            work.refuse({row, member}, kCause, index);
        }
    }
}

void choose(Work& work, const StackingRule& rule, std::size_t index, std::size_t row) {
    const std::uint32_t chosen = work.claims().choices[rule.choice][row];
    if (chosen != Claims::kNoChoice) {
        keep_only(work, rule, index, row, chosen);
        return;
    }
    std::vector<Claim> paid;
    for (const std::uint32_t member : rule.members) {
        if (work.payable({row, member}) > 0) {
            paid.push_back({row, member});
        }
    }
    if (paid.size() > 1) {
        work.hold(paid, SettlementFault::Kind::missing_choice, kCause, index);
    }
}

/// Holds the members together to an amount, cutting from the last listed.
void at_most(Work& work, const StackingRule& rule, std::size_t index, std::size_t row) {
    Int128 over = -Int128{work.claims().amounts[rule.amount][row].minor()};
    for (const std::uint32_t member : rule.members) {
        over += work.payable({row, member});
    }
    for (auto member = rule.members.rbegin(); member != rule.members.rend() && over > 0; ++member) {
        const Int128 cut = std::min<Int128>(over, work.payable({row, *member}));
        work.cut({row, *member}, to_int64(cut), kCause, index);
        over -= cut;
    }
}

/// What was paid before under the members, by key.
[[nodiscard]] std::map<std::string, Int128> paid_before(const Work& work, const StackingRule& rule) {
    std::map<std::string, Int128> sums;
    for (const PriorPayment& prior : work.history()) {
        if (std::find(rule.members.begin(), rule.members.end(), prior.incentive) != rule.members.end()) {
            sums[prior.keys[rule.key]] += prior.paid.minor();
        }
    }
    return sums;
}

}  // namespace

void apply_stacking(Work& work, const StackingRule& rule, std::size_t index) {
    std::map<std::string, Int128> before;
    if (rule.method == StackingRule::Method::top_up) {
        before = paid_before(work, rule);
    }
    for (std::size_t row = 0; row < work.claims().rows(); ++row) {
        switch (rule.method) {
            case StackingRule::Method::sum: break;
            case StackingRule::Method::choose: choose(work, rule, index, row); break;
            case StackingRule::Method::at_most: at_most(work, rule, index, row); break;
            case StackingRule::Method::highest:
                keep_only(work, rule, index, row, rule.members[largest(work, rule, row)]);
                break;
            case StackingRule::Method::top_up: {
                const std::uint32_t best = rule.members[largest(work, rule, row)];
                keep_only(work, rule, index, row, best);
                const auto paid = before.find(work.claims().keys[rule.key][row]);
                if (paid != before.end()) {
                    const Int128 left = std::min<Int128>(paid->second, work.payable({row, best}));
                    work.cut({row, best}, to_int64(std::max<Int128>(left, 0)), kCause, index);
                }
                break;
            }
        }
    }
}

}  // namespace huiqi
