#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <doctest/doctest.h>

#include "engine/anomaly/transfer_flow.h"

namespace huiqi {
namespace {

using Transfers = std::vector<FlowTransfer>;
constexpr std::int64_t kEnough = 1'000'000;

/// Gives a number below `end`.
std::uint32_t below(std::mt19937& chosen, std::uint32_t end) { return static_cast<std::uint32_t>(chosen() % end); }

Transfers random_transfers(std::mt19937& chosen) {
    Transfers out;
    const std::uint32_t parties = 2 + below(chosen, 4);
    const std::uint32_t count = 1 + below(chosen, 9);
    while (out.size() < count) {
        std::uint32_t from = below(chosen, parties + 2);
        std::uint32_t to = below(chosen, parties + 2);
        from = from == FlowTransfer::kEnd ? FlowTransfer::kStart : from;
        to = to == FlowTransfer::kStart ? FlowTransfer::kEnd : to;
        if (from != to) {
            out.push_back({.from = from, .to = to, .day = static_cast<std::int32_t>(below(chosen, 4)), .amount = 1 + below(chosen, 9)});
        }
    }
    return out;
}

/// Whether a transfer can pass on what another brought.
bool follows(const FlowTransfer& one, const FlowTransfer& next) { return one.to == next.from && one.day <= next.day; }

/// Whether the end can be reached over transfers that are not cut, in at most so many hops.
bool connected(const Transfers& all, std::uint32_t cut, std::size_t hops) {
    std::set<std::size_t> now;
    for (std::size_t hop = 0; hop < hops; ++hop) {
        std::set<std::size_t> next;
        for (std::size_t at = 0; at < all.size(); ++at) {
            const bool open = (cut >> at & 1U) == 0;
            const bool begins = hop == 0 && all[at].from == FlowTransfer::kStart;
            if (open && (begins || std::any_of(now.begin(), now.end(), [&](std::size_t before) { return follows(all[before], all[at]); }))) {
                next.insert(at);
            }
        }
        if (std::any_of(next.begin(), next.end(), [&](std::size_t at) { return all[at].to == FlowTransfer::kEnd; })) {
            return true;
        }
        now = std::move(next);
    }
    return false;
}

/// The cheapest set of transfers without which nothing reaches the end: no more than that can have flowed, and all of it can.
std::int64_t least_cut(const Transfers& all, std::size_t hops) {
    std::int64_t least = INT64_MAX;
    for (std::uint32_t cut = 0; cut < 1U << all.size(); ++cut) {
        std::int64_t sum = 0;
        for (std::size_t at = 0; at < all.size(); ++at) {
            sum += (cut >> at & 1U) != 0 ? all[at].amount : 0;
        }
        if (sum < least && !connected(all, cut, hops)) {
            least = sum;
        }
    }
    return least;
}

std::int64_t flowed(const Transfers& all, const Flow& flow) {
    std::int64_t sum = 0;
    for (std::size_t at = 0; at < all.size(); ++at) {
        sum += all[at].from == FlowTransfer::kStart ? flow.carried[at] : 0;
    }
    return sum;
}

/// Nobody passes on more than came by that day, and no transfer carries more than it has.
bool feasible(const Transfers& all, const Flow& flow) {
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (flow.carried[at] < 0 || flow.carried[at] > all[at].amount) {
            return false;
        }
    }
    for (const FlowTransfer& now : all) {
        std::map<std::uint32_t, std::int64_t> held;
        for (std::size_t at = 0; at < all.size(); ++at) {
            if (all[at].day <= now.day) {
                held[all[at].to] += flow.carried[at];
                held[all[at].from] -= flow.carried[at];
            }
        }
        if (std::any_of(held.begin(), held.end(), [](const auto& one) { return one.first > FlowTransfer::kEnd && one.second < 0; })) {
            return false;
        }
    }
    return true;
}

TEST_CASE("what can have flowed is what the cheapest cut lets through, and no transfer carries more than it has") {
    std::mt19937 chosen(20250101);
    int some = 0;
    for (int round = 0; round < 600; ++round) {
        CAPTURE(round);
        const Transfers all = random_transfers(chosen);
        const Flow flow = flow_over_time(all, all.size(), kEnough);
        REQUIRE(flow.whole);
        REQUIRE(feasible(all, flow));
        REQUIRE(flowed(all, flow) == least_cut(all, all.size()));
        some += flowed(all, flow) > 0 ? 1 : 0;
    }
    CHECK(some > 100);
}

/// The maximum flow of the library over the same network, hops put aside: parties by their days, transfers and keeping as edges.
std::int64_t flow_of_library(const Transfers& all) {
    using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
    using Graph = boost::adjacency_list<
        boost::vecS, boost::vecS, boost::directedS, boost::no_property,
        boost::property<boost::edge_capacity_t, std::int64_t,
                        boost::property<boost::edge_residual_capacity_t, std::int64_t, boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;
    std::map<std::pair<std::uint32_t, std::int32_t>, std::size_t> days;
    std::int64_t sum = 0;
    for (const FlowTransfer& one : all) {
        days.try_emplace({one.from, one.day}, 0);
        days.try_emplace({one.to, one.day}, 0);
        sum += one.amount;
    }
    std::size_t number = 2;   // behind the start and the end
    for (auto& [of, place] : days) {
        place = of.first == FlowTransfer::kStart ? 0 : of.first == FlowTransfer::kEnd ? 1 : number++;
    }
    Graph graph(number);
    const auto add = [&graph](std::size_t from, std::size_t to, std::int64_t amount) {
        const auto there = boost::add_edge(from, to, graph).first;
        const auto back = boost::add_edge(to, from, graph).first;
        boost::put(boost::edge_capacity, graph, there, amount);
        boost::put(boost::edge_capacity, graph, back, 0);
        boost::put(boost::edge_reverse, graph, there, back);
        boost::put(boost::edge_reverse, graph, back, there);
    };
    for (const FlowTransfer& one : all) {
        add(days.at({one.from, one.day}), days.at({one.to, one.day}), one.amount);
    }
    for (auto now = days.begin(), next = std::next(now); next != days.end(); now = next++) {
        if (now->first.first == next->first.first && now->second > 1) {
            add(now->second, next->second, sum);
        }
    }
    return boost::push_relabel_max_flow(graph, 0, 1);
}

TEST_CASE("over hundreds of transfers as much flows as the library's maximum flow says") {
    std::mt19937 chosen(20250104);
    int some = 0;
    for (int round = 0; round < 30; ++round) {
        CAPTURE(round);
        Transfers all;
        while (all.size() < 400) {
            const std::uint32_t from = below(chosen, 3) == 0 ? FlowTransfer::kStart : 2 + below(chosen, 40);
            const std::uint32_t to = below(chosen, 3) == 0 ? FlowTransfer::kEnd : 2 + below(chosen, 40);
            if (from != to) {
                all.push_back({.from = from, .to = to, .day = static_cast<std::int32_t>(below(chosen, 300)), .amount = 1 + below(chosen, 1000)});
            }
        }
        const Flow flow = flow_over_time(all, all.size(), 100 * kEnough);
        REQUIRE(flow.whole);
        REQUIRE(flowed(all, flow) == flow_of_library(all));
        some += flowed(all, flow) > 0 ? 1 : 0;
    }
    CHECK(some == 30);
}

TEST_CASE("within hops no more is said than those ways let through, and something where there is a way") {
    std::mt19937 chosen(20250102);
    for (int round = 0; round < 600; ++round) {
        CAPTURE(round);
        const Transfers all = random_transfers(chosen);
        const std::size_t hops = 1 + below(chosen, 3);
        const Flow flow = flow_over_time(all, hops, kEnough);
        const std::int64_t sum = flowed(all, flow);
        REQUIRE(feasible(all, flow));
        REQUIRE(sum <= least_cut(all, hops));
        REQUIRE((sum > 0) == connected(all, 0, hops));
    }
}

TEST_CASE("a flow that is stopped at its bound can have flowed, and says that more may have") {
    std::mt19937 chosen(20250103);
    int stopped = 0;
    for (int round = 0; round < 600; ++round) {
        CAPTURE(round);
        const Transfers all = random_transfers(chosen);
        const Flow flow = flow_over_time(all, all.size(), 1 + below(chosen, 60));
        REQUIRE(feasible(all, flow));
        REQUIRE((!flow.whole || flowed(all, flow) == least_cut(all, all.size())));
        stopped += flow.whole ? 0 : 1;
    }
    CHECK(stopped > 10);
}

}  // namespace
}  // namespace huiqi
