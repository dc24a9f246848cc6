#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// Packs bytes (zstd).
[[nodiscard]] std::string compress(std::string_view bytes);
/// Unpacks what `compress` gave; nothing when it is damaged or longer than `most` bytes.
[[nodiscard]] std::optional<std::string> decompress(std::string_view packed, std::size_t most);

}  // namespace huiqi
