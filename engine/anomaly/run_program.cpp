#include <algorithm>
#include <atomic>
#include <string_view>
#include <utility>

#include "engine/anomaly/view_program.h"
#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/on_threads.h"

namespace huiqi {
namespace {

/// Rows that are laid out at a time, and rows that the evaluator takes at a time.
constexpr std::size_t kStretch = 8192;
constexpr std::size_t kChunk = 1024;
/// Elements of one list that are laid out at a time, unless one row alone has more.
constexpr std::size_t kElements = std::size_t{1} << 20U;

template <class T>
void fill_lanes(std::vector<T>& to, const std::vector<T>& from, const Rows& rows) {
    to.resize(rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        to[at] = rows[at] == kNoRow ? T{} : from[rows[at]];
    }
}

/// Texts lie anywhere in memory: those that come soon are asked for ahead, first where they stand, then their characters.
void fill_texts(std::vector<std::string_view>& to, const std::vector<TextCode>& codes, const Rows& rows, const TextPool& pool) {
    constexpr std::size_t kAhead = 16;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at + kAhead < rows.size() && rows[at + kAhead] != kNoRow) {
            pool.ask(codes[rows[at + kAhead]]);
        }
        to[at] = rows[at] == kNoRow ? std::string_view() : pool.text(codes[rows[at]]);
        __builtin_prefetch(to[at].data());
    }
}

void fill_states(Column& to, const Column& from, const Rows& rows) {
    const bool missing = std::find(rows.begin(), rows.end(), kNoRow) != rows.end();
    to.states.clear();
    if (from.states.empty() && !missing) {
        return;
    }
    to.states.resize(rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        to.states[at] = rows[at] == kNoRow           ? static_cast<std::uint8_t>(State::absent)
                        : from.states.empty() ? std::uint8_t{0}
                                              : from.states[rows[at]];
    }
}

/// Lays values out as the evaluator wants them; `rows` are rows of the values.
void fill_values(Column& to, const ColumnValues& from, const Rows& rows, const TextPool& pool) {
    fill_states(to, from.column, rows);
    switch (from.column.kind) {
        case ColumnKind::boolean: fill_lanes(to.booleans, from.column.booleans, rows); break;
        case ColumnKind::int64: fill_lanes(to.int64s, from.column.int64s, rows); break;
        case ColumnKind::int128: fill_lanes(to.int128s, from.column.int128s, rows); break;
        case ColumnKind::wide: fill_lanes(to.wides, from.column.wides, rows); break;
        case ColumnKind::date:
        case ColumnKind::enumeration: fill_lanes(to.int32s, from.column.int32s, rows); break;
        case ColumnKind::text:
            to.texts.resize(rows.size());
            fill_texts(to.texts, from.codes, rows, pool);
            break;
        case ColumnKind::list:
        case ColumnKind::record: expect(false, "values are no lists"); break;
    }
}

/// Lays stretches of a relation out for a program.
class BatchFiller {
public:
    BatchFiller(const ViewProgram& program, const RowSet& from, const TextPool& pool)
        : program_(program), from_(from), pool_(pool), batch_(program.plan->schema) {}

    /// Lays out rows from `first` on: `most`, or less when their lists are long. Gives how many.
    std::size_t fill(std::size_t first, std::size_t most) {
        const std::size_t count = rows_that_fit(first, most);
        batch_.root().rows = count;
        for (const ViewProgram::Used& used : program_.used) {
            const RelationColumn* column = from_.find(used.column);
            expect(column != nullptr, "a program reads columns of its relation");
            Column& to = batch_.root().columns[used.field];
            if (column->values) {
                take_rows(*column, first, count);
                fill_values(to, *column->values, rows_, pool_);
            } else if (column->is_record()) {
                take_rows(*column, first, count);
                for (std::uint32_t& row : rows_) {
                    row = (*column->rows)[row];
                }
                fill_below(to, *column, used, count);
            } else {
                fill_below(to, *column, used, take_elements(*column, first, count, !used.below.empty(), to));
            }
        }
        return count;
    }

    [[nodiscard]] const Batch& batch() const noexcept { return batch_; }

private:
    /// At least one row, and no more than have so many elements in each list.
    [[nodiscard]] std::size_t rows_that_fit(std::size_t first, std::size_t most) const {
        std::size_t fit = most;
        for (const ViewProgram::Used& used : program_.used) {
            const RelationColumn& column = *from_.find(used.column);
            std::size_t elements = 0;
            for (std::size_t at = 0; column.is_list() && at < fit; ++at) {
                const std::uint32_t row = column.source(static_cast<std::uint32_t>(first + at));
                elements += (*column.offsets)[row + 1] - (*column.offsets)[row];
                if (elements > kElements && at != 0) {
                    fit = at;
                }
            }
        }
        return fit;
    }

    void take_rows(const RelationColumn& column, std::size_t first, std::size_t count) {
        rows_.resize(count);
        for (std::size_t at = 0; at < count; ++at) {
            rows_[at] = column.source(static_cast<std::uint32_t>(first + at));
        }
    }

    /// Gives how many elements the rows' lists have together; which ones only when something of them is read.
    std::size_t take_elements(const RelationColumn& column, std::size_t first, std::size_t count, bool read, Column& to) {
        rows_.clear();
        to.offsets.assign(1, 0);
        std::size_t elements = 0;
        for (std::size_t at = 0; at < count; ++at) {
            const std::uint32_t row = column.source(static_cast<std::uint32_t>(first + at));
            const auto begin = column.rows->begin() + (*column.offsets)[row];
            const auto end = column.rows->begin() + (*column.offsets)[row + 1];
            if (read) {
                rows_.insert(rows_.end(), begin, end);
            }
            elements += static_cast<std::size_t>(end - begin);
            to.offsets.push_back(static_cast<std::uint32_t>(elements));
        }
        return elements;
    }

    /// Fills the fields that are read; `rows_` are rows of the target.
    void fill_below(Column& to, const RelationColumn& column, const ViewProgram::Used& used, std::size_t count) {
        to.child->rows = count;
        for (const std::uint32_t field : used.below) {
            std::uint32_t at = 0;
            for (const RelationColumn& below : column.target->columns) {
                if (!below.values || at++ != field) {
                    continue;
                }
                value_rows_.resize(rows_.size());
                for (std::size_t i = 0; i < rows_.size(); ++i) {
                    value_rows_[i] = rows_[i] == kNoRow ? kNoRow : below.source(rows_[i]);
                }
                fill_values(to.child->columns[field], *below.values, value_rows_, pool_);
            }
        }
    }

    const ViewProgram& program_;
    const RowSet& from_;
    const TextPool& pool_;
    Batch batch_;
    Rows rows_;
    Rows value_rows_;
};

}  // namespace

std::size_t stretch_count(std::size_t rows) noexcept {
    return (rows + kChunk - 1) / kChunk;
}

void run_program(const ViewProgram& program, const RowSet& from, const TextPool& pool, unsigned threads,
                 const StretchWork& work) {
    std::atomic<std::size_t> next{0};
    const std::size_t most = from.rows <= kStretch ? std::size_t{1} : std::max<std::size_t>(threads, 1);
    on_threads(most, [&](std::size_t /*thread*/) {
        BatchFiller filler(program, from, pool);
        Evaluator evaluator(program.plan);
        for (std::size_t first = next.fetch_add(kStretch); first < from.rows; first = next.fetch_add(kStretch)) {
            const std::size_t count = std::min(kStretch, from.rows - first);
            for (std::size_t done = 0; done < count;) {
                const std::size_t filled = filler.fill(first + done, count - done);
                for (std::size_t row = 0; row < filled; row += evaluator.rows()) {
                    (void)evaluator.run_some(filler.batch(), row, std::min(kChunk, filled - row));
                    work(evaluator, first + done + row, (first + done + row) / kChunk);
                }
                done += filled;
            }
        }
    });
}

}  // namespace huiqi
