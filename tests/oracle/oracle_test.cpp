#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "engine/plan/compile.h"
#include "tests/oracle/comparison.h"
#include "tests/oracle/rulebook_writer.h"
#include "tests/oracle/smaller.h"

namespace huiqi::oracle {
namespace {

[[nodiscard]] std::uint64_t setting(const char* name, std::uint64_t usual) {
    const char* given = std::getenv(name);
    return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

[[nodiscard]] std::uint64_t first_seed() { return setting("HUIQI_SEED", 20'241'213); }
[[nodiscard]] std::uint64_t rulebook_count() { return setting("HUIQI_ORACLE_RULEBOOKS", 150); }

/// What came of all rulebooks.
struct Tally {
    std::size_t rulebooks = 0;
    std::size_t refused = 0;
    std::size_t compared = 0;
    std::size_t other_names = 0;
    std::map<std::string, std::size_t> codes;   ///< why some were refused
};

/// Reports the first real difference, cut down; counts those of names.
void judge_differences(const std::vector<Difference>& found, const Generated& rulebook, const Ready& ready,
                       const ApplicationData& application, Tally& tally) {
    const auto real = std::find_if(found.begin(), found.end(), [](const Difference& one) { return !one.names_only; });
    tally.other_names += static_cast<std::size_t>(
        std::count_if(found.begin(), found.end(), [](const Difference& one) { return one.names_only; }));
    if (real == found.end()) {
        return;
    }
    const std::string first = fmt::format("{}: oracle {}, plan {}", real->what, real->expected, real->got);
    const Failing cut = smaller(failing(rulebook, ready.incentive(), application), differs, 2'000);
    FAIL_CHECK(first << "\n" << report(cut));
}

/// The applications of one rulebook with the oracle's verdicts.
struct Trial {
    const Generated& rulebook;
    const Ready& ready;
    std::vector<ApplicationData> applications;
    std::vector<Verdict> verdicts;
};

void check_rows(const Trial& trial, const Evaluator& evaluator, std::size_t first, std::size_t count,
                const std::vector<std::size_t>& order, Tally& tally) {
    for (std::size_t row = 0; row < count; ++row) {
        const std::size_t which = order[first + row];
        const auto found = differences(trial.ready, evaluator, row, trial.verdicts[which], tally.compared);
        judge_differences(found, trial.rulebook, trial.ready, trial.applications[which], tally);
    }
}

/// Runs the applications in this order, so many at a time.
void check_chunks(const Trial& trial, const std::vector<std::size_t>& order, std::size_t chunk, Tally& tally) {
    std::vector<ApplicationData> ordered;
    for (const std::size_t which : order) {
        ordered.push_back(trial.applications[which]);
    }
    const Batch batch = batch_of(trial.ready, ordered);
    Evaluator evaluator(trial.ready.plan);
    for (std::size_t first = 0; first < ordered.size(); first += chunk) {
        const std::size_t count = std::min(chunk, ordered.size() - first);
        evaluator.run(batch, first, count);
        check_rows(trial, evaluator, first, count, order, tally);
    }
}

/// Two threads share the plan and the batch; each has its own evaluator and takes every other chunk.
void check_threads(const Trial& trial, const std::vector<std::size_t>& order, Tally& tally) {
    constexpr std::size_t kChunk = 3;
    const Batch batch = batch_of(trial.ready, trial.applications);
    std::vector<std::vector<std::pair<std::size_t, std::vector<Value>>>> read(2);
    const auto work = [&](std::size_t thread) {
        Evaluator evaluator(trial.ready.plan);
        for (std::size_t first = thread * kChunk; first < order.size(); first += 2 * kChunk) {
            const std::size_t count = std::min(kChunk, order.size() - first);
            evaluator.run(batch, first, count);
            for (std::size_t row = 0; row < count; ++row) {
                std::vector<Value> values;
                each_value(trial.ready.incentive(), trial.ready.plan->incentives.front(), trial.verdicts[first + row],
                           [&](const Pair& pair) {
                               values.push_back(evaluator.read(pair.planned, row));
                           });
                read[thread].emplace_back(first + row, std::move(values));
            }
        }
    };
    std::thread other(work, 1);
    work(0);
    other.join();
    for (const auto& rows : read) {
        for (const auto& [row, values] : rows) {
            std::size_t at = 0;
            each_value(trial.ready.incentive(), trial.ready.plan->incentives.front(), trial.verdicts[row],
                       [&, &values = values](const Pair& pair) {
                           ++tally.compared;
                           const bool differ = compare(pair.expected, values[at++], pair.type) == Agreement::different;
                           CHECK_MESSAGE(!differ, pair.what);
                       });
        }
    }
}

/// Loads random rulebooks and hands each to `work` with its seed; counts those that are refused.
template <class Work>
void for_each_rulebook(std::uint64_t count, Tally& tally, Work&& work) {
    for (std::uint64_t at = 0; at < count; ++at) {
        const std::uint64_t seed = first_seed() + at;
        const Generated rulebook = RulebookWriter(seed).write();
        const Loaded loaded = load(rulebook.text());
        ++tally.rulebooks;
        if (!loaded.ready) {
            ++tally.refused;
            if (setting("HUIQI_ORACLE_REFUSED", 0) != 0) {
                fmt::print("seed {} is refused:\n{}\n{}\n", seed, rulebook.text(), loaded.messages);
            }
            for (const std::string& code : loaded.codes) {
                ++tally.codes[code];
            }
            continue;
        }
        INFO("HUIQI_SEED=", seed);
        work(seed, rulebook, *loaded.ready);
    }
}

void print(const char* what, const Tally& tally) {
    std::string codes;
    for (const auto& [code, count] : tally.codes) {
        codes += fmt::format(" {}×{}", code, count);
    }
    fmt::print("{}: HUIQI_SEED={} HUIQI_ORACLE_RULEBOOKS={}: {} values compared, {} wait for other names, {} refused{}\n",
               what, first_seed(), tally.rulebooks, tally.compared, tally.other_names, tally.refused, codes);
}

[[nodiscard]] std::vector<std::size_t> in_file_order(std::size_t size) {
    std::vector<std::size_t> order(size);
    for (std::size_t at = 0; at < size; ++at) {
        order[at] = at;
    }
    return order;
}

[[nodiscard]] std::vector<std::size_t> shuffled(std::size_t size, Random& random) {
    std::vector<std::size_t> order = in_file_order(size);
    for (std::size_t at = size; at > 1; --at) {
        std::swap(order[at - 1], order[random.below(at)]);
    }
    return order;
}

}  // namespace

TEST_CASE("random rulebooks mean the same to the oracle, one by one, in any chunks, in any order and on two threads") {
    Tally tally;
    for_each_rulebook(rulebook_count(), tally, [&](std::uint64_t seed, const Generated& rulebook, const Ready& ready) {
        Random random(seed ^ 0xA99'11CA'7105U);
        Trial trial{.rulebook = rulebook, .ready = ready, .applications = {}, .verdicts = {}};
        ApplicationWriter writer(random, ready.incentive(), rulebook);
        for (const unsigned unknown : {0U, 0U, 0U, 0U, 0U, 0U, 5U, 10U, 20U, 40U}) {
            trial.applications.push_back(writer.write(unknown));
            trial.verdicts.push_back(judge(ready.incentive(), trial.applications.back()));
        }
        const auto order = in_file_order(trial.applications.size());
        check_chunks(trial, order, 1, tally);
        check_chunks(trial, order, 7, tally);
        check_chunks(trial, order, 1024, tally);
        check_chunks(trial, shuffled(order.size(), random), 1024, tally);
        check_threads(trial, order, tally);
    });
    print("oracle", tally);
    CHECK(tally.refused * 20 < tally.rulebooks);
    if (rulebook_count() >= 100) {
        CHECK(tally.compared >= 100'000);
    }
}

namespace {

/// A way to compile: passes left out, or what an explanation shows.
struct Variant {
    std::string name;
    CompileOptions options;
};

[[nodiscard]] std::vector<Variant> variants() {
    std::vector<Variant> all;
    for (const Pass left_out : kPasses) {
        Variant& one = all.emplace_back(Variant{fmt::format("without {}", pass_name(left_out)), {}});
        std::erase(one.options.passes, left_out);
    }
    all.push_back({"without any pass", {}});
    all.back().options.passes.clear();
    all.push_back({"decisions only", {}});   // registers share their memory
    all.back().options.explain = false;
    all.push_back({"watched", {}});   // what coverage reads is kept, too
    all.back().options.watch = true;
    return all;
}

/// Compares all that a plan compiled in some other way gives, for rows enough to fill vectors.
void check_variant(const Trial& trial, const Variant& variant, Tally& tally) {
    constexpr std::size_t kRows = 150;
    Diagnostics diagnostics;
    const auto plan =
        std::make_shared<const Plan>(compile(trial.ready.incentive(), variant.options, diagnostics));
    std::vector<ApplicationData> rows;
    for (std::size_t row = 0; row < kRows; ++row) {
        rows.push_back(trial.applications[row % trial.applications.size()]);
    }
    const Batch batch = batch_of(trial.ready, rows);
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, kRows);
    for (std::size_t row = 0; row < kRows; ++row) {
        each_value(trial.ready.incentive(), plan->incentives.front(), trial.verdicts[row % trial.verdicts.size()],
                   [&](const Pair& pair) {
                       ++tally.compared;
                       const Value got = evaluator.read(pair.planned, row);
                       const bool differ = compare(pair.expected, got, pair.type) == Agreement::different;
                       CHECK_MESSAGE(!differ, variant.name, ": ", pair.what, " of row ", row, ": oracle ",
                                     shown(pair.expected, pair.type), ", plan ", shown(got, pair.type), "\n",
                                     trial.rulebook.text());
                   });
    }
}

}  // namespace

TEST_CASE("random rulebooks mean the same with any pass left out, with none, and when only decisions are kept") {
    Tally tally;
    for_each_rulebook(rulebook_count() / 3, tally, [&](std::uint64_t seed, const Generated& rulebook, const Ready& ready) {
        Random random(seed ^ 0x9A55'E500'0FF5U);
        Trial trial{.rulebook = rulebook, .ready = ready, .applications = {}, .verdicts = {}};
        ApplicationWriter writer(random, ready.incentive(), rulebook);
        for (const unsigned unknown : {0U, 0U, 0U, 0U, 10U}) {
            trial.applications.push_back(writer.write(unknown));
            trial.verdicts.push_back(judge(ready.incentive(), trial.applications.back()));
        }
        for (const Variant& variant : variants()) {
            check_variant(trial, variant, tally);
        }
    });
    print("passes", tally);
}

namespace {

/// Tells whether what was decided of a value stays so. Of an error only that it is one: which of several errors shows
/// may depend on answers that came later.
[[nodiscard]] bool stays(const Value& before, const Value& after, const Type& type) {
    if (before.state() == State::unknown) {
        return true;
    }
    if (before.state() != after.state() || !before.known()) {
        return before.state() == after.state();
    }
    if (!type.is(TypeKind::list) && !type.is(TypeKind::record)) {
        return before == after;
    }
    if (before.elements().size() != after.elements().size()) {
        return false;
    }
    bool all = true;
    for (std::size_t at = 0; at < before.elements().size(); ++at) {
        const Type& part = type.is(TypeKind::list) ? type.element() : type.fields()[at].type;
        all = all && stays(before.elements()[at], after.elements()[at], part);
    }
    return all;
}

}  // namespace

TEST_CASE("what is decided for some answers stays so whatever else is answered") {
    Tally tally;
    std::size_t decided = 0;
    for_each_rulebook(rulebook_count() / 2, tally, [&](std::uint64_t seed, const Generated& rulebook, const Ready& ready) {
        Random random(seed ^ 0x5EED'0F1A'3000U);
        ApplicationWriter writer(random, ready.incentive(), rulebook);
        std::vector<ApplicationData> applications;
        for (const unsigned unknown : {15U, 30U, 50U, 80U}) {
            applications.push_back(writer.write(unknown));
            for (const unsigned answered : {50U, 100U, 100U}) {
                applications.push_back(writer.completed(applications[applications.size() / 4 * 4], answered));
            }
        }
        const Batch batch = batch_of(ready, applications);
        Evaluator evaluator(ready.plan);
        evaluator.run(batch, 0, applications.size());
        const Verdict any = judge(ready.incentive(), applications.front());
        for (std::size_t row = 0; row < applications.size(); ++row) {
            each_value(ready.incentive(), ready.plan->incentives.front(), any,
                       [&](const Pair& pair) {
                           const Value before = evaluator.read(pair.planned, row / 4 * 4);
                           const Value after = evaluator.read(pair.planned, row);
                           ++tally.compared;
                           decided += before.state() == State::unknown ? 0U : 1U;
                           // which refusal comes first in the file is not decided while earlier ones are open
                           const bool kept = pair.what == "reason" || stays(before, after, pair.type);
                           CHECK_MESSAGE(kept, pair.what, ": ", shown(before, pair.type), " became ",
                                         shown(after, pair.type), "\n", rulebook.text(), "\npartial\n",
                                         shown(ready.incentive(), applications[row / 4 * 4]), "completed\n",
                                         shown(ready.incentive(), applications[row]));
                       });
        }
    });
    print("monotonicity", tally);
    CHECK(decided * 5 > tally.compared);   // or nothing was tested
}

}  // namespace huiqi::oracle
