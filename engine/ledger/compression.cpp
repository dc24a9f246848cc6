#include "engine/ledger/compression.h"

#include <zstd.h>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

constexpr int kLevel = 3;

}  // namespace

std::string compress(std::string_view bytes) {
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kLevel);
    expect(ZSTD_isError(size) == 0, "bytes pack into the room that the library asks for");
    packed.resize(size);
    return packed;
}

std::optional<std::string> decompress(std::string_view packed, std::size_t most) {
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > most) {
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
    return ZSTD_isError(got) != 0 || got != bytes.size() ? std::nullopt : std::optional(std::move(bytes));
}

}  // namespace huiqi
