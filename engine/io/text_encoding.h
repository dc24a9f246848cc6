#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct UConverter;

namespace huiqi {

class UsualCharacters;

/// How the characters of a file are written. GB18030 holds all of GBK and GB2312.
enum class TextEncoding : std::uint8_t { utf8, gb18030, utf16le, utf16be };

/// Reads a name as people write it: UTF-8, GBK, GB2312, GB18030, UTF-16LE … . Nothing when it is none of them.
[[nodiscard]] std::optional<TextEncoding> parse_encoding(std::string_view name);
/// Gives the name: `GB18030`.
[[nodiscard]] std::string_view encoding_name(TextEncoding encoding) noexcept;

/// Tells UTF-16 from its byte-order mark, or from the zero bytes beside ASCII, at the beginning of a file.
[[nodiscard]] std::optional<TextEncoding> wide_encoding(std::string_view beginning) noexcept;
/// Tells how a text is written whose first byte is not ASCII: line by line, since one bad line says nothing about the
/// file. What is neither UTF-8 nor GB18030 counts as UTF-8, so that its bad rows are told one by one.
[[nodiscard]] TextEncoding guess_encoding(std::string_view text);

/// Turns a text into UTF-8, piece by piece. Where the bytes mean no character it writes the byte FF, which no UTF-8
/// holds, so that the row is found at fault.
class TextDecoder {
public:
    explicit TextDecoder(TextEncoding encoding);
    TextDecoder(const TextDecoder&) = delete;
    TextDecoder& operator=(const TextDecoder&) = delete;
    ~TextDecoder();

    /// Appends what a piece means; with `last` nothing follows it.
    void decode(std::string_view piece, bool last, std::string& out);

private:
    friend class UsualCharacters;
    TextDecoder(TextEncoding encoding, bool quick);
    void convert(std::string_view piece, bool last, std::string& out);
    [[nodiscard]] bool pending() const;

    bool quick_ = false;   ///< characters of one or two bytes are looked up
    UConverter* converter_;
    char16_t high_ = 0;   ///< the first half of a character whose other half is in the next piece
};

}  // namespace huiqi
