#include "engine/io/cell_reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/diagnostic/expect.h"
#include "engine/io/plain_number.h"
#include "engine/io/table_edit.h"
#include "engine/io/unanswered.h"

namespace huiqi {
namespace {

constexpr std::size_t kFewNames = 8;

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// Whether a text has a blank at an end.
bool has_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    return !text.empty() && (kBlanks.find(text.front()) != std::string_view::npos ||
                             kBlanks.find(text.back()) != std::string_view::npos);
}

/// Takes the usual blanks from both ends of a text that is not blank throughout.
std::string_view trimmed(std::string_view text) {
    while (has_blanks(text)) {
        const bool front = text.front() == ' ' || text.front() == '\t';
        front ? text.remove_prefix(1) : text.remove_suffix(1);
    }
    return text;
}

/// Reads the plain form of a number that may be below zero: a `-` in front, no other sign.
bool read_signed_number(std::string_view text, unsigned decimals, std::int64_t& count) {
    const bool negative = !text.empty() && text.front() == '-';
    if (!read_plain_number(text.substr(negative ? 1 : 0), decimals, count)) {
        return false;
    }
    count = negative ? -count : count;
    return true;
}

/// Whether a text is a word in Latin letters, small or capital.
bool is_word(std::string_view text, std::string_view small) {
    return std::equal(text.begin(), text.end(), small.begin(), small.end(), [](char given, char letter) { return (given | 0x20) == letter; });
}

bool read_boolean(std::string_view text, std::uint8_t& value) {
    if (is_word(text, "true") || text == "是") {
        value = 1;
        return true;
    }
    value = 0;
    return is_word(text, "false") || text == "否";
}

/// Gives two digits as a number, or 100 and more when they are none.
unsigned two_digits(const char* at) {
    const unsigned tens = static_cast<unsigned char>(at[0] - '0');
    const unsigned ones = static_cast<unsigned char>(at[1] - '0');
    return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

std::int64_t saturated(const Integer& value) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    if (fits_int64(value)) {
        return to_int64(value);
    }
    return value.sign() < 0 ? -kMost : kMost;
}

/// Gives r when the value is 10^r, at most 18.
std::optional<unsigned> power_of_ten(const Rational& value) {
    for (unsigned exponent = 0; exponent <= kPow10Limit64; ++exponent) {
        if (value == Rational(pow10(exponent))) {
            return exponent;
        }
    }
    return std::nullopt;
}

void append_known(Column& column, const FieldSchema& field, const Value& value, Batch& batch) {
    append_state(column, column_rows(column), State::known);
    switch (field.kind) {
        case ColumnKind::boolean: column.booleans.push_back(value.boolean() ? 1 : 0); return;
        case ColumnKind::int64:
            column.int64s.push_back(to_int64(numerator(Rational(value.number() / field.step))));
            return;
        case ColumnKind::int128:
            column.int128s.push_back(to_int128(numerator(Rational(value.number() / field.step))));
            return;
        case ColumnKind::wide:
            column.wides.emplace_back(numerator(Rational(value.number() / field.step)));
            return;
        case ColumnKind::date: column.int32s.push_back(value.date().days()); return;
        case ColumnKind::enumeration: column.int32s.push_back(value.code()); return;
        case ColumnKind::text: column.texts.push_back(batch.keep(value.text())); return;
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    fail_expectation("a cell holds one scalar", std::source_location::current());
}

/// Texts that stand for themselves; those that may say that there is none are left.
[[nodiscard]] std::size_t read_plain_texts(const CellColumn& cells, std::size_t first, Column& column,
                                           std::uint32_t* left) {
    column.texts.resize(first + cells.rows);
    std::size_t count = 0;
    for (std::size_t row = 0; row < cells.rows; ++row) {
        const std::string_view text = cells.at(row);
        column.texts[first + row] = text;
        left[count] = static_cast<std::uint32_t>(row);
        count += text.empty() || is_unanswered(text) ? 1U : 0U;
    }
    return count;
}

/// Reads numbers for wider lanes by way of 64 bits, which nearly all fit.
template <class T>
[[nodiscard]] std::size_t read_wider(const CellColumn& cells, unsigned decimals, const CountRange& range, T* to,
                                     std::uint32_t* left) {
    std::vector<std::int64_t> narrow(cells.rows);
    const std::size_t count = read_plain_numbers(cells, decimals, range, narrow.data(), left);
    std::copy(narrow.begin(), narrow.end(), to);
    return count;
}

/// Overwrites a lane of a column with one of another column of the same field.
void copy_lane(Column& to, std::size_t row, const Column& from, std::size_t at) {
    switch (to.kind) {
        case ColumnKind::boolean: to.booleans[row] = from.booleans[at]; return;
        case ColumnKind::int64: to.int64s[row] = from.int64s[at]; return;
        case ColumnKind::int128: to.int128s[row] = from.int128s[at]; return;
        case ColumnKind::wide: to.wides[row] = from.wides[at]; return;
        case ColumnKind::date:
        case ColumnKind::enumeration: to.int32s[row] = from.int32s[at]; return;
        case ColumnKind::text: to.texts[row] = from.texts[at]; return;
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    fail_expectation("a cell holds one scalar", std::source_location::current());
}

/// Puts what a missing datum has into a lane.
void clear_lane(Column& column, std::size_t row) {
    switch (column.kind) {
        case ColumnKind::boolean: column.booleans[row] = 0; return;
        case ColumnKind::int64: column.int64s[row] = 0; return;
        case ColumnKind::int128: column.int128s[row] = 0; return;
        case ColumnKind::wide: column.wides[row] = Wide(); return;
        case ColumnKind::date:
        case ColumnKind::enumeration: column.int32s[row] = 0; return;
        case ColumnKind::text: column.texts[row] = {}; return;
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    fail_expectation("a cell holds one scalar", std::source_location::current());
}

/// Appends every cell of a grid's column: those that `read` understands at once, the others by `slow`.
template <class T, class Read, class Slow>
void append_lanes(const CellGrid& grid, std::size_t index, Column& column, std::vector<T>& lanes, Read read,
                  Slow slow) {
    for (std::size_t row = 0; row < grid.rows(); ++row) {
        const std::string_view text = grid.at(row, index);
        T lane{};
        if (read(text, lane)) [[likely]] {
            append_state(column, lanes.size(), State::known);
            lanes.push_back(lane);
        } else {
            slow(row, text);
        }
    }
}

}  // namespace

bool is_unanswered(std::string_view text) {
    return text == "未答" || text == "unanswered";
}

CellReader::CellReader(const FieldSchema& field, const std::optional<EntryUnit>& unit)
    : field_(field), declared_(field) {
    const bool number =
        field.kind == ColumnKind::int64 || field.kind == ColumnKind::int128 || field.kind == ColumnKind::wide;
    fast_number_ = number && field.decimals <= kPow10Limit64;
    if (number && unit && (unit->factor != field.entry.factor || unit->unit != field.entry.unit)) {
        take_unit(*unit);
    }
    if (number || field.kind == ColumnKind::date) {
        take_bounds();
    }
    if (field.kind == ColumnKind::enumeration) {
        const std::vector<std::string>& values = declared_.type.values()->values;
        name_table_ = NameTable(values);
        for (std::size_t code = 0; code < values.size(); ++code) {
            if (values.size() <= kFewNames) {
                names_.push_back(values[code]);
            } else {
                codes_.emplace(values[code], static_cast<std::int32_t>(code));
            }
        }
    }
}

/// A heading in 万元 over a field in 元: decimals move so that the step stays, wherever that is possible.
void CellReader::take_unit(const EntryUnit& unit) {
    other_unit_ = true;
    field_.entry = unit;
    const auto decimals = power_of_ten(Rational(unit.factor / declared_.step));
    fast_number_ = decimals.has_value();
    if (decimals) {
        field_.decimals = *decimals;
    } else {
        field_.step = unit.factor / Rational(pow10(field_.decimals));
    }
}

void CellReader::take_bounds() {
    const bool number = declared_.kind != ColumnKind::date;
    const Rational step = number ? declared_.step : Rational(1);
    const std::int64_t least = number ? saturated(ceiling(Rational(declared_.least / step))) : kFirstDay;
    const std::int64_t most = number ? saturated(floor(Rational(declared_.most / step))) : kLastDay;
    std::vector<AllowedRange> ranges = declared_.range;
    if (ranges.empty()) {
        ranges.emplace_back();
    }
    for (const AllowedRange& range : ranges) {
        std::int64_t low = least;
        std::int64_t high = most;
        if (range.low) {
            const Rational count = *range.low / step;
            low = std::max(low, saturated(range.low_included ? ceiling(count) : Integer(floor(count) + 1)));
        }
        if (range.high) {
            const Rational count = *range.high / step;
            high =
                std::min(high, saturated(range.high_included ? floor(count) : Integer(ceiling(count) - 1)));
        }
        bounds_.emplace_back(low, high);
    }
}

bool CellReader::allowed(std::int64_t count) const noexcept {
    return std::any_of(bounds_.begin(), bounds_.end(),
                       [count](const std::pair<std::int64_t, std::int64_t>& bound) {
                           return bound.first <= count && count <= bound.second;
                       });
}

bool CellReader::read_number(std::string_view text, std::int64_t& count) const noexcept {
    return fast_number_ && read_signed_number(text, field_.decimals, count) && allowed(count);
}

bool CellReader::read_date(std::string_view text, std::int32_t& days) const noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const char* at = text.data();
    const unsigned century = two_digits(at);
    const unsigned year_of_century = two_digits(at + 2);
    const unsigned month = two_digits(at + 5);
    const unsigned day = two_digits(at + 8);
    const auto year = static_cast<std::int32_t>(century * 100 + year_of_century);
    if (century > 99 || year_of_century > 99 || year < 1 || month - 1 > 11 || day == 0 ||
        static_cast<std::int32_t>(day) > days_in_month(year, static_cast<std::int32_t>(month))) {
        return false;
    }
    days = days_from_civil(year, static_cast<std::int32_t>(month), static_cast<std::int32_t>(day));
    return allowed(days);
}

bool CellReader::read_code(std::string_view text, std::int32_t& code) const noexcept {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i] == text) {
            code = static_cast<std::int32_t>(i);
            return true;
        }
    }
    const auto found = codes_.find(text);
    if (found == codes_.end()) {
        return false;
    }
    code = found->second;
    return true;
}

void CellReader::append_column(const CellGrid& grid, std::size_t index, Column& column, Batch& batch,
                               std::vector<CellFault>& faults) const {
    const auto slow = [&](std::size_t row, std::string_view text) {
        if (auto fault = append_cell(text, column, batch)) {
            faults.push_back({.row = row, .column = index, .fault = std::move(*fault)});
        }
    };
    const auto number = [this](std::string_view text, auto& lane) {
        std::int64_t count = 0;
        const bool read = read_number(text, count);
        lane = count;
        return read;
    };
    switch (field_.kind) {
        case ColumnKind::boolean:
            append_lanes(grid, index, column, column.booleans, read_boolean, slow);
            return;
        case ColumnKind::int64: append_lanes(grid, index, column, column.int64s, number, slow); return;
        case ColumnKind::int128: append_lanes(grid, index, column, column.int128s, number, slow); return;
        case ColumnKind::wide: append_lanes(grid, index, column, column.wides, number, slow); return;
        case ColumnKind::date:
            append_lanes(
                grid, index, column, column.int32s,
                [this](std::string_view text, std::int32_t& days) { return read_date(text, days); }, slow);
            return;
        case ColumnKind::enumeration:
            append_lanes(
                grid, index, column, column.int32s,
                [this](std::string_view text, std::int32_t& code) { return read_code(text, code); }, slow);
            return;
        case ColumnKind::text:
            for (std::size_t row = 0; row < grid.rows(); ++row) {
                const std::string_view text = grid.at(row, index);
                if (text.empty() || is_unanswered(text) || !grid.outlives(row, index)) {
                    slow(row, text);
                } else {
                    append_state(column, column.texts.size(), State::known);
                    column.texts.push_back(text);
                }
            }
            return;
        case ColumnKind::list:
        case ColumnKind::record: break;
    }
    fail_expectation("a cell holds one scalar", std::source_location::current());
}

/// Reads the cells of a column of which `append_cells` has made room for behind row `first`; gives how many are left.
std::size_t CellReader::read_cells(const CellColumn& cells, std::size_t first, Column& column,
                                   std::uint32_t* left) const {
    const CountRange range{.low = bounds_.size() == 1 ? bounds_.front().first : 1,
                           .high = bounds_.size() == 1 ? bounds_.front().second : 0};
    switch (field_.kind) {
        case ColumnKind::boolean:
            column.booleans.resize(first + cells.rows);
            return read_plain_booleans(cells, column.booleans.data() + first, left);
        case ColumnKind::int64:
            column.int64s.resize(first + cells.rows);
            if (fast_number_) {
                return read_plain_numbers(cells, field_.decimals, range, column.int64s.data() + first, left);
            }
            break;
        case ColumnKind::int128:
            column.int128s.resize(first + cells.rows);
            if (fast_number_) {
                return read_wider(cells, field_.decimals, range, column.int128s.data() + first, left);
            }
            break;
        case ColumnKind::wide:
            column.wides.resize(first + cells.rows);
            if (fast_number_) {
                return read_wider(cells, field_.decimals, range, column.wides.data() + first, left);
            }
            break;
        case ColumnKind::date:
            column.int32s.resize(first + cells.rows);
            return read_plain_dates(cells, range, column.int32s.data() + first, left);
        case ColumnKind::enumeration:
            column.int32s.resize(first + cells.rows);
            return name_table_.read(cells, column.int32s.data() + first, left);
        case ColumnKind::text: return read_plain_texts(cells, first, column, left);
        case ColumnKind::list:
        case ColumnKind::record: fail_expectation("a cell holds one scalar", std::source_location::current());
    }
    for (std::size_t row = 0; row < cells.rows; ++row) {
        left[row] = static_cast<std::uint32_t>(row);
    }
    return cells.rows;
}

/// Gives the rows of `left` whose cells are empty their states, and takes them out.
void CellReader::set_empty_cells_aside(const CellColumn& cells, std::size_t first, Column& column,
                                       std::vector<std::uint32_t>& left) const {
    const State none = declared_.none();
    std::size_t others = 0;
    for (const std::uint32_t row : left) {
        if (cells.begin(row) != cells.end(row)) {
            left[others++] = row;
            continue;
        }
        if (column.states.empty()) {
            column.states.resize(first + cells.rows, static_cast<std::uint8_t>(State::known));
        }
        column.states[first + row] = static_cast<std::uint8_t>(none);
        clear_lane(column, first + row);
    }
    left.resize(others);
}

void CellReader::append_cells(const CellColumn& cells, std::size_t index, Column& column, Batch& batch,
                              std::vector<CellFault>& faults, std::vector<std::uint32_t>& left) const {
    const std::size_t first = column_rows(column);
    left.resize(cells.rows);
    left.resize(read_cells(cells, first, column, left.data()));
    if (!column.states.empty()) {
        column.states.resize(first + cells.rows, static_cast<std::uint8_t>(State::known));
    }
    set_empty_cells_aside(cells, first, column, left);
    if (left.empty()) {
        return;
    }
    // The others are read one by one, beside the column, and then put in their places.
    Column apart;
    apart.kind = column.kind;
    for (const std::uint32_t row : left) {
        if (auto fault = append_cell(cells.at(row), apart, batch)) {
            faults.push_back({.row = row, .column = index, .fault = std::move(*fault)});
        }
    }
    for (std::size_t at = 0; at < left.size(); ++at) {
        copy_lane(column, first + left[at], apart, at);
    }
    if (!apart.states.empty()) {
        column.states.resize(first + cells.rows, static_cast<std::uint8_t>(State::known));
        for (std::size_t at = 0; at < left.size(); ++at) {
            column.states[first + left[at]] = at < apart.states.size() ? apart.states[at] : std::uint8_t{0};
        }
    }
}

std::optional<DatumFault> CellReader::append_cell(std::string_view text, Column& column, Batch& batch) const {
    const bool empty = field_.kind == ColumnKind::text ? text.empty() : is_blank(text);
    if (empty) {
        append_missing(column, declared_.none());
        return std::nullopt;
    }
    return append_datum(text, column, batch);
}

/// Appends a datum of the usual form; false when it needs a closer look.
bool CellReader::append_plain(std::string_view text, Column& column) const {
    std::int64_t count = 0;
    std::int32_t small = 0;
    std::uint8_t truth = 0;
    const std::size_t row = column_rows(column);
    if (field_.kind == ColumnKind::int64 && read_number(text, count)) {
        column.int64s.push_back(count);
    } else if (field_.kind == ColumnKind::boolean && read_boolean(text, truth)) {
        column.booleans.push_back(truth);
    } else if ((field_.kind == ColumnKind::date && read_date(text, small)) ||
               (field_.kind == ColumnKind::enumeration && read_code(text, small))) {
        column.int32s.push_back(small);
    } else {
        return false;
    }
    append_state(column, row, State::known);
    return true;
}

std::optional<DatumFault> CellReader::append_datum(std::string_view text, Column& column,
                                                   Batch& batch) const {
    if (append_plain(text, column) || (has_blanks(text) && append_plain(trimmed(text), column))) {
        return std::nullopt;
    }
    if (is_unanswered(text)) {
        append_missing(column, State::unknown);
        return std::nullopt;
    }
    if (declared_.takes_none() && says_absent(text, declared_)) {
        append_missing(column, declared_.none());
        return std::nullopt;
    }
    DatumResult result = read_datum(text, field_);
    if (result.value && other_unit_) {
        result.fault = datum_fault(*result.value, declared_);
    }
    if (result.fault) {
        append_missing(column, State::unknown);
        return std::move(result.fault);
    }
    append_known(column, declared_, *result.value, batch);
    return std::nullopt;
}

}  // namespace huiqi
