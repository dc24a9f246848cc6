#pragma once

#include <chrono>
#include <cstdint>

#include "tools/huiqi/program.h"

namespace huiqi {

/// Shows how far a long job is, on a terminal only, a few times a second: percent, rows, their rate, the time left, and that
/// nothing is on disk yet, since results appear whole or not at all.
class Progress {
public:
    explicit Progress(const Program& program);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Says that `done` of `total` bytes are dealt with, `rows` rows; a total of 0 is not known.
    void show(std::uint64_t done, std::uint64_t total, std::uint64_t rows = 0);

private:
    using Clock = std::chrono::steady_clock;

    bool chinese_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point start_;
    Clock::time_point last_;
};

}  // namespace huiqi
