#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace huiqi {

/// How one element of a sequence became one of another: both places, or one of them for what was removed or added.
struct SequencePair {
    std::optional<std::size_t> before, after;
    bool same = false;
};

/// Lays two sequences of these lengths beside one another: the longest run of equal elements in their order, and between them what was put in
/// the place of something (`alike` says what may stand for what), removed or added. In the order of the sequences, removed ones first. Sequences of
/// more than some thousand elements are compared place by place.
[[nodiscard]] std::vector<SequencePair> compare_sequences(std::size_t before, std::size_t after,
                                                          const std::function<bool(std::size_t, std::size_t)>& same,
                                                          const std::function<bool(std::size_t, std::size_t)>& alike);

}  // namespace huiqi
