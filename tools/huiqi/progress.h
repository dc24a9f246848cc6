#pragma once

#include <chrono>
#include <cstdint>

#include "tools/huiqi/program.h"

namespace huiqi {

/// Shows how far a long job is, on a terminal only: percent and the time left, a few times a second.
class Progress {
public:
    explicit Progress(const Program& program);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Says that `done` of `total` bytes are dealt with; a total of 0 is not known.
    void show(std::uint64_t done, std::uint64_t total);

private:
    using Clock = std::chrono::steady_clock;

    bool chinese_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point start_;
    Clock::time_point last_;
};

}  // namespace huiqi
