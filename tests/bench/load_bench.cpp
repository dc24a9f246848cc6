// Loading and checking of rules.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/rulebook/rulebook.h"
#include "engine/rulebook/yaml/library.h"
#include "tests/bench/rules.h"

namespace huiqi::bench {
namespace {

/// So many incentives, with their cases (1) or without (0).
void load(benchmark::State& state) {
    const FolderOfIncentives folder(static_cast<int>(state.range(0)), state.range(1) != 0);
    for (auto _ : state) {
        Diagnostics diagnostics;
        benchmark::DoNotOptimize(load_rulebook({folder.path()}, diagnostics));
    }
    state.SetItemsProcessed(state.range(0) * state.iterations());
}
BENCHMARK(load)
    ->Args({1, 1})
    ->Args({5, 1})
    ->Args({50, 1})
    ->Args({500, 1})
    ->Args({500, 0})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void compile_all(benchmark::State& state) {
    const FolderOfIncentives folder(static_cast<int>(state.range(0)), false);
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook({folder.path()}, diagnostics);
    std::vector<const Incentive*> incentives;
    for (const Incentive& incentive : rulebook.incentives) {
        incentives.push_back(&incentive);
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(compile(incentives, nullptr, decisions_only(), diagnostics));
    }
}
BENCHMARK(compile_all)->Arg(5)->Arg(500)->Unit(benchmark::kMillisecond);

/// A file of so many keys, read by the library (0) and without it (1).
void yaml(benchmark::State& state) {
    std::string text;
    for (int key = 0; key < 100'000; ++key) {
        text += (key % 1'000 == 0 ? "部分" + std::to_string(key) + ":\n" : std::string()) + "  键" +
                std::to_string(key) + ": 值\n";
    }
    Sources sources;
    const SourceId id = sources.add("keys.yaml", text);
    for (auto _ : state) {
        Diagnostics diagnostics;
        if (state.range(0) == 0) {
            benchmark::DoNotOptimize(read_yaml_by_library(sources, id, diagnostics));
        } else {
            benchmark::DoNotOptimize(read_yaml_quickly(sources, id));
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(yaml)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace huiqi::bench
