#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/io/byte_source.h"
#include "engine/io/text_encoding.h"

namespace huiqi {

/// A text in whatever encoding, as UTF-8. The encoding is told from a byte-order mark, from zero bytes, or from what
/// stands around the first byte that is not ASCII: until then it makes no difference.
class DecodedBytes final : public ByteSource {
public:
    /// `known`: the encoding that somebody named.
    DecodedBytes(std::unique_ptr<ByteSource> source, std::optional<TextEncoding> known);

    [[nodiscard]] std::size_t read(char* to, std::size_t room) override;
    [[nodiscard]] const DataFault* failure() const noexcept override { return source_->failure(); }
    [[nodiscard]] std::uint64_t consumed() const noexcept override { return source_->consumed(); }
    /// Gives the encoding as far as it is known: nothing while all was ASCII.
    [[nodiscard]] std::optional<TextEncoding> encoding() const noexcept { return encoding_; }

private:
    void fetch(std::size_t least);
    void look_at_beginning();
    void settle_encoding();
    [[nodiscard]] std::size_t give(char* to, std::size_t room);

    std::unique_ptr<ByteSource> source_;
    std::optional<TextEncoding> encoding_;
    std::unique_ptr<TextDecoder> decoder_;   ///< null for UTF-8, and while all was ASCII
    std::string raw_;                        ///< fetched and not yet decoded
    std::string text_;                       ///< decoded and not yet given
    std::size_t given_ = 0;                  ///< of `text_`
    bool begun_ = false;
    bool at_end_ = false;
    bool finished_ = false;                  ///< the decoder knows that nothing follows
};

}  // namespace huiqi
