#include "engine/evaluate/mutant_proofs.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/evaluate/made_steps.h"
#include "engine/evaluate/rule_sameness.h"
#include "engine/evaluate/step_bounds.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/incentive_steps.h"

namespace huiqi {
namespace {

using Kind = AwardStep::Kind;
using Made = IncentivePlan::Step;

/// Finds the step of the plan that a written step became.
[[nodiscard]] const Made* made_of(const Incentive& incentive, const IncentivePlan& plan, const AwardStep* step) {
    const Made* found = nullptr;
    for_each_made_step(incentive, plan, [&](const AwardStep& written, const Made& made) { found = &written == step ? &made : found; });
    return found;
}

[[nodiscard]] bool to_nearest(Rounding mode) {
    return mode == Rounding::half_up || mode == Rounding::half_down || mode == Rounding::half_even;
}

/// Proves one mistake.
class Proof {
public:
    Proof(const Mutant& mutant, const Plan& plan)
        : mutant_(mutant),
          plan_(plan),
          open_(has_local(*mutant.owner)),
          replaceable_(std::any_of(mutant.owner->parameters.begin(), mutant.owner->parameters.end(),
                                   [](const Parameter& one) { return one.local == Parameter::Local::allowed; })) {}

    [[nodiscard]] std::optional<Bilingual> run() const {
        if (mutant_.step == nullptr) {
            return rounding_call();
        }
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
        if (replaceable_) {
            return std::nullopt;
        }
        const auto grid = grid_of(amount);
        return grid ? std::optional(Integer(denominator(Rational(*grid / step)))) : std::nullopt;
    }

    [[nodiscard]] bool never_negative(const PlanValue& amount) const {
        if (open_) {
            return false;
        }
        const auto least = bounds_of(plan_, amount).first;
        return least && *least >= 0;
    }

    [[nodiscard]] std::optional<Bilingual> rounding(const Made& made) const {
        const auto cut = parts(made.before, mutant_.step->round_step);
        if (cut && *cut == 1 && !open_) {
            return Bilingual{"取整以前已经是整数倍", "what is rounded is on a step already"};
        }
        if (cut && *cut % 2 == 1 && !open_ && to_nearest(mutant_.step->rounding) && to_nearest(*mutant_.rounding)) {
            return no_tie();
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

    [[nodiscard]] static Bilingual no_tie() {
        return {"取整的数不会正好在一半上", "what is rounded never lies halfway"};
    }

    /// A rounding inside an expression, by the numbers that the plan watches there.
    [[nodiscard]] std::optional<Bilingual> rounding_call() const {
        bool seen = false;
        bool may_tie = open_ || mutant_.kind != Mutant::Kind::rounding || !mutant_.rounding || !to_nearest(*mutant_.rounding);
        for (const IncentivePlan::Watch& one : plan_.incentives.front().watches) {
            if (one.kind == IncentivePlan::Watch::Kind::rounding && one.place.source == mutant_.place.source && one.place.begin == mutant_.place.begin) {
                seen = true;
                may_tie = may_tie || one.can_cut || !to_nearest(one.rounding);
            }
        }
        return seen && !may_tie ? std::optional(no_tie()) : std::nullopt;
    }

    [[nodiscard]] std::optional<Bilingual> dropped(const Made& made) const {
        if (mutant_.step->kind == Kind::round) {
            const auto cut = parts(made.before, mutant_.step->round_step);
            return cut && *cut == 1 && !open_ ? std::optional(Bilingual{"取整以前已经是整数倍", "what is rounded is on a step already"}) : std::nullopt;
        }
        const bool limit = mutant_.step->kind == Kind::cap || mutant_.step->kind == Kind::floor;
        if (limit && !open_ && !limit_bounds(plan_, mutant_.step->kind, made).effect) {
            return Bilingual{"这个限额不会碰到", "nothing reaches this limit"};
        }
        return std::nullopt;
    }

    /// Tells whether points are added to a rate anywhere.
    [[nodiscard]] bool any_points() const {
        bool found = false;
        for_each_steps(*mutant_.owner, [&](const std::vector<AwardStep>& steps) {
            found = found || std::any_of(steps.begin(), steps.end(), adds_points);
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
        if (factor(first) && factor(second) && !any_points()) {
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
    bool open_;          ///< a locality may set a value of the incentive: bounds of it are those of no rule then
    bool replaceable_;   ///< a locality may set another than the value that stands there: its digits bind no locality
};

}  // namespace

std::optional<Bilingual> why_the_same(const Mutant& mutant) {
    if (mutant.owner == nullptr || (mutant.step == nullptr && !mutant.rounding)) {
        return std::nullopt;
    }
    CompileOptions options;
    options.abstract = true;
    options.watch = mutant.step == nullptr;
    Diagnostics faults;
    const Plan plan = compile(*mutant.owner, options, faults);
    if (faults.has_errors() || plan.incentives.empty()) {
        return std::nullopt;
    }
    return Proof(mutant, plan).run();
}

}  // namespace huiqi
