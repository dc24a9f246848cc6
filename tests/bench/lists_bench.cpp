// Lists: the interest of two years, payment by payment (rules/ankang/pledge-loan-interest.yaml), in payments
// a second.

#include <algorithm>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/evaluate/evaluator.h"
#include "tests/bench/random_batch.h"
#include "tests/bench/rules.h"

namespace huiqi::bench {
namespace {

[[nodiscard]] Value part(const Rational& value) {
    return Value::of(value);
}

/// The rule with what the province leaves to the cities: half the interest, a year of 365 days, a cap.
[[nodiscard]] Ready interest() {
    CompileOptions options = decisions_only();
    options.bind = {{"贴息比例", part(ratio(1, 2))},
                    {"最早放款日", Value::of(Date::parse("2019-01-01").value())},
                    {"计息天数", Value::enumerated(0)},
                    {"单笔上限", part(Rational(300'000))}};
    Diagnostics diagnostics;
    auto rulebook = std::make_shared<const Rulebook>(
        load_rulebook({std::string(HUIQI_SOURCE_DIR) + "/rules/ankang"}, diagnostics));
    const Incentive* const incentive = rulebook->find("安康.质押贷款贴息");
    Ready ready{.rulebook = rulebook, .incentives = {incentive}, .plan = {}};
    ready.plan = std::make_shared<const Plan>(compile(*incentive, options, diagnostics));
    return ready;
}

/// So many payments a loan; of a thousand loans `huge` have one payment whose interest leaves 128 bits on its
/// way.
void payments(benchmark::State& state) {
    const Ready rules = interest();
    const auto length = static_cast<std::size_t>(state.range(0));
    constexpr std::size_t kLoans = 4'096;
    Batch batch = random_batch(rules.plan->schema, kLoans, length);
    Evaluator evaluator(rules.plan);
    const std::size_t chunk = std::clamp<std::size_t>(16'384 / std::max<std::size_t>(length, 1), 16, 1'024);
    for (auto _ : state) {
        for (std::size_t first = 0; first < kLoans; first += chunk) {
            evaluator.run(batch, first, std::min(chunk, kLoans - first));
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(kLoans * std::max<std::size_t>(length, 1)) *
                            state.iterations());
}
BENCHMARK(payments)->Arg(0)->Arg(1)->Arg(5)->Arg(20)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);

/// Quotients by a column that are added up, in a batch of which some rows (of a thousand) leave 128 bits.
void unbounded(benchmark::State& state) {
    const Ready rules = rules_of(R"(kind: incentive
id: bench.unbounded
inputs:
  parts:
    type: list
    fields:
      amount: {type: number, decimals: 0, range: "[0..1000000000000000000000000000000000000000000000000]"}
      days: {type: integer, range: "[1..1000]"}
award:
  - {base: "round half up(sum(for part in parts return part.amount / part.days), 0) * 0.01元"}
)",
                                 decisions_only());
    constexpr std::size_t kRows = 4'096;
    constexpr std::size_t kLength = 20;
    Batch batch = random_batch(rules.plan->schema, kRows, kLength);
    std::vector<Wide>& amounts = batch.root().columns[0].child->columns[0].wides;
    for (std::size_t at = 0; at < amounts.size(); ++at) {
        const bool huge = static_cast<std::int64_t>(at / kLength % 1'000) < state.range(0);
        amounts[at] = huge ? Wide(Integer(1) << 150U) : Wide(static_cast<std::int64_t>(at) * 7'919'101);
    }
    Evaluator evaluator(rules.plan);
    for (auto _ : state) {
        for (std::size_t first = 0; first < kRows; first += 512) {
            evaluator.run(batch, first, 512);
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(kRows * kLength) * state.iterations());
}
BENCHMARK(unbounded)->Arg(0)->Arg(1)->Arg(1'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace huiqi::bench
