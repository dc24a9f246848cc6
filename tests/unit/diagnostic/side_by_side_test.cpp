#include "engine/diagnostic/side_by_side.h"

#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

/// Sets the number of threads for one test.
class Threads {
public:
    explicit Threads(std::size_t most) { set_most_threads(most); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    ~Threads() { set_most_threads(0); }
};

TEST_CASE("every piece is done once, whatever the number of threads") {
    for (const std::size_t threads : {1U, 2U, 3U, 8U, 64U}) {
        for (const std::size_t count : {0U, 1U, 2U, 5U, 7U, 100U, 1000U}) {
            CAPTURE(threads);
            CAPTURE(count);
            const Threads set(threads);
            std::vector<std::atomic<int>> done(count);
            side_by_side(count, 1, [&](std::size_t piece) { ++done.at(piece); });
            std::size_t once = 0;
            for (const auto& times : done) {
                once += times == 1 ? 1U : 0U;
            }
            CHECK(once == count);
        }
    }
}

TEST_CASE("few pieces stay with the caller") {
    const Threads set(8);
    const std::thread::id caller = std::this_thread::get_id();
    bool alone = true;
    side_by_side(7, 4, [&](std::size_t) { alone = alone && std::this_thread::get_id() == caller; });
    CHECK(alone);
}

TEST_CASE("a thread that is done helps the others") {
    const Threads set(2);
    std::atomic<bool> last_done = false;
    // the first piece of the first stretch ends only when the last one of that stretch, which waits behind it, is done
    side_by_side(8, 1, [&](std::size_t piece) {
        if (piece == 3) {
            last_done = true;
        }
        while (piece == 0 && !last_done) {
            std::this_thread::yield();
        }
    });
    CHECK(last_done);
}

TEST_CASE("what the first of the failing pieces throws is thrown, when all have ended") {
    for (const std::size_t threads : {1U, 4U}) {
        CAPTURE(threads);
        const Threads set(threads);
        std::atomic<int> ended = 0;
        std::string said;
        try {
            side_by_side(40, 1, [&](std::size_t piece) {
                if (piece == 9 || piece == 30) {
                    throw std::runtime_error(std::to_string(piece));
                }
                ++ended;
            });
        } catch (const std::runtime_error& error) {
            said = error.what();
        }
        CHECK(said == "9");
        CHECK(ended == (threads == 1 ? 9 : 38));
    }
}

}  // namespace
}  // namespace huiqi
