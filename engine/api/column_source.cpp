#include "engine/api/column_source.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "engine/api/messages.h"
#include "engine/data/datum.h"
#include "engine/io/table_edit.h"
#include "engine/numeric/on_processor.h"

namespace huiqi {
namespace {

/// Copies lanes, and tells whether all lie within the bound.
template <class T>
[[nodiscard]] bool copied_within(const T* from, T* to, std::size_t rows, T low, T high) {
    bool within = false;
    on_processor(
        [](const T* values, T* lanes, std::size_t count, T least, T most, bool* out)
            __attribute__((always_inline)) {
                T lowest = most;
                T highest = least;
                for (std::size_t row = 0; row < count; ++row) {
                    const T value = values[row];
                    lowest = value < lowest ? value : lowest;
                    highest = highest < value ? value : highest;
                    lanes[row] = value;
                }
                *out = lowest >= least && highest <= most;
            },
        from, to, rows, low, high, &within);
    return within;
}

[[nodiscard]] std::int64_t held(const Integer& value) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    return fits_int64(value) ? to_int64(value) : value.sign() < 0 ? -kMost : kMost;
}

[[nodiscard]] std::int64_t lane_at(const Column& column, std::size_t row) {
    switch (column.kind) {
        case ColumnKind::boolean: return column.booleans[row];
        case ColumnKind::int64: return column.int64s[row];
        default: return column.int32s[row];
    }
}

[[nodiscard]] Value value_of(const FieldSchema& field, std::int64_t lane) {
    switch (field.kind) {
        case ColumnKind::boolean: return Value::of(lane != 0);
        case ColumnKind::date: return Value::of(Date::from_days(static_cast<std::int32_t>(lane)));
        case ColumnKind::enumeration: return Value::enumerated(static_cast<std::int32_t>(lane));
        default: return Value::of(Rational(Rational(Integer(lane)) * field.step));
    }
}

/// Calls `work` with the memory of a column and the lanes that its values go to.
template <class Work>
[[nodiscard]] bool with_values(const InputColumn& given, Column& column, Work work) {
    switch (given.form()) {
        case ColumnForm::truth: return work(static_cast<const std::uint8_t*>(given.data()), column.booleans);
        case ColumnForm::count: return work(static_cast<const std::int64_t*>(given.data()), column.int64s);
        case ColumnForm::day:
        case ColumnForm::choice: return work(static_cast<const std::int32_t*>(given.data()), column.int32s);
        case ColumnForm::other: break;
    }
    return true;
}

}  // namespace

ColumnForm form_of(const FieldSchema& field) {
    switch (field.kind) {
        case ColumnKind::boolean: return ColumnForm::truth;
        case ColumnKind::int64: return ColumnForm::count;
        case ColumnKind::date: return ColumnForm::day;
        case ColumnKind::enumeration: return ColumnForm::choice;
        case ColumnKind::int128:
        case ColumnKind::wide:
        case ColumnKind::text:
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    return ColumnForm::other;
}

ColumnSource::Bound ColumnSource::outer_bound(const FieldSchema& field) {
    switch (field.kind) {
        case ColumnKind::boolean: return {.low = 0, .high = 1};
        case ColumnKind::enumeration:
            return {
                .low = 0,
                .high = static_cast<std::int64_t>(field.type.without_optional().values()->values.size()) - 1};
        case ColumnKind::date: return {.low = kFirstDay, .high = kLastDay};
        case ColumnKind::int64:
            return {.low = held(ceiling(Rational(field.least / field.step))),
                    .high = held(floor(Rational(field.most / field.step)))};
        default: return {};
    }
}

std::optional<ColumnSource::Bound> ColumnSource::declared_bound(const FieldSchema& field) {
    Bound bound = outer_bound(field);
    if (field.range.empty() || form_of(field) == ColumnForm::other) {
        return bound;
    }
    if (field.range.size() > 1) {
        return std::nullopt;
    }
    const AllowedRange& range = field.range.front();
    const Rational step = field.kind == ColumnKind::date ? Rational(1) : field.step;
    if (range.low) {
        const Rational count = *range.low / step;
        bound.low =
            std::max(bound.low, held(range.low_included ? ceiling(count) : Integer(floor(count) + 1)));
    }
    if (range.high) {
        const Rational count = *range.high / step;
        bound.high =
            std::min(bound.high, held(range.high_included ? floor(count) : Integer(ceiling(count) - 1)));
    }
    return bound;
}

ColumnSource::ColumnSource(const Schema& schema, std::vector<const InputColumn*> columns, Say say)
    : schema_(schema), columns_(std::move(columns)), say_(std::move(say)) {
    for (const FieldSchema& field : schema_.fields) {
        outer_.push_back(outer_bound(field));
        declared_.push_back(declared_bound(field));
    }
}

/// Says which rows of a column are at fault; gives false when any is.
bool ColumnSource::check_rows(const Column& column, std::size_t at,
                              const std::function<std::size_t(std::size_t)>& row_of) {
    const FieldSchema& field = schema_.fields[at];
    bool fine = true;
    for (std::size_t row = 0; row < column_rows(column); ++row) {
        const std::int64_t lane = lane_at(column, row);
        const auto answer = [&] { return field.name + "[" + std::to_string(row_of(row)) + "]"; };
        // any count is a number, which may be asked what is wrong with it; not any day is a date
        const bool outside = lane < outer_[at].low || lane > outer_[at].high;
        const bool readable = !outside || field.kind == ColumnKind::int64;
        if (auto fault = readable ? datum_fault(value_of(field, lane), field) : std::nullopt) {
            say_(message_of(std::move(*fault), answer()));
            fine = false;
        } else if (outside) {
            Message message = message_of("E468",
                                         {std::to_string(lane) + " 不是“" + field.name + "”的值",
                                          std::to_string(lane) + " is no value of `" + field.name + "`"},
                                         {"应在 " + std::to_string(outer_[at].low) + " 与 " +
                                              std::to_string(outer_[at].high) + " 之间",
                                          "it lies between " + std::to_string(outer_[at].low) + " and " +
                                              std::to_string(outer_[at].high)});
            message.answer = answer();
            say_(std::move(message));
            fine = false;
        }
    }
    return fine;
}

template <class Copy>
bool ColumnSource::take_all(Batch& batch, std::size_t count, Copy copy) {
    batch.clear();
    bool fine = true;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        Column& column = batch.root().columns[at];
        if (columns_[at]->form() == ColumnForm::other) {
            for (std::size_t row = 0; row < count; ++row) {
                append_missing(column, State::unknown);
            }
            continue;
        }
        const Bound bound = declared_[at] ? *declared_[at] : outer_[at];
        const bool within =
            with_values(*columns_[at], column, [&]<class T>(const T* from, std::vector<T>& lanes) {
                lanes.resize(count);
                return copy(from, lanes.data(), static_cast<T>(bound.low), static_cast<T>(bound.high));
            });
        // of several ranges the outer bound is not the whole truth
        fine = (within && declared_[at].has_value()) || check_rows(column, at, copy.row_of) ? fine : false;
    }
    set_rows(batch.root(), count);
    return fine;
}

namespace {

struct CopyStretch {
    std::size_t first;
    std::size_t count;
    std::function<std::size_t(std::size_t)> row_of;

    template <class T>
    bool operator()(const T* from, T* to, T low, T high) const {
        return copied_within(from + first, to, count, low, high);
    }
};

}  // namespace

bool ColumnSource::take(Batch& batch, std::size_t first, std::size_t count) {
    return take_all(batch, count,
                    CopyStretch{.first = first, .count = count, .row_of = [first](std::size_t row) {
                                    return first + row;
                                }});
}

bool ColumnSource::take(Batch& batch, std::size_t first, std::span<const std::uint32_t> rows) {
    return take_all(batch, rows.size(),
                    CopyStretch{.first = first, .count = rows.size(), .row_of = [rows](std::size_t row) {
                                    return std::size_t{rows[row]};
                                }});
}

}  // namespace huiqi
