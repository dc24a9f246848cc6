#include "engine/diagnostic/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace huiqi {
namespace {

constexpr std::size_t kMostThreads = 8;

std::atomic<std::size_t>& most_threads() noexcept {
    static std::atomic<std::size_t> most = 0;
    return most;
}

[[nodiscard]] std::size_t threads_for(std::size_t count, std::size_t a_thread) {
    if (count < 2 * a_thread) {
        return 1;   // asking for the number of processors costs more than many a small piece
    }
    const std::size_t set = most_threads();
    const std::size_t most = set != 0 ? set : std::min<std::size_t>(std::thread::hardware_concurrency(), kMostThreads);
    return std::clamp<std::size_t>(count / a_thread, 1, std::max<std::size_t>(most, 1));
}

}  // namespace

void set_most_threads(std::size_t most) noexcept {
    most_threads() = most;
}

void side_by_side(std::size_t count, std::size_t a_thread, const std::function<void(std::size_t)>& work) {
    const std::size_t threads = threads_for(count, a_thread);
    if (threads == 1) {
        for (std::size_t piece = 0; piece < count; ++piece) {
            work(piece);
        }
        return;
    }
    // Each thread begins with a stretch of its own, the same one every time, and helps the others then: what it allocated for a
    // piece it frees itself, and threads do not wait for each other's heaps.
    const auto begin_of = [&](std::size_t stretch) { return stretch * count / threads; };
    std::vector<std::atomic<std::size_t>> next(threads);
    for (std::size_t stretch = 0; stretch < threads; ++stretch) {
        next[stretch] = begin_of(stretch);
    }
    std::vector<std::exception_ptr> thrown(count);
    const auto run = [&](std::size_t thread) {
        for (std::size_t turn = 0; turn < threads; ++turn) {
            const std::size_t stretch = (thread + turn) % threads;
            for (std::size_t piece = next[stretch]++; piece < begin_of(stretch + 1); piece = next[stretch]++) {
                try {
                    work(piece);
                } catch (...) {
                    thrown[piece] = std::current_exception();
                }
            }
        }
    };
    {
        std::vector<std::jthread> others;
        try {
            for (std::size_t thread = 1; thread < threads; ++thread) {
                others.emplace_back(run, thread);
            }
        } catch (const std::system_error&) {
            // the machine gives no more threads: those that run take all pieces
        }
        run(0);
    }
    for (const std::exception_ptr& one : thrown) {
        if (one) {
            std::rethrow_exception(one);
        }
    }
}

}  // namespace huiqi
