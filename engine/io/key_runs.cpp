#include "engine/io/key_runs.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace huiqi {
namespace {

/// Digits that count, at most: they fit in 64 bits.
constexpr std::size_t kMostDigits = 18;
/// Longer texts are no numbers of applications that somebody counted.
constexpr std::size_t kMostBytes = 64;

[[nodiscard]] bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// A number as what counts in it and what stands in front of that.
struct Counted {
    std::string_view stem;
    std::size_t digits = 0;
    std::uint64_t count = 0;
};

[[nodiscard]] Counted counted(std::string_view number) noexcept {
    Counted parts;
    while (parts.digits < std::min(number.size(), kMostDigits) &&
           is_digit(number[number.size() - 1 - parts.digits])) {
        ++parts.digits;
    }
    parts.stem = number.substr(0, number.size() - parts.digits);
    for (const char c : number.substr(parts.stem.size())) {
        parts.count = parts.count * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return parts;
}

}  // namespace

bool count_on(std::string& number) noexcept {
    const std::size_t most = std::min(number.size(), kMostDigits);
    for (std::size_t at = 1; at <= most; ++at) {
        char& digit = number[number.size() - at];
        if (!is_digit(digit)) {
            return false;
        }
        if (digit != '9') {
            ++digit;
            return true;
        }
        digit = '0';
    }
    return false;
}

bool can_count_on(std::string_view number) noexcept {
    return !number.empty() && number.size() <= kMostBytes && is_digit(number.back());
}

/// Opens a run with numbers, the last of which can have a next one.
void KeyRuns::open(const NumberStretch& numbers) {
    next_line_ = 0;
    if (!can_count_on(numbers.first)) {
        return;
    }
    open_.first.assign(numbers.first);
    open_.line = numbers.line;
    open_.count = numbers.count;
    wait_behind(numbers);
}

/// Waits for the number behind these.
void KeyRuns::wait_behind(const NumberStretch& numbers) {
    next_.assign(numbers.last);
    next_line_ = count_on(next_) ? numbers.line + numbers.count : 0;
}

void KeyRuns::keep() {
    const Counted parts = counted(open_.first);
    kept_.push_back({.stem = std::string(parts.stem),
                     .digits = parts.digits,
                     .first = parts.count,
                     .line = open_.line,
                     .count = open_.count});
}

/// Puts the runs in order. Of two that overlap the shorter one is given back.
std::vector<KeyRun> KeyRuns::sort_out() {
    std::sort(kept_.begin(), kept_.end(), [](const Kept& left, const Kept& right) {
        return std::tie(left.digits, left.stem, left.first) < std::tie(right.digits, right.stem, right.first);
    });
    std::vector<Kept> apart;
    std::vector<KeyRun> given_back;
    for (Kept& run : kept_) {
        const bool overlaps = !apart.empty() && apart.back().digits == run.digits &&
                              apart.back().stem == run.stem &&
                              run.first - apart.back().first < apart.back().count;
        if (!overlaps) {
            apart.push_back(std::move(run));
            continue;
        }
        if (run.count > apart.back().count) {
            std::swap(run, apart.back());
        }
        std::string digits = std::to_string(run.first);
        digits.insert(0, run.digits - digits.size(), '0');
        given_back.push_back({.first = run.stem + digits, .line = run.line, .count = run.count});
    }
    kept_ = std::move(apart);
    return given_back;
}

std::optional<std::uint64_t> KeyRuns::line_of(std::string_view number) const noexcept {
    if (kept_.empty()) {
        return std::nullopt;
    }
    const Counted parts = counted(number);
    const auto behind =
        std::upper_bound(kept_.begin(), kept_.end(), parts, [](const Counted& wanted, const Kept& run) {
            return std::tie(wanted.digits, wanted.stem, wanted.count) <
                   std::make_tuple(run.digits, std::string_view(run.stem), run.first);
        });
    if (behind == kept_.begin()) {
        return std::nullopt;
    }
    const Kept& run = *(behind - 1);
    const bool inside =
        run.digits == parts.digits && run.stem == parts.stem && parts.count - run.first < run.count;
    return inside ? std::optional(run.line + (parts.count - run.first)) : std::nullopt;
}

}  // namespace huiqi
