#pragma once

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

/// Whether the number of an application says so: it may have more behind the word, 合计（元）, 合计 5 户.
[[nodiscard]] bool is_total_number(std::string_view cell);

/// Whether a fault of this code says that its row is no application: a heading that stands again, a total, a note.
[[nodiscard]] bool is_no_application(std::string_view code) noexcept;

/// Whether a cell could be such a word, by its first bytes: hardly any number or name is.
[[nodiscard]] bool may_be_total(std::string_view cell) noexcept;

}  // namespace huiqi
