#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/anomaly/relation.h"
#include "engine/anomaly/repeated_rows.h"
#include "engine/anomaly/text_pool.h"
#include "engine/data/batch.h"

namespace huiqi {

/// Turns rows as read into the relation of a table: keys in one spelling, rows in the order of the key (of all columns
/// where there is none), so that the order of the file is never seen. Takes a batch at a time, which may go afterwards.
class TableBuilder {
public:
    TableBuilder(const DataTable& table, TextPool& pool);

    /// `lines` of the file, one a row, where there is one.
    void add(const Batch& batch, std::span<const std::uint32_t> lines = {});
    [[nodiscard]] std::shared_ptr<const RowSet> finish();
    /// Gives the rows that repeat the key of another, once `finish` was called.
    [[nodiscard]] const std::vector<RepeatedRow>& repeated() const noexcept { return repeated_; }

private:
    /// A text column of the batch at hand, and what became of it.
    struct Texts {
        std::vector<std::string_view> texts;
        std::vector<std::uint8_t> states;
    };

    void note_origins(std::span<const std::uint32_t> lines);
    void normalise(const DataTable::Normal& normal, std::size_t target);
    void append(std::size_t at, const Column& from);
    void append_states(std::size_t at, const std::vector<std::uint8_t>& states);
    [[nodiscard]] RelationColumn row_places(std::size_t rows);

    const DataTable& table_;
    TextPool& pool_;
    std::vector<FieldSchema> fields_;                     ///< of the file, then those that normal forms add
    std::vector<std::shared_ptr<ColumnValues>> values_;   ///< one a field
    std::vector<Texts> texts_;                            ///< one a field
    std::deque<std::string> made_;                        ///< spellings made of the batch at hand
    RowOrigins origins_;
    std::vector<RepeatedRow> repeated_;
    std::size_t rows_ = 0;
    std::size_t added_ = 0;                               ///< rows of the batch at hand
};

/// The same of batches that are there.
[[nodiscard]] std::shared_ptr<const RowSet> table_relation(const DataTable& table, const std::vector<const Batch*>& batches,
                                                           TextPool& pool);

/// Gives what names a row of a table without numbers (`行名`): some of its cells, with strokes between them.
[[nodiscard]] std::string row_name(const DataTable& table, const RowSet& rows, std::uint32_t row, const TextPool& pool);

}  // namespace huiqi
