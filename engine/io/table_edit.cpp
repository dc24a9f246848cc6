#include "engine/io/table_edit.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// Calls `work` with the vector of lanes that the kind names; not for lists and records.
template <class C, class Work>
decltype(auto) with_lanes(C& column, Work work) {
    switch (column.kind) {
        case ColumnKind::boolean: return work(column.booleans);
        case ColumnKind::int64: return work(column.int64s);
        case ColumnKind::int128: return work(column.int128s);
        case ColumnKind::wide: return work(column.wides);
        case ColumnKind::date:
        case ColumnKind::enumeration: return work(column.int32s);
        case ColumnKind::text: return work(column.texts);
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    fail_expectation("a list or a record has no lanes of its own", std::source_location::current());
}

bool is_nested(const Column& column) {
    return column.kind == ColumnKind::list || column.kind == ColumnKind::record;
}

/// Moves the kept elements together.
template <class T>
void keep_lanes(std::vector<T>& lanes, std::size_t first, std::span<const std::uint8_t> keep) {
    std::size_t to = first;
    for (std::size_t i = 0; i < keep.size(); ++i) {
        if (keep[i] != 0) {
            if (to != first + i) {
                lanes[to] = std::move(lanes[first + i]);
            }
            ++to;
        }
    }
    lanes.resize(to);
}

void keep_column(Column& column, std::size_t first, std::span<const std::uint8_t> keep);

void keep_elements(Column& column, std::size_t first, std::span<const std::uint8_t> keep) {
    const std::size_t child_first = column.offsets[first];
    std::vector<std::uint8_t> keep_child(column.offsets.back() - child_first, 0);
    std::size_t to = first;
    std::uint32_t end = column.offsets[first];
    std::uint32_t begin = end;
    for (std::size_t i = 0; i < keep.size(); ++i, begin = end) {
        end = column.offsets[first + i + 1];
        if (keep[i] != 0) {
            for (std::uint32_t element = begin; element < end; ++element) {
                keep_child[element - child_first] = 1;
            }
            column.offsets[to + 1] = column.offsets[to] + (end - begin);
            ++to;
        }
    }
    column.offsets.resize(to + 1);
    keep_rows(*column.child, child_first, keep_child);
    set_rows(*column.child, column.offsets.back());
}

void keep_column(Column& column, std::size_t first, std::span<const std::uint8_t> keep) {
    if (!column.states.empty()) {
        keep_lanes(column.states, first, keep);
    }
    if (column.kind == ColumnKind::list) {
        keep_elements(column, first, keep);
    } else if (column.kind == ColumnKind::record) {
        keep_rows(*column.child, first, keep);
    } else {
        with_lanes(column, [&](auto& lanes) { keep_lanes(lanes, first, keep); });
    }
}

}  // namespace

std::size_t column_rows(const Column& column) noexcept {
    if (column.kind == ColumnKind::list) {
        return column.offsets.size() - 1;
    }
    if (column.kind == ColumnKind::record) {
        return column.child->rows;
    }
    return with_lanes(column, [](const auto& lanes) { return lanes.size(); });
}

void append_missing(Column& column, State state) {
    append_state(column, column_rows(column), state);
    if (column.kind == ColumnKind::list) {
        const std::uint32_t end = column.offsets.back();
        column.offsets.push_back(end);
    } else if (column.kind == ColumnKind::record) {
        for (Column& field : column.child->columns) {
            append_missing(field, state);
        }
        ++column.child->rows;
    } else {
        with_lanes(column, [](auto& lanes) { lanes.emplace_back(); });
    }
}

void truncate_column(Column& column, std::size_t rows) {
    if (column.states.size() > rows) {
        column.states.resize(rows);
    }
    if (!is_nested(column)) {
        with_lanes(column, [&](auto& lanes) { lanes.resize(std::min(lanes.size(), rows)); });
        return;
    }
    std::size_t child_rows = rows;
    if (column.kind == ColumnKind::list) {
        column.offsets.resize(std::min(column.offsets.size(), rows + 1));
        child_rows = column.offsets.back();
    }
    for (Column& field : column.child->columns) {
        truncate_column(field, child_rows);
    }
    set_rows(*column.child, child_rows);
}

void set_rows(Table& table, std::size_t rows) {
    table.rows = rows;
    for (Column& column : table.columns) {
        if (column.kind == ColumnKind::record) {
            set_rows(*column.child, rows);
        }
    }
}

void keep_rows(Table& table, std::size_t first, std::span<const std::uint8_t> keep) {
    for (Column& column : table.columns) {
        keep_column(column, first, keep);
    }
}

void append_lane(Column& to, const Column& from, std::size_t row) {
    const State state = from.states.empty() ? State::known : static_cast<State>(from.states[row]);
    append_state(to, column_rows(to), state);
    switch (from.kind) {
        case ColumnKind::boolean: to.booleans.push_back(from.booleans[row]); return;
        case ColumnKind::int64: to.int64s.push_back(from.int64s[row]); return;
        case ColumnKind::int128: to.int128s.push_back(from.int128s[row]); return;
        case ColumnKind::wide: to.wides.push_back(from.wides[row]); return;
        case ColumnKind::date:
        case ColumnKind::enumeration: to.int32s.push_back(from.int32s[row]); return;
        case ColumnKind::text: to.texts.push_back(from.texts[row]); return;
        case ColumnKind::record:
            for (std::size_t field = 0; field < to.child->columns.size(); ++field) {
                append_lane(to.child->columns[field], from.child->columns[field], row);
            }
            set_rows(*to.child, to.child->rows + 1);
            return;
        case ColumnKind::list: break;
    }
    fail_expectation("a table of a folder holds no nested list", std::source_location::current());
}

void keep_texts(Batch& batch, Column& column, std::size_t first) {
    for (std::size_t row = first; row < column.texts.size(); ++row) {
        column.texts[row] = batch.keep(column.texts[row]);
    }
    if (column.kind == ColumnKind::record) {
        for (Column& field : column.child->columns) {
            keep_texts(batch, field, first);
        }
    }
}

}  // namespace huiqi
