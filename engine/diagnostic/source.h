#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// Names one text held by `Sources`.
using SourceId = std::uint32_t;

/// A half-open range of bytes in one source.
struct Span {
    SourceId source = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

/// A place as people name it: both count from 1; `column` counts code points of the line.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    friend bool operator==(const Position&, const Position&) = default;
};

/// One text with its name (a path, or a label such as `<expression>`), and the index of its lines.
/// The text is kept as read; a byte-order mark counts as no column.
class Source {
public:
    /// Takes a text under a name and finds its lines, which end with LF or CR LF.
    Source(std::string name, std::string text);

    /// Gives the name for messages.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// Gives the bytes as read.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    /// Gives how many lines there are, at least one.
    [[nodiscard]] std::size_t line_count() const noexcept { return line_starts_.size(); }

    /// Gives the place of a byte; an offset past the end is the place just behind the last character.
    [[nodiscard]] Position position(std::size_t offset) const noexcept;
    /// Gives a line (from 1) without its line end.
    [[nodiscard]] std::string_view line(std::size_t number) const noexcept;
    /// Gives the byte at which a line (from 1) begins.
    [[nodiscard]] std::size_t line_start(std::size_t number) const noexcept;

private:
    std::string name_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
};

/// All texts of one load. References stay valid while it lives.
class Sources {
public:
    /// Keeps a text under a name (a path, or a label) and gives its id.
    SourceId add(std::string name, std::string text);
    /// Gives a text by its id.
    [[nodiscard]] const Source& operator[](SourceId id) const;
    /// Gives how many texts there are.
    [[nodiscard]] std::size_t size() const noexcept { return sources_.size(); }
    /// Gives the bytes of a range; what lies outside its source is left off.
    [[nodiscard]] std::string_view text(const Span& span) const;

private:
    std::deque<Source> sources_;
};

}  // namespace huiqi
