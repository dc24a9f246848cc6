// The telco benchmark through the public library and its rule files (tests/bench/telco):
//
//   telco_peer CALLS.b [REPEATS]
//
// The file holds durations in seconds as 64-bit big-endian integers. Prints the time of the fastest run from
// durations in memory to amounts in memory, a call, and the totals in cents: T total, B basic tax, D distance
// tax.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numeric>
#include <vector>

#include "huiqi/huiqi.h"

namespace {

[[nodiscard]] std::vector<std::int64_t> read_calls(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<std::int64_t> calls(bytes.size() / 8);
    for (std::size_t call = 0; call < calls.size(); ++call) {
        std::uint64_t seconds = 0;
        for (std::size_t at = 0; at < 8; ++at) {
            seconds = seconds << 8U | static_cast<unsigned char>(bytes[call * 8 + at]);
        }
        calls[call] = static_cast<std::int64_t>(seconds);
    }
    return calls;
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: telco_peer CALLS.b [REPEATS]\n";
        return 2;
    }
    const huiqi::Rules rules = huiqi::Rules::load({HUIQI_SOURCE_DIR "/tests/bench/telco"});
    const huiqi::Engine engine = huiqi::Engine::compile(rules);
    const std::vector<std::int64_t> calls = read_calls(words[1]);
    if (!engine.ready() || calls.empty()) {
        std::cerr << "the rules or the calls cannot be read\n";
        return 1;
    }
    std::array<std::vector<std::int64_t>, 3> cents;
    huiqi::DecisionColumns decisions;
    for (std::vector<std::int64_t>& column : cents) {
        column.resize(calls.size());
        decisions.incentives.push_back({.award_cents = column, .reason = {}, .eligible = {}});
    }
    const std::array columns{huiqi::InputColumn::counts(calls)};
    const int repeats = count > 2 ? std::atoi(words[2]) : 9;
    double best = 1e9;
    for (int repeat = 0; repeat < repeats; ++repeat) {
        const auto start = std::chrono::steady_clock::now();
        const huiqi::ColumnsResult result = engine.decide_columns(columns, decisions);
        const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
        if (!result.done) {
            std::cerr << "the calls could not be decided\n";
            return 1;
        }
        best = std::min(best, spent.count() / static_cast<double>(calls.size()));
    }
    const auto sum = [](const std::vector<std::int64_t>& all) {
        return std::accumulate(all.begin(), all.end(), std::int64_t{0});
    };
    std::cout << calls.size() << " calls, " << best << " ns a call, T=" << sum(cents[0])
              << " B=" << sum(cents[1]) << " D=" << sum(cents[2]) << '\n';
    return 0;
}
