#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/anomaly/relation.h"

namespace huiqi {

/// Gives the schema of a text, a whole number or a day that the program itself makes.
[[nodiscard]] FieldSchema text_field(std::string name);
[[nodiscard]] FieldSchema integer_field(std::string name);
[[nodiscard]] FieldSchema date_field(std::string name);

/// Makes a column of values.
[[nodiscard]] RelationColumn text_column(FieldSchema field, std::vector<TextCode> codes);
[[nodiscard]] RelationColumn number_column(FieldSchema field, std::vector<std::int64_t> counts);
[[nodiscard]] RelationColumn day_column(FieldSchema field, std::vector<std::int32_t> days);

/// Makes the column of a relation that is made of lists one behind the other, under its name: `offsets` part them.
[[nodiscard]] RelationColumn lists_column(RowSet all, Rows offsets);

/// Lays relations under each other. Takes the columns of values that all have by name with one type and step, in the
/// order of the first.
[[nodiscard]] RowSet stacked(std::string name, const std::vector<std::shared_ptr<const RowSet>>& parts);

/// Adds `count` values of a column to others of its kind; those of rows kNoRow are absent.
void append_values(ColumnValues& to, const RelationColumn& from, const std::uint32_t* value_rows, std::size_t count);

}  // namespace huiqi
