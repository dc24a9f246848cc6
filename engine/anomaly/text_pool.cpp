#include "engine/anomaly/text_pool.h"

#include <cstring>
#include <functional>

namespace huiqi {

void TextPool::Shard::add(std::string_view text) {
    const std::uint32_t place = size + 1;
    const auto block = static_cast<std::size_t>(std::bit_width(place)) - 1;
    if (!blocks[block]) {
        blocks[block] = std::make_unique<std::string_view[]>(std::size_t{1} << block);
    }
    blocks[block][place - (1U << block)] = text;
    ++size;
}

TextPool::TextPool() {
    shards_[0].add({});
}

TextCode TextPool::code(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::size_t hash = std::hash<std::string_view>{}(text);
    const std::size_t number = (hash >> 40U) % kShards;
    Shard& shard = shards_[number];
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.codes.find(text);
    if (found != shard.codes.end()) {
        return static_cast<TextCode>(found->second * kShards + number);
    }
    auto* kept = static_cast<char*>(shard.characters.allocate(text.size(), 1));
    std::memcpy(kept, text.data(), text.size());
    const std::string_view own(kept, text.size());
    const std::uint32_t index = shard.size;
    shard.add(own);
    shard.codes.emplace(own, index);
    return static_cast<TextCode>(index * kShards + number);
}

}  // namespace huiqi
