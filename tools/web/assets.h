#pragma once

#include <span>
#include <string_view>

namespace huiqi {

/// A file that travels inside the program: tools/web/assets, put there by cmake/embed_assets.cmake.
struct Asset {
    std::string_view path;  ///< under which it is served
    std::string_view type;
    std::string_view text;
};

[[nodiscard]] std::span<const Asset> assets();

}  // namespace huiqi
