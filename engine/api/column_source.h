#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/data/batch.h"
#include "engine/data/schema.h"
#include "huiqi/columns.h"

namespace huiqi {

/// Gives the form in which the values of a field are given as a column.
[[nodiscard]] ColumnForm form_of(const FieldSchema& field);

/// Copies rows of the caller's columns into a batch, and holds the values to what the rules declare. One for
/// each thread and plan.
class ColumnSource {
public:
    /// Takes what is wrong with a value.
    using Say = std::function<void(Message)>;

    /// `columns` gives the column of each field, of its form or not answered. All must outlive the source.
    ColumnSource(const Schema& schema, std::vector<const InputColumn*> columns, Say say);

    /// Fills the batch with rows [first, first + count), and tells whether nothing is wrong with them.
    [[nodiscard]] bool take(Batch& batch, std::size_t first, std::size_t count);
    /// The same for columns that were sorted: says of what is wrong in which of these rows it was.
    [[nodiscard]] bool take(Batch& batch, std::size_t first, std::span<const std::uint32_t> rows);

private:
    /// Values from low to high.
    struct Bound {
        std::int64_t low = 0;
        std::int64_t high = 0;
    };

    template <class Copy>
    [[nodiscard]] bool take_all(Batch& batch, std::size_t count, Copy copy);
    [[nodiscard]] bool check_rows(const Column& column, std::size_t at,
                                  const std::function<std::size_t(std::size_t)>& row_of);
    [[nodiscard]] static Bound outer_bound(const FieldSchema& field);
    [[nodiscard]] static std::optional<Bound> declared_bound(const FieldSchema& field);

    const Schema& schema_;
    std::vector<const InputColumn*> columns_;
    Say say_;
    std::vector<Bound> outer_;                    ///< that every value keeps, or means nothing
    std::vector<std::optional<Bound>> declared_;  ///< of fields of one range: that every value keeps
};

}  // namespace huiqi
