#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

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
    /// Gives the text of a code that this thread made or was handed.
    [[nodiscard]] std::string_view text(TextCode code) const {
        const auto place = static_cast<std::uint32_t>(code / kShards + 1);
        const auto block = static_cast<std::size_t>(std::bit_width(place)) - 1;
        return shards_[code % kShards].blocks[block][place - (1U << block)];
    }

private:
    static constexpr std::size_t kShards = 32;
    struct Shard {
        std::mutex mutex;
        std::pmr::monotonic_buffer_resource characters;
        boost::unordered_flat_map<std::string_view, std::uint32_t> codes;
        /// Block b holds 2^b texts: what is there never moves, so that readers need no lock.
        std::array<std::unique_ptr<std::string_view[]>, 32> blocks;
        std::uint32_t size = 0;

        void add(std::string_view text);
    };
    std::array<Shard, kShards> shards_;
};

}  // namespace huiqi
