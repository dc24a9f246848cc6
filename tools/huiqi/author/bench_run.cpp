#include "tools/huiqi/author/bench_run.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/outcome.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/dependencies.h"

namespace huiqi {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kChunk = 2048;

/// Gives a stretch of days around all that the rules say of days.
void widen_days(const Incentive& incentive, std::optional<Date>& first, std::optional<Date>& last) {
    const auto take = [&](const std::optional<Date>& day) {
        if (day) {
            first = first ? std::min(*first, *day) : *day;
            last = last ? std::max(*last, *day) : *day;
        }
    };
    if (incentive.effective) {
        take(incentive.effective->from);
        take(incentive.effective->to);
    }
    for (const Parameter& parameter : incentive.parameters) {
        for (const Parameter::Version& version : parameter.versions) {
            take(version.from);
        }
    }
}

/// Decides the same rows again and again.
class Timer {
public:
    Timer(std::shared_ptr<const Plan> plan, const GeneratedRows& rows) : plan_(std::move(plan)), batch_(generated_batch(plan_->schema, rows)), evaluator_(plan_) {}

    /// Decides all rows once.
    void once() {
        for (std::size_t first = 0; first < batch_.rows(); first += evaluator_.rows()) {
            (void)evaluator_.run_some(batch_, first, std::min(kChunk, batch_.rows() - first));
        }
    }

    /// Gives the share of rows that some incentive awards.
    [[nodiscard]] double eligible() {
        std::size_t count = 0;
        for (std::size_t first = 0; first < batch_.rows(); first += evaluator_.rows()) {
            (void)evaluator_.run_some(batch_, first, std::min(kChunk, batch_.rows() - first));
            for (std::size_t row = 0; row < evaluator_.rows(); ++row) {
                count += std::any_of(plan_->incentives.begin(), plan_->incentives.end(), [&](const IncentivePlan& one) {
                    return decision_state(evaluator_, one, row) == DecisionState::eligible;
                }) ? 1U : 0U;
            }
        }
        return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(batch_.rows(), 1));
    }

    [[nodiscard]] std::size_t rows() const noexcept { return batch_.rows(); }

private:
    std::shared_ptr<const Plan> plan_;
    Batch batch_;
    Evaluator evaluator_;
};

[[nodiscard]] std::uint64_t nanoseconds(Clock::time_point from) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - from).count());
}

/// Gives how often the rows are decided in one repeat.
[[nodiscard]] std::size_t rounds_of(Timer& timer, std::uint64_t least_ns) {
    timer.once();   // memory grows in the first round
    std::size_t rounds = 1;
    for (;; rounds *= 2) {
        const auto from = Clock::now();
        for (std::size_t at = 0; at < rounds; ++at) {
            timer.once();
        }
        if (nanoseconds(from) >= least_ns || rounds > (1U << 20U)) {
            return rounds;
        }
    }
}

/// Times a plan on some threads, each with rows of its own.
[[nodiscard]] BenchTimes time_plan(const std::shared_ptr<const Plan>& plan, const BenchPlan& how, GeneratedRows rows, std::size_t threads) {
    BenchTimes made;
    made.nodes = plan->nodes.size();
    made.threads = threads;
    std::vector<std::unique_ptr<Timer>> timers;
    for (std::size_t at = 0; at < threads; ++at) {
        rows.seed = at + 1;
        timers.push_back(std::make_unique<Timer>(plan, rows));
    }
    made.eligible = timers.front()->eligible();
    const std::size_t rounds = rounds_of(*timers.front(), how.least_ns);
    for (std::size_t repeat = 0; repeat < how.repeats; ++repeat) {
        const auto from = Clock::now();
        {
            std::vector<std::jthread> others;
            const auto work = [rounds](Timer& timer) {
                for (std::size_t at = 0; at < rounds; ++at) {
                    timer.once();
                }
            };
            for (std::size_t at = 1; at < threads; ++at) {
                others.emplace_back([&work, timer = timers[at].get()] { work(*timer); });
            }
            work(*timers.front());
        }
        made.row_ns.push_back(static_cast<double>(nanoseconds(from)) / static_cast<double>(rounds * threads * timers.front()->rows()));
    }
    std::sort(made.row_ns.begin(), made.row_ns.end());
    return made;
}

/// Tells whether what a condition comes to can hang on 施行: on its days, or on the one that chooses values of parameters.
[[nodiscard]] bool reads_period(const Incentive& incentive, const Condition& condition) {
    Dependencies dependencies(incentive);
    Reads read = dependencies.of(condition.test);
    for (const Condition& one : condition.alternatives) {
        read.add(dependencies.of(one.test));
    }
    for (std::size_t at = 0; at < incentive.parameters.size(); ++at) {
        const std::vector<Parameter::Version>& versions = incentive.parameters[at].versions;
        if (read.parameters[at] && !versions.empty() && versions.back().from) {
            return true;
        }
    }
    const std::vector<RulePart> parts = rule_parts(incentive);
    return std::any_of(parts.begin(), parts.end(), [](const RulePart& part) {
        return std::any_of(part.expressions.begin(), part.expressions.end(), [](const CheckedExpression* one) {
            return std::any_of(one->nodes.begin(), one->nodes.end(), [](const CoreNode& node) {
                return node.op == CoreOp::symbol && (node.symbol_kind == SymbolKind::effective_from || node.symbol_kind == SymbolKind::effective_to);
            });
        });
    });
}

/// Leaves one condition of an incentive, and nothing else that it gives out.
[[nodiscard]] Incentive only_condition(const Incentive& incentive, std::size_t at) {
    Incentive made = incentive;
    made.conditions = {incentive.conditions[at]};
    if (!reads_period(incentive, incentive.conditions[at])) {
        made.effective.reset();
    }
    made.award.clear();
    made.extras.clear();
    made.parts.clear();
    made.shares.clear();
    made.recipients.clear();
    made.schedule.reset();
    made.recovery.reset();
    made.anomalies.clear();
    made.targets.clear();
    return made;
}

[[nodiscard]] double between(const std::vector<double>& sorted, double part) {
    if (sorted.empty()) {
        return 0;
    }
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (place - static_cast<double>(low));
}

}  // namespace

double BenchTimes::median() const { return between(row_ns, 0.5); }
double BenchTimes::lower_quartile() const { return between(row_ns, 0.25); }
double BenchTimes::upper_quartile() const { return between(row_ns, 0.75); }

const char* bench_kind(BenchTimes::Of of) noexcept {
    switch (of) {
        case BenchTimes::Of::all: return "all";
        case BenchTimes::Of::incentive: return "incentive";
        case BenchTimes::Of::condition: return "condition";
    }
    return "all";
}

std::vector<BenchTimes> run_bench(const Selected& rules, const BenchPlan& how, Diagnostics& diagnostics) {
    std::vector<BenchTimes> all;
    std::optional<Date> first;
    std::optional<Date> last;
    for (const Incentive* one : rules.incentives) {
        widen_days(*one, first, last);
    }
    GeneratedRows rows{.rows = how.rows, .list_length = how.list_length};
    if (first && last) {
        // a few days of every fifth application lie outside
        const std::int32_t beside = std::max(30, (last->days() - first->days()) / 10);
        rows.first_day = add_days(*first, -beside).value_or(*first);
        rows.last_day = add_days(*last, beside).value_or(*last);
    }
    CompileOptions options;
    options.explain = false;
    const auto time = [&](const std::vector<const Incentive*>& incentives, const Bundle* bundle, BenchTimes::Of of, std::string name, std::size_t threads) {
        const auto plan = std::make_shared<const Plan>(compile(incentives, bundle, options, diagnostics));
        if (diagnostics.has_errors()) {
            return;
        }
        BenchTimes made = time_plan(plan, how, rows, threads);
        made.of = of;
        made.name = std::move(name);
        all.push_back(std::move(made));
    };
    time(rules.incentives, rules.bundle, BenchTimes::Of::all, rules.bundle != nullptr ? rules.bundle->id : "*", how.threads);
    for (const Incentive* one : rules.incentives) {
        if (diagnostics.has_errors()) {
            break;
        }
        time({one}, nullptr, BenchTimes::Of::incentive, one->id, 1);
        for (std::size_t at = 0; at < one->conditions.size() && !diagnostics.has_errors(); ++at) {
            const Incentive alone = only_condition(*one, at);
            time({&alone}, nullptr, BenchTimes::Of::condition, one->id + " · " + one->conditions[at].id, 1);
        }
    }
    return all;
}

}  // namespace huiqi
