#pragma once

#include <cstddef>
#include <functional>

namespace huiqi {

/// Calls `work` with 0 … count - 1, each once, on several threads when there are pieces enough: a thread more for each
/// `a_thread` of them, as many as the machine has processors and eight at most. The pieces must not touch what another
/// writes; what they have to say is kept by piece and put together by the caller, in order, so that results never depend
/// on threads. What a piece throws is thrown here once all have ended; of several, that of the first piece.
void side_by_side(std::size_t count, std::size_t a_thread, const std::function<void(std::size_t)>& work);

/// Sets how many threads `side_by_side` takes at most, 0 for as many as the machine has processors. Tests hold results of
/// different numbers against each other.
void set_most_threads(std::size_t most) noexcept;

}  // namespace huiqi
