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

/// The separators among 64 bytes, one bit each, which of them separate no cells, and which bytes are not ASCII or NUL.
struct Marks {
    std::uint64_t separators = 0;
    std::uint64_t breaks = 0;
    std::uint64_t odd = 0;
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
    std::uint64_t odd;   ///< not 0: a byte was not ASCII, or NUL
};

/// Leaves out marks that lie behind the text.
[[gnu::always_inline]] inline Marks inside(const Found& found, Marks marks) noexcept {
    const std::uint32_t left = found.size - found.scanned;
    const std::uint64_t text = left < kStride ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
    return {.separators = marks.separators & text, .breaks = marks.breaks & text, .odd = marks.odd & text};
}

/// Writes which of the places of a stride is the lowest of some breaks.
[[gnu::always_inline]] inline void note_break(const Found& found, std::uint64_t separators, std::uint64_t breaks) noexcept {
    const std::uint64_t before = (breaks & -breaks) - 1;
    found.breaks[found.break_count] =
        static_cast<std::uint32_t>(found.count) + static_cast<std::uint32_t>(std::popcount(separators & before));
}

/// Goes on behind a stride whose places are written: notes which of them separate no cells. Whether a stride has such
/// a place is hard to foretell, that it has two is rare: the first is written whether or not it is there.
[[gnu::always_inline]] inline void go_on(Found& found, Marks marks) noexcept {
    note_break(found, marks.separators, marks.breaks);
    found.break_count += marks.breaks != 0 ? 1U : 0U;
    for (std::uint64_t more = marks.breaks & (marks.breaks - 1); more != 0; more &= more - 1) {
        note_break(found, marks.separators, more);
        ++found.break_count;
    }
    found.odd |= marks.odd;
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

    [[gnu::target("arch=x86-64-v4"), gnu::always_inline]] Marks among(__m512i bytes) const noexcept {
        const std::uint64_t breaks = _mm512_cmpeq_epi8_mask(bytes, newline) | _mm512_cmpeq_epi8_mask(bytes, quote);
        return {.separators = breaks | _mm512_cmpeq_epi8_mask(bytes, separator), .breaks = breaks};
    }
    [[gnu::target("arch=x86-64-v4"), gnu::always_inline]] static std::uint64_t odd(__m512i bytes) noexcept {
        return _mm512_movepi8_mask(bytes) | _mm512_testn_epi8_mask(bytes, bytes);
    }
};

/// Writes the places of a stride sixteen at a time: the marks pack the numbers of its bytes.
[[gnu::target("arch=x86-64-v4,avx512vbmi2"), gnu::always_inline]] inline void note_packed(Found& found, __m512i numbers,
                                                                                          Marks marks) noexcept {
    const __m512i from = _mm512_set1_epi32(static_cast<int>(found.scanned));
    __m512i places = _mm512_maskz_compress_epi8(marks.separators, numbers);
    std::uint32_t* to = found.places + found.count;
    int left = std::popcount(marks.separators);
    do {
        const __m512i sixteen = _mm512_maskz_cvtepu8_epi32(0xFFFF, _mm512_castsi512_si128(places));
        _mm512_storeu_si512(to, _mm512_add_epi32(sixteen, from));
        places = _mm512_maskz_alignr_epi64(0xFF, places, places, 2);
        left -= 16;
        to += 16;
    } while (left > 0);
    go_on(found, marks);
}

[[gnu::target("arch=x86-64-v4,avx512vbmi2")]] void scan_packed(Found& all) noexcept {
    std::array<std::uint8_t, kStride> counted{};
    std::iota(counted.begin(), counted.end(), std::uint8_t{0});
    const __m512i numbers = _mm512_loadu_si512(counted.data());
    const Wanted512 wanted(all);
    Found found = all;   // what is written could be what it says otherwise
    __m512i any = _mm512_setzero_si512();    // the highest bit of a byte: one was not ASCII
    __m512i least = _mm512_set1_epi8(1);     // 0: one was NUL
    while (found.count < found.room && found.size - found.scanned >= kStride) {
        const __m512i bytes = _mm512_loadu_si512(found.text + found.scanned);
        any = _mm512_ternarylogic_epi64(any, any, bytes, 0xFE);
        least = _mm512_maskz_min_epu8(~__mmask64{0}, least, bytes);
        note_packed(found, numbers, wanted.among(bytes));
    }
    found.odd |= _mm512_movepi8_mask(any) | _mm512_testn_epi8_mask(least, least);
    if (goes_on(found)) {
        const __m512i bytes = _mm512_loadu_si512(found.text + found.scanned);
        Marks marks = wanted.among(bytes);
        marks.odd = Wanted512::odd(bytes);
        note_packed(found, numbers, inside(found, marks));
    }
    all = found;
}

/// Whether bytes can be packed by a mask, which not every processor with 512-bit vectors does.
[[nodiscard]] bool packs_bytes() noexcept {
    static const bool packs = __builtin_cpu_supports("avx512vbmi2") != 0;
    return packs;
}

[[gnu::target("arch=x86-64-v4")]] void scan512(Found& all) noexcept {
    Found found = all;
    const Wanted512 wanted(found);
    while (goes_on(found)) {
        const __m512i bytes = _mm512_loadu_si512(found.text + found.scanned);
        Marks marks = wanted.among(bytes);
        marks.odd = Wanted512::odd(bytes);
        note(found, marks);
    }
    all = found;
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

[[gnu::target("arch=x86-64-v3")]] void scan256(Found& all) noexcept {
    Found found = all;
    const __m256i separator = _mm256_set1_epi8(found.separator);
    const __m256i newline = _mm256_set1_epi8(found.newline);
    const __m256i quote = _mm256_set1_epi8('"');
    while (goes_on(found)) {
        Marks marks;
        for (unsigned half = 0; half < 2; ++half) {
            const auto* const from = reinterpret_cast<const __m256i*>(found.text + found.scanned + 32 * half);
            const __m256i bytes = _mm256_loadu_si256(from);
            const __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, newline), _mm256_cmpeq_epi8(bytes, quote));
            const __m256i marked = _mm256_or_si256(ends, _mm256_cmpeq_epi8(bytes, separator));
            marks.breaks |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(ends))} << (32 * half);
            const __m256i odd = _mm256_or_si256(bytes, _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
            marks.separators |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(marked))} << (32 * half);
            marks.odd |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(odd))} << (32 * half);
        }
        note(found, marks);
    }
    all = found;
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

/// Marks what is not ASCII, or NUL, among 64 bytes.
[[nodiscard]] std::uint64_t odd_of(const char* bytes) noexcept {
    std::uint64_t marks = 0;
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
        const __m128i odd = _mm_or_si128(chunk, _mm_cmpeq_epi8(chunk, _mm_setzero_si128()));
        marks |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(odd))} << (16 * part);
    }
    return marks;
}
#else
[[nodiscard]] std::uint64_t odd_of(const char* bytes) noexcept {
    std::uint64_t marks = 0;
    for (unsigned at = 0; at < kStride; ++at) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        marks |= static_cast<std::uint64_t>(byte >= 0x80 || byte == 0) << at;
    }
    return marks;
}

[[nodiscard]] std::uint64_t marks_of(const char* bytes, char one, char other) noexcept {
    std::uint64_t marks = 0;
    for (unsigned at = 0; at < kStride; ++at) {
        marks |= static_cast<std::uint64_t>(bytes[at] == one || bytes[at] == other) << at;
    }
    return marks;
}
#endif

void scan_baseline(Found& all) noexcept {
    Found found = all;
    while (goes_on(found)) {
        const char* const bytes = found.text + found.scanned;
        const std::uint64_t breaks = marks_of(bytes, found.newline, '"');
        note(found, {.separators = breaks | marks_of(bytes, found.separator, found.separator),
                     .breaks = breaks,
                     .odd = odd_of(bytes)});
    }
    all = found;
}

/// A walk over a text that tells what stands in quotes.
struct QuoteWalk {
    std::uint64_t open = 0;           ///< all bits: the stride begins within quotes
    std::uint64_t before = 1;         ///< the lowest bit: a quote may open there
    std::uint64_t closed = 0;         ///< the lowest bit: a quote closed just before
    std::uint64_t returned = 0;       ///< the lowest bit: a carriage return behind a quote stands just before
    std::size_t end = 0;              ///< of the records seen so far
};

/// Gives in each bit whether the bits up to it are odd in number.
[[gnu::always_inline]] inline std::uint64_t odd_up_to(std::uint64_t bits) noexcept {
    for (unsigned by = 1; by < 64; by *= 2) {
        bits ^= bits << by;
    }
    return bits;
}

/// Where four bytes stand among 64.
struct QuoteMarks {
    std::uint64_t quotes;
    std::uint64_t newlines;
    std::uint64_t separators;
    std::uint64_t returns;
};

/// Walks over a stride at `place`, of which some bytes are valid; false: a quote stands where none may.
[[nodiscard]] bool walk_stride(QuoteWalk& walk, std::size_t place, std::uint64_t valid, const QuoteMarks& marks) noexcept {
    const auto [quotes, newlines, separators, returns] = marks;
    const std::uint64_t inside = odd_up_to(quotes) ^ walk.open;
    const std::uint64_t opening = quotes & inside;
    const std::uint64_t closing = quotes & ~inside;
    const std::uint64_t ends = newlines | separators | quotes;
    const std::uint64_t behind_close = closing << 1U | walk.closed;
    const std::uint64_t returned = (behind_close & returns) << 1U | walk.returned;
    const std::uint64_t wrong =
        (opening & ~(ends << 1U | walk.before)) | (behind_close & ~(ends | returns)) | (returned & ~newlines);
    const std::uint64_t records = newlines & ~inside & valid;
    if (records != 0) {
        walk.end = place + 64 - static_cast<std::size_t>(std::countl_zero(records));
    }
    walk.open = std::uint64_t{0} - (inside >> 63U);
    walk.before = ends >> 63U;
    walk.closed = closing >> 63U;
    walk.returned = (behind_close & returns) >> 63U;
    return (wrong & valid) == 0;
}

[[nodiscard]] QuoteMarks quote_marks(const char* bytes, char newline, char separator) noexcept {
    return {.quotes = marks_of(bytes, '"', '"'),
            .newlines = marks_of(bytes, newline, newline),
            .separators = marks_of(bytes, separator, separator),
            .returns = marks_of(bytes, '\r', '\r')};
}

#if defined(__x86_64__) && !defined(__clang__)
[[gnu::target("arch=x86-64-v4"), nodiscard]] QuoteMarks quote_marks512(const char* text, char newline, char separator) noexcept {
    const __m512i bytes = _mm512_loadu_si512(text);
    return {.quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
            .newlines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(newline)),
            .separators = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(separator)),
            .returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'))};
}
#endif

using FindQuoteMarks = QuoteMarks (*)(const char*, char, char) noexcept;

[[nodiscard]] FindQuoteMarks find_quote_marks() noexcept {
#if defined(__x86_64__) && !defined(__clang__)
    if (processor() == Processor::vectors512) {
        return quote_marks512;
    }
#endif
    return quote_marks;
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

std::size_t end_of_records(std::string_view text, char newline, char separator) noexcept {
    const FindQuoteMarks find = find_quote_marks();
    QuoteWalk walk;
    std::array<char, kStride> last{};
    for (std::size_t place = 0; place < text.size(); place += kStride) {
        const std::size_t size = std::min<std::size_t>(text.size() - place, kStride);
        const char* bytes = text.data() + place;
        if (size < kStride) {
            std::copy_n(bytes, size, last.begin());
            bytes = last.data();
        }
        QuoteMarks marks = find(bytes, newline, separator);
        marks.returns = newline == '\n' ? marks.returns : 0;
        if (!walk_stride(walk, place, size < kStride ? (std::uint64_t{1} << size) - 1 : ~std::uint64_t{0}, marks)) {
            return 0;
        }
    }
    return walk.end;
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
    odd_ = false;
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
                .break_count = breaks,
                .odd = 0};
    scan(found);
    odd_ = odd_ || found.odd != 0;
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

void SeparatorScan::restart(std::size_t place) noexcept {
    if (at_ > 1 && places_[1] <= place && place < scanned_) {   // it was passed a short while ago
        const auto first = places_.begin() + 1;
        const auto end = places_.begin() + static_cast<std::ptrdiff_t>(count_);
        at_ = static_cast<std::size_t>(std::lower_bound(first, end, static_cast<std::uint32_t>(place)) - places_.begin());
        break_at_ = 0;
        return;
    }
    scanned_ = static_cast<std::uint32_t>(std::min<std::size_t>(place, size_));
    at_ = 1;
    count_ = 1;
    break_at_ = 0;
    break_count_ = 0;
}

void SeparatorScan::seek(std::size_t place) {
    const auto target = static_cast<std::uint32_t>(std::min<std::size_t>(place, size_));
    if (target >= scanned_) {
        restart(target);   // places passed over are of no use
        return;
    }
    while (at_ < count_ && places_[at_] < target) {
        ++at_;
    }
}

}  // namespace huiqi
