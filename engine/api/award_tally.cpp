#include "engine/api/award_tally.h"

namespace huiqi {

std::string_view award_state_word(AwardState state) noexcept {
    switch (state) {
        case AwardState::eligible: return "eligible";
        case AwardState::refused: return "refused";
        case AwardState::unknown: return "unknown";
        case AwardState::error: return "error";
        case AwardState::unread: return "unread";
        case AwardState::none: return "none";
    }
    return "none";
}

AwardState together(AwardState left, AwardState right) noexcept {
    const auto rank = [](AwardState state) {
        switch (state) {
            case AwardState::eligible: return 0;
            case AwardState::error: return 1;
            case AwardState::unread: return 2;
            case AwardState::unknown: return 3;
            case AwardState::refused: return 4;
            case AwardState::none: return 5;
        }
        return 5;
    };
    return rank(left) <= rank(right) ? left : right;
}

void AwardTally::merge(const AwardTally& other) {
    rows += other.rows;
    gaining += other.gaining;
    losing += other.losing;
    otherwise += other.otherwise;
    unchanged += other.unchanged;
    newly_eligible += other.newly_eligible;
    newly_refused += other.newly_refused;
    opened += other.opened;
    closed += other.closed;
    before_cents += other.before_cents;
    after_cents += other.after_cents;
    gain_cents += other.gain_cents;
    loss_cents += other.loss_cents;
}

AwardTally ThreadTally::whole() const {
    AwardTally made = counts_;
    made.before_cents = to_integer(before_);
    made.after_cents = to_integer(after_);
    made.gain_cents = to_integer(gain_);
    made.loss_cents = to_integer(loss_);
    return made;
}

}  // namespace huiqi
