#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace huiqi {

/// Hands the blocks of an input out to threads and takes them back in order. A thread that runs ahead waits,
/// so that memory stays bounded.
struct BlockOrder {
    std::mutex input_lock;  ///< who holds it may take the next block
    std::mutex output_lock;
    std::condition_variable turn;
    std::uint64_t next = 0;
    bool stopped = false;

    /// Waits for the block's turn, then calls `hand_over`; tells whether to go on. False of `hand_over` stops
    /// all threads.
    template <class HandOver>
    [[nodiscard]] bool deliver(std::uint64_t number, HandOver hand_over) {
        std::unique_lock hold(output_lock);
        turn.wait(hold, [&] { return stopped || next == number; });
        if (!stopped && !hand_over()) {
            stopped = true;
        }
        ++next;
        turn.notify_all();
        return !stopped;
    }
};

}  // namespace huiqi
