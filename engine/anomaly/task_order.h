#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace huiqi {

/// Runs tasks on some threads, each when those it needs are done; what stands before the longest rest goes first.
class TaskOrder {
public:
    /// A task: numbers of earlier tasks that it needs, and how long it is beside others.
    struct Task {
        std::vector<std::size_t> needs;
        std::size_t length = 1;
    };

    explicit TaskOrder(const std::vector<Task>& tasks);

    /// Calls `work` once for each task. Returns when all are done.
    void run(unsigned threads, const std::function<void(std::size_t)>& work);
    /// Gives how many threads have nothing to do at the moment, and may help a task that can be cut.
    [[nodiscard]] unsigned idle() const noexcept { return idle_.load(std::memory_order_relaxed); }

private:
    void work_on(const std::function<void(std::size_t)>& work);
    [[nodiscard]] std::size_t take_ready();
    void finish(std::size_t task);

    std::vector<std::vector<std::size_t>> users_;   ///< of each task: those that need it
    std::vector<std::size_t> waits_;                ///< how many each task still needs
    std::vector<std::size_t> rest_;                 ///< the longest way from a task to the end
    std::vector<std::size_t> ready_;
    std::size_t left_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<unsigned> idle_{0};
};

}  // namespace huiqi
