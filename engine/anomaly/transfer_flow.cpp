#include "engine/anomaly/transfer_flow.h"

#include <algorithm>
#include <utility>

#include "engine/numeric/int128.h"

namespace huiqi {
namespace {

/// A node is a party on a day on which it gives or takes. A party keeps what it has from one of its days to the next, which
/// costs nothing; a transfer costs one hop. The cheapest flow of its size over that network consists of ways of few hops.
///
/// Successive cheapest ways with potentials, all ways of one price at once. A library's maximum flow would be exact too, but
/// cannot be stopped at a bound with what it has found so far, and does not mind how many hops a way has.
class TimedNetwork {
public:
    TimedNetwork(std::span<const FlowTransfer> transfers, std::int64_t most) : most_(most) {
        for (const FlowTransfer& one : transfers) {
            if (one.from != FlowTransfer::kStart) {
                days_.emplace_back(one.from, one.day);
            }
            if (one.to != FlowTransfer::kEnd) {
                days_.emplace_back(one.to, one.day);
            }
        }
        std::sort(days_.begin(), days_.end());
        days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
        Int128 all = 0;
        for (const FlowTransfer& one : transfers) {
            add(one.from == FlowTransfer::kStart ? kSource : node(one.from, one.day), one.to == FlowTransfer::kEnd ? kSink : node(one.to, one.day),
                one.amount, 1);
            all += one.amount;
        }
        for (std::uint32_t at = 1; at < days_.size(); ++at) {
            if (days_[at - 1].first == days_[at].first) {
                add(at + 1, at + 2, all, 0);
            }
        }
        link();
    }

    Flow run(std::size_t transfers, std::size_t hops) {
        while (looked_ < most_ && raise_prices(static_cast<std::int64_t>(hops))) {
            while (looked_ < most_ && layer()) {
                fill();
            }
        }
        Flow out{.carried = std::vector<std::int64_t>(transfers), .looked = looked_, .whole = looked_ < most_};
        for (std::size_t at = 0; at < transfers; ++at) {
            out.carried[at] = static_cast<std::int64_t>(steps_[2 * at + 1].left);
        }
        return out;
    }

private:
    static constexpr std::uint32_t kSource = 0;
    static constexpr std::uint32_t kSink = 1;
    static constexpr std::int64_t kFar = std::int64_t{1} << 32;

    /// One direction of a transfer, or of keeping; its other direction stands beside it (number xor 1).
    struct Step {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        Int128 left = 0;
        std::int64_t price = 0;
    };

    [[nodiscard]] std::uint32_t node(std::uint32_t party, std::int32_t day) const {
        const auto found = std::lower_bound(days_.begin(), days_.end(), std::pair(party, day));
        return static_cast<std::uint32_t>(found - days_.begin()) + 2;
    }

    void add(std::uint32_t from, std::uint32_t to, Int128 amount, std::int64_t price) {
        steps_.push_back({.from = from, .to = to, .left = amount, .price = price});
        steps_.push_back({.from = to, .to = from, .left = 0, .price = -price});
    }

    /// Puts the numbers of steps in the order of the nodes that they leave.
    void link() {
        const std::size_t nodes = days_.size() + 2;
        first_.assign(nodes + 1, 0);
        for (const Step& step : steps_) {
            ++first_[step.from + 1];
        }
        for (std::size_t at = 1; at <= nodes; ++at) {
            first_[at] += first_[at - 1];
        }
        leaving_.resize(steps_.size());
        std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
        for (std::uint32_t step = 0; step < steps_.size(); ++step) {
            leaving_[next[steps_[step].from]++] = step;
        }
        price_.assign(nodes, 0);
    }

    [[nodiscard]] std::int64_t extra(const Step& step) const { return step.price + price_[step.from] - price_[step.to]; }

    /// Finds the price of the next cheapest way, and of all nodes below it; false when it has too many hops or there is none.
    bool raise_prices(std::int64_t hops) {
        const std::int64_t limit = hops - price_[kSink];
        std::vector<std::int64_t> distance(price_.size(), kFar);
        std::vector<std::vector<std::uint32_t>> reached(static_cast<std::size_t>(limit) + 1);
        distance[kSource] = 0;
        reached[0].push_back(kSource);
        for (std::int64_t now = 0; now <= limit && now < distance[kSink]; ++now) {
            auto& nodes = reached[static_cast<std::size_t>(now)];
            for (std::size_t at = 0; at < nodes.size(); ++at) {   // grows while it is walked
                const std::uint32_t from = nodes[at];
                for (std::uint32_t place = first_[from]; distance[from] == now && place < first_[from + 1]; ++place) {
                    const Step& step = steps_[leaving_[place]];
                    ++looked_;
                    const std::int64_t far = now + extra(step);
                    if (step.left > 0 && far < distance[step.to] && far <= limit) {
                        distance[step.to] = far;
                        reached[static_cast<std::size_t>(far)].push_back(step.to);
                    }
                }
            }
        }
        if (distance[kSink] > limit) {
            return false;
        }
        for (std::size_t at = 0; at < price_.size(); ++at) {
            price_[at] += std::min(distance[at], distance[kSink]);
        }
        return true;
    }

    /// Numbers the nodes by their distance over steps of the cheapest ways; false when the end is not reached.
    bool layer() {
        level_.assign(price_.size(), 0);
        level_[kSource] = 1;
        std::vector<std::uint32_t> nodes{kSource};
        for (std::size_t at = 0; at < nodes.size() && level_[kSink] == 0; ++at) {
            for (std::uint32_t place = first_[nodes[at]]; place < first_[nodes[at] + 1]; ++place) {
                const Step& step = steps_[leaving_[place]];
                ++looked_;
                if (step.left > 0 && level_[step.to] == 0 && extra(step) == 0) {
                    level_[step.to] = level_[nodes[at]] + 1;
                    nodes.push_back(step.to);
                }
            }
        }
        return level_[kSink] != 0;
    }

    /// Sends what the layers let through, until no way of theirs is left.
    void fill() {
        next_.assign(first_.begin(), first_.end() - 1);
        way_.clear();
        while (looked_ < most_) {
            const std::uint32_t at = way_.empty() ? kSource : steps_[way_.back()].to;
            if (at == kSink) {
                send();
            } else if (const auto step = open_step(at); step != steps_.size()) {
                way_.push_back(static_cast<std::uint32_t>(step));
            } else if (way_.empty()) {
                return;
            } else {
                level_[at] = 0;   // leads nowhere
                way_.pop_back();
            }
        }
    }

    [[nodiscard]] std::size_t open_step(std::uint32_t at) {
        for (; next_[at] < first_[at + 1]; ++next_[at]) {
            const Step& step = steps_[leaving_[next_[at]]];
            ++looked_;
            if (step.left > 0 && level_[step.to] == level_[at] + 1 && extra(step) == 0) {
                return leaving_[next_[at]];
            }
        }
        return steps_.size();
    }

    /// Sends along the way what its narrowest step lets through, and goes back to that step.
    void send() {
        Int128 least = steps_[way_.front()].left;
        for (const std::uint32_t step : way_) {
            least = std::min(least, steps_[step].left);
        }
        std::size_t narrow = way_.size();
        for (std::size_t at = way_.size(); at-- > 0;) {
            steps_[way_[at]].left -= least;
            steps_[way_[at] ^ 1U].left += least;
            narrow = steps_[way_[at]].left == 0 ? at : narrow;
        }
        looked_ += static_cast<std::int64_t>(way_.size());
        way_.resize(narrow);
    }

    std::vector<std::pair<std::uint32_t, std::int32_t>> days_;   ///< party and day of each node from 2 on
    std::vector<Step> steps_;                                    ///< of the transfers first, in their order
    std::vector<std::uint32_t> first_, leaving_;                 ///< steps by the node that they leave
    std::vector<std::int64_t> price_;                            ///< hops of the cheapest way to each node
    std::vector<std::uint32_t> level_, next_, way_;
    std::int64_t most_ = 0;
    std::int64_t looked_ = 0;
};

}  // namespace

Flow flow_over_time(std::span<const FlowTransfer> transfers, std::size_t hops, std::int64_t most) {
    return TimedNetwork(transfers, most).run(transfers.size(), hops);
}

}  // namespace huiqi
