#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace huiqi {

/// Hands the blocks of an input out to threads and takes what they made of them back in order. What comes before its turn
/// is left here, so that its thread goes on with another block; whoever brings the one whose turn it is takes those behind
/// it along. A thread that runs far ahead waits, so that memory stays bounded.
template <class Made>
class BlockOrder {
public:
    explicit BlockOrder(std::size_t threads) : most_waiting_(2 * threads) {}

    /// Who holds it may take the next block of the input.
    [[nodiscard]] std::unique_lock<std::mutex> input() { return locked(input_lock_); }

    /// Takes what was made of a block, which may be filled again then; one that is left here is exchanged for another. The
    /// sink's `in_order` gets them one at a time, in order; its `afterwards` behind that, several threads at once. Where one
    /// of them gives false, the run stops; false: it has.
    template <class Sink>
    [[nodiscard]] bool deliver(std::uint64_t number, Made& made, const Sink& sink) {
        std::unique_lock hold = locked(output_lock_);
        room_.wait(hold, [&] { return stopped_ || number == next_ || waiting_.size() < most_waiting_; });
        if (stopped_) {
            return false;
        }
        if (number != next_) {
            waiting_.emplace(number, std::exchange(made, take_spare()));
            return true;
        }
        std::vector<Made> others = hand_over(made, sink);
        hold.unlock();
        room_.notify_all();
        bool goes_on = sink.afterwards(made);
        for (const Made& other : others) {
            goes_on = goes_on && sink.afterwards(other);
        }
        if (!others.empty() || !goes_on) {
            hold.lock();
            stopped_ = stopped_ || !goes_on;
            room_.notify_all();
            std::move(others.begin(), others.end(), std::back_inserter(spare_));
            goes_on = !stopped_;
        }
        return goes_on;
    }

private:
    /// Looks some times before it goes to sleep: to be waken takes longer than others hold these locks as a rule.
    [[nodiscard]] static std::unique_lock<std::mutex> locked(std::mutex& lock) {
        constexpr int kLooks = 100;
        for (int look = 0; look < kLooks; ++look) {
            if (std::unique_lock hold(lock, std::try_to_lock); hold.owns_lock()) {
                return hold;
            }
            std::this_thread::yield();
        }
        return std::unique_lock(lock);
    }

    /// Hands over the one whose turn it is and those behind it, which it gives.
    template <class Sink>
    [[nodiscard]] std::vector<Made> hand_over(Made& made, const Sink& sink) {
        std::vector<Made> others;
        stopped_ = !sink.in_order(made);
        for (auto first = waiting_.find(++next_); !stopped_ && first != waiting_.end(); first = waiting_.find(++next_)) {
            others.push_back(std::move(first->second));
            waiting_.erase(first);
            stopped_ = !sink.in_order(others.back());
        }
        return others;
    }

    [[nodiscard]] Made take_spare() {
        if (spare_.empty()) {
            return {};
        }
        Made made = std::move(spare_.back());
        spare_.pop_back();
        return made;
    }

    std::mutex input_lock_;
    std::mutex output_lock_;
    std::condition_variable room_;
    const std::size_t most_waiting_;
    std::map<std::uint64_t, Made> waiting_;
    std::vector<Made> spare_;   ///< handed over, to be filled again
    std::uint64_t next_ = 0;
    bool stopped_ = false;
};

}  // namespace huiqi
