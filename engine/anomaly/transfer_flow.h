#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace huiqi {

/// A transfer of money or rights between parties, which are small numbers from 2 on.
struct FlowTransfer {
    static constexpr std::uint32_t kStart = 0;   ///< has whatever it gives
    static constexpr std::uint32_t kEnd = 1;     ///< keeps what comes to it
    std::uint32_t from = kStart;
    std::uint32_t to = kEnd;
    std::int32_t day = 0;
    std::int64_t amount = 0;
};

/// What can have flowed from the start to the end.
struct Flow {
    std::vector<std::int64_t> carried;   ///< by each transfer, at most its amount
    std::int64_t looked = 0;             ///< how often a step of the network was looked at
    bool whole = true;                   ///< false: the bound was reached, and more may have flowed
};

/// Gives the most that can have flowed over transfers in the order of time: a party passes on only what it has by the day of
/// the transfer, and no transfer carries more than its amount. All of it goes over ways of at most `hops` transfers; where
/// those of more hops could take some of it over, it may be less than the most, never more. Looks at `most` steps.
[[nodiscard]] Flow flow_over_time(std::span<const FlowTransfer> transfers, std::size_t hops, std::int64_t most);

}  // namespace huiqi
