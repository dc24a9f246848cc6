#include "engine/anomaly/task_order.h"

#include <atomic>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

/// A hundred tasks, each standing on some before it.
std::vector<TaskOrder::Task> tasks() {
    std::vector<TaskOrder::Task> out(100);
    for (std::size_t at = 1; at < out.size(); ++at) {
        for (std::size_t need = at / 2; need < at; need += 7) {
            out[at].needs.push_back(need);
        }
        out[at].length = 1 + at % 5;
    }
    return out;
}

TEST_CASE("every task runs once, and never before what it needs, on any number of threads") {
    for (const unsigned threads : {1U, 2U, 5U}) {
        const std::vector<TaskOrder::Task> all = tasks();
        std::vector<std::atomic<unsigned>> done(all.size());
        std::atomic<bool> too_early{false};
        TaskOrder order(all);
        order.run(threads, [&](std::size_t task) {
            for (const std::size_t need : all[task].needs) {
                too_early = too_early || done[need] != 1;
            }
            ++done[task];
        });
        CHECK_FALSE(too_early);
        for (const std::atomic<unsigned>& times : done) {
            CHECK(times == 1);
        }
    }
}

TEST_CASE("what stands before the longest rest goes first") {
    // 0 → 2 takes 1 + 9; 1 alone takes 5
    std::vector<TaskOrder::Task> all(3);
    all[1].length = 5;
    all[2] = {.needs = {0}, .length = 9};
    std::vector<std::size_t> seen;
    TaskOrder(all).run(1, [&](std::size_t task) { seen.push_back(task); });
    CHECK(seen == std::vector<std::size_t>{0, 2, 1});
}

TEST_CASE("no tasks are done at once") {
    TaskOrder(std::vector<TaskOrder::Task>{}).run(2, [](std::size_t) { CHECK(false); });
}

}  // namespace
}  // namespace huiqi
