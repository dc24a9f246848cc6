#pragma once

#include <cstdint>

namespace huiqi {

/// What the processor can do that kernels make use of: nothing beyond any x86-64 (or another processor), 256-bit
/// or 512-bit vectors.
enum class Processor : std::uint8_t { baseline, vectors256, vectors512 };

/// Gives what this processor can do, found out once. HUIQI_PROCESSOR=baseline or vectors256 in the environment asks
/// for less, so that tests can run every variant.
[[nodiscard]] Processor processor() noexcept;

namespace detail {

template <class Kernel, class... Arguments>
[[gnu::noinline]] void with_baseline(Kernel kernel, Arguments... arguments) {
    kernel(arguments...);
}

// clang only lints and fuzzes: it takes what any processor can do.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
template <class Kernel, class... Arguments>
[[gnu::noinline, gnu::target("arch=x86-64-v4,prefer-vector-width=512")]] void with_vectors512(
    Kernel kernel, Arguments... arguments) {
    kernel(arguments...);
}

template <class Kernel, class... Arguments>
[[gnu::noinline, gnu::target("arch=x86-64-v3")]] void with_vectors256(Kernel kernel, Arguments... arguments) {
    kernel(arguments...);
}
#else
template <class Kernel, class... Arguments>
void with_vectors512(Kernel kernel, Arguments... arguments) {
    with_baseline(kernel, arguments...);
}

template <class Kernel, class... Arguments>
void with_vectors256(Kernel kernel, Arguments... arguments) {
    with_baseline(kernel, arguments...);
}
#endif

}  // namespace detail

/// Calls a kernel compiled for this processor. The kernel is a lambda that is always inlined,
///
///     on_processor([](const std::int64_t* from, std::int64_t* to, std::size_t rows)
///                      __attribute__((always_inline)) { for … }, from, to, rows);
///
/// so that its loops are compiled once for each variant; arguments are small values and pointers. What it calls must
/// be inlined too, or runs as for any processor. A variant never differs in its outcome.
template <class Kernel, class... Arguments>
void on_processor(Kernel kernel, Arguments... arguments) {
    switch (processor()) {
        case Processor::vectors512: detail::with_vectors512(kernel, arguments...); return;
        case Processor::vectors256: detail::with_vectors256(kernel, arguments...); return;
        case Processor::baseline: detail::with_baseline(kernel, arguments...); return;
    }
}

}  // namespace huiqi
