#include "engine/settle/key_numbers.h"

#include <functional>
#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

[[nodiscard]] std::uint32_t hash_of(std::string_view key) noexcept {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key));
}

}  // namespace

std::size_t KeyNumbers::slot_of(std::string_view key, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number != kNone && (slots_[at].hash != hash || keys_[slots_[at].number] != key)) {
        at = (at + 1) & mask;
    }
    return at;
}

void KeyNumbers::grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 64 : slots_.size() * 2));
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        std::size_t at = slot.hash & mask;
        while (slot.number != kNone && slots_[at].number != kNone) {
            at = (at + 1) & mask;
        }
        if (slot.number != kNone) {
            slots_[at] = slot;
        }
    }
}

std::uint32_t KeyNumbers::add(std::string_view key) {
    if (keys_.size() * 2 >= slots_.size()) {
        grow();
    }
    const std::uint32_t hash = hash_of(key);
    Slot& slot = slots_[slot_of(key, hash)];
    if (slot.number == kNone) {
        expect(keys_.size() < kNone, "there are fewer keys than numbers for them");
        slot = {.hash = hash, .number = static_cast<std::uint32_t>(keys_.size())};
        keys_.push_back(key);
    }
    return slot.number;
}

std::optional<std::uint32_t> KeyNumbers::find(std::string_view key) const {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const std::uint32_t number = slots_[slot_of(key, hash_of(key))].number;
    return number == kNone ? std::nullopt : std::optional(number);
}

}  // namespace huiqi
