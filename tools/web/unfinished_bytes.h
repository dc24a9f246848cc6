#pragma once

#include <atomic>
#include <cstddef>

namespace huiqi {

/// What all connections together hold of requests that have not come whole and of answers that are not taken yet. Each has a little
/// of its own, so that a small request goes through beside any number of slow large ones; beyond it all draw on one budget.
class UnfinishedBytes {
public:
    UnfinishedBytes(std::size_t budget, std::size_t own) : budget_(budget), own_(own) {}
    UnfinishedBytes(const UnfinishedBytes&) = delete;
    UnfinishedBytes& operator=(const UnfinishedBytes&) = delete;

    /// What one connection holds; gives it back at its end.
    class Share {
    public:
        explicit Share(UnfinishedBytes& from) : from_(from) {}
        ~Share() { (void)hold(0); }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        /// From now on it holds so much in all. False, and all stays as it was, where the budget does not have it.
        [[nodiscard]] bool hold(std::size_t bytes) {
            const std::size_t drawn = bytes > from_.own_ ? bytes - from_.own_ : 0;
            if (drawn > drawn_ && !from_.draw(drawn - drawn_)) {
                return false;
            }
            if (drawn < drawn_) {
                from_.drawn_ -= drawn_ - drawn;
            }
            drawn_ = drawn;
            return true;
        }

    private:
        UnfinishedBytes& from_;
        std::size_t drawn_ = 0;
    };

    /// What is drawn on the budget now.
    [[nodiscard]] std::size_t drawn() const noexcept { return drawn_; }

private:
    [[nodiscard]] bool draw(std::size_t more) {
        std::size_t before = drawn_;
        do {
            if (more > budget_ - before) {
                return false;
            }
        } while (!drawn_.compare_exchange_weak(before, before + more));
        return true;
    }

    const std::size_t budget_;
    const std::size_t own_;
    std::atomic<std::size_t> drawn_ = 0;   // never above the budget
};

}  // namespace huiqi
