#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/settle/key_numbers.h"
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
void hold_without_key(Work& work, const Member& best, std::size_t index, std::size_t row) {
    std::vector<Claim> held;
    for (const std::uint32_t incentive : best) {
        held.push_back(Claim{row, incentive});
    }
    work.hold(held, SettlementFault::Kind::missing_key, kCause, index);
}

/// What each key has had under the members: before this batch, and of its applications that had their turn.
class Had {
public:
    Had(const Work& work, const StackingRule& rule, const Member& all) {
        for (std::size_t row = 0; row < work.claims().rows(); ++row) {
            keys_.add(work.key(rule.key, row));
        }
        minor_.resize(keys_.size());
        std::string kept;
        for (const PriorPayment& prior : work.history()) {
            if (std::find(all.begin(), all.end(), prior.incentive) == all.end()) {
                continue;
            }
            if (const auto key = keys_.find(folded_key(prior.keys[rule.key], kept))) {
                minor_[*key] += prior.paid.minor();
            }
        }
    }

    /// Of a key of the batch.
    [[nodiscard]] Int128& operator[](std::string_view key) { return minor_[keys_.find(key).value()]; }

private:
    KeyNumbers keys_;
    std::vector<Int128> minor_;
};

/// Gives the rows in the order in which they have their turn: by the sequence, those without one behind, then by application
/// key. What all applications of a key have together is the same in every order.
[[nodiscard]] std::vector<std::size_t> in_turn(const Work& work, const StackingRule& rule) {
    std::vector<std::size_t> order(work.claims().rows());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto turn = [&](std::size_t row) {
        const std::int64_t rank = rule.turn ? work.claims().ranks[*rule.turn][row] : 0;
        return std::pair(rank == Claims::kNoRank ? std::numeric_limits<std::int64_t>::max() : rank, work.place(row));
    };
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return turn(left) < turn(right); });
    return order;
}

/// The applications of one key share what it had: how they were put into batches must not decide about money.
void top_up(Work& work, const StackingRule& rule, std::size_t index, const Member& all) {
    Had had(work, rule, all);
    for (const std::size_t row : in_turn(work, rule)) {
        const Member& best = largest(work, rule, row);
        keep_only(work, rule, index, row, &best);
        const std::string& key = work.key(rule.key, row);
        if (key.empty()) {
            hold_without_key(work, best, index, row);
            continue;
        }
        Int128& before = had[key];
        const Int128 asked = payable(work, row, best);
        work.note_use({.step = kCause, .rule = static_cast<std::uint32_t>(index), .asked = asked, .there = std::max<Int128>(asked - before, 0)});
        take(work, best, index, row, before);
        before += payable(work, row, best);
    }
}

}  // namespace

void apply_stacking(Work& work, const StackingRule& rule, std::size_t index) {
    const Member all = all_of(rule);
    if (rule.method == StackingRule::Method::top_up) {
        top_up(work, rule, index, all);
        return;
    }
    for (std::size_t row = 0; row < work.claims().rows(); ++row) {
        switch (rule.method) {
            case StackingRule::Method::sum:
            case StackingRule::Method::top_up: break;
            case StackingRule::Method::choose: choose(work, rule, index, row); break;
            case StackingRule::Method::at_most: at_most(work, rule, index, row, all); break;
            case StackingRule::Method::highest:
                keep_only(work, rule, index, row, &largest(work, rule, row));
                break;
        }
    }
}

}  // namespace huiqi
