#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/data/generated_batch.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// How rules are to be timed.
struct BenchPlan {
    std::size_t repeats = 9;
    std::uint64_t least_ns = 20'000'000;   ///< that one repeat takes at the least
    std::size_t threads = 1;
    std::size_t rows = 8'192;              ///< made up, and decided again and again
    std::size_t list_length = 5;
};

/// The times of one thing: nanoseconds for one row, one a repeat. Floating point: they are measured, never paid.
struct BenchTimes {
    enum class Of : std::uint8_t { all, incentive, condition };
    Of of = Of::all;
    std::string name;               ///< of an incentive its id; of a condition `id · condition`
    std::size_t nodes = 0;          ///< of its plan
    std::size_t threads = 1;
    std::vector<double> row_ns;     ///< rising
    double eligible = 0;            ///< share of the rows that are eligible; 0 for conditions

    [[nodiscard]] double median() const;
    [[nodiscard]] double lower_quartile() const;
    [[nodiscard]] double upper_quartile() const;
};

/// Times some rules over applications that are made up: all together on the threads asked for, then each incentive and each of its conditions by
/// itself on one. Reading and writing files are no part of it.
[[nodiscard]] std::vector<BenchTimes> run_bench(const Selected& rules, const BenchPlan& how, Diagnostics& diagnostics);

/// Gives a name of the kind in JSON.
[[nodiscard]] const char* bench_kind(BenchTimes::Of of) noexcept;

}  // namespace huiqi
