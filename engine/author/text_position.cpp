#include "engine/author/text_position.h"

#include <algorithm>
#include <limits>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Gives how many units of an encoding a character takes that is `bytes` long.
[[nodiscard]] std::size_t units(char32_t code_point, std::size_t bytes, PositionEncoding encoding) noexcept {
    switch (encoding) {
        case PositionEncoding::utf8: return bytes;
        case PositionEncoding::utf16: return code_point > 0xFFFF ? 2 : 1;
        case PositionEncoding::utf32: return 1;
    }
    return 1;
}

[[nodiscard]] std::uint32_t narrow(std::size_t number) noexcept {
    return static_cast<std::uint32_t>(std::min<std::size_t>(number, std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

TextLines::TextLines(std::string_view text, PositionEncoding encoding) : text_(text), encoding_(encoding), starts_{0} {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) {
            starts_.push_back(at + 1);
        }
    }
}

std::string_view TextLines::line(std::size_t number) const noexcept {
    const std::size_t begin = starts_[number];
    std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] : text_.size();
    while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) {
        --end;
    }
    return text_.substr(begin, end - begin);
}

std::size_t TextLines::offset(LinePosition position) const noexcept {
    if (position.line >= starts_.size()) {
        return text_.size();
    }
    const std::string_view within = line(position.line);
    std::size_t at = 0;
    std::size_t counted = 0;
    while (at < within.size() && counted < position.character) {
        std::size_t next = at;
        const char32_t code_point = next_code_point(within, next);
        counted += units(code_point, next - at, encoding_);
        if (counted > position.character) {
            break;
        }
        at = next;
    }
    return starts_[position.line] + at;
}

LinePosition TextLines::position(std::size_t offset) const noexcept {
    offset = std::min(offset, text_.size());
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const auto number = static_cast<std::size_t>(after - starts_.begin()) - 1;
    const std::string_view within = line(number);
    const std::size_t wanted = std::min(offset - starts_[number], within.size());
    std::size_t at = 0;
    std::size_t counted = 0;
    while (at < wanted) {
        std::size_t next = at;
        const char32_t code_point = next_code_point(within, next);
        if (next > wanted) {
            break;
        }
        counted += units(code_point, next - at, encoding_);
        at = next;
    }
    return {.line = narrow(number), .character = narrow(counted)};
}

}  // namespace huiqi
