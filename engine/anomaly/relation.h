#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/text_pool.h"
#include "engine/data/batch.h"
#include "engine/data/schema.h"

namespace huiqi {

/// Numbers of rows of a relation.
using Rows = std::vector<std::uint32_t>;
inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

/// The values of one column that is no list and no record. Texts stand as codes of the pool.
struct ColumnValues {
    Column column;                 ///< `texts` stays empty
    std::vector<TextCode> codes;   ///< of a text column

    [[nodiscard]] bool known(std::size_t row) const noexcept {
        return column.states.empty() || column.states[row] == 0;
    }
};

struct RowSet;

/// One column of a relation: values, or for each row one row (record) or some rows (list) of another relation.
struct RelationColumn {
    FieldSchema field;
    std::shared_ptr<const ColumnValues> values;   ///< set unless it is a record or a list
    std::shared_ptr<const RowSet> target;       ///< of a record or a list
    std::shared_ptr<const Rows> rows;             ///< record: the row, or kNoRow; list: the rows of all lists
    std::shared_ptr<const Rows> offsets;          ///< list: those of row r are [offsets[r], offsets[r + 1]) of `rows`
    std::shared_ptr<const Rows> select;           ///< which row of the above each row takes; nullptr: its own

    [[nodiscard]] bool is_list() const noexcept { return offsets != nullptr; }
    [[nodiscard]] bool is_record() const noexcept { return target != nullptr && offsets == nullptr; }
    [[nodiscard]] std::uint32_t source(std::uint32_t row) const noexcept { return select ? (*select)[row] : row; }
};

/// A table of joined data or what a view makes of tables. Never changes once it is made; views share columns.
struct RowSet {
    std::string name;
    std::size_t rows = 0;
    std::vector<RelationColumn> columns;

    [[nodiscard]] const RelationColumn* find(std::string_view column) const noexcept;
};

/// Gives the rows of a relation that are named, in that order.
[[nodiscard]] RowSet taken(const RowSet& from, std::shared_ptr<const Rows> rows);

/// Gives the schema of a record of the columns that are values; those below an optional join may be absent.
[[nodiscard]] std::vector<FieldSchema> scalar_fields(const RowSet& relation, bool optional);

/// Makes the column that holds one row of `target` for each row.
[[nodiscard]] RelationColumn record_column(std::string name, std::shared_ptr<const RowSet> target, Rows rows,
                                           bool optional);
/// Makes the column that holds some rows of `target` for each row.
[[nodiscard]] RelationColumn list_column(std::string name, std::shared_ptr<const RowSet> target, Rows offsets,
                                         Rows rows);
/// The same of lists that many rows and columns share: `select` says which of them each row takes.
[[nodiscard]] RelationColumn shared_list_column(std::string name, std::shared_ptr<const RowSet> target,
                                                std::shared_ptr<const Rows> offsets, std::shared_ptr<const Rows> rows,
                                                Rows select);

/// Finds `column` or `record.column`; `through` then is the record's column. Nullptr when there is none, or it is no value.
struct ColumnPath {
    const RelationColumn* through = nullptr;
    const RelationColumn* column = nullptr;

    /// Gives the row of the values for a row of the relation; kNoRow below a record that is not there.
    [[nodiscard]] std::uint32_t value_row(std::uint32_t row) const noexcept;
};
[[nodiscard]] std::optional<ColumnPath> find_path(const RowSet& relation, std::string_view path);

/// Gives the lane of a value as 64 bits that are equal for equal values: code of a text, count of steps, day. Nothing
/// for what is absent, and for the empty text, which is no key.
[[nodiscard]] std::optional<std::uint64_t> key_of(const RelationColumn& column, std::uint32_t value_row) noexcept;

}  // namespace huiqi
