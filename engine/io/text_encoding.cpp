#include "engine/io/text_encoding.h"

#include <algorithm>
#include <array>
#include <utility>

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

TextDecoder::TextDecoder(TextEncoding encoding) {
    UErrorCode status = U_ZERO_ERROR;
    converter_ = ucnv_open(converter_name(encoding), &status);
    expect(U_SUCCESS(status) != 0, "the converters of Chinese and Unicode are part of ICU");
    ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_SUBSTITUTE, nullptr, nullptr, nullptr, &status);
}

TextDecoder::~TextDecoder() { ucnv_close(converter_); }

void TextDecoder::decode(std::string_view piece, bool last, std::string& out) {
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
