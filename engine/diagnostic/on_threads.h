#pragma once

#include <cstddef>
#include <thread>
#include <vector>

namespace huiqi {

/// Calls `work` with each number below `count`, each on a thread of its own, 0 on that of the caller. Returns
/// when all are done.
template <class Work>
void on_threads(std::size_t count, const Work& work) {
    std::vector<std::thread> others;
    for (std::size_t at = 1; at < count; ++at) {
        others.emplace_back([&work, at] { work(at); });
    }
    if (count != 0) {
        work(std::size_t{0});
    }
    for (std::thread& other : others) {
        other.join();
    }
}

}  // namespace huiqi
