#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "engine/data/schema.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/wide.h"

namespace huiqi {

struct Table;

/// One column of a table. Only the vector that `kind` names is filled; it has one element a row, whatever the state.
/// A lane that is not known holds a neutral value (0, "", first code) that kernels may compute with.
struct Column {
    ColumnKind kind = ColumnKind::int64;
    /// One `State` (known, absent, unknown) a row; empty when every row is known.
    std::vector<std::uint8_t> states;
    std::vector<std::uint8_t> booleans;
    std::vector<std::int64_t> int64s;
    std::vector<Int128> int128s;
    std::vector<Wide> wides;
    std::vector<std::int32_t> int32s;        ///< dates (days since 1970-01-01) and enumeration codes
    std::vector<std::string_view> texts;     ///< into the batch's `characters`, or longer-lived memory
    /// Of a list: elements of row r are rows [offsets[r], offsets[r + 1]) of `child`; of a record: row r of `child`.
    std::vector<std::uint32_t> offsets;
    std::unique_ptr<Table> child;

    void clear();
};

/// Columns of one length, in the order of the schema's fields.
struct Table {
    std::size_t rows = 0;
    std::vector<Column> columns;
};

/// Some applications as typed columns, by a schema. Reused from chunk to chunk: `clear` keeps memory.
class Batch {
public:
    explicit Batch(const Schema& schema);

    [[nodiscard]] Table& root() noexcept { return root_; }
    [[nodiscard]] const Table& root() const noexcept { return root_; }
    [[nodiscard]] std::size_t rows() const noexcept { return root_.rows; }
    /// Holds the characters of texts; released by `clear`.
    [[nodiscard]] std::pmr::memory_resource& characters() noexcept { return *characters_; }
    /// Copies a text into `characters`.
    [[nodiscard]] std::string_view keep(std::string_view text);
    void clear();

private:
    Table root_;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> characters_;
};

/// Appends one application given as values in schema order (base units; a missing list is an unknown value).
/// Requires every value to fit its field's type, range and step (`datum_fault` says so beforehand).
void append_row(Batch& batch, const Schema& schema, const std::vector<Value>& row);

/// Puts other values into a field of all rows; requires one for each, as `append_row` does.
void replace_column(Batch& batch, const Schema& schema, std::size_t field, const std::vector<Value>& values);

}  // namespace huiqi
