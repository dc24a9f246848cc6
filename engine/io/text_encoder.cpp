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
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, Close> converter(ucnv_open("windows-936", &status));
    expect(U_SUCCESS(status) != 0, "the converter of GBK is part of ICU");
    ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::array<char, 8> bytes{};
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            out += text[at++];
            continue;
        }
        const std::size_t begin = at;
        const char32_t character = next_code_point(text, at);
        const auto unit = static_cast<char16_t>(character);
        status = U_ZERO_ERROR;
        const std::int32_t size = character > 0xFFFF ? 0 : ucnv_fromUChars(converter.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &unit, 1, &status);
        if (U_FAILURE(status) != 0 || size <= 0) {
            missing = text.substr(begin, at - begin);
            return false;
        }
        out.append(bytes.data(), static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace huiqi
