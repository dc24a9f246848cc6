#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

namespace huiqi {

/// Stands for one text: equal texts of a pool have equal codes. Codes say nothing about order, which must never depend
/// on them. 0 is the empty text.
using TextCode = std::uint32_t;

/// Every text of joined data once, so that keys are compared as numbers. Several threads may add at a time.
class TextPool {
public:
    TextPool();

    /// Gives the code of a text; keeps a copy the first time.
    [[nodiscard]] TextCode code(std::string_view text);
    /// Gives the codes of many texts: a lock and a wait for memory is paid for many at once.
    void codes(std::span<const std::string_view> texts, TextCode* out);
    /// Gives the text of a code that this thread made or was handed.
    [[nodiscard]] std::string_view text(TextCode code) const { return kept(code); }
    /// Asks memory for what `text` will read.
    void ask(TextCode code) const noexcept { __builtin_prefetch(&kept(code)); }

private:
    [[nodiscard]] const std::string_view& kept(TextCode code) const noexcept {
        const auto place = static_cast<std::uint32_t>(code / kShards + 1);
        const auto block = static_cast<std::size_t>(std::bit_width(place)) - 1;
        return shards_[code % kShards].blocks[block][place - (1U << block)];
    }

    static constexpr std::size_t kShards = 32;

    /// One place of the table of a shard. The length stands before the characters, so that a text is told from another
    /// by two looks at memory.
    struct Slot {
        const char* characters = nullptr;
        std::uint32_t hash = 0;
        std::uint32_t next_index = 0;   ///< index of the text and one; 0: free
    };

    struct Shard {
        std::mutex mutex;
        std::pmr::monotonic_buffer_resource characters;
        std::vector<Slot> slots;
        /// Block b holds 2^b texts: what is there never moves, so that readers need no lock.
        std::array<std::unique_ptr<std::string_view[]>, 32> blocks;
        std::uint32_t size = 0;

        [[nodiscard]] std::uint32_t index(std::string_view text, std::uint32_t hash);
        void add(std::string_view text);
        void grow();
        /// Asks memory for the slot where a text would begin to be looked for, then for its characters.
        void ask_for_slot(std::uint32_t hash) const noexcept;
        void ask_for_characters(std::uint32_t hash) const noexcept;
    };
    std::array<Shard, kShards> shards_;
};

}  // namespace huiqi
