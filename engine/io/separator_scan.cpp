#include "engine/io/separator_scan.h"

#include <algorithm>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace huiqi {
namespace {

constexpr std::uint32_t kStride = 64;

#if defined(__SSE2__)

/// Marks the separators among 16 bytes.
std::uint64_t marks16(const char* bytes, char newline) noexcept {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const __m128i comma = _mm_cmpeq_epi8(chunk, _mm_set1_epi8(','));
    const __m128i end = _mm_cmpeq_epi8(chunk, _mm_set1_epi8(newline));
    const __m128i quote = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(comma, _mm_or_si128(end, quote))));
}

/// Marks the separators among 64 bytes, one bit each.
std::uint64_t marks(const char* bytes, char newline) noexcept {
    return marks16(bytes, newline) | marks16(bytes + 16, newline) << 16 | marks16(bytes + 32, newline) << 32 |
           marks16(bytes + 48, newline) << 48;
}

/// Counts a byte in 16 * rounds bytes, rounds <= 255: lanes of eight bits cannot overflow.
std::size_t count16(const char* bytes, std::size_t rounds, char byte) noexcept {
    __m128i counts = _mm_setzero_si128();
    for (std::size_t i = 0; i < rounds; ++i) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
        counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(chunk, _mm_set1_epi8(byte)));
    }
    const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
    return static_cast<std::size_t>(_mm_extract_epi16(sums, 0) + _mm_extract_epi16(sums, 4));
}

#else

std::size_t count16(const char* bytes, std::size_t rounds, char byte) noexcept {
    return static_cast<std::size_t>(std::count(bytes, bytes + 16 * rounds, byte));
}

std::uint64_t marks(const char* bytes, char newline) noexcept {
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < kStride; ++i) {
        const bool separator = bytes[i] == ',' || bytes[i] == newline || bytes[i] == '"';
        mask |= static_cast<std::uint64_t>(separator) << i;
    }
    return mask;
}

#endif

}  // namespace

std::size_t count_byte(std::string_view text, char byte) noexcept {
    std::size_t count = 0;
    std::size_t at = 0;
    while (text.size() - at >= 16) {
        const std::size_t rounds = std::min<std::size_t>((text.size() - at) / 16, 255);
        count += count16(text.data() + at, rounds, byte);
        at += 16 * rounds;
    }
    return count + static_cast<std::size_t>(
                       std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), byte));
}

void SeparatorScan::refill() noexcept {
    at_ = 0;
    count_ = 0;
    while (scanned_ < size_ && count_ + kStride <= kWindow) {
        std::uint64_t mask = marks(text_ + scanned_, newline_);
        const std::uint32_t left = size_ - scanned_;
        if (left < kStride) {
            // What lies behind the text is none of it.
            mask &= (std::uint64_t{1} << left) - 1;
        }
        for (; mask != 0; mask &= mask - 1) {
            places_[count_++] = scanned_ + static_cast<std::uint32_t>(std::countr_zero(mask));
        }
        scanned_ += std::min(left, kStride);
    }
    if (count_ == 0) {
        places_[count_++] = size_;
    }
}

void SeparatorScan::seek(std::size_t place) noexcept {
    const auto target = static_cast<std::uint32_t>(std::min<std::size_t>(place, size_));
    if (target >= scanned_) {
        scanned_ = target;
        at_ = 0;
        count_ = 0;
        return;
    }
    while (at_ < count_ && places_[at_] < target) {
        ++at_;
    }
}

}  // namespace huiqi
