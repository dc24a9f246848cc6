#pragma once

#include <concepts>
#include <utility>
#include <variant>

#include "engine/diagnostic/expect.h"

namespace huiqi {

/// Holds the error on its way into a Result: `return Unexpected(NumericFault::malformed);`
template <class E>
class Unexpected {
public:
    /// Takes the error.
    constexpr explicit Unexpected(E error) : error_(std::move(error)) {}

    /// Gives the error.
    [[nodiscard]] constexpr const E& error() const& noexcept { return error_; }
    /// Gives the error up.
    [[nodiscard]] constexpr E&& error() && noexcept { return std::move(error_); }

private:
    E error_;
};

/// Is either a value or the reason why there is none. Member names are those of std::expected, so that it
/// can become an alias of it; reading the side that is not there is a bug of ours and aborts.
template <class T, class E>
class [[nodiscard]] Result {
public:
    using value_type = T;
    using error_type = E;

    // Both conversions are implicit so that `return value;` and `return Unexpected(fault);` read as they do
    // with std::expected. NOLINTBEGIN(google-explicit-constructor)

    /// Holds a value.
    constexpr Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    /// Holds an error.
    constexpr Result(Unexpected<E> failure) : state_(std::in_place_index<1>, std::move(failure).error()) {}
    // NOLINTEND(google-explicit-constructor)

    /// Tells whether there is a value.
    [[nodiscard]] constexpr bool has_value() const noexcept { return state_.index() == 0; }
    /// Tells whether there is a value.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value(); }

    /// Gives the value; requires has_value().
    [[nodiscard]] constexpr const T& value() const& {
        expect(has_value(), "a result is asked for its value only when it has one");
        return std::get<0>(state_);
    }
    /// Gives the value; requires has_value().
    [[nodiscard]] constexpr T& value() & {
        expect(has_value(), "a result is asked for its value only when it has one");
        return std::get<0>(state_);
    }
    /// Gives the value up; requires has_value().
    [[nodiscard]] constexpr T&& value() && { return std::move(value()); }

    /// Gives the error; requires !has_value().
    [[nodiscard]] constexpr const E& error() const& {
        expect(state_.index() == 1, "a result is asked for its error only when it has no value");
        return std::get<1>(state_);
    }
    /// Gives the error up; requires !has_value().
    [[nodiscard]] constexpr E&& error() && {
        expect(state_.index() == 1, "a result is asked for its error only when it has no value");
        return std::move(std::get<1>(state_));
    }

    /// Gives the value; requires has_value().
    [[nodiscard]] constexpr const T& operator*() const& { return value(); }
    /// Gives the value; requires has_value().
    [[nodiscard]] constexpr T& operator*() & { return value(); }
    /// Gives the value up; requires has_value().
    [[nodiscard]] constexpr T&& operator*() && { return std::move(value()); }
    /// Reaches into the value; requires has_value().
    [[nodiscard]] constexpr const T* operator->() const { return &value(); }
    /// Reaches into the value; requires has_value().
    [[nodiscard]] constexpr T* operator->() { return &value(); }

    /// Gives the value, or the fallback when there is none.
    template <class U>
    [[nodiscard]] constexpr T value_or(U&& fallback) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
    }

    /// Holds when both have equal values or both have equal errors.
    [[nodiscard]] friend constexpr bool operator==(const Result& left, const Result& right)
        requires std::equality_comparable<T> && std::equality_comparable<E>
    {
        return left.state_ == right.state_;
    }

private:
    std::variant<T, E> state_;
};

/// Is success, or the reason of a failure.
template <class E>
class [[nodiscard]] Result<void, E> {
public:
    using value_type = void;
    using error_type = E;

    /// Succeeds.
    constexpr Result() = default;
    /// Holds an error.
    // NOLINTNEXTLINE(google-explicit-constructor): as above
    constexpr Result(Unexpected<E> failure) : state_(std::in_place_index<1>, std::move(failure).error()) {}

    /// Tells whether it succeeded.
    [[nodiscard]] constexpr bool has_value() const noexcept { return state_.index() == 0; }
    /// Tells whether it succeeded.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value(); }

    /// Gives the error; requires !has_value().
    [[nodiscard]] constexpr const E& error() const {
        expect(state_.index() == 1, "a result is asked for its error only when it failed");
        return std::get<1>(state_);
    }

private:
    std::variant<std::monostate, E> state_;
};

}  // namespace huiqi
