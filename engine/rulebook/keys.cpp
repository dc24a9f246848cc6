#include "engine/rulebook/keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <type_traits>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/key_table.h"
#include "engine/rulebook/word_table.h"

namespace huiqi {
namespace {

/// Keys and words are one table, so that a scope is looked up in one place.
constexpr auto kSpellings = [] {
    using key_table::kKeys;
    using key_table::kWords;
    std::array<Spelling, std::size(kKeys) + std::size(kWords)> all{};
    std::copy(std::begin(kWords), std::end(kWords), std::copy(std::begin(kKeys), std::end(kKeys), all.begin()));
    return all;
}();
constexpr auto kByScope = [](const Spelling& left, const Spelling& right) { return left.scope < right.scope; };
static_assert(std::is_sorted(std::begin(kSpellings), std::end(kSpellings), kByScope));

constexpr std::size_t kScopes = static_cast<std::size_t>(kSpellings.back().scope) + 1;

/// Where the rows of each scope begin, and those of the last one end.
constexpr auto kBegins = [] {
    std::array<std::uint16_t, kScopes + 1> begins{};
    for (const Spelling& row : kSpellings) {
        ++begins.at(static_cast<std::size_t>(row.scope) + 1);
    }
    for (std::size_t scope = 1; scope <= kScopes; ++scope) {
        begins.at(scope) = static_cast<std::uint16_t>(begins.at(scope) + begins.at(scope - 1));
    }
    return begins;
}();

/// Reads up to four bytes as a number, whichever way: only equal bytes must give equal numbers.
constexpr std::uint32_t four_bytes(std::string_view text, std::size_t at) noexcept {
    std::uint32_t number = 0;
    for (std::size_t byte = 0; byte < 4 && at + byte < text.size(); ++byte) {
        number |= static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + byte])) << (8U * byte);
    }
    return number;
}

/// A file of rules asks for its keys a hundred thousand times over: each is found by a number made of its scope, its length,
/// its first bytes and its last; those of one number stand one behind another.
constexpr std::size_t kSlots = 4096;
static_assert(kSpellings.size() * 2 < kSlots / 2);

static_assert(std::endian::native == std::endian::little, "slots that were found while compiling are found again while running");

constexpr std::size_t slot_of(Scope scope, std::string_view written) noexcept {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (written.size() >= 4 && !std::is_constant_evaluated()) {
        std::uint32_t word = 0;
        std::memcpy(&word, written.data(), sizeof word);
        first = word;
        std::memcpy(&word, written.data() + written.size() - sizeof word, sizeof word);
        last = word;
    } else {
        first = four_bytes(written, 0);
        last = written.size() >= 4 ? four_bytes(written, written.size() - 4) : first;
    }
    const std::uint64_t number = (first * 0x9E3779B97F4A7C15U) ^ (last * 0xC2B2AE3D27D4EB4FU) ^
                                 (((static_cast<std::uint64_t>(scope) << 8U) | (written.size() & 0xFFU)) * 0x165667B19E3779F9U);
    return static_cast<std::size_t>((number ^ (number >> 29U)) >> 7U) % kSlots;
}

constexpr std::uint16_t kEmpty = 0xFFFF;

constexpr auto kSlotRows = [] {
    std::array<std::uint16_t, kSlots> rows{};
    rows.fill(kEmpty);
    for (std::size_t row = 0; row < kSpellings.size(); ++row) {
        const Spelling& one = kSpellings[row];
        for (const std::string_view word : {one.en, one.zh}) {
            std::size_t slot = slot_of(one.scope, word);
            while (rows[slot] != kEmpty) {
                slot = (slot + 1) % kSlots;
            }
            rows[slot] = static_cast<std::uint16_t>(row);
            if (one.en == one.zh) {
                break;
            }
        }
    }
    return rows;
}();

}  // namespace

std::span<const Spelling> spellings() noexcept { return kSpellings; }

std::span<const Spelling> spellings(Scope scope) noexcept {
    const auto at = static_cast<std::size_t>(scope);
    return at < kScopes ? std::span(kSpellings).subspan(kBegins[at], kBegins[at + 1] - kBegins[at]) : std::span<const Spelling>();
}

const Spelling* find_spelling(Scope scope, std::string_view written) noexcept {
    for (std::size_t slot = slot_of(scope, written); kSlotRows[slot] != kEmpty; slot = (slot + 1) % kSlots) {
        const Spelling& row = kSpellings[kSlotRows[slot]];
        // rows were put in as they stand: of a word that its scope has twice this is the first
        if (row.scope == scope && (written == row.en || written == row.zh)) {
            return &row;
        }
    }
    return nullptr;
}

const Spelling& spelling(Scope scope, std::string_view en) {
    const Spelling* found = find_spelling(scope, en);
    expect(found != nullptr && found->en == en, "a loader asks for keys that its scope has");
    return *found;
}

std::string choices(Scope scope, bool chinese) {
    std::string text;
    for (const Spelling& row : spellings(scope)) {
        text += text.empty() ? "" : chinese ? "、" : ", ";
        text += chinese ? row.zh : row.en;
    }
    return text;
}

std::optional<std::string_view> nearest_spelling(Scope scope, std::string_view written) {
    std::vector<std::string_view> candidates;
    for (const Spelling& row : spellings(scope)) {
        candidates.push_back(row.zh);
        candidates.push_back(row.en);
    }
    return nearest(written, candidates);
}

}  // namespace huiqi
