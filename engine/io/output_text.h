#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace huiqi {

/// Bytes on their way to a file. Grows by large steps, is written by pointer, and keeps its memory when it is cleared.
class OutputText {
public:
    void clear() noexcept { used_ = 0; }
    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), used_}; }

    /// Gives room for `bytes` more, of which `take` says how many were used.
    [[nodiscard]] char* room(std::size_t bytes) {
        if (size_ - used_ < bytes) [[unlikely]] {
            grow(used_ + bytes);
        }
        return bytes_.get() + used_;
    }
    /// Takes what was written up to `end`.
    void take(const char* end) noexcept { used_ = static_cast<std::size_t>(end - bytes_.get()); }

    void append(std::string_view text) {
        char* const to = room(text.size());
        std::copy(text.begin(), text.end(), to);
        used_ += text.size();
    }

private:
    void grow(std::size_t least) {
        const std::size_t size = std::max({least, 2 * size_, std::size_t{1} << 16U});
        std::unique_ptr<char[]> larger(new char[size]);   // not filled: it is about to be written
        std::copy_n(bytes_.get(), used_, larger.get());
        bytes_ = std::move(larger);
        size_ = size;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    std::size_t used_ = 0;
};

}  // namespace huiqi
