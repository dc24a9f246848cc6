#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace huiqi {

/// Counts a byte of a text, many at a time.
[[nodiscard]] std::size_t count_byte(std::string_view text, char byte) noexcept;

/// Finds the commas, line ends and quotes of a text, in order, many bytes at a time.
class SeparatorScan {
public:
    /// Requires 64 readable bytes behind the text.
    SeparatorScan(std::string_view text, char newline) noexcept
        : text_(text.data()), size_(static_cast<std::uint32_t>(text.size())), newline_(newline) {}

    /// Gives the place of the next one; the size of the text when there is none.
    [[nodiscard]] std::uint32_t next() noexcept {
        if (at_ == count_) [[unlikely]] {
            refill();
        }
        return places_[at_++];
    }

    /// Goes on from `place`, which lies ahead.
    void seek(std::size_t place) noexcept;

private:
    static constexpr std::size_t kWindow = 4096;

    void refill() noexcept;

    const char* text_;
    std::uint32_t size_;
    char newline_;
    std::uint32_t scanned_ = 0;  ///< bytes of the text that have been looked at
    std::size_t at_ = 0;
    std::size_t count_ = 0;
    std::array<std::uint32_t, kWindow> places_;
};

}  // namespace huiqi
