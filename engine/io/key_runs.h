#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huiqi {

/// Writes the number behind a number of the same length into its place: `SQ-0099` becomes `SQ-0100`. False,
/// and the text means nothing, when there is none.
[[nodiscard]] bool count_on(std::string& number) noexcept;

/// Gives the bits in which the words that begin at two places differ.
template <class Word>
[[nodiscard]] Word differing_bits(const char* left, const char* right) noexcept {
    Word a = 0;
    Word b = 0;
    std::memcpy(&a, left, sizeof a);
    std::memcpy(&b, right, sizeof b);
    return a ^ b;
}

/// Tells whether two texts are the same. Those of 4 to 16 bytes, as numbers of applications have, are two words that may
/// overlap: a call costs more than they do.
[[nodiscard]] inline bool same_text(std::string_view left, std::string_view right) noexcept {
    const std::size_t size = left.size();
    if (size != right.size() || size - 4 > 12) {
        return left == right;
    }
    const char* const a = left.data();
    const char* const b = right.data();
    const std::size_t last = size - std::size_t{size >= 8 ? 8U : 4U};
    return size >= 8 ? (differing_bits<std::uint64_t>(a, b) | differing_bits<std::uint64_t>(a + last, b + last)) == 0
                     : (differing_bits<std::uint32_t>(a, b) | differing_bits<std::uint32_t>(a + last, b + last)) == 0;
}

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
    /// Takes a number; gives back what cannot be kept as a run, by calling `enter` with numbers and their
    /// lines.
    template <class Enter>
    void add(std::string_view number, std::uint64_t line, Enter enter) {
        if (line == next_line_ && same_text(number, next_)) [[likely]] {
            ++open_.count;
            wait_behind();
            return;
        }
        close(enter);
        open(number, line);
        if (open_.count == 0) {
            enter(number, line);
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

    void open(std::string_view number, std::uint64_t line);
    void carry_behind();
    void keep();
    [[nodiscard]] std::vector<KeyRun> sort_out();

    /// Waits for the number behind the one at hand. Nine times of ten only the last digit changes.
    void wait_behind() noexcept {
        char& last = next_.back();
        if (last >= '0' && last < '9') [[likely]] {
            ++last;
            ++next_line_;
            return;
        }
        carry_behind();
    }

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
