#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/diagnostic/mapped_text.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// A scalar brought in step with its source.
struct AlignedScalar {
    ScalarStyle style = ScalarStyle::plain;
    std::size_t end =
        0;  ///< behind its last byte, quotes included; a block scalar ends with its last line of text
    MappedText text;
};

/// Brings a scalar that the YAML library has read in step with the source: `begin` is its first byte, `value`
/// the library's reading. The quotes, escapes and folds are read once more here; where the two readings
/// differ there is no answer, so that nothing is ever read in two ways. `block` says that `|` and `>` may
/// begin a scalar here.
[[nodiscard]] std::optional<AlignedScalar> align_scalar(std::string_view text, std::size_t begin,
                                                        std::string_view value, bool block, SourceId source);

/// Tells whether the quotes that begin at `begin` are closed.
[[nodiscard]] bool quotes_close(std::string_view text, std::size_t begin);

/// Gives the offset of the escape in a double-quoted scalar that is no YAML escape, or nothing; `begin` is
/// the quote.
[[nodiscard]] std::optional<std::size_t> first_bad_escape(std::string_view text, std::size_t begin);

}  // namespace huiqi
