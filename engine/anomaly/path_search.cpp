#include "engine/anomaly/path_search.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/anomaly/transfer_flow.h"

namespace huiqi {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kNoWay = std::numeric_limits<std::int64_t>::min();

}  // namespace

PathSearch::PathSearch(const TransferGraph& graph, const PathShape& shape)
    : graph_(graph), shape_(shape), places_(graph.parties()), sums_(graph.parties()) {}

PathSearch::Seen PathSearch::search(std::uint32_t start, std::span<const std::uint32_t> ends, std::int32_t after, std::int64_t least,
                                    std::vector<WayTransfer>& found) {
    found.clear();
    first_ = after;
    last_ = static_cast<std::int64_t>(after) + shape_.days;
    least_ = least;
    begin(start, ends);
    follow(forward);
    const bool hub = std::any_of(known_.begin(), known_.end(), [](const Party& one) { return one.hub[forward]; });
    if (reached_ || hub) {
        follow(backward);
    }
    const bool too_much = looked_ > static_cast<std::int64_t>(shape_.most);
    const bool cut = !too_much && between_hubs();
    if ((reached_ || hub) && !too_much) {
        settle_days();
        collect(found);
        measure(found);
    }
    forget();
    return too_much || !flow_whole_ ? Seen::too_much : cut ? Seen::but_hubs : Seen::all;
}

std::uint32_t PathSearch::place_of(std::uint32_t party) {
    if (places_[party] == 0) {
        known_.push_back({.party = party, .arrive = {}, .leave = {}, .queued = {}, .followed = {}, .hub = {}, .end = false});
        known_.back().arrive.fill(kNever);
        known_.back().leave.fill(kNoWay);
        places_[party] = static_cast<std::uint32_t>(known_.size());
    }
    return places_[party] - 1;
}

void PathSearch::begin(std::uint32_t start, std::span<const std::uint32_t> ends) {
    start_ = start;
    looked_ = 0;
    reached_ = false;
    flow_whole_ = true;
    known_[place_of(start)].arrive.fill(first_);
    for (const std::uint32_t end : ends) {
        Party& one = known_[place_of(end)];
        one.end = true;
        one.leave.fill(last_);
    }
}

void PathSearch::forget() {
    for (const Party& one : known_) {
        places_[one.party] = 0;
    }
    known_.clear();
    candidates_.clear();
}

/// Follows one side hop by hop: forward from the start, backward from the ends.
void PathSearch::follow(Side side) {
    now_.clear();
    for (std::uint32_t place = 0; place < known_.size(); ++place) {
        if (side == forward ? known_[place].party == start_ : known_[place].end) {
            now_.push_back(place);
        }
    }
    for (std::size_t layer = 0; layer < shape_.hops && looked_ <= static_cast<std::int64_t>(shape_.most); ++layer) {
        next_.clear();
        for (const std::uint32_t place : now_) {
            follow(side, place, layer);
        }
        std::swap(now_, next_);
    }
}

void PathSearch::follow(Side side, std::uint32_t place, std::size_t layer) {
    const std::uint32_t party = known_[place].party;
    const auto window = side == forward ? graph_.given(party, first_, last_) : graph_.taken(party, first_, last_);
    ++looked_;
    if (window.size() > DetectorLimits::path_hub) {
        known_[place].hub[side] = true;
        return;
    }
    looked_ += static_cast<std::int64_t>(window.size());
    if (looked_ > static_cast<std::int64_t>(shape_.most)) {
        return;
    }
    const auto transfers = large(window, side);
    if (!std::exchange(known_[place].followed[side], true)) {
        candidates_.insert(candidates_.end(), transfers.begin(), transfers.end());
    }
    for (const std::uint32_t transfer : transfers) {
        if (improve(side, graph_[transfer], layer)) {
            const std::uint32_t other = place_of(side == forward ? graph_[transfer].to : graph_[transfer].from);
            if (known_[other].queued[side] != layer + 1) {
                known_[other].queued[side] = layer + 1;
                next_.push_back(other);
            }
        }
    }
}

/// Gives the transfers whose two parties transfer enough in the window.
std::span<const std::uint32_t> PathSearch::large(std::span<const std::uint32_t> window, Side side) {
    const auto other = [&](std::uint32_t at) { return side == forward ? graph_[at].to : graph_[at].from; };
    for (const std::uint32_t at : window) {
        sums_[other(at)] += graph_[at].amount;
    }
    large_.clear();
    std::copy_if(window.begin(), window.end(), std::back_inserter(large_), [&](std::uint32_t at) { return sums_[other(at)] >= least_; });
    for (const std::uint32_t at : window) {
        sums_[other(at)] = 0;
    }
    return large_;
}

/// Takes a transfer one hop further; tells whether its other party then waits to be followed.
bool PathSearch::improve(Side side, const Transfer& transfer, std::size_t layer) {
    const std::uint32_t from = place_of(transfer.from);
    const std::uint32_t to = place_of(transfer.to);
    if (side == forward) {
        const bool in_time = known_[from].arrive[layer] <= transfer.day;
        reached_ = reached_ || (in_time && known_[to].end);
        if (!in_time || known_[to].end || transfer.to == start_ || transfer.day >= known_[to].arrive[layer + 1]) {
            return false;
        }
        for (std::size_t at = layer + 1; at < kLayers; ++at) {
            known_[to].arrive[at] = std::min(known_[to].arrive[at], static_cast<std::int64_t>(transfer.day));
        }
        return true;
    }
    if (known_[to].leave[layer] < transfer.day || known_[from].end || transfer.from == start_ || transfer.day <= known_[from].leave[layer + 1]) {
        return false;
    }
    for (std::size_t at = layer + 1; at < kLayers; ++at) {
        known_[from].leave[at] = std::max(known_[from].leave[at], static_cast<std::int64_t>(transfer.day));
    }
    return true;
}

/// Whether ways may lead from a hub that the start reaches to another from which the ends are reached.
bool PathSearch::between_hubs() const {
    std::array<std::vector<const Party*>, 2> hubs;
    for (const Party& one : known_) {
        for (const Side side : {forward, backward}) {
            if (one.hub[side]) {
                hubs[side].push_back(&one);
            }
        }
    }
    const auto apart = [this](const Party& one, const Party& other) {
        bool in_time = false;
        for (std::size_t hops = 0; one.party != other.party && hops < shape_.hops; ++hops) {
            in_time = in_time || one.arrive[hops] <= other.leave[shape_.hops - 1 - hops];
        }
        return in_time;
    };
    return std::any_of(hubs[forward].begin(), hubs[forward].end(), [&](const Party* one) {
        return std::any_of(hubs[backward].begin(), hubs[backward].end(), [&](const Party* other) { return apart(*one, *other); });
    });
}

/// Finds the days anew from the candidates of both sides: what lies behind a hub was followed from the other side only.
void PathSearch::settle_days() {
    std::sort(candidates_.begin(), candidates_.end());
    candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
    for (std::size_t layer = 0; layer < shape_.hops; ++layer) {
        for (const std::uint32_t transfer : candidates_) {
            static_cast<void>(improve(forward, graph_[transfer], layer));
            static_cast<void>(improve(backward, graph_[transfer], layer));
        }
    }
}

/// Gives as which step of a way a transfer can stand, the first such; nothing when it is on no way within the hops.
std::optional<std::size_t> PathSearch::step_of(const Transfer& transfer) const {
    const Party& from = known_[places_[transfer.from] - 1];
    const Party& to = known_[places_[transfer.to] - 1];
    if ((from.end && transfer.from != start_) || (transfer.to == start_ && !to.end)) {
        return std::nullopt;
    }
    for (std::size_t before = 0; before < shape_.hops; ++before) {
        for (std::size_t behind = 0; from.arrive[before] <= transfer.day && before + behind < shape_.hops; ++behind) {
            if (to.leave[behind] >= transfer.day) {
                return before + 1;
            }
        }
    }
    return std::nullopt;
}

void PathSearch::collect(std::vector<WayTransfer>& found) {
    for (const std::uint32_t transfer : candidates_) {
        if (const auto step = step_of(graph_[transfer])) {
            found.push_back({.transfer = transfer, .carried = 0, .step = static_cast<std::int64_t>(*step),
                             .leaves_start = graph_[transfer].from == start_});
        }
    }
    std::sort(found.begin(), found.end(), [](const WayTransfer& left, const WayTransfer& right) {
        return std::tie(left.step, left.transfer) < std::tie(right.step, right.transfer);   // transfers are numbered by day and row
    });
}

/// Says how much each transfer can have carried of what reached the ends.
void PathSearch::measure(std::vector<WayTransfer>& found) {
    std::vector<FlowTransfer> transfers;
    for (const WayTransfer& one : found) {
        const Transfer& transfer = graph_[one.transfer];
        transfers.push_back({.from = one.leaves_start ? FlowTransfer::kStart : places_[transfer.from] + 1,
                             .to = known_[places_[transfer.to] - 1].end ? FlowTransfer::kEnd : places_[transfer.to] + 1,
                             .day = transfer.day,
                             .amount = transfer.amount});
    }
    const Flow flow = flow_over_time(transfers, shape_.hops, static_cast<std::int64_t>(shape_.most * DetectorLimits::path_flow));
    flow_whole_ = flow.whole;
    for (std::size_t at = 0; at < found.size(); ++at) {
        found[at].carried = flow.carried[at];
    }
}

}  // namespace huiqi
