#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/block_numbers.h"

namespace huiqi {

/// Writes the number behind a number of the same length into its place: `SQ-0099` becomes `SQ-0100`. False,
/// and the text means nothing, when there is none.
[[nodiscard]] bool count_on(std::string& number) noexcept;

/// Whether a number can have one behind it: it ends with a digit, and is not longer than such numbers are.
[[nodiscard]] bool can_count_on(std::string_view number) noexcept;

/// Application numbers that follow one another on following lines, each one more than the one before, all of
/// one length.
struct KeyRun {
    std::string first;
    std::uint64_t line = 0;  ///< of the first
    std::uint64_t count = 0;

    /// Calls `enter` with each number and its line. Uses `first` up.
    template <class Enter>
    void for_each(Enter enter) {
        for (std::uint64_t at = 0; at < count; ++at) {
            enter(std::string_view(first), line + at);
            (void)(at + 1 < count && count_on(first));
        }
    }
};

/// The numbers of a file as runs: most files are numbered row by row, and a run takes no more memory, and
/// hardly more time, than one number. What is no run worth keeping is given back, to be kept elsewhere.
class KeyRuns {
public:
    /// Takes numbers that count on; gives back what cannot be kept as a run, by calling `enter` with numbers and their
    /// lines.
    template <class Enter>
    void add(const NumberStretch& numbers, Enter enter) {
        if (numbers.line == next_line_ && numbers.first == next_) {
            open_.count += numbers.count;
            wait_behind(numbers);
            return;
        }
        close(enter);
        open(numbers);
        if (open_.count == 0) {
            enter(numbers.first, numbers.line);
        }
    }

    /// Ends: gives back the run at hand if it is short, and all runs that have a number in common with
    /// another that stays.
    template <class Enter>
    void finish(Enter enter) {
        close(enter);
        for (KeyRun& run : sort_out()) {
            run.for_each(enter);
        }
    }

    /// Gives the line of a number that is in a run kept. Only behind `finish`.
    [[nodiscard]] std::optional<std::uint64_t> line_of(std::string_view number) const noexcept;

private:
    /// A shorter run is not worth keeping.
    static constexpr std::uint64_t kFewRows = 16;
    /// More runs are not kept: then there is no order worth it in the file.
    static constexpr std::size_t kMostRuns = 16'384;

    /// A run as it is kept. In one stem, runs are ordered by their first.
    struct Kept {
        std::string stem;  ///< what stands in front of the digits that count
        std::size_t digits = 0;
        std::uint64_t first = 0;
        std::uint64_t line = 0;
        std::uint64_t count = 0;
    };

    void open(const NumberStretch& numbers);
    void wait_behind(const NumberStretch& numbers);
    void keep();
    [[nodiscard]] std::vector<KeyRun> sort_out();

    template <class Enter>
    void close(Enter& enter) {
        if (open_.count >= kFewRows && kept_.size() < kMostRuns) {
            keep();
        } else {
            open_.for_each(enter);
        }
        open_.count = 0;
    }

    KeyRun open_;
    std::string next_;             ///< the number that the open run waits for
    std::uint64_t next_line_ = 0;  ///< and its line; 0: it waits for none
    std::vector<Kept> kept_;
};

}  // namespace huiqi
