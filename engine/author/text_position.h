#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace huiqi {

/// In what an editor counts the characters of a line.
enum class PositionEncoding : std::uint8_t { utf8, utf16, utf32 };

/// A place as an editor names it; both count from 0.
struct LinePosition {
    std::uint32_t line = 0;
    std::uint32_t character = 0;

    friend bool operator==(const LinePosition&, const LinePosition&) = default;
};

/// A half-open stretch as an editor names it.
struct LineRange {
    LinePosition begin;
    LinePosition end;

    friend bool operator==(const LineRange&, const LineRange&) = default;
};

/// The lines of a text, for turning places of an editor into bytes and back. Lines end with LF, CR LF or CR. The text must
/// outlive this. Every place has a byte: one behind the end of its line is that end, one inside a character its beginning.
class TextLines {
public:
    explicit TextLines(std::string_view text, PositionEncoding encoding = PositionEncoding::utf16);

    /// Gives the byte of a place.
    [[nodiscard]] std::size_t offset(LinePosition position) const noexcept;
    /// Gives the place of a byte.
    [[nodiscard]] LinePosition position(std::size_t offset) const noexcept;
    /// Gives how many lines there are, at least one.
    [[nodiscard]] std::size_t count() const noexcept { return starts_.size(); }

private:
    [[nodiscard]] std::string_view line(std::size_t number) const noexcept;

    std::string_view text_;
    PositionEncoding encoding_;
    std::vector<std::size_t> starts_;
};

}  // namespace huiqi
