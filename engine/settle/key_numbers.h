#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace huiqi {

/// Numbers texts from 0 as they come, equal ones alike, so that what is kept of each lies in plain vectors. Keeps views: the
/// texts must outlive it.
class KeyNumbers {
public:
    /// Gives the number of a text, a new one where it was not seen.
    std::uint32_t add(std::string_view key);
    /// Gives the number of a text that was seen.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key) const;
    [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }

private:
    [[nodiscard]] std::size_t slot_of(std::string_view key, std::uint32_t hash) const;
    void grow();

    /// A place of the table, `number` kNone where it is free. Part of the hash saves looks at texts that differ.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = kNone;
    };
    static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

    std::vector<std::string_view> keys_;
    std::vector<Slot> slots_;   ///< a power of two, at least half of them free
};

}  // namespace huiqi
