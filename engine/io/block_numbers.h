#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/parsed_block.h"

namespace huiqi {

/// Application numbers on following lines, each one more than the one before, all of one length; or a single one.
struct NumberStretch {
    std::string_view first;
    std::string_view last;
    std::uint64_t line = 0;  ///< of the first
    std::uint64_t count = 0;
};

/// The application numbers of one block as stretches that count on, so that the threads which read blocks do what can be
/// done about them before their turn comes. Keeps the texts itself, and its memory from block to block.
class BlockNumbers {
public:
    /// Takes the numbers of a block, those of its rejected rows behind the others.
    void take(const ParsedBlock& parsed);
    [[nodiscard]] std::size_t size() const noexcept { return kept_.size(); }
    [[nodiscard]] NumberStretch at(std::size_t stretch) const noexcept;

private:
    struct Kept {
        std::uint64_t line;
        std::uint32_t count;
        std::uint32_t begin;   ///< of the first number in `texts_`; the last stands behind it, unless it is the first
        std::uint32_t length;
    };

    [[nodiscard]] std::size_t end_of_stretch(std::span<const std::string_view> numbers, std::span<const RowPlace> places,
                                             std::size_t row);
    void keep(std::string_view first, std::string_view last, std::uint64_t line, std::size_t count);

    std::vector<Kept> kept_;
    std::string texts_;
    std::string next_;
};

}  // namespace huiqi
