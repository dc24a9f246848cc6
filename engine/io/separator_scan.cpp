#include "engine/io/separator_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "engine/numeric/on_processor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#if !defined(__clang__)
// GCC 12 warns of what its own header leaves open on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#endif

namespace huiqi {
namespace {

constexpr std::uint32_t kStride = 64;
/// Places that are looked for at least when more are needed.
constexpr std::size_t kFewPlaces = 4096;

/// The separators among 64 bytes, one bit each, and which of them separate no cells.
struct Marks {
    std::uint64_t separators = 0;
    std::uint64_t breaks = 0;
};

/// Where what is found goes.
struct Found {
    const char* text;
    std::uint32_t size;
    char newline;
    char separator;
    std::uint32_t scanned;
    std::uint32_t* places;
    std::size_t count;
    std::size_t room;   ///< places that may be filled, beside a stride of them
    std::uint32_t* breaks;
    std::size_t break_count;
};

/// Leaves out marks that lie behind the text.
[[gnu::always_inline]] inline Marks inside(const Found& found, Marks marks) noexcept {
    const std::uint32_t left = found.size - found.scanned;
    const std::uint64_t text = left < kStride ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
    return {.separators = marks.separators & text, .breaks = marks.breaks & text};
}

/// Goes on behind a stride whose places are written: notes which of them separate no cells.
[[gnu::always_inline]] inline void go_on(Found& found, Marks marks) noexcept {
    for (std::uint64_t breaks = marks.breaks; breaks != 0; breaks &= breaks - 1) {
        const std::uint64_t before = (breaks & -breaks) - 1;
        found.breaks[found.break_count++] =
            static_cast<std::uint32_t>(found.count) + static_cast<std::uint32_t>(std::popcount(marks.separators & before));
    }
    found.count += static_cast<std::size_t>(std::popcount(marks.separators));
    found.scanned += std::min(found.size - found.scanned, kStride);
}

/// Notes the places of the marks of a stride. Eight are written whether or not they are there: a loop whose length is
/// not known costs more.
[[gnu::always_inline]] inline void note(Found& found, Marks all) noexcept {
    const Marks marks = inside(found, all);
    std::uint32_t* to = found.places + found.count;
    for (std::uint64_t rest = marks.separators; rest != 0; to += 8) {
        for (unsigned at = 0; at < 8; ++at) {
            to[at] = found.scanned + static_cast<std::uint32_t>(std::countr_zero(rest));
            rest &= rest - 1;
        }
    }
    go_on(found, marks);
}

[[nodiscard]] bool goes_on(const Found& found) noexcept {
    return found.scanned < found.size && found.count < found.room;
}

#if defined(__x86_64__) && !defined(__clang__)
/// Marks what is looked for among 64 bytes.
struct Wanted512 {
    __m512i separator, newline, quote;

    [[gnu::target("arch=x86-64-v4"), gnu::always_inline]] explicit Wanted512(const Found& found) noexcept
        : separator(_mm512_set1_epi8(found.separator)), newline(_mm512_set1_epi8(found.newline)), quote(_mm512_set1_epi8('"')) {}

    [[gnu::target("arch=x86-64-v4"), gnu::always_inline]] Marks among(const char* text) const noexcept {
        const __m512i bytes = _mm512_loadu_si512(text);
        const std::uint64_t breaks = _mm512_cmpeq_epi8_mask(bytes, newline) | _mm512_cmpeq_epi8_mask(bytes, quote);
        return {.separators = breaks | _mm512_cmpeq_epi8_mask(bytes, separator), .breaks = breaks};
    }
};

/// Notes the places of a stride sixteen at a time: the marks pack the numbers of its bytes.
[[gnu::target("arch=x86-64-v4,avx512vbmi2")]] void scan_packed(Found& found) noexcept {
    std::array<std::uint8_t, kStride> numbers{};
    std::iota(numbers.begin(), numbers.end(), std::uint8_t{0});
    const __m512i all = _mm512_loadu_si512(numbers.data());
    const Wanted512 wanted(found);
    while (goes_on(found)) {
        const Marks marks = inside(found, wanted.among(found.text + found.scanned));
        const __m512i from = _mm512_set1_epi32(static_cast<int>(found.scanned));
        __m512i places = _mm512_maskz_compress_epi8(marks.separators, all);
        std::uint32_t* to = found.places + found.count;
        for (int left = std::popcount(marks.separators); left > 0; left -= 16, to += 16) {
            const __m512i sixteen = _mm512_maskz_cvtepu8_epi32(0xFFFF, _mm512_castsi512_si128(places));
            _mm512_storeu_si512(to, _mm512_add_epi32(sixteen, from));
            places = _mm512_maskz_alignr_epi64(0xFF, places, places, 2);
        }
        go_on(found, marks);
    }
}

/// Whether bytes can be packed by a mask, which not every processor with 512-bit vectors does.
[[nodiscard]] bool packs_bytes() noexcept {
    static const bool packs = __builtin_cpu_supports("avx512vbmi2") != 0;
    return packs;
}

[[gnu::target("arch=x86-64-v4")]] void scan512(Found& found) noexcept {
    const Wanted512 wanted(found);
    while (goes_on(found)) {
        note(found, wanted.among(found.text + found.scanned));
    }
}

/// Counts a byte among so many bytes, a multiple of 64.
[[gnu::target("arch=x86-64-v4")]] std::size_t count512(const char* bytes, std::size_t size, char byte) noexcept {
    const __m512i wanted = _mm512_set1_epi8(byte);
    std::size_t count = 0;
    for (std::size_t at = 0; at < size; at += kStride) {
        count += static_cast<std::size_t>(
            std::popcount(_mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes + at), wanted)));
    }
    return count;
}

[[gnu::target("arch=x86-64-v3")]] void scan256(Found& found) noexcept {
    const __m256i separator = _mm256_set1_epi8(found.separator);
    const __m256i newline = _mm256_set1_epi8(found.newline);
    const __m256i quote = _mm256_set1_epi8('"');
    while (goes_on(found)) {
        Marks marks;
        for (unsigned half = 0; half < 2; ++half) {
            const auto* const from = reinterpret_cast<const __m256i*>(found.text + found.scanned + 32 * half);
            const __m256i bytes = _mm256_loadu_si256(from);
            const __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, newline), _mm256_cmpeq_epi8(bytes, quote));
            const __m256i all = _mm256_or_si256(ends, _mm256_cmpeq_epi8(bytes, separator));
            marks.breaks |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(ends))} << (32 * half);
            marks.separators |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(all))} << (32 * half);
        }
        note(found, marks);
    }
}
#endif

#if defined(__SSE2__)
/// Marks what equals either of two bytes among 64.
[[nodiscard]] std::uint64_t marks_of(const char* bytes, char one, char other) noexcept {
    std::uint64_t marks = 0;
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
        const __m128i equal =
            _mm_or_si128(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(one)), _mm_cmpeq_epi8(chunk, _mm_set1_epi8(other)));
        marks |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(equal))} << (16 * part);
    }
    return marks;
}
#else
[[nodiscard]] std::uint64_t marks_of(const char* bytes, char one, char other) noexcept {
    std::uint64_t marks = 0;
    for (unsigned at = 0; at < kStride; ++at) {
        marks |= static_cast<std::uint64_t>(bytes[at] == one || bytes[at] == other) << at;
    }
    return marks;
}
#endif

void scan_baseline(Found& found) noexcept {
    while (goes_on(found)) {
        const char* const bytes = found.text + found.scanned;
        const std::uint64_t breaks = marks_of(bytes, found.newline, '"');
        note(found, {.separators = breaks | marks_of(bytes, found.separator, found.separator), .breaks = breaks});
    }
}

void scan(Found& found) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
    switch (processor()) {
        case Processor::vectors512: packs_bytes() ? scan_packed(found) : scan512(found); return;
        case Processor::vectors256: scan256(found); return;
        case Processor::baseline: break;
    }
#endif
    scan_baseline(found);
}

}  // namespace

std::size_t count_byte(std::string_view text, char byte) noexcept {
    std::size_t count = 0;
    std::size_t at = 0;
#if defined(__x86_64__) && !defined(__clang__)
    if (processor() == Processor::vectors512) {
        at = text.size() - text.size() % kStride;
        count = count512(text.data(), at, byte);
    }
#endif
    for (; text.size() - at >= kStride; at += kStride) {
        count += static_cast<std::size_t>(std::popcount(marks_of(text.data() + at, byte, byte)));
    }
    return count + static_cast<std::size_t>(
                       std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), byte));
}

bool is_plain_ascii(std::string_view text) noexcept {
    bool plain = false;
    on_processor(
        [](const char* bytes, std::size_t size, bool* out) __attribute__((always_inline)) {
            std::uint8_t odd = 0;   // the highest bit is set by a byte from 0x80 up, and by NUL less one
            for (std::size_t at = 0; at < size; ++at) {
                const auto byte = static_cast<std::uint8_t>(bytes[at]);
                odd = static_cast<std::uint8_t>(odd | byte | static_cast<std::uint8_t>(byte - 1));
            }
            *out = odd < 0x80;
        },
        text.data(), text.size(), &plain);
    return plain;
}

void SeparatorScan::start(std::string_view text, char newline, char separator) {
    text_ = text.data();
    size_ = static_cast<std::uint32_t>(text.size());
    newline_ = newline;
    separator_ = separator;
    scanned_ = 0;
    at_ = 1;
    count_ = 1;
    break_at_ = 0;
    break_count_ = 0;
}

/// Looks for more, until `wanted` places lie ahead or the text ends; keeps those that lie ahead already.
void SeparatorScan::refill(std::size_t wanted) {
    const std::size_t kept = count_ - at_;
    const std::size_t room = std::max(wanted, kFewPlaces) + 1;
    if (places_.size() < room + kStride + 8) {
        places_.resize(room + kStride + 8);
        breaks_.resize(room + kStride + 8);
    }
    std::copy_n(places_.begin() + static_cast<std::ptrdiff_t>(at_), kept, places_.begin() + 1);
    std::size_t breaks = 0;
    for (std::size_t at = break_at_; at < break_count_; ++at) {
        if (breaks_[at] >= at_) {
            breaks_[breaks++] = breaks_[at] - static_cast<std::uint32_t>(at_) + 1;
        }
    }
    Found found{.text = text_,
                .size = size_,
                .newline = newline_,
                .separator = separator_,
                .scanned = scanned_,
                .places = places_.data(),
                .count = kept + 1,
                .room = room,
                .breaks = breaks_.data(),
                .break_count = breaks};
    scan(found);
    at_ = 1;
    count_ = found.count;
    break_at_ = 0;
    break_count_ = found.break_count;
    scanned_ = found.scanned;
    if (count_ == 1) {
        places_[count_++] = size_;
    }
}

std::size_t SeparatorScan::regular_rows(std::size_t begin, std::size_t columns, std::size_t most) {
    if (count_ - at_ < columns * most && scanned_ < size_) {
        refill(columns * most);
    }
    while (break_at_ < break_count_ && breaks_[break_at_] < at_) {
        ++break_at_;
    }
    std::size_t rows = 0;
    for (std::size_t at = break_at_; at < break_count_ && rows < most; ++at, ++rows) {
        const std::size_t last = at_ + rows * columns + columns - 1;
        if (breaks_[at] != last || text_[places_[last]] != newline_) {
            break;
        }
    }
    places_[at_ - 1] = static_cast<std::uint32_t>(begin - 1);
    return rows;
}

void SeparatorScan::seek(std::size_t place) {
    const auto target = static_cast<std::uint32_t>(std::min<std::size_t>(place, size_));
    if (target >= scanned_) {
        scanned_ = target;
        at_ = 1;
        count_ = 1;
        break_at_ = 0;
        break_count_ = 0;
        return;
    }
    while (at_ < count_ && places_[at_] < target) {
        ++at_;
    }
}

}  // namespace huiqi
