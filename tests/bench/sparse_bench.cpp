// A bundle of 200 incentives of which each application concerns three, by its kind, and the three alone.

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "huiqi/huiqi.h"

namespace huiqi::bench {
namespace {

constexpr int kIncentives = 200;
constexpr int kOfKind = 3;
constexpr std::size_t kRows = 200'000;

/// Incentives [first, first + count) of the bundle, whose kinds go from three to three.
[[nodiscard]] Engine bundle(int first, int count) {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "huiqi_sparse_bench";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    std::string kinds;
    for (int kind = 0; kind * kOfKind < kIncentives; ++kind) {
        kinds += (kind == 0 ? "k" : ", k") + std::to_string(kind);
    }
    std::string ids;
    for (int number = first; number < first + count; ++number) {
        const std::string id = "bench.i" + std::to_string(number);
        ids += (number == first ? "" : ", ") + id;
        std::ofstream(folder / ("i" + std::to_string(number) + ".yaml"))
            << "kind: incentive\nid: " << id << "\nenums: {kind: [" << kinds
            << "]}\ninputs:\n  kind: {type: kind}\n"
            << "  honest: {type: boolean}\n  paid: {type: money, decimals: 2, range: "
               "\"[0元..100000000元]\"}\n"
            << "  contract: {type: money, decimals: 2, range: \"[0元..100000000元]\"}\n"
            << "  signed: {type: date, range: \"[2000-01-01..2099-12-31]\"}\n"
            << "conditions:\n  - {id: kind, test: kind = k" << number / kOfKind << ", reason: another kind}\n"
            << "  - {id: honest, test: honest, reason: not honest}\n"
            << "  - {id: signed, test: signed >= 2021-01-01, reason: too early}\n"
            << "  - {id: paid, test: paid >= 10000元, reason: too little}\n"
            << "award:\n  - {base: \"min(paid, contract)\"}\n  - {times: " << number % 50 + 1
            << "%}\n  - {round: round half up to 0.01元}\n  - {cap: 500000元}\n";
    }
    std::ofstream(folder / "bundle.yaml")
        << "kind: bundle\nid: bench\nincentives: [" << ids
        << "]\nkeys: {application: id}\nshared: [kind, honest, paid, contract, signed]\n";
    Engine engine = Engine::compile(Rules::load({folder.string()}));
    std::filesystem::remove_all(folder);
    return engine;
}

/// Applications in random order.
struct Applications {
    std::vector<std::int32_t> kind;
    std::vector<std::uint8_t> honest;
    std::vector<std::int64_t> paid, contract;
    std::vector<std::int32_t> signed_on;

    explicit Applications(int kinds) {
        std::mt19937_64 random(1);
        for (std::size_t row = 0; row < kRows; ++row) {
            kind.push_back(static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(kinds)));
            honest.push_back(random() % 8 == 0 ? 0 : 1);
            paid.push_back(static_cast<std::int64_t>(random() % 10'000'000'000));
            contract.push_back(static_cast<std::int64_t>(random() % 10'000'000'000));
            signed_on.push_back(static_cast<std::int32_t>(18'262 + random() % 1'800));
        }
    }
    [[nodiscard]] std::vector<InputColumn> columns() const {
        return {InputColumn::choices(kind), InputColumn::truths(honest), InputColumn::counts(paid),
                InputColumn::counts(contract), InputColumn::days(signed_on)};
    }
};

void decide(benchmark::State& state, const Engine& engine, int kinds) {
    const Applications applications(kinds);
    const std::vector<InputColumn> columns = applications.columns();
    DecisionPairs pairs;
    for (auto _ : state) {
        if (!engine.decide_pairs(columns, pairs).done) {
            state.SkipWithError("the columns could not be decided");
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(kRows) * state.iterations());
    state.SetLabel(std::to_string(pairs.row.size()) + " pairs");
}

void all_200(benchmark::State& state) {
    decide(state, bundle(0, kIncentives), kIncentives / kOfKind);
}
BENCHMARK(all_200)->Unit(benchmark::kMillisecond);

/// The same number of rows, all of one kind, with the three incentives of that kind alone.
void three_alone(benchmark::State& state) {
    decide(state, bundle(0, kOfKind), 1);
}
BENCHMARK(three_alone)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace huiqi::bench
