#include "engine/anomaly/text_pool.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

namespace huiqi {
namespace {

constexpr std::size_t kLength = sizeof(std::uint32_t);
constexpr std::size_t kFirstSlots = 64;

[[nodiscard]] bool same(const char* kept, std::string_view text) noexcept {
    std::uint32_t size = 0;
    std::memcpy(&size, kept - kLength, kLength);
    return size == text.size() && std::memcmp(kept, text.data(), text.size()) == 0;
}

/// The hash of a text: which shard, and where in it.
struct Place {
    std::uint32_t hash = 0;
    std::uint32_t shard = 0;
};

[[nodiscard]] Place place_of(std::string_view text, std::size_t shards) noexcept {
    const std::uint64_t hash = std::hash<std::string_view>{}(text);
    return {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>((hash >> 40U) % shards)};
}

}  // namespace

void TextPool::Shard::add(std::string_view text) {
    const std::uint32_t place = size + 1;
    const auto block = static_cast<std::size_t>(std::bit_width(place)) - 1;
    if (!blocks[block]) {
        blocks[block] = std::make_unique<std::string_view[]>(std::size_t{1} << block);
    }
    blocks[block][place - (1U << block)] = text;
    ++size;
}

void TextPool::Shard::grow() {
    std::vector<Slot> old = std::exchange(slots, std::vector<Slot>(std::max(kFirstSlots, slots.size() * 2)));
    const std::size_t mask = slots.size() - 1;
    for (const Slot& slot : old) {
        if (slot.next_index != 0) {
            std::size_t at = slot.hash & mask;
            while (slots[at].next_index != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = slot;
        }
    }
}

std::uint32_t TextPool::Shard::index(std::string_view text, std::uint32_t hash) {
    // never more than five in eight places taken
    if ((std::size_t{size} + 1) * 8 > slots.size() * 5) {
        grow();
    }
    const std::size_t mask = slots.size() - 1;
    std::size_t at = hash & mask;
    for (; slots[at].next_index != 0; at = (at + 1) & mask) {
        if (slots[at].hash == hash && same(slots[at].characters, text)) {
            return slots[at].next_index - 1;
        }
    }
    auto* kept = static_cast<char*>(characters.allocate(kLength + text.size(), 1));
    const auto length = static_cast<std::uint32_t>(text.size());
    std::memcpy(kept, &length, kLength);
    std::memcpy(kept + kLength, text.data(), text.size());
    const std::uint32_t fresh = size;
    slots[at] = {.characters = kept + kLength, .hash = hash, .next_index = fresh + 1};
    add({kept + kLength, text.size()});
    return fresh;
}

void TextPool::Shard::ask_for_slot(std::uint32_t hash) const noexcept {
    if (!slots.empty()) {
        __builtin_prefetch(&slots[hash & (slots.size() - 1)]);
    }
}

void TextPool::Shard::ask_for_characters(std::uint32_t hash) const noexcept {
    if (!slots.empty()) {
        __builtin_prefetch(slots[hash & (slots.size() - 1)].characters);
    }
}

TextPool::TextPool() {
    shards_[0].add({});
}

TextCode TextPool::code(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const Place place = place_of(text, kShards);
    Shard& shard = shards_[place.shard];
    const std::scoped_lock lock(shard.mutex);
    return static_cast<TextCode>(shard.index(text, place.hash) * kShards + place.shard);
}

void TextPool::codes(std::span<const std::string_view> texts, TextCode* out) {
    constexpr std::size_t kAtOnce = 512;
    std::array<Place, kAtOnce> places;
    std::array<std::uint16_t, kAtOnce> order;
    for (std::size_t first = 0; first < texts.size(); first += kAtOnce) {
        const auto part = texts.subspan(first, std::min(kAtOnce, texts.size() - first));
        std::array<std::uint16_t, kShards + 1> ends{};
        for (std::size_t at = 0; at < part.size(); ++at) {
            places[at] = place_of(part[at], kShards);
            ++ends[places[at].shard + 1];
        }
        for (std::size_t shard = 0; shard < kShards; ++shard) {
            ends[shard + 1] = static_cast<std::uint16_t>(ends[shard + 1] + ends[shard]);
        }
        auto next = ends;
        for (std::size_t at = 0; at < part.size(); ++at) {
            order[next[places[at].shard]++] = static_cast<std::uint16_t>(at);
        }
        for (std::size_t number = 0; number < kShards; ++number) {
            const std::span<const std::uint16_t> here(order.data() + ends[number], order.data() + ends[number + 1]);
            if (here.empty()) {
                continue;
            }
            Shard& shard = shards_[number];
            const std::scoped_lock lock(shard.mutex);
            for (const std::uint16_t at : here) {
                shard.ask_for_slot(places[at].hash);
            }
            for (const std::uint16_t at : here) {
                shard.ask_for_characters(places[at].hash);
            }
            for (const std::uint16_t at : here) {
                out[first + at] = part[at].empty() ? 0
                                                   : static_cast<TextCode>(shard.index(part[at], places[at].hash) * kShards + number);
            }
        }
    }
}

}  // namespace huiqi
