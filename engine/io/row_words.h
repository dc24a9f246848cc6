#pragma once

#include <array>
#include <string>
#include <string_view>

namespace huiqi {

/// Whether a text is an error of a spreadsheet (`#N/A`, `#REF!` …), or the mark that `inspect --fix` leaves in a cell that
/// it could not mend (`#D125 71000`): no value, whatever the column holds.
[[nodiscard]] bool is_error_text(std::string_view text) noexcept;

/// Gives that mark.
[[nodiscard]] std::string refused_mark(std::string_view code, std::string_view stored);

/// Whether a cell says that its row is a total: 合计, 小计, 总计 …, `total`, with or without a colon.
[[nodiscard]] bool is_total_word(std::string_view cell);

/// Whether the number of an application says so: it may have more behind the word, 合计（元）, 合计 5 户; where it is `sure`, a sign, a
/// number or 共, and no word: 小计算机-01 is the number of an application of somebody.
[[nodiscard]] bool is_total_number(std::string_view cell, bool sure = false);

/// Whether a fault of this code says that its row is no application: a heading that stands again, a total, a note.
[[nodiscard]] bool is_no_application(std::string_view code) noexcept;

/// Whether a cell could be such a word, by its first bytes: hardly any number or name is.
[[nodiscard]] bool may_be_total(std::string_view cell) noexcept;

namespace detail {

/// The bytes with which numbers of applications and credit codes nearly always begin, and no total, note or unit does.
inline constexpr std::array<bool, 256> kBeginsCode = [] {
    std::array<bool, 256> begins{};
    for (const char c : std::string_view("0123456789ABCDEFHIJKLMOPQVWXYZ")) {
        begins[static_cast<unsigned char>(c)] = true;
    }
    return begins;
}();
/// A sentence has more bytes than this.
inline constexpr std::size_t kLongestCode = 23;

}  // namespace detail

/// Whether one look at its first byte says that a cell is neither a total nor a note: nothing else is asked of such cells,
/// since every row of a file comes by here.
[[nodiscard]] inline bool is_plain_code(std::string_view cell) noexcept {
    return !cell.empty() && cell.size() <= detail::kLongestCode && detail::kBeginsCode[static_cast<unsigned char>(cell.front())];
}

}  // namespace huiqi
