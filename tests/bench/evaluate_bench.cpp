// Evaluation alone: typed columns in memory to registers, chunk by chunk, on one thread.

#include <algorithm>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/explanation.h"
#include "engine/evaluate/outcome.h"
#include "tests/bench/random_batch.h"
#include "tests/bench/rules.h"

namespace huiqi::bench {
namespace {

void evaluate(benchmark::State& state, const Ready& rules, const Batch& batch, std::size_t chunk) {
    Evaluator evaluator(rules.plan);
    for (auto _ : state) {
        for (std::size_t first = 0; first < batch.rows(); first += chunk) {
            evaluator.run(batch, first, std::min(chunk, batch.rows() - first));
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(batch.rows()) * state.iterations());
}

/// The five incentives, by rows in a chunk.
void five_incentives(benchmark::State& state) {
    const Ready rules = rules_at("rules/benchmark", decisions_only());
    const Batch batch = random_batch(rules.plan->schema, 65'536, 0);
    evaluate(state, rules, batch, static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(five_incentives)->RangeMultiplier(2)->Range(128, 8'192)->Unit(benchmark::kMicrosecond);

/// The same without one of the passes, or without any.
void without_pass(benchmark::State& state) {
    CompileOptions options = decisions_only();
    const auto left_out = static_cast<std::size_t>(state.range(0));
    state.SetLabel(left_out < std::size(kPasses) ? std::string(pass_name(kPasses[left_out])) : "all");
    if (left_out < std::size(kPasses)) {
        std::erase(options.passes, kPasses[left_out]);
    } else {
        options.passes.clear();
    }
    const Ready rules = rules_at("rules/benchmark", options);
    evaluate(state, rules, random_batch(rules.plan->schema, 65'536, 0), 1'024);
}
BENCHMARK(without_pass)->DenseRange(0, std::size(kPasses))->Unit(benchmark::kMicrosecond);

/// So many incentives side by side, each with inputs of its own; in incentives a second.
void incentives(benchmark::State& state) {
    const FolderOfIncentives folder(static_cast<int>(state.range(0)), false);
    const Ready rules = rules_at(folder.path(), decisions_only());
    const std::size_t rows =
        std::clamp<std::size_t>(400'000 / static_cast<std::size_t>(state.range(0)), 1'024, 65'536);
    evaluate(state, rules, random_batch(rules.plan->schema, rows, 0), 1'024);
    state.SetItemsProcessed(static_cast<std::int64_t>(rows) * state.range(0) * state.iterations());
}
BENCHMARK(incentives)->Arg(1)->Arg(5)->Arg(20)->Arg(100)->Arg(500)->Unit(benchmark::kMillisecond);

/// One application, with all that a decision says.
void decide_one(benchmark::State& state) {
    const Ready rules = rules_at("rules/benchmark", decisions_only());
    const Batch batch = random_batch(rules.plan->schema, 64, 0);
    Evaluator evaluator(rules.plan);
    std::size_t row = 0;
    for (auto _ : state) {
        evaluator.run(batch, row++ % batch.rows(), 1);
        for (std::size_t at = 0; at < rules.incentives.size(); ++at) {
            benchmark::DoNotOptimize(outcome(evaluator, *rules.incentives[at], at, 0));
        }
    }
}
BENCHMARK(decide_one)->Unit(benchmark::kMicrosecond);

/// One application and the worksheets of all five incentives.
void explain_one(benchmark::State& state) {
    const Ready rules = rules_at("rules/benchmark", CompileOptions());
    const Batch batch = random_batch(rules.plan->schema, 64, 0);
    Evaluator evaluator(rules.plan);
    std::size_t row = 0;
    for (auto _ : state) {
        evaluator.run(batch, row++ % batch.rows(), 1);
        for (std::size_t at = 0; at < rules.incentives.size(); ++at) {
            benchmark::DoNotOptimize(explain(evaluator, *rules.incentives[at], at, 0));
        }
    }
}
BENCHMARK(explain_one)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace huiqi::bench
