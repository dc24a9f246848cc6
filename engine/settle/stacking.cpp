#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/settle/work.h"

namespace huiqi {
namespace {

constexpr ReductionCause kCause = ReductionCause::stacking;

using Member = std::vector<std::uint32_t>;

[[nodiscard]] Int128 payable(const Work& work, std::size_t row, const Member& member) {
    Int128 sum = 0;
    for (const std::uint32_t incentive : member) {
        sum += work.payable({row, incentive});
    }
    return sum;
}

/// Gives the member of the largest amount; of equals the earlier listed.
[[nodiscard]] const Member& largest(const Work& work, const StackingRule& rule, std::size_t row) {
    const Member* best = &rule.members.front();
    for (const Member& member : rule.members) {
        if (payable(work, row, member) > payable(work, row, *best)) {
            best = &member;
        }
    }
    return *best;
}

void keep_only(Work& work, const StackingRule& rule, std::size_t index, std::size_t row, const Member* kept) {
    if (kept != nullptr) {
        Int128 asked = 0;
        for (const Member& member : rule.members) {
            asked += payable(work, row, member);
        }
        work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = asked, .there = payable(work, row, *kept),
                       .kept = static_cast<std::uint32_t>(kept - rule.members.data())});
    }
    for (const Member& member : rule.members) {
        for (const std::uint32_t incentive : member) {
            if (&member != kept) {
                work.refuse({row, incentive}, kCause, index);
            }
        }
    }
}

/// Takes an amount from incentives, from the last listed first.
void take(Work& work, const Member& member, std::size_t index, std::size_t row, Int128 amount) {
    for (auto incentive = member.rbegin(); incentive != member.rend() && amount > 0; ++incentive) {
        const Int128 cut = std::min<Int128>(amount, work.payable({row, *incentive}));
        work.cut({row, *incentive}, to_int64(cut), kCause, index);
        amount -= cut;
    }
}

void choose(Work& work, const StackingRule& rule, std::size_t index, std::size_t row) {
    const std::uint32_t chosen = work.claims().choices[rule.choice][row];
    if (chosen != Claims::kNoChoice) {
        const auto kept = std::find_if(rule.members.begin(), rule.members.end(), [&](const Member& member) {
            return std::find(member.begin(), member.end(), chosen) != member.end();
        });
        keep_only(work, rule, index, row, kept == rule.members.end() ? nullptr : &*kept);
        return;
    }
    std::vector<Claim> paid;
    std::size_t rivals = 0;
    for (const Member& member : rule.members) {
        rivals += payable(work, row, member) > 0 ? 1U : 0U;
        for (const std::uint32_t incentive : member) {
            paid.push_back({row, incentive});
        }
    }
    if (rivals > 1) {
        work.hold(paid, SettlementFault::Kind::missing_choice, kCause, index);
    }
}

void at_most(Work& work, const StackingRule& rule, std::size_t index, std::size_t row, const Member& all) {
    const Int128 asked = payable(work, row, all);
    const std::optional<Money>& cost = work.claims().amounts[rule.amount][row];
    if (cost) {
        work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = asked, .there = cost->minor()});
        take(work, all, index, row, asked - cost->minor());
    } else if (asked > 0) {
        std::vector<Claim> held;
        std::transform(all.begin(), all.end(), std::back_inserter(held),
                       [row](std::uint32_t incentive) { return Claim{row, incentive}; });
        work.hold(held, SettlementFault::Kind::missing_amount, kCause, index);
    }
}

[[nodiscard]] Member all_of(const StackingRule& rule) {
    Member all;
    for (const Member& member : rule.members) {
        all.insert(all.end(), member.begin(), member.end());
    }
    return all;
}

/// Holds a claim without a key: what was paid before to it is not known.
void top_up(Work& work, const StackingRule& rule, std::size_t index, std::size_t row,
            const std::map<std::string, Int128>& before) {
    const Member& best = largest(work, rule, row);
    keep_only(work, rule, index, row, &best);
    const std::string& key = work.key(rule.key, row);
    if (key.empty()) {
        std::vector<Claim> held;
        for (const std::uint32_t incentive : best) {
            held.push_back(Claim{row, incentive});
        }
        work.hold(held, SettlementFault::Kind::missing_key, kCause, index);
        return;
    }
    const auto paid = before.find(key);
    const Int128 asked = payable(work, row, best);
    work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = asked,
                   .there = paid == before.end() ? asked : std::max<Int128>(asked - paid->second, 0)});
    if (paid != before.end()) {
        take(work, best, index, row, paid->second);
    }
}

/// What was paid before under the members, by key.
[[nodiscard]] std::map<std::string, Int128> paid_before(const Work& work, const StackingRule& rule,
                                                        const Member& all) {
    std::map<std::string, Int128> sums;
    for (const PriorPayment& prior : work.history()) {
        if (std::find(all.begin(), all.end(), prior.incentive) != all.end()) {
            sums[folded_key(prior.keys[rule.key])] += prior.paid.minor();
        }
    }
    return sums;
}

}  // namespace

void apply_stacking(Work& work, const StackingRule& rule, std::size_t index) {
    const Member all = all_of(rule);
    std::map<std::string, Int128> before;
    if (rule.method == StackingRule::Method::top_up) {
        before = paid_before(work, rule, all);
    }
    for (std::size_t row = 0; row < work.claims().rows(); ++row) {
        switch (rule.method) {
            case StackingRule::Method::sum: break;
            case StackingRule::Method::choose: choose(work, rule, index, row); break;
            case StackingRule::Method::at_most: at_most(work, rule, index, row, all); break;
            case StackingRule::Method::highest:
                keep_only(work, rule, index, row, &largest(work, rule, row));
                break;
            case StackingRule::Method::top_up: top_up(work, rule, index, row, before); break;
        }
    }
}

}  // namespace huiqi
