#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace huiqi {

/// Counts a byte of a text, many at a time.
[[nodiscard]] std::size_t count_byte(std::string_view text, char byte) noexcept;

/// Tells whether a text is ASCII without a NUL byte.
[[nodiscard]] bool is_plain_ascii(std::string_view text) noexcept;

/// Gives where the last whole record of a text ends that begins with one: 0 where none does, and where a quote stands that
/// neither opens nor closes a cell nor is doubled within one.
[[nodiscard]] std::size_t end_of_records(std::string_view text, char newline, char separator) noexcept;

/// Finds the separators of cells (commas as a rule), line ends and quotes of a text, in order, many bytes at a time. Keeps its memory from text to
/// text.
class SeparatorScan {
public:
    SeparatorScan() = default;
    SeparatorScan(std::string_view text, char newline, char separator = ',') { start(text, newline, separator); }

    /// Begins with a text. Requires 64 readable bytes behind it.
    void start(std::string_view text, char newline, char separator = ',');

    /// Gives the place of the next one; the size of the text when there is none.
    [[nodiscard]] std::uint32_t next() {
        if (at_ == count_) [[unlikely]] {
            refill(0);
        }
        return places_[at_++];
    }

    /// Goes on from `place`, which lies ahead.
    void seek(std::size_t place);
    /// Goes on from `place`, wherever it lies.
    void restart(std::size_t place) noexcept;

    /// Finds rows that lie ahead, of `columns` cells each, without quotes and with a line end: at most `most`, fewer
    /// where one is not so. Requires that a row begins at `begin`, where the scan stands.
    /// Meanwhile tells, by `plain`, whether what it looked at is ASCII without a NUL byte.
    [[nodiscard]] std::size_t regular_rows(std::size_t begin, std::size_t columns, std::size_t most);
    /// Gives the places of the separators of those rows, one row behind the other; before the first stands begin − 1.
    [[nodiscard]] const std::uint32_t* places() const noexcept { return places_.data() + at_; }
    /// Whether all bytes looked at so far are ASCII, none of them NUL. Rows given lie within these.
    [[nodiscard]] bool plain() const noexcept { return !odd_; }
    /// Goes on behind so many separators.
    void skip(std::size_t separators) noexcept { at_ += separators; }

private:
    void refill(std::size_t wanted);

    const char* text_ = nullptr;
    std::uint32_t size_ = 0;
    char newline_ = '\n';
    char separator_ = ',';
    std::uint32_t scanned_ = 0;  ///< bytes of the text that have been looked at
    std::vector<std::uint32_t> places_;
    std::size_t at_ = 1;         ///< of `places_`, the next one; the one before it may be overwritten
    std::size_t count_ = 1;
    std::vector<std::uint32_t> breaks_;  ///< which of `places_` separate no cells
    std::size_t break_at_ = 0;
    std::size_t break_count_ = 0;
    bool odd_ = false;
};

}  // namespace huiqi
