#include "engine/io/text_encoder.h"

#include <array>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"
#include "engine/io/heading.h"

namespace huiqi {
namespace {

struct Close {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

[[nodiscard]] Converter converter_of(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(name, &status));
    expect(U_SUCCESS(status) != 0, "the converters of Chinese are part of ICU");
    ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    return converter;
}

/// GBK as Windows writes it, held against the reader of this program, which takes the same bytes for GB18030: what the two
/// read differently (the euro sign, which Windows puts in a byte of its own, private characters) has no place.
class Gbk {
public:
    /// Gives the two bytes of a character; nothing when it has no place.
    [[nodiscard]] std::optional<std::array<char, 2>> bytes(char32_t character) {
        std::array<char, 8> bytes{};
        const auto unit = static_cast<char16_t>(character);
        UErrorCode status = U_ZERO_ERROR;
        const std::int32_t size =
            character > 0xFFFF ? 0 : ucnv_fromUChars(writer_.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &unit, 1, &status);
        std::array<char16_t, 4> back{};
        UErrorCode read = U_ZERO_ERROR;
        const bool same = U_SUCCESS(status) != 0 && size == 2 &&
                          ucnv_toUChars(reader_.get(), back.data(), static_cast<std::int32_t>(back.size()), bytes.data(), size, &read) == 1 &&
                          U_SUCCESS(read) != 0 && back[0] == unit;
        return same ? std::optional(std::array<char, 2>{bytes[0], bytes[1]}) : std::nullopt;
    }

private:
    Converter writer_ = converter_of("windows-936");
    Converter reader_ = converter_of("gb18030");
};

}  // namespace

std::optional<OutputEncoding> parse_output_encoding(std::string_view name) {
    const std::string folded = folded_heading(name);
    if (folded == "utf-8" || folded == "utf8") {
        return OutputEncoding::utf8;
    }
    if (folded == "utf-8-bom" || folded == "utf8-bom" || folded == "utf-8-sig") {
        return OutputEncoding::utf8_mark;
    }
    return folded == "gbk" ? std::optional(OutputEncoding::gbk) : std::nullopt;
}

bool append_gbk(std::string_view text, std::string& out, std::string& missing) {
    Gbk gbk;
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            out += text[at++];
            continue;
        }
        const std::size_t begin = at;
        const auto bytes = gbk.bytes(next_code_point(text, at));
        if (!bytes) {
            missing = text.substr(begin, at - begin);
            return false;
        }
        out.append(bytes->data(), bytes->size());
    }
    return true;
}

}  // namespace huiqi
