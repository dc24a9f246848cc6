#pragma once

#include <cstdint>
#include <string_view>

#include "engine/numeric/int128.h"
#include "engine/numeric/integer.h"

namespace huiqi {

/// How an award stands in one version.
enum class AwardState : std::uint8_t { eligible, refused, unknown, error, unread, none };

/// Gives `eligible`, `refused`, `unknown`, `error`, `unread`; `none` where the version has no such incentive.
[[nodiscard]] std::string_view award_state_word(AwardState state) noexcept;

/// Gives one state for two awards of a row: eligible where one is, open where one is and none is eligible.
[[nodiscard]] AwardState together(AwardState left, AwardState right) noexcept;

/// What awards come to in two versions over some rows.
struct AwardTally {
    std::uint64_t rows = 0;
    std::uint64_t gaining = 0, losing = 0;  ///< more or less yuan
    std::uint64_t otherwise = 0;            ///< the same yuan, another decision
    std::uint64_t unchanged = 0;
    std::uint64_t newly_eligible = 0, newly_refused = 0;
    std::uint64_t
        opened = 0,
        closed = 0;  ///< decided before and not after (unknown, error, not to be read), and the other way
    Integer before_cents = 0, after_cents = 0;  ///< of what is decided
    Integer gain_cents = 0, loss_cents = 0;     ///< of the rows that gain, of those that lose; both positive

    void merge(const AwardTally& other);
};

/// An award of one row in one version.
struct RowAward {
    AwardState state = AwardState::none;
    Int128 cents = 0;  ///< 0 where nothing is decided
};

/// The tally of one thread: its sums stay in 128 bits until they are merged.
class ThreadTally {
public:
    /// Counts a row; `same` where nothing that is counted there comes out otherwise.
    void add(bool same, const RowAward& was, const RowAward& is) {
        const bool refused = is.state == AwardState::refused || is.state == AwardState::none;
        ++counts_.rows;
        counts_.gaining += is.cents > was.cents ? 1U : 0U;
        counts_.losing += is.cents < was.cents ? 1U : 0U;
        counts_.otherwise += is.cents == was.cents && !same ? 1U : 0U;
        counts_.unchanged += is.cents == was.cents && same ? 1U : 0U;
        counts_.newly_eligible +=
            was.state != AwardState::eligible && is.state == AwardState::eligible ? 1U : 0U;
        counts_.newly_refused += was.state == AwardState::eligible && refused ? 1U : 0U;
        counts_.opened += decided(was.state) && !decided(is.state) ? 1U : 0U;
        counts_.closed += !decided(was.state) && decided(is.state) ? 1U : 0U;
        before_ += was.cents;
        after_ += is.cents;
        gain_ += is.cents > was.cents ? is.cents - was.cents : 0;
        loss_ += is.cents < was.cents ? was.cents - is.cents : 0;
    }
    [[nodiscard]] AwardTally whole() const;

private:
    [[nodiscard]] static constexpr bool decided(AwardState state) noexcept {
        return state == AwardState::eligible || state == AwardState::refused || state == AwardState::none;
    }

    AwardTally counts_;
    Int128 before_ = 0, after_ = 0, gain_ = 0, loss_ = 0;
};

}  // namespace huiqi
