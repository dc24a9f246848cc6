#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/data/batch.h"
#include "engine/data/value.h"

namespace huiqi {

/// Appends the state of a lane whose row number is `row`; the column of states begins with the first row that
/// is not known.
inline void append_state(Column& column, std::size_t row, State state) {
    if (state == State::known && column.states.empty()) [[likely]] {
        return;
    }
    column.states.resize(row, static_cast<std::uint8_t>(State::known));
    column.states.push_back(static_cast<std::uint8_t>(state));
}

/// Gives how many rows a column holds.
[[nodiscard]] std::size_t column_rows(const Column& column) noexcept;

/// Appends a lane that holds no value: absent or unknown. A list gets no elements; every field of a record
/// gets the same state.
void append_missing(Column& column, State state);

/// Drops the rows behind the first `rows` of a column, in child tables too.
void truncate_column(Column& column, std::size_t rows);

/// Sets the number of rows of a table and of the records in it, once all columns have so many.
void set_rows(Table& table, std::size_t rows);

/// Keeps of the rows from `first` on those that `keep` marks; requires columns of first + keep.size() rows.
/// Leaves `table.rows` to the caller.
void keep_rows(Table& table, std::size_t first, std::span<const std::uint8_t> keep);

/// Appends one row of a column to another column of the same field, which is no list. Texts are shared, not
/// copied.
void append_lane(Column& to, const Column& from, std::size_t row);

/// Copies the texts of a column, from row `first` on, into the batch, so that they outlive where they came
/// from.
void keep_texts(Batch& batch, Column& column, std::size_t first);

}  // namespace huiqi
