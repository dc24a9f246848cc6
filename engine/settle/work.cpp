#include "engine/settle/work.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/expect.h"
#include "engine/settle/number_order.h"
#include "engine/settle/ranking.h"

namespace huiqi {

Work::Work(const Claims& claims, const std::vector<PriorPayment>& history, std::vector<SettlementUse>* uses)
    : claims_(claims), history_(history), uses_(uses), by_key_(in_number_order(claims.application)), place_(claims.rows()) {
    expect(claims.not_due.size() == claims.stopped.size() &&
               (claims.not_due.empty() || claims.not_due.size() == claims.award.size()) &&
               (claims.barred.empty() || claims.barred.size() == claims.award.size()),
           "what stands beside the cells of claims is there for all of them, or for none");
    expect(claims.award.size() == claims.rows() * claims.incentives &&
               claims.state.size() == claims.award.size(),
           "claims have a cell for each application and incentive");
    result_.waiting.resize(claims.award.size());
    result_.rank.resize(claims.award.size());
    result_.payable.reserve(claims.award.size());
    for (std::size_t cell = 0; cell < claims.award.size(); ++cell) {
        result_.payable.push_back(claims.state[cell] == ClaimState::eligible ? claims.award[cell] : Money());
    }
    for (std::size_t place = 0; place < by_key_.size(); ++place) {
        place_[by_key_[place]] = place;
    }
    fold_keys();
    hold_repeated();
}

void Work::fold_keys() {
    folded_.resize(claims_.keys.size());
    for (std::size_t column = 0; column < claims_.keys.size(); ++column) {
        const std::vector<std::string>& keys = claims_.keys[column];
        if (!std::all_of(keys.begin(), keys.end(), is_folded_key)) {
            std::transform(keys.begin(), keys.end(), std::back_inserter(folded_[column]),
                           [](const std::string& key) { return folded_key(key); });
        }
    }
}

void Work::hold_rows(const std::vector<std::size_t>& rows) {
    std::vector<Claim> held;
    for (const std::size_t row : rows) {
        for (std::uint32_t incentive = 0; incentive < claims_.incentives; ++incentive) {
            held.push_back({row, incentive});
        }
    }
    hold(held, SettlementFault::Kind::repeated, ReductionCause::held, 0);
}

/// An application that stands in the batch twice would be paid twice: also where its number is typed in two ways.
void Work::hold_repeated() {
    const std::vector<std::string>& numbers = claims_.application;
    const bool plain = std::all_of(numbers.begin(), numbers.end(), is_folded_key);
    std::unordered_map<std::string_view, std::size_t, FoldedKeyHash, FoldedKeyEqual> found;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t at = 0; at < by_key_.size(); ++at) {
        const std::size_t row = by_key_[at];
        if (!plain) {
            const auto [place, fresh] = found.try_emplace(numbers[row], groups.size());
            if (fresh) {
                groups.emplace_back();
            }
            groups[place->second].push_back(row);
        } else if (at > 0 && numbers[by_key_[at - 1]] == numbers[row]) {
            if (groups.empty() || groups.back().back() != by_key_[at - 1]) {
                groups.push_back({by_key_[at - 1]});
            }
            groups.back().push_back(row);
        }
    }
    for (const std::vector<std::size_t>& group : groups) {
        if (group.size() > 1) {
            hold_rows(group);
        }
    }
}

std::vector<Claim> Work::paid(const std::vector<std::uint32_t>& members) const {
    std::vector<Claim> found;
    for (const std::uint32_t incentive : members) {
        for (const std::size_t row : by_key_) {
            if (payable({row, incentive}) > 0) {
                found.push_back({row, incentive});
            }
        }
    }
    return found;
}

void Work::cut(Claim claim, std::int64_t minor, ReductionCause cause, std::size_t rule) {
    const std::int64_t before = payable(claim);
    expect(minor >= 0 && minor <= before, "a cut leaves something or nothing");
    if (minor > 0) {
        result_.payable[claims_.cell(claim.row, claim.incentive)] = Money::from_minor(before - minor);
        result_.reductions.push_back({.row = claim.row,
                                      .incentive = claim.incentive,
                                      .cause = cause,
                                      .rule = static_cast<std::uint32_t>(rule),
                                      .amount = Money::from_minor(minor)});
    }
}

void Work::hold(const std::vector<Claim>& claims, SettlementFault::Kind kind, ReductionCause step,
                std::size_t rule) {
    SettlementFault fault{.kind = kind, .step = step, .rule = static_cast<std::uint32_t>(rule), .rows = {}};
    for (const Claim& claim : claims) {
        refuse(claim, ReductionCause::held, rule);
        if (fault.rows.empty() || fault.rows.back() != claim.row) {
            fault.rows.push_back(claim.row);
        }
    }
    result_.faults.push_back(std::move(fault));
}

void Work::hold_behind_open(const std::vector<Claim>& claims, const std::vector<std::size_t>& open, ReductionCause step, std::size_t rule) {
    hold(claims, SettlementFault::Kind::open_rank, step, rule);
    result_.faults.back().others = open;
}

std::vector<std::size_t> Work::last_held(SettlementFault::Kind kind) const {
    const auto last = std::find_if(result_.faults.rbegin(), result_.faults.rend(), [kind](const SettlementFault& one) { return one.kind == kind; });
    return last == result_.faults.rend() ? std::vector<std::size_t>() : last->rows;
}

void Work::leave_instalments() {
    for (std::size_t cell = 0; cell < claims_.not_due.size(); ++cell) {
        const Claim claim{cell / claims_.incentives, static_cast<std::uint32_t>(cell % claims_.incentives)};
        // what settlement took is taken from the parts paid last: those that are due are paid as far as anything is left
        const std::int64_t ever = claims_.award[cell].minor() - claims_.stopped[cell].minor();
        cut(claim, std::max<std::int64_t>(payable(claim) - ever, 0), ReductionCause::stopped, 0);
        const std::int64_t now = ever - claims_.not_due[cell].minor();
        cut(claim, std::max<std::int64_t>(payable(claim) - now, 0), ReductionCause::not_due, 0);
    }
}

void Work::hold_barred() {
    std::vector<Claim> held;
    for (std::size_t cell = 0; cell < claims_.barred.size(); ++cell) {
        const Claim claim{cell / claims_.incentives, static_cast<std::uint32_t>(cell % claims_.incentives)};
        if (claims_.barred[cell] != 0 && payable(claim) > 0) {
            held.push_back(claim);
            result_.barred.push_back({.row = claim.row, .incentive = claim.incentive, .cause = ReductionCause::held, .rule = 0,
                                      .amount = Money::from_minor(payable(claim))});
        }
    }
    if (!held.empty()) {
        hold(held, SettlementFault::Kind::anomaly, ReductionCause::held, 0);
    }
}

void Work::note_ranks(const std::vector<Claim>& order, const std::vector<RankKey>& keys) {
    const Ranking ranking(*this, keys);
    std::uint64_t place = 0;
    for (std::size_t at = 0; at < order.size(); ++at) {
        place = at > 0 && ranking.equal(order[at - 1].row, order[at].row) ? place : at + 1;
        std::uint64_t& rank = result_.rank[claims_.cell(order[at].row, order[at].incentive)];
        rank = rank == 0 ? place : rank;
    }
}

/// Puts reductions in the order of their rows in one pass, for there may be several a row; within a row they are few.
Settlement Work::finish() && {
    std::vector<std::size_t> next(claims_.rows() + 1);
    for (const Reduction& cut : result_.reductions) {
        ++next[cut.row + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<Reduction> by_row(result_.reductions.size());
    for (const Reduction& cut : result_.reductions) {
        by_row[next[cut.row]++] = cut;
    }
    result_.reductions = std::move(by_row);
    for (auto first = result_.reductions.begin(); first != result_.reductions.end();) {
        const auto last = std::find_if(first, result_.reductions.end(), [first](const Reduction& cut) { return cut.row != first->row; });
        std::stable_sort(first, last, [](const Reduction& left, const Reduction& right) { return left.incentive < right.incentive; });
        first = last;
    }
    return std::move(result_);
}

Settlement settle(const Claims& claims, const std::vector<PriorPayment>& history,
                  const SettlementRules& rules, std::vector<SettlementUse>* uses) {
    Work work(claims, history, uses);
    const auto each = [&work](const auto& steps, const auto& apply) {
        for (std::size_t index = 0; index < steps.size(); ++index) {
            apply(work, steps[index], index);
        }
    };
    each(rules.stacking, apply_stacking);
    each(rules.limits, apply_limit);
    each(rules.quotas, apply_quota);
    each(rules.budgets, apply_budget);
    work.leave_instalments();
    work.hold_barred();
    return std::move(work).finish();
}

}  // namespace huiqi
