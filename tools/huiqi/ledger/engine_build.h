#pragma once

#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Gives the digest of the files that this program was made from, 64 digits: the same for the same tree, wherever and by
/// whatever it was built.
[[nodiscard]] std::string_view sources_digest() noexcept;

/// Whether a batch was decided by this very program: of its version, and made from the same files where they are known.
[[nodiscard]] bool is_this_build(std::string_view version, std::string_view sources) noexcept;

/// Gives `0.1.0 (sources 1f2e3d4c5b6a)`; the version alone where the files are not known.
[[nodiscard]] Bilingual build_words(std::string_view version, std::string_view sources);

}  // namespace huiqi
