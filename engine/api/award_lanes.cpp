#include "engine/api/award_lanes.h"

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/outcome.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/rational.h"

namespace huiqi {
namespace {

[[nodiscard]] AwardState state_of(DecisionState state) {
    switch (state) {
        case DecisionState::eligible: return AwardState::eligible;
        case DecisionState::refused: return AwardState::refused;
        case DecisionState::unknown: return AwardState::unknown;
        case DecisionState::error: return AwardState::error;
    }
    return AwardState::error;
}

/// Tells whether both registers are read lane by lane: all known, whole cents in 64 bits.
[[nodiscard]] bool plain(const Evaluator& evaluator, const IncentivePlan& plan) {
    if (plan.eligible.constant || plan.award.constant || plan.eligible.node == kNoNode || plan.award.node == kNoNode) {
        return false;
    }
    const Register& eligible = evaluator[plan.eligible.node];
    const Register& award = evaluator[plan.award.node];
    return eligible.kind == LaneKind::boolean && eligible.all_known() && award.kind == LaneKind::int64 && award.all_known() &&
           plan.award.denominator == kNoNode && plan.award.scale == Rational(1) / 100;
}

}  // namespace

void read_awards(const Evaluator& evaluator, const IncentivePlan& plan, std::size_t first, AwardLanes& lanes) {
    const std::size_t rows = evaluator.rows();
    if (plan.has_award && plain(evaluator, plan)) {
        const auto* const eligible = evaluator[plan.eligible.node].lanes<std::uint8_t>();
        const auto* const award = evaluator[plan.award.node].lanes<std::int64_t>();
        for (std::size_t row = 0; row < rows; ++row) {
            lanes.cents[first + row] = award[row];
            lanes.states[first + row] = eligible[row] != 0 ? AwardState::eligible : AwardState::refused;
        }
        return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        const AwardState state = state_of(decision_state(evaluator, plan, row));
        lanes.states[first + row] = state;
        lanes.cents[first + row] = 0;
        if (state == AwardState::eligible && plan.has_award) {
            const Integer cents = numerator(Rational(evaluator.read(plan.award, row).number() * 100));
            // no award of any money comes near it; a sum of 2^31 of them stays in 128 bits
            expect(msb(cents == 0 ? Integer(1) : Integer(abs(cents))) < 96, "an award stays below 10^26 yuan");
            lanes.cents[first + row] = to_int128(cents);
        }
    }
}

}  // namespace huiqi
