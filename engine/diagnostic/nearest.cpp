#include <algorithm>
#include <vector>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Names longer than this are nobody's slip of the pen, and the distance is quadratic.
constexpr std::size_t kLongestName = 64;
/// Of more names only the first are looked at: a hint is not worth a second of waiting.
constexpr std::size_t kMostCandidates = 2'000;

std::vector<char32_t> code_points(std::string_view utf8) {
    std::vector<char32_t> out;
    for (std::size_t at = 0; at < utf8.size();) {
        out.push_back(next_code_point(utf8, at));
    }
    return out;
}

/// Counts the insertions, deletions, replacements and swaps of neighbours between two words.
std::size_t edit_distance(const std::vector<char32_t>& left, const std::vector<char32_t>& right) {
    std::vector<std::size_t> before(right.size() + 1);
    std::vector<std::size_t> above(right.size() + 1);
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) {
        above[j] = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[right.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> candidates) {
    const std::vector<char32_t> wanted = code_points(name);
    if (wanted.empty() || wanted.size() > kLongestName) {
        return std::nullopt;
    }
    std::size_t best = std::max<std::size_t>(wanted.size() / 3, 1) + 1;
    std::optional<std::string_view> found;
    for (const std::string_view candidate : candidates.first(std::min(candidates.size(), kMostCandidates))) {
        // a character has at most four bytes: words of too unlike a length need no closer look
        const std::size_t longer = std::max(candidate.size(), name.size());
        if ((longer - std::min(candidate.size(), name.size())) / 4 >= best) {
            continue;
        }
        const std::vector<char32_t> word = code_points(candidate);
        if (word.empty() || word.size() > kLongestName) {
            continue;
        }
        const std::size_t distance = edit_distance(wanted, word);
        // One character cannot be a near miss of another: they would share nothing.
        if (distance < best && distance < std::max(wanted.size(), word.size())) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

}  // namespace huiqi
