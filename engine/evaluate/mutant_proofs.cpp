#include "engine/evaluate/mutant_proofs.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/evaluate/step_bounds.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/incentive_steps.h"

namespace huiqi {
namespace {

using Kind = AwardStep::Kind;
using Made = IncentivePlan::Step;

/// Finds the step of the plan that a written step became.
[[nodiscard]] const Made* made_of(const Incentive& incentive, const IncentivePlan& plan, const AwardStep* step) {
    const auto in = [&](const std::vector<AwardStep>& written, const std::vector<Made>& made) -> const Made* {
        for (std::size_t at = 0; at < std::min(written.size(), made.size()); ++at) {
            if (&written[at] == step) {
                return &made[at];
            }
        }
        return nullptr;
    };
    const Made* found = in(incentive.award, plan.steps);
    for (std::size_t at = 0; found == nullptr && at < plan.definition_steps.size(); ++at) {
        found = in(incentive.definitions[at].steps, plan.definition_steps[at]);
    }
    for (std::size_t at = 0; found == nullptr && at < plan.extras.size(); ++at) {
        found = in(incentive.extras[at].steps, plan.extras[at].steps);
    }
    for (std::size_t at = 0; found == nullptr && at < plan.shares.size(); ++at) {
        found = in(incentive.shares[at].steps, plan.shares[at].steps);
    }
    for (std::size_t at = 0; found == nullptr && at < plan.recipients.size(); ++at) {
        found = in(incentive.recipients[at].steps, plan.recipients[at].steps);
    }
    if (found == nullptr && plan.recovery) {
        found = in(incentive.recovery->steps, plan.recovery->steps);
    }
    return found;
}

/// Proves one mistake.
class Proof {
public:
    Proof(const Mutant& mutant, const Plan& plan) : mutant_(mutant), plan_(plan) {}

    [[nodiscard]] std::optional<Bilingual> run() const {
        const Made* made = made_of(*mutant_.owner, plan_.incentives.front(), mutant_.step);
        const Made* next = mutant_.next != nullptr ? made_of(*mutant_.owner, plan_.incentives.front(), mutant_.next) : nullptr;
        if (made == nullptr || (mutant_.next != nullptr && next == nullptr)) {
            return std::nullopt;
        }
        switch (mutant_.kind) {
            case Mutant::Kind::rounding: return mutant_.rounding ? rounding(*made) : std::nullopt;
            case Mutant::Kind::dropped: return dropped(*made);
            case Mutant::Kind::order: return next != nullptr ? order(*made, *next) : std::nullopt;
            default: return std::nullopt;
        }
    }

private:
    /// Into how many equal parts of its step an amount can be cut: 1, always on a step; 2, at most halfway.
    [[nodiscard]] std::optional<Integer> parts(const PlanValue& amount, const Rational& step) const {
        const auto grid = grid_of(amount);
        return grid ? std::optional(Integer(denominator(Rational(*grid / step)))) : std::nullopt;
    }

    [[nodiscard]] bool never_negative(const PlanValue& amount) const {
        if (open_values()) {
            return false;
        }
        const auto least = bounds_of(plan_, amount).first;
        return least && *least >= 0;
    }

    [[nodiscard]] std::optional<Bilingual> rounding(const Made& made) const {
        const auto cut = parts(made.before, mutant_.step->round_step);
        if (cut && *cut == 1 && !open_values()) {
            return Bilingual{"取整以前已经是整数倍", "what is rounded is on a step already"};
        }
        const auto up = [](Rounding mode) { return mode == Rounding::half_up || mode == Rounding::up || mode == Rounding::ceiling; };
        const auto down = [](Rounding mode) { return mode == Rounding::half_down || mode == Rounding::down || mode == Rounding::floor; };
        const Rounding one = mutant_.step->rounding;
        const Rounding other = *mutant_.rounding;
        const bool alike = (up(one) && up(other)) || (down(one) && down(other));
        if (cut && *cut == 2 && alike && never_negative(made.before)) {
            return Bilingual{"取整的数只会正好在一半上，两种取整在一半上一样", "what is rounded lies on a step or halfway, where both modes go the same way"};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Bilingual> dropped(const Made& made) const {
        if (mutant_.step->kind == Kind::round) {
            const auto cut = parts(made.before, mutant_.step->round_step);
            return cut && *cut == 1 && !open_values() ? std::optional(Bilingual{"取整以前已经是整数倍", "what is rounded is on a step already"}) : std::nullopt;
        }
        const bool limit = mutant_.step->kind == Kind::cap || mutant_.step->kind == Kind::floor;
        if (limit && !open_values() && !limit_bounds(plan_, mutant_.step->kind, made).effect) {
            return Bilingual{"这个限额不会碰到", "nothing reaches this limit"};
        }
        return std::nullopt;
    }

    /// Tells whether a locality may set a value of the incentive: bounds of it are those of no rule then.
    [[nodiscard]] bool open_values() const {
        return std::any_of(mutant_.owner->parameters.begin(), mutant_.owner->parameters.end(),
                           [](const Parameter& one) { return one.local != Parameter::Local::fixed; });
    }

    /// Tells whether points are added to a rate anywhere: they go to the factor that stands nearest before them.
    [[nodiscard]] bool adds_points() const {
        bool found = false;
        for_each_steps(*mutant_.owner, [&](const std::vector<AwardStep>& steps) {
            found = found || std::any_of(steps.begin(), steps.end(), [](const AwardStep& one) {
                        return one.kind == Kind::uplift && one.uplift != AwardStep::Uplift::relative;
                    });
        });
        return found;
    }

    [[nodiscard]] std::optional<Bilingual> order(const Made& made, const Made& next) const {
        const AwardStep& first = *mutant_.step;
        const AwardStep& second = *mutant_.next;
        const auto factor = [](const AwardStep& one) {
            return one.kind == Kind::times || (one.kind == Kind::uplift && one.uplift == AwardStep::Uplift::relative);
        };
        if (first.kind == second.kind && (first.kind == Kind::plus || first.kind == Kind::cap || first.kind == Kind::floor)) {
            return Bilingual{"同一种步骤，先后都一样", "steps of one kind come to the same in either order"};
        }
        if (factor(first) && factor(second) && !adds_points()) {
            return Bilingual{"都是乘，先后都一样", "factors come to the same in either order"};
        }
        if (first.kind == Kind::round || second.kind == Kind::round) {
            const bool before = first.kind == Kind::round;
            return beside_rounding(before ? first : second, before ? second : first, before ? next : made, made);
        }
        return std::nullopt;
    }

    /// A rounding and a step whose value is whole steps: a limit always, what is added or taken off where nothing is negative.
    [[nodiscard]] std::optional<Bilingual> beside_rounding(const AwardStep& round, const AwardStep& other, const Made& made,
                                                           const Made& first) const {
        const auto cut = parts(made.value, round.round_step);
        if (round.when || !cut || *cut != 1) {
            return std::nullopt;
        }
        const Bilingual why{"另一步的数是取整单位的整数倍，先后都一样", "the other step has whole steps of the rounding; either order comes to the same"};
        if (other.kind == Kind::cap || other.kind == Kind::floor) {
            return why;
        }
        const bool shifts = (other.kind == Kind::plus || other.kind == Kind::minus) && round.rounding != Rounding::half_even;
        return shifts && never_negative(first.before) && never_negative(made.value) ? std::optional(why) : std::nullopt;
    }

    const Mutant& mutant_;
    const Plan& plan_;
};

}  // namespace

std::optional<Bilingual> why_the_same(const Mutant& mutant) {
    if (mutant.owner == nullptr || mutant.step == nullptr) {
        return std::nullopt;
    }
    CompileOptions options;
    options.abstract = true;
    Diagnostics faults;
    const Plan plan = compile(*mutant.owner, options, faults);
    if (faults.has_errors() || plan.incentives.empty()) {
        return std::nullopt;
    }
    return Proof(mutant, plan).run();
}

}  // namespace huiqi
