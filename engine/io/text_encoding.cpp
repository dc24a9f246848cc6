#include "engine/io/text_encoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"
#include "engine/io/heading.h"
#include "engine/io/utf8.h"

namespace huiqi {
namespace {

constexpr char kNoCharacter = '\xFF';
constexpr char16_t kReplacement = u'\uFFFD';

const char* converter_name(TextEncoding encoding) noexcept {
    switch (encoding) {
        case TextEncoding::utf8: return "UTF-8";
        case TextEncoding::gb18030: return "gb18030";
        case TextEncoding::utf16le: return "UTF-16LE";
        case TextEncoding::utf16be: return "UTF-16BE";
    }
    return "UTF-8";
}

[[nodiscard]] bool is_gb18030(std::string_view text) {
    std::string out;
    TextDecoder(TextEncoding::gb18030).decode(text, true, out);
    return out.find(kNoCharacter) == std::string::npos;
}

[[nodiscard]] bool is_high(char16_t unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
[[nodiscard]] bool is_low(char16_t unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::optional<TextEncoding> parse_encoding(std::string_view name) {
    using enum TextEncoding;
    constexpr std::array<std::pair<std::string_view, TextEncoding>, 12> kNames{{{"utf-8", utf8},
                                                                                {"utf8", utf8},
                                                                                {"gb18030", gb18030},
                                                                                {"gbk", gb18030},
                                                                                {"gb2312", gb18030},
                                                                                {"cp936", gb18030},
                                                                                {"utf-16", utf16le},
                                                                                {"utf16", utf16le},
                                                                                {"utf-16le", utf16le},
                                                                                {"utf16le", utf16le},
                                                                                {"utf-16be", utf16be},
                                                                                {"utf16be", utf16be}}};
    const std::string folded = folded_heading(name);
    const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const auto& one) { return one.first == folded; });
    return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

std::string_view encoding_name(TextEncoding encoding) noexcept {
    switch (encoding) {
        case TextEncoding::utf8: return "UTF-8";
        case TextEncoding::gb18030: return "GB18030";
        case TextEncoding::utf16le: return "UTF-16LE";
        case TextEncoding::utf16be: return "UTF-16BE";
    }
    return "UTF-8";
}

std::optional<TextEncoding> wide_encoding(std::string_view beginning) noexcept {
    if (beginning.starts_with("\xFF\xFE")) {
        return TextEncoding::utf16le;
    }
    if (beginning.starts_with("\xFE\xFF")) {
        return TextEncoding::utf16be;
    }
    // Every table has ASCII in its first rows: separators and line ends at the least.
    std::array<std::size_t, 2> zeros{};
    for (std::size_t at = 0; at < beginning.size(); ++at) {
        zeros[at % 2] += beginning[at] == '\0' ? 1U : 0U;
    }
    const std::size_t many = std::max<std::size_t>(beginning.size() / 16, 2);
    if (zeros[1] > many && zeros[1] > 4 * zeros[0]) {
        return TextEncoding::utf16le;
    }
    return zeros[0] > many && zeros[0] > 4 * zeros[1] ? std::optional(TextEncoding::utf16be) : std::nullopt;
}

/// The characters that GB18030 writes in one or two bytes, as UTF-8: nearly all that stand in a file.
class UsualCharacters {
public:
    UsualCharacters() : texts_(kFirsts * kSeconds) {
        TextDecoder decoder(TextEncoding::gb18030, false);
        std::string text;
        for (std::size_t at = 0; at < texts_.size(); ++at) {
            text.clear();
            decoder.decode(pair_at(at), true, text);
            const bool one = !text.empty() && text.size() <= kMostBytes && text.find(kNoCharacter) == std::string::npos;
            texts_[at].size = one ? static_cast<std::uint8_t>(text.size()) : std::uint8_t{0};
            std::copy_n(text.begin(), texts_[at].size, texts_[at].bytes.begin());
        }
    }

    /// Appends the characters with which a text begins, up to one that is not among these or is not whole; gives how many
    /// bytes they take.
    [[nodiscard]] std::size_t decode(std::string_view text, std::string& out) const {
        const std::size_t before = out.size();
        out.resize(before + 2 * text.size() + kMostBytes);   // three bytes for two, and some that are written in vain
        char* to = out.data() + before;
        std::size_t at = 0;
        while (at < text.size()) {
            const auto first = static_cast<unsigned char>(text[at]);
            if (first < 0x80) {
                *to++ = text[at++];
                continue;
            }
            const Text* const found = at + 1 < text.size() ? find(first, static_cast<unsigned char>(text[at + 1])) : nullptr;
            if (found == nullptr || found->size == 0) {
                break;
            }
            std::memcpy(to, found->bytes.data(), found->bytes.size());
            to += found->size;
            at += 2;
        }
        out.resize(static_cast<std::size_t>(to - out.data()));
        return at;
    }

private:
    static constexpr unsigned kFirst = 0x81;
    static constexpr unsigned kSecond = 0x40;
    static constexpr std::size_t kFirsts = 0xFE - kFirst + 1;
    static constexpr std::size_t kSeconds = 0xFE - kSecond + 1;
    static constexpr std::size_t kMostBytes = 3;

    struct Text {
        std::array<char, kMostBytes> bytes{};
        std::uint8_t size = 0;   ///< 0: there is none
    };

    [[nodiscard]] static std::string pair_at(std::size_t at) {
        return {static_cast<char>(kFirst + at / kSeconds), static_cast<char>(kSecond + at % kSeconds)};
    }
    [[nodiscard]] const Text* find(unsigned first, unsigned second) const noexcept {
        return first - kFirst < kFirsts && second - kSecond < kSeconds
                   ? &texts_[(first - kFirst) * kSeconds + second - kSecond]
                   : nullptr;
    }

    std::vector<Text> texts_;
};

namespace {

[[nodiscard]] const UsualCharacters& usual_characters() {
    static const UsualCharacters characters;
    return characters;
}

}  // namespace

TextEncoding guess_encoding(std::string_view text) {
    std::size_t lines = 0;
    std::size_t utf8 = 0;
    std::size_t gb18030 = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (std::all_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
            continue;
        }
        ++lines;
        utf8 += is_utf8(line) ? 1U : 0U;
        gb18030 += is_gb18030(line) ? 1U : 0U;
    }
    return utf8 * 2 >= lines || gb18030 * 2 < lines ? TextEncoding::utf8 : TextEncoding::gb18030;
}

TextDecoder::TextDecoder(TextEncoding encoding) : TextDecoder(encoding, true) {}

TextDecoder::TextDecoder(TextEncoding encoding, bool quick) {
    UErrorCode status = U_ZERO_ERROR;
    converter_ = ucnv_open(converter_name(encoding), &status);
    expect(U_SUCCESS(status) != 0, "the converters of Chinese and Unicode are part of ICU");
    ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_SUBSTITUTE, nullptr, nullptr, nullptr, &status);
    quick_ = encoding == TextEncoding::gb18030 && quick;
}

TextDecoder::~TextDecoder() { ucnv_close(converter_); }

void TextDecoder::decode(std::string_view piece, bool last, std::string& out) {
    constexpr std::size_t kMany = 4096;   // else a table of all characters is not worth its while
    if (quick_ && piece.size() >= kMany) {
        const UsualCharacters& usual = usual_characters();
        // From one character that is no usual one to the next, byte by byte until the converter has it whole.
        while (!piece.empty()) {
            const bool between = high_ == 0 && !pending();
            piece.remove_prefix(between ? usual.decode(piece, out) : 0);
            const std::size_t odd = std::min<std::size_t>(piece.size(), 1);
            convert(piece.substr(0, odd), false, out);
            piece.remove_prefix(odd);
        }
    }
    convert(piece, last, out);
}

/// Whether the converter has begun with a character.
bool TextDecoder::pending() const {
    UErrorCode status = U_ZERO_ERROR;
    return ucnv_toUCountPending(converter_, &status) != 0 || U_SUCCESS(status) == 0;
}

void TextDecoder::convert(std::string_view piece, bool last, std::string& out) {
    std::array<char16_t, 4096> units{};
    const char* from = piece.data();
    const char* const end = piece.data() + piece.size();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
        char16_t* to = units.data();
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter_, &to, units.data() + units.size(), &from, end, nullptr, last ? 1 : 0, &status);
        for (const char16_t* at = units.data(); at != to; ++at) {
            if (high_ != 0 && is_low(*at)) {
                append_utf8(out, U'\x10000' + ((static_cast<char32_t>(high_) - 0xD800) << 10U) + (*at - 0xDC00U));
                high_ = 0;
                continue;
            }
            if (std::exchange(high_, is_high(*at) ? *at : u'\0') != 0) {
                out += kNoCharacter;
            }
            if (is_low(*at) || *at == kReplacement) {
                out += kNoCharacter;
            } else if (!is_high(*at)) {
                append_utf8(out, *at);
            }
        }
    }
    if (last && std::exchange(high_, u'\0') != 0) {
        out += kNoCharacter;
    }
}

}  // namespace huiqi
