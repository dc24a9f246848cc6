#include "engine/rulebook/changes/sequence_changes.h"

#include <algorithm>
#include <cstdint>

namespace huiqi {
namespace {

using Pairing = std::function<bool(std::size_t, std::size_t)>;

/// Adds what lies between two equal elements: [old_from, old_to) became [new_from, new_to).
void add_gap(std::vector<SequencePair>& pairs, std::size_t old_from, std::size_t old_to, std::size_t new_from, std::size_t new_to,
             const Pairing& alike) {
    std::size_t next = new_from;
    for (std::size_t old = old_from; old < old_to; ++old) {
        std::size_t found = next;
        while (found < new_to && !alike(old, found)) {
            ++found;
        }
        if (found == new_to) {
            pairs.push_back({.before = old, .after = {}, .same = false});
            continue;
        }
        for (; next < found; ++next) {
            pairs.push_back({.before = {}, .after = next, .same = false});
        }
        pairs.push_back({.before = old, .after = found, .same = false});
        next = found + 1;
    }
    for (; next < new_to; ++next) {
        pairs.push_back({.before = {}, .after = next, .same = false});
    }
}

/// Lengths of the longest common runs of what is left from each pair of places on.
[[nodiscard]] std::vector<std::uint32_t> common_lengths(std::size_t before, std::size_t after, const std::vector<bool>& equal) {
    std::vector<std::uint32_t> lengths((before + 1) * (after + 1), 0);
    for (std::size_t left = before; left-- > 0;) {
        for (std::size_t right = after; right-- > 0;) {
            const std::size_t at = left * (after + 1) + right;
            lengths[at] = equal[left * after + right] ? lengths[at + after + 2] + 1 : std::max(lengths[at + after + 1], lengths[at + 1]);
        }
    }
    return lengths;
}

}  // namespace

std::vector<SequencePair> compare_sequences(std::size_t before, std::size_t after, const Pairing& same, const Pairing& alike) {
    constexpr std::size_t kMost = 4'000'000;   // comparisons
    std::vector<SequencePair> pairs;
    std::size_t front = 0;
    while (front < std::min(before, after) && same(front, front)) {
        pairs.push_back({.before = front, .after = front, .same = true});
        ++front;
    }
    std::size_t back = 0;
    while (back < std::min(before, after) - front && same(before - back - 1, after - back - 1)) {
        ++back;
    }
    const std::size_t left = before - front - back;
    const std::size_t right = after - front - back;
    std::size_t old = front;
    std::size_t now = front;
    if (left != 0 && right != 0 && left <= kMost / right) {
        std::vector<bool> equal(left * right);
        for (std::size_t at = 0; at < left; ++at) {
            for (std::size_t other = 0; other < right; ++other) {
                equal[at * right + other] = same(front + at, front + other);
            }
        }
        const std::vector<std::uint32_t> lengths = common_lengths(left, right, equal);
        std::size_t old_gap = old;
        std::size_t new_gap = now;
        while (old < front + left && now < front + right) {
            const std::size_t at = (old - front) * (right + 1) + (now - front);
            if (equal[(old - front) * right + (now - front)]) {
                add_gap(pairs, old_gap, old, new_gap, now, alike);
                pairs.push_back({.before = old++, .after = now++, .same = true});
                old_gap = old;
                new_gap = now;
            } else {
                lengths[at + right + 1] >= lengths[at + 1] ? ++old : ++now;
            }
        }
        old = old_gap;
        now = new_gap;
    }
    add_gap(pairs, old, front + left, now, front + right, alike);
    for (std::size_t at = back; at > 0; --at) {
        pairs.push_back({.before = before - at, .after = after - at, .same = true});
    }
    return pairs;
}

}  // namespace huiqi
