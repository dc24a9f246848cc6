#include "engine/io/block_numbers.h"

#include <algorithm>

#include "engine/io/csv_text.h"
#include "engine/io/key_runs.h"

namespace huiqi {
namespace {

using detail::word_from;

/// Goes on from `row` to the end of those rows whose numbers differ from that of `row` in the last digit alone, one more
/// from row to row. A number is one or two words, which may overlap; the last digit is the highest byte of the last one.
template <class Word>
[[nodiscard]] std::size_t end_of_ten(std::span<const std::string_view> numbers, std::span<const RowPlace> places,
                                     std::size_t row) noexcept {
    const std::size_t size = numbers[row].size();
    const std::size_t last = size - sizeof(Word);
    const char* const text = numbers[row].data();
    const Word first_word = word_from<Word>(text);
    const Word counts = size == sizeof(Word) ? Word{0} : static_cast<Word>(~Word{0});   // else they are one word
    Word last_word = word_from<Word>(text + last);
    std::uint64_t line = places[row].line;
    const std::size_t end = std::min(numbers.size(), row + 1 + static_cast<std::size_t>('9' - text[size - 1]));
    std::size_t at = row + 1;
    for (; at < end && numbers[at].size() == size; ++at) {
        last_word = static_cast<Word>(last_word + (Word{1} << (8 * sizeof(Word) - 8)));
        const char* const other = numbers[at].data();
        const auto differs = static_cast<Word>(((word_from<Word>(other) ^ first_word) & counts) |
                                               (word_from<Word>(other + last) ^ last_word));
        if (differs != 0 || places[at].line != ++line) {
            break;
        }
    }
    return at;
}

/// The same for a number of any length that ends with a digit.
[[nodiscard]] std::size_t end_of_some(std::span<const std::string_view> numbers, std::span<const RowPlace> places,
                                      std::size_t row) noexcept {
    const std::size_t size = numbers[row].size();
    if (size >= 8 && size <= 16) {
        return end_of_ten<std::uint64_t>(numbers, places, row);
    }
    return size >= 4 && size < 8 ? end_of_ten<std::uint32_t>(numbers, places, row) : row + 1;
}

}  // namespace

void BlockNumbers::take(const ParsedBlock& parsed) {
    kept_.clear();
    texts_.clear();
    const std::span<const std::string_view> numbers = parsed.keys;
    for (std::size_t row = 0; row < numbers.size();) {
        const std::size_t end = end_of_stretch(numbers, parsed.places, row);
        keep(numbers[row], numbers[end - 1], parsed.places[row].line, end - row);
        row = end;
    }
    for (const RejectedRow& row : parsed.rejected) {
        if (!row.number.empty()) {
            keep(row.number, row.number, row.line, 1);
        }
    }
}

std::size_t BlockNumbers::end_of_stretch(std::span<const std::string_view> numbers, std::span<const RowPlace> places,
                                         std::size_t row) {
    if (!can_count_on(numbers[row])) {
        return row + 1;
    }
    while (true) {
        const std::size_t end = end_of_some(numbers, places, row);
        if (end == numbers.size() || places[end].line != places[end - 1].line + 1 ||
            numbers[end].size() != numbers[row].size() || numbers[end].back() == numbers[end - 1].back()) {
            return end;
        }
        next_.assign(numbers[end - 1]);
        if (!count_on(next_) || next_ != numbers[end]) {
            return end;
        }
        row = end;
    }
}

void BlockNumbers::keep(std::string_view first, std::string_view last, std::uint64_t line, std::size_t count) {
    kept_.push_back({.line = line,
                     .count = static_cast<std::uint32_t>(count),
                     .begin = static_cast<std::uint32_t>(texts_.size()),
                     .length = static_cast<std::uint32_t>(first.size())});
    texts_ += first;
    if (count > 1) {
        texts_ += last;
    }
}

NumberStretch BlockNumbers::at(std::size_t stretch) const noexcept {
    const Kept& kept = kept_[stretch];
    const std::string_view first = std::string_view(texts_).substr(kept.begin, kept.length);
    return {.first = first,
            .last = kept.count > 1 ? std::string_view(texts_).substr(kept.begin + kept.length, kept.length) : first,
            .line = kept.line,
            .count = kept.count};
}

}  // namespace huiqi
