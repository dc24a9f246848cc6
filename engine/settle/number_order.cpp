#include "engine/settle/number_order.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace huiqi {
namespace {

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Gives the run of digits that begins here, without the zeros before it.
[[nodiscard]] std::string_view digits_at(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) {
        ++end;
    }
    while (at + 1 < end && text[at] == '0') {
        ++at;
    }
    return text.substr(at, end - at);
}

/// Tells whether two texts are equally long and have their digits in the same places.
[[nodiscard]] bool same_shape(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char one, char other) { return is_digit(one) == is_digit(other); });
}

/// Gives the eight bytes from here as a number that is ordered as they are; what is beyond the end is 0.
[[nodiscard]] std::uint64_t eight_bytes(std::string_view text, std::size_t at) noexcept {
    std::uint64_t word = 0;
    for (std::size_t byte = at; byte < at + sizeof(word); ++byte) {
        word = word << 8 | (byte < text.size() ? static_cast<unsigned char>(text[byte]) : 0U);
    }
    return word;
}

/// Orders numbers of one shape, whose runs of digits are equally long, so that bytes order them.
[[nodiscard]] std::vector<std::size_t> in_byte_order(const std::vector<std::string>& numbers) {
    const std::string& first = numbers.front();
    std::size_t common = first.size();
    for (const std::string& number : numbers) {
        const auto differs = std::mismatch(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(common), number.begin());
        common = static_cast<std::size_t>(differs.first - first.begin());
    }
    struct Place {
        std::uint64_t word;   ///< the bytes in which the numbers first differ: most comparisons end here
        std::size_t row;
    };
    std::vector<Place> places;
    places.reserve(numbers.size());
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        places.push_back({eight_bytes(numbers[row], common), row});
    }
    std::sort(places.begin(), places.end(), [&numbers](const Place& left, const Place& right) {
        if (left.word != right.word) {
            return left.word < right.word;
        }
        const int order = numbers[left.row].compare(numbers[right.row]);
        return order != 0 ? order < 0 : left.row < right.row;
    });
    std::vector<std::size_t> rows;
    rows.reserve(places.size());
    for (const Place& place : places) {
        rows.push_back(place.row);
    }
    return rows;
}

}  // namespace

bool number_before(std::string_view left, std::string_view right) noexcept {
    std::size_t one = 0;
    std::size_t other = 0;
    while (one < left.size() && other < right.size()) {
        if (is_digit(left[one]) && is_digit(right[other])) {
            const std::string_view here = digits_at(left, one);
            const std::string_view there = digits_at(right, other);
            if (here != there) {
                return here.size() != there.size() ? here.size() < there.size() : here < there;
            }
            one = static_cast<std::size_t>(here.data() - left.data()) + here.size();
            other = static_cast<std::size_t>(there.data() - right.data()) + there.size();
            continue;
        }
        if (left[one] != right[other]) {
            return static_cast<unsigned char>(left[one]) < static_cast<unsigned char>(right[other]);
        }
        ++one;
        ++other;
    }
    const std::size_t left_rest = left.size() - one;
    const std::size_t right_rest = right.size() - other;
    return left_rest != right_rest ? left_rest < right_rest : left < right;
}

std::vector<std::size_t> in_number_order(const std::vector<std::string>& numbers) {
    std::vector<std::size_t> rows(numbers.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    if (std::is_sorted(numbers.begin(), numbers.end(), number_before)) {   // as the numbers were given out, so the rows mostly come
        return rows;
    }
    if (std::all_of(numbers.begin(), numbers.end(), [&](const std::string& number) { return same_shape(numbers.front(), number); })) {
        return in_byte_order(numbers);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [&numbers](std::size_t left, std::size_t right) { return number_before(numbers[left], numbers[right]); });
    return rows;
}

}  // namespace huiqi
