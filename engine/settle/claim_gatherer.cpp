#include "engine/settle/claim_gatherer.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "engine/calendar/date.h"
#include "engine/diagnostic/expect.h"
#include "engine/evaluate/instalments.h"
#include "engine/numeric/rounding.h"
#include "engine/rulebook/short_names.h"

namespace huiqi {
namespace {

using Kind = SettlementValue::Kind;

/// Finds a value among those collected, or adds it.
[[nodiscard]] std::size_t place_of(std::vector<SettlementValue>& values, const SettlementValue& value) {
    const auto same = [&value](const SettlementValue& other) {
        return other.kind == value.kind && other.incentive == value.incentive && other.index == value.index;
    };
    const auto found = std::find_if(values.begin(), values.end(), same);
    if (found != values.end()) {
        return static_cast<std::size_t>(found - values.begin());
    }
    values.push_back(value);
    return values.size() - 1;
}

/// A sequence is a whole number or a date: its place in order, or kNoRank.
[[nodiscard]] std::int64_t sequence_rank(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) {
        return number;
    }
    const std::int32_t days = parse_days(text);
    return days == kDayOutOfRange ? Claims::kNoRank : days;
}

[[nodiscard]] std::int32_t year_of(std::string_view text) {
    const auto date = Date::parse(text);
    return date ? date->year() : Claims::kNoYear;
}

[[nodiscard]] ClaimState state_of(const Evaluator& evaluator, const Register& eligible, std::size_t row) {
    const Cause state = eligible.state(row);
    if (state != kKnown) {
        return evaluator.causes().is_unknown(state) ? ClaimState::open : ClaimState::failed;
    }
    return eligible.lanes<std::uint8_t>()[row] != 0 ? ClaimState::eligible : ClaimState::refused;
}

/// Gives the fen of the parts that a failed re-check ended, as they were planned.
[[nodiscard]] std::int64_t never_due(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t row) {
    std::int64_t sum = 0;
    for (const IncentivePlan::Instalment& part : plan.schedule) {
        const InstalmentState state = instalment_state(evaluator, plan, part, row);
        if (state != InstalmentState::failed && state != InstalmentState::stopped) {
            continue;
        }
        const Value planned = evaluator.read(part.planned.amount, row);
        const std::optional<Money> amount = planned.known() ? fen(planned.number()) : std::nullopt;
        sum += amount.value_or(Money()).minor();
    }
    return sum;
}

[[nodiscard]] Counted counted(BundleSettlement::Period period) {
    switch (period) {
        case BundleSettlement::Period::batch: return Counted::nothing;
        case BundleSettlement::Period::once: return Counted::all;
        case BundleSettlement::Period::calendar_year: return Counted::yearly;
    }
    return Counted::nothing;
}

/// Orders values of one type that are no small whole numbers.
[[nodiscard]] bool less(const Value& left, const Value& right) {
    return left.number() < right.number();
}

}  // namespace

std::optional<Money> fen(const Rational& yuan) {
    const Integer whole = round(yuan * 100, Rounding::floor);
    const Integer most = std::numeric_limits<std::int64_t>::max();
    if (whole > most || whole < -most) {
        return std::nullopt;
    }
    return Money::from_minor(static_cast<std::int64_t>(whole));
}

ClaimGatherer::ClaimGatherer(const Bundle& bundle, const std::vector<const Incentive*>& incentives, const Plan& plan)
    : bundle_(bundle), plan_(plan), years_(!bundle.keys.period_date.empty()) {
    make_rules();
    if (plan.schema.asks_payments()) {
        static_cast<void>(place_of(key_values_, {.kind = Kind::applicant, .name = {}}));   // by which they are found later
    }
    claims_.incentives = bundle.incentives.size();
    expect(incentives.size() == claims_.incentives && plan.incentives.size() == claims_.incentives,
           "the plan is that of the bundle's incentives");
    for (const Incentive* incentive : incentives) {
        std::vector<std::size_t>& bars = bars_.emplace_back();
        std::vector<std::string>& names = claims_.bars.emplace_back();
        for (std::size_t at = 0; at < incentive->anomalies.size(); ++at) {
            if (incentive->anomalies[at].level == Anomaly::Level::hold) {
                bars.push_back(at);
                names.push_back(incentive->anomalies[at].id);
            }
        }
    }
    for (std::uint32_t incentive = 0; incentive < claims_.incentives; ++incentive) {
        instalments_ = instalments_ || !plan.incentives[incentive].schedule.empty();
        for (const IncentivePlan::Extra& share : plan.incentives[incentive].shares) {
            claims_.shares.push_back({.incentive = incentive, .party = share.name, .rest = share.steps.empty(), .minor = {}});
        }
    }
    claims_.keys.resize(key_values_.size());
    claims_.amounts.resize(amount_values_.size());
    claims_.choices.resize(choice_values_.size());
    claims_.ranks.resize(rank_values_.size());
    exact_ranks_.resize(rank_values_.size());
}

std::vector<std::string> ClaimGatherer::key_names() const {
    std::vector<std::string> names;
    for (const SettlementValue& value : key_values_) {
        names.push_back(value.kind == Kind::applicant     ? bundle_.keys.applicant
                        : value.kind == Kind::application ? bundle_.keys.application
                        : value.kind == Kind::sequence    ? bundle_.keys.sequence
                                                          : value.name);
    }
    return names;
}

const PlanValue* ClaimGatherer::plan_value(const SettlementValue& value) const {
    switch (value.kind) {
        case Kind::total: return &plan_.totals[value.index].value;
        case Kind::input: return &plan_.incentives[value.incentive].inputs[value.index];
        case Kind::definition: return &plan_.incentives[value.incentive].definitions[value.index];
        default: return nullptr;
    }
}

std::vector<RankKey> ClaimGatherer::rank_keys(const std::vector<BundleSettlement::Rank>& ranks) {
    std::vector<RankKey> keys;
    for (const BundleSettlement::Rank& rank : ranks) {
        keys.push_back({place_of(rank_values_, rank.by), rank.descending});
    }
    return keys;
}

void ClaimGatherer::make_rules() {
    const BundleSettlement& written = bundle_.settlement;
    for (const BundleSettlement::Group& group : written.stacking) {
        StackingRule rule{.members = group.members,
                          .method = static_cast<StackingRule::Method>(group.method)};
        if (group.method == BundleSettlement::Stacking::choose) {
            rule.choice = place_of(choice_values_, *group.value);
        } else if (group.method == BundleSettlement::Stacking::at_most) {
            rule.amount = place_of(amount_values_, *group.value);
        } else if (group.method == BundleSettlement::Stacking::top_up) {
            rule.key = place_of(key_values_, {.kind = Kind::applicant, .name = {}});
            if (!bundle_.keys.sequence.empty()) {
                rule.turn = place_of(rank_values_, {.kind = Kind::sequence, .name = {}});
            }
        }
        const bool of_application = group.method == BundleSettlement::Stacking::highest || group.method == BundleSettlement::Stacking::choose;
        applicants_ = applicants_ || (of_application && !bundle_.keys.applicant.empty());
        rules_.stacking.push_back(std::move(rule));
    }
    for (const BundleSettlement::Limit& limit : written.limits) {
        LimitRule rule;
        rule.members = limit.members;
        rule.key = place_of(key_values_, limit.per);
        rule.yearly = limit.yearly;
        rule.years = static_cast<std::int32_t>(limit.years);
        rule.step = fen(limit.step).value_or(Money::from_minor(1));
        if (const auto* yuan = std::get_if<Rational>(&limit.cap)) {
            rule.cap = fen(*yuan).value_or(Money::from_minor(std::numeric_limits<std::int64_t>::max()));
        } else {
            rule.cap = place_of(amount_values_, std::get<SettlementValue>(limit.cap));
        }
        rule.cut = limit.pro_rata ? LimitRule::Cut::pro_rata : LimitRule::Cut::last_listed_first;
        rule.ranking = rank_keys(limit.ranking);
        rules_.limits.push_back(std::move(rule));
    }
    for (const BundleSettlement::Quota& quota : written.quotas) {
        rules_.quotas.push_back({quota.members, quota.count, rank_keys(quota.ranking), counted(quota.period)});
    }
    for (const BundleSettlement::Budget& budget : written.budgets) {
        BudgetRule rule;
        rule.members = budget.members;
        rule.amount =
            fen(budget.amount).value_or(Money::from_minor(std::numeric_limits<std::int64_t>::max()));
        rule.method = static_cast<BudgetRule::Method>(budget.method);
        rule.step = fen(budget.step).value_or(Money::from_minor(1));
        rule.remainder =
            budget.largest_remainder ? BudgetRule::Remainder::largest_remainder : BudgetRule::Remainder::keep;
        rule.last = budget.what_is_left ? BudgetRule::Last::what_is_left : BudgetRule::Last::in_full;
        rule.ranking = rank_keys(budget.ranking);
        rule.counted = counted(budget.period);
        rules_.budgets.push_back(std::move(rule));
    }
    for (const BundleSettlement::Payer& payer : written.payers) {
        rules_.payers.push_back({.party = payer.party,
                                 .rest = payer.rest,
                                 .rate = payer.rate,
                                 .mode = payer.mode,
                                 .step = payer.step,
                                 .cap = payer.cap ? fen(*payer.cap) : std::nullopt});
    }
}

void ClaimGatherer::add(const Evaluator& evaluator, const ClaimKeys& keys) {
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        claims_.application.emplace_back(keys.application[row]);
        if (applicants_) {
            claims_.applicants.emplace_back(keys.applicant[row]);
        }
        if (years_) {
            claims_.years.push_back(year_of(keys.period_date[row]));
        }
    }
    add_awards(evaluator);
    for (std::size_t column = 0; column < key_values_.size(); ++column) {
        add_key(column, evaluator, keys);
    }
    for (std::size_t column = 0; column < rank_values_.size(); ++column) {
        add_rank(column, evaluator, keys);
    }
    for (std::size_t column = 0; column < amount_values_.size(); ++column) {
        const PlanValue& value = *plan_value(amount_values_[column]);
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            const Value read = evaluator.read(value, row);
            // an absent cap is none
            claims_.amounts[column].push_back(
                read.known() ? fen(read.number())
                : read.state() == State::absent
                    ? std::optional(Money::from_minor(std::numeric_limits<std::int64_t>::max()))
                    : std::nullopt);
        }
    }
    for (std::size_t column = 0; column < choice_values_.size(); ++column) {
        const PlanValue& value = *plan_value(choice_values_[column]);
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            claims_.choices[column].push_back(chosen(evaluator.read(value, row), value.type));
        }
    }
}

void ClaimGatherer::add_awards(const Evaluator& evaluator) {
    const std::size_t begin = claims_.award.size();
    claims_.award.resize(begin + evaluator.rows() * claims_.incentives);
    claims_.state.resize(claims_.award.size(), ClaimState::failed);
    for (std::size_t incentive = 0; incentive < claims_.incentives; ++incentive) {
        const IncentivePlan& decided = plan_.incentives[incentive];
        const Register& eligible = evaluator[decided.eligible.node];
        const Register* lanes = decided.has_award ? &evaluator[decided.award.node] : nullptr;
        const bool cents = lanes != nullptr && lanes->kind == LaneKind::int64 &&
                           decided.award.denominator == kNoNode && decided.award.scale == Rational(1) / 100;
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            const std::size_t cell = begin + row * claims_.incentives + incentive;
            claims_.state[cell] = state_of(evaluator, eligible, row);
            if (claims_.state[cell] != ClaimState::eligible || lanes == nullptr) {
                continue;
            }
            if (const Cause state = lanes->state(row); state != kKnown) {
                claims_.state[cell] =
                    evaluator.causes().is_unknown(state) ? ClaimState::open : ClaimState::failed;
                continue;
            }
            const std::optional<Money> award =
                cents ? std::optional(Money::from_minor(lanes->lanes<std::int64_t>()[row]))
                      : fen(evaluator.read(decided.award, row).number());
            claims_.state[cell] = award ? ClaimState::eligible : ClaimState::failed;
            claims_.award[cell] = award.value_or(Money());
        }
    }
    add_shares(evaluator, begin);
    add_instalments(evaluator, begin);
    add_barred(evaluator, begin);
}

/// Keeps what of awards paid in parts waits or will never be due. What is in error cannot be paid.
void ClaimGatherer::add_instalments(const Evaluator& evaluator, std::size_t begin) {
    if (!instalments_) {
        return;
    }
    claims_.not_due.resize(claims_.award.size());
    claims_.stopped.resize(claims_.award.size());
    for (std::size_t cell = begin; cell < claims_.award.size(); ++cell) {
        const IncentivePlan& decided = plan_.incentives[cell % claims_.incentives];
        const std::size_t row = (cell - begin) / claims_.incentives;
        if (claims_.state[cell] != ClaimState::eligible || decided.schedule.empty()) {
            continue;
        }
        const Value due = amount_due(evaluator, decided, row);
        const std::optional<Money> now = due.known() ? fen(due.number()) : std::nullopt;
        if (!now) {
            claims_.state[cell] = ClaimState::failed;
            continue;
        }
        const std::int64_t open = claims_.award[cell].minor() - now->minor();
        claims_.stopped[cell] = Money::from_minor(std::min(never_due(evaluator, decided, row), open));
        claims_.not_due[cell] = Money::from_minor(open - claims_.stopped[cell].minor());
    }
}

/// Keeps where an anomaly that bars payment is raised. Where it is in error, or waits for an answer, a person must look too:
/// who leaves the answer out would else be paid.
void ClaimGatherer::add_barred(const Evaluator& evaluator, std::size_t begin) {
    const auto none = [](const auto& bars) { return bars.empty(); };
    if (std::all_of(bars_.begin(), bars_.end(), none)) {
        return;
    }
    claims_.barred.resize(claims_.award.size());
    for (std::size_t cell = begin; cell < claims_.award.size(); ++cell) {
        const std::size_t incentive = cell % claims_.incentives;
        const std::size_t row = (cell - begin) / claims_.incentives;
        const std::vector<std::size_t>& bars = bars_[incentive];
        for (std::size_t bar = 0; bar < bars.size(); ++bar) {
            const Value raised = evaluator.read(plan_.incentives[incentive].anomalies[bars[bar]], row);
            if (!raised.known() || raised.boolean()) {
                claims_.barred[cell] |= std::uint64_t{1} << std::min(bar, Claims::kBarBits - 1);
            }
        }
    }
}

/// Keeps who pays the awards of incentives that say it themselves; 0 where there is no award.
void ClaimGatherer::add_shares(const Evaluator& evaluator, std::size_t begin) {
    const std::size_t before = claims_.rows() - evaluator.rows();
    for (OwnShare& share : claims_.shares) {
        const auto& parts = plan_.incentives[share.incentive].shares;
        const auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& one) { return one.name == share.party; });
        share.minor.resize(before + evaluator.rows());
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            const std::size_t cell = begin + row * claims_.incentives + share.incentive;
            if (claims_.state[cell] != ClaimState::eligible || claims_.award[cell].minor() == 0) {
                continue;
            }
            const Value amount = evaluator.read(part->amount, row);
            const std::optional<Money> known = amount.known() ? fen(amount.number()) : std::nullopt;
            expect(known.has_value(), "an award that is decided is divided among its payers");
            share.minor[before + row] = known->minor();
        }
    }
}

void ClaimGatherer::add_key(std::size_t column, const Evaluator& evaluator, const ClaimKeys& keys) {
    const SettlementValue& wanted = key_values_[column];
    const std::span<const std::string_view> texts = wanted.kind == Kind::application ? keys.application
                                                    : wanted.kind == Kind::applicant ? keys.applicant
                                                                                     : keys.sequence;
    const PlanValue* value = plan_value(wanted);
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        if (value == nullptr) {
            claims_.keys[column].emplace_back(texts[row]);
            continue;
        }
        const Value read = evaluator.read(*value, row);   // one that is not known is no key that two could share
        claims_.keys[column].push_back(read.known() ? value_text(read, value->type.without_optional(), false) : "");
    }
}

void ClaimGatherer::add_rank(std::size_t column, const Evaluator& evaluator, const ClaimKeys& keys) {
    const PlanValue* value = plan_value(rank_values_[column]);
    std::vector<std::int64_t>& ranks = claims_.ranks[column];
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        if (value == nullptr) {
            ranks.push_back(sequence_rank(keys.sequence[row]));
            continue;
        }
        const Value read = evaluator.read(*value, row);
        const Type type = value->type.without_optional();
        ranks.push_back(!read.known()                    ? Claims::kNoRank
                        : type.is(TypeKind::date)        ? read.date().days()
                        : type.is(TypeKind::enumeration) ? read.code()
                                                         : 0);
        if (type.is(TypeKind::number)) {
            exact_ranks_[column].push_back(read);
        }
    }
}

std::uint32_t ClaimGatherer::chosen(const Value& value, const Type& type) const {
    if (!value.known()) {
        return Claims::kNoChoice;
    }
    const auto place = place_called(bundle_.incentives, value_text(value, type, true));
    return place ? static_cast<std::uint32_t>(*place) : Claims::kNoChoice;
}

Claims ClaimGatherer::finish() {
    for (std::size_t column = 0; column < exact_ranks_.size(); ++column) {
        const std::vector<Value>& exact = exact_ranks_[column];
        std::vector<std::size_t> order;
        for (std::size_t row = 0; row < exact.size(); ++row) {
            if (exact[row].known()) {
                order.push_back(row);
            }
        }
        std::sort(order.begin(), order.end(),
                  [&](std::size_t one, std::size_t other) { return less(exact[one], exact[other]); });
        std::int64_t rank = 0;
        for (std::size_t at = 0; at < order.size(); ++at) {
            rank += at > 0 && less(exact[order[at - 1]], exact[order[at]]) ? 1 : 0;
            claims_.ranks[column][order[at]] = rank;
        }
    }
    return std::move(claims_);
}

}  // namespace huiqi
