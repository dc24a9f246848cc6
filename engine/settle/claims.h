#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/numeric/money.h"

namespace huiqi {

/// How one application stands in one incentive when settlement begins.
enum class ClaimState : std::uint8_t {
    eligible,  ///< has an award, which may be 0.00
    refused,   ///< a written condition failed
    open,      ///< answers are missing: paid nothing, listed
    failed,    ///< in error: paid nothing, listed
};

/// What one party pays of the awards of an incentive that says itself who pays (分担).
struct OwnShare {
    std::uint32_t incentive = 0;
    std::string party;
    bool rest = false;                ///< takes what the others leave
    std::vector<std::int64_t> minor;  ///< by row, of the award before settlement
};

/// What settlement works on: a row an application, a cell an application and incentive. Row order means
/// nothing.
struct Claims {
    std::size_t incentives = 0;
    /// Unique key of each row.
    std::vector<std::string> application;
    /// Whose each row is, where a group settles within one application (就高, 择一); empty where nothing asks for it.
    std::vector<std::string> applicants;
    /// Columns that limits group by (applicant, group …); empty where not known. As they
    /// were typed: settlement groups by their folds.
    std::vector<std::vector<std::string>> keys;
    /// Calendar year of each row, kNoYear where unknown; empty where the bundle names no column of it.
    std::vector<std::int32_t> years;
    /// Columns to rank by, ordered and equal as the values are; kNoRank where unknown.
    std::vector<std::vector<std::int64_t>> ranks;
    /// Columns of caps and costs; nothing where unknown.
    std::vector<std::vector<std::optional<Money>>> amounts;
    /// Columns of chosen incentives; kNoChoice where none.
    std::vector<std::vector<std::uint32_t>> choices;
    /// Cells: row * incentives + incentive.
    std::vector<Money> award;
    std::vector<ClaimState> state;
    /// Likewise cells; empty where nothing bars. A bit for each thing that bars payment (拦截) and is raised: in the order of
    /// `bars` of the incentive, what is beyond kBarBits in the last of them; kFindingBar for findings of detectors.
    std::vector<std::uint64_t> barred;
    /// By incentive: the ids of its anomalies that bar payment.
    std::vector<std::vector<std::string>> bars;
    /// What of an award paid in parts (分期) waits, and what will never be due; empty where none is paid in parts.
    std::vector<Money> not_due;
    std::vector<Money> stopped;
    /// Who pays, where an incentive says it itself: by incentive, as written.
    std::vector<OwnShare> shares;

    static constexpr std::uint32_t kNoChoice = 0xFFFF'FFFF;
    static constexpr std::int32_t kNoYear = std::numeric_limits<std::int32_t>::min();
    static constexpr std::size_t kBarBits = 63;
    static constexpr std::uint64_t kFindingBar = std::uint64_t{1} << kBarBits;
    static constexpr std::int64_t kNoRank = std::numeric_limits<std::int64_t>::min();

    [[nodiscard]] std::size_t rows() const noexcept { return application.size(); }
    [[nodiscard]] std::size_t cell(std::size_t row, std::size_t incentive) const noexcept {
        return row * incentives + incentive;
    }
};

/// A payment made before, which limits and top-ups count.
struct PriorPayment {
    std::vector<std::string> keys;  ///< one for each of `Claims::keys`
    std::uint32_t incentive = 0;
    std::int32_t year = 0;  ///< of the claim that it pays, not of the payment: limits a year count by it
    Money paid;
    std::int32_t day = 0;  ///< since 1970-01-01; only lists of payments look at it
    std::uint64_t award = 0;  ///< the same for all payments of one award: quotas count awards
    bool of_bundle = false;   ///< paid by a batch of the same bundle
};

}  // namespace huiqi
