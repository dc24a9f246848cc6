#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/anomaly/transfer_graph.h"
#include "engine/numeric/int128.h"

namespace huiqi {

/// A transfer on a way: which, how much of what left the start it can have carried, and as which step of the shortest way.
struct WayTransfer {
    std::uint32_t transfer = 0;
    std::int64_t carried = 0;
    std::int64_t step = 0;
    bool leaves_start = false;
};

/// Looks for the ways from one party to some others that respect time: each transfer on or after the day of the one before,
/// inside the window, at most so many hops; what the same two parties transfer in the window must come to `least` in all, so
/// that cutting one transfer into many does not hide it. An end may be the start itself: then the ways are rings.
///
/// Both ends are followed at once, neither through a hub, so that a way over one hub is found whatever its size. Requires the
/// graph and the shape to live as long.
class PathSearch {
public:
    enum class Seen : std::uint8_t {
        all,
        but_hubs,    ///< there may be ways that go from one hub to another
        too_much,    ///< more than the bound: what was found is not all
    };

    PathSearch(const TransferGraph& graph, const PathShape& shape);

    /// Gives the transfers of all ways in `found`, by step, day and row.
    [[nodiscard]] Seen search(std::uint32_t start, std::span<const std::uint32_t> ends, std::int32_t after, std::int64_t least,
                              std::vector<WayTransfer>& found);

private:
    static constexpr std::size_t kLayers = DetectorLimits::hops + 1;

    /// What is known of a party in this search. Where it is the start, `arrive` is that of what leaves it, and `leave` that of
    /// what comes back to it.
    struct Party {
        std::uint32_t party = 0;
        std::array<std::int64_t, kLayers> arrive{};   ///< by hops: the first day on which it can have it
        std::array<std::int64_t, kLayers> leave{};    ///< by hops: the last day on which it can still send it to an end
        std::array<std::size_t, 2> queued{};          ///< by side: the layer for which it waits
        std::array<bool, 2> followed{};               ///< by side: its transfers are candidates
        std::array<bool, 2> hub{};                    ///< by side: it has too many transfers to follow them
        bool end = false;
    };
    enum Side : std::size_t { forward, backward };

    [[nodiscard]] std::uint32_t place_of(std::uint32_t party);
    void begin(std::uint32_t start, std::span<const std::uint32_t> ends);
    void forget();
    void follow(Side side);
    void follow(Side side, std::uint32_t place, std::size_t layer);
    [[nodiscard]] std::span<const std::uint32_t> large(std::span<const std::uint32_t> window, Side side);
    bool improve(Side side, const Transfer& transfer, std::size_t layer);
    [[nodiscard]] bool between_hubs() const;
    void settle_days();
    void collect(std::vector<WayTransfer>& found);
    [[nodiscard]] std::optional<std::size_t> step_of(const Transfer& transfer) const;
    void measure(std::vector<WayTransfer>& found);

    const TransferGraph& graph_;
    const PathShape& shape_;
    std::uint32_t start_ = 0;
    std::int64_t first_ = 0, last_ = 0, least_ = 0;
    std::int64_t looked_ = 0;
    bool reached_ = false;
    bool flow_whole_ = true;
    std::vector<std::uint32_t> places_;        ///< of each party of the graph: its place in `known_` + 1, or 0
    std::vector<Party> known_;
    std::vector<Int128> sums_;                 ///< of each party of the graph: 0 between two uses
    std::vector<std::uint32_t> candidates_, large_, now_, next_;
};

}  // namespace huiqi
