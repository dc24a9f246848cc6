#include "engine/anomaly/task_order.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/on_threads.h"

namespace huiqi {

TaskOrder::TaskOrder(const std::vector<Task>& tasks)
    : users_(tasks.size()), waits_(tasks.size(), 0), rest_(tasks.size(), 0), left_(tasks.size()) {
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        waits_[at] = tasks[at].needs.size();
        for (const std::size_t need : tasks[at].needs) {
            expect(need < at, "a task needs earlier tasks only");
            users_[need].push_back(at);
        }
        if (waits_[at] == 0) {
            ready_.push_back(at);
        }
    }
    for (std::size_t at = tasks.size(); at-- > 0;) {
        for (const std::size_t user : users_[at]) {
            rest_[at] = std::max(rest_[at], rest_[user]);
        }
        rest_[at] += tasks[at].length;
    }
}

std::size_t TaskOrder::take_ready() {
    const auto first = std::min_element(ready_.begin(), ready_.end(), [&](std::size_t left, std::size_t right) {
        return rest_[left] != rest_[right] ? rest_[left] > rest_[right] : left < right;
    });
    const std::size_t task = *first;
    ready_.erase(first);
    return task;
}

void TaskOrder::finish(std::size_t task) {
    --left_;
    for (const std::size_t user : users_[task]) {
        if (--waits_[user] == 0) {
            ready_.push_back(user);
        }
    }
    changed_.notify_all();
}

void TaskOrder::work_on(const std::function<void(std::size_t)>& work) {
    std::unique_lock lock(mutex_);
    while (left_ != 0) {
        if (ready_.empty()) {
            ++idle_;
            changed_.wait(lock, [&] { return left_ == 0 || !ready_.empty(); });
            --idle_;
            continue;
        }
        const std::size_t task = take_ready();
        lock.unlock();
        work(task);
        lock.lock();
        finish(task);
    }
}

void TaskOrder::run(unsigned threads, const std::function<void(std::size_t)>& work) {
    on_threads(std::max<std::size_t>(threads, 1), [&](std::size_t /*thread*/) { work_on(work); });
}

}  // namespace huiqi
