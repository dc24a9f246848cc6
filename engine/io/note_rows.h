#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace huiqi {

/// The code under which rows of notes are set aside.
inline constexpr std::string_view kNoteCode = "D313";

/// Whether a cell could begin a row of notes, by its first bytes: hardly any number of an application does.
[[nodiscard]] bool may_begin_note(std::string_view cell) noexcept;

/// Whether a row is what people write below a table and no data: `注：…`, `填表人：王某`, `审核人：` and the name in the next
/// cell, `单位：万元`. Gives the first cell that holds something. Nothing where anything beside it could be data: what is not certain
/// is a row. In `names`, the columns of who applies and of the number, nothing but the name of a person or a day stands behind a signer.
[[nodiscard]] std::optional<std::size_t> note_row(std::span<const std::string_view> cells, std::span<const std::size_t> names = {});

/// Whether a text is a Chinese sentence, which no number of an application is: `以上金额均为含税价，不含运费。`
[[nodiscard]] bool is_sentence(std::string_view text) noexcept;

}  // namespace huiqi
