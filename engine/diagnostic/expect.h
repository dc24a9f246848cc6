#pragma once

#include <source_location>

namespace huiqi {

/// Prints the message and the place to stderr, then aborts. Called by `expect`; call it directly where
/// control must never arrive.
[[noreturn]] void fail_expectation(const char* message, const std::source_location& where) noexcept;

/// States what holds unless the program itself is wrong; in every build, a false condition prints the
/// message and the caller's place to stderr and aborts. Never for wrong input: that is a diagnostic.
constexpr void expect(bool condition, const char* message,
                      const std::source_location& where = std::source_location::current()) noexcept {
    if (!condition) [[unlikely]] {
        fail_expectation(message, where);
    }
}

}  // namespace huiqi
