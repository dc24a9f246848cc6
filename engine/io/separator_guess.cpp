#include "engine/io/separator_guess.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <tuple>
#include <vector>

namespace huiqi {
namespace {

constexpr std::array<char, 3> kSeparators{',', ';', '\t'};
/// Lines that are looked at, title rows above the headings among them.
constexpr std::size_t kLines = 20;

using Counts = std::array<std::size_t, kSeparators.size()>;

/// Counts the separators of each line outside quotes; blank lines are none.
[[nodiscard]] std::vector<Counts> counts_of(std::string_view text, char newline) {
    std::vector<Counts> lines;
    Counts counts{};
    bool quoted = false;
    bool blank = true;
    for (const char c : text) {
        quoted = c == '"' ? !quoted : quoted;
        if (c == newline && !quoted) {
            if (!blank) {
                lines.push_back(counts);
            }
            if (lines.size() == kLines) {
                return lines;
            }
            counts = {};
            blank = true;
            continue;
        }
        blank = blank && (c == '\r' || c == '\n');
        const auto* const found = std::find(kSeparators.begin(), kSeparators.end(), c);
        if (!quoted && found != kSeparators.end()) {
            ++counts[static_cast<std::size_t>(found - kSeparators.begin())];
        }
    }
    if (!blank && lines.empty()) {
        lines.push_back(counts);
    }
    return lines;
}

}  // namespace

char guess_separator(std::string_view text, char newline) {
    const std::vector<Counts> lines = counts_of(text, newline);
    char best = ',';
    std::tuple<std::size_t, std::size_t> most{};
    for (std::size_t which = 0; which < kSeparators.size(); ++which) {
        std::map<std::size_t, std::size_t> alike;
        for (const Counts& counts : lines) {
            ++alike[counts[which]];
        }
        for (const auto& [count, times] : alike) {
            if (count != 0 && std::tuple(times, count) > most) {
                most = {times, count};
                best = kSeparators[which];
            }
        }
    }
    return best;
}

}  // namespace huiqi
