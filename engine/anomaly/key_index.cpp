#include "engine/anomaly/key_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace huiqi {
namespace {

/// How many rows are looked up side by side, so that they wait for memory together.
constexpr std::size_t kTogether = 64;

/// Calls `look(number before, value)` for rows that have a value, after asking memory for all of a stretch; what it gives
/// is the row's next number. Rows without a value get kNoRow.
template <class Look>
void next_numbers(const PairNumbers& level, const ColumnPath& column, Rows& numbers, const Look& look) {
    std::array<std::optional<std::uint64_t>, kTogether> values;
    for (std::size_t first = 0; first < numbers.size(); first += kTogether) {
        const std::size_t count = std::min(kTogether, numbers.size() - first);
        for (std::size_t at = 0; at < count; ++at) {
            const auto row = static_cast<std::uint32_t>(first + at);
            values[at] = numbers[row] == kNoRow ? std::nullopt : key_of(*column.column, column.value_row(row));
            if (values[at]) {
                level.ask(numbers[row], *values[at]);
            }
        }
        for (std::size_t at = 0; at < count; ++at) {
            std::uint32_t& number = numbers[first + at];
            number = values[at] ? look(number, *values[at]) : kNoRow;
        }
    }
}

}  // namespace

PairNumbers::PairNumbers(std::size_t expected) {
    constexpr std::size_t kLeast = 16;
    slots_.resize(std::bit_ceil(std::max(kLeast, expected + expected / 2)));
    shift_ = 64U - static_cast<unsigned>(std::bit_width(slots_.size()) - 1);
}

std::uint32_t PairNumbers::add(std::uint32_t before, std::uint64_t value) {
    if ((std::size_t{size_} + 1) * 4 > slots_.size() * 3) {
        grow();
    }
    std::size_t at = place(before, value);
    for (; slots_[at].number != kNoRow; at = next(at)) {
        if (slots_[at].value == value && slots_[at].before == before) {
            return slots_[at].number;
        }
    }
    slots_[at] = {.value = value, .before = before, .number = size_};
    return size_++;
}

std::uint32_t PairNumbers::find(std::uint32_t before, std::uint64_t value) const noexcept {
    std::size_t at = place(before, value);
    while (slots_[at].number != kNoRow && (slots_[at].value != value || slots_[at].before != before)) {
        at = next(at);
    }
    return slots_[at].number;
}

void PairNumbers::grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    --shift_;
    for (const Slot& slot : old) {
        if (slot.number == kNoRow) {
            continue;
        }
        std::size_t at = place(slot.before, slot.value);
        while (slots_[at].number != kNoRow) {
            at = next(at);
        }
        slots_[at] = slot;
    }
}

KeyIndex::KeyIndex(const RowSet& relation, const std::vector<ColumnPath>& columns) {
    Rows numbers(relation.rows, 0);
    std::uint32_t keys = relation.rows == 0 ? 0 : 1;
    for (const ColumnPath& column : columns) {
        // many rows of a key are as usual as one: room for half, and growth
        PairNumbers& level = levels_.emplace_back(relation.rows / 2);
        next_numbers(level, column, numbers, [&](std::uint32_t before, std::uint64_t value) { return level.add(before, value); });
        keys = level.size();
    }
    Rows offsets(keys + std::size_t{2}, 0);
    for (const std::uint32_t number : numbers) {
        if (number != kNoRow) {
            ++offsets[number + 1];
        }
    }
    for (std::size_t k = 0; k <= keys; ++k) {
        offsets[k + 1] += offsets[k];
    }
    Rows rows(offsets.back());
    Rows place = offsets;
    for (std::uint32_t row = 0; row < numbers.size(); ++row) {
        if (numbers[row] != kNoRow) {
            rows[place[numbers[row]]++] = row;
        }
    }
    offsets_ = std::make_shared<const Rows>(std::move(offsets));
    rows_ = std::make_shared<const Rows>(std::move(rows));
}

std::optional<std::uint32_t> KeyIndex::find(const std::vector<ColumnPath>& columns, std::uint32_t row) const {
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const auto key = key_of(*columns[at].column, columns[at].value_row(row));
        number = key ? levels_[at].find(number, *key) : kNoRow;
        if (number == kNoRow) {
            return std::nullopt;
        }
    }
    return keys() == 0 ? std::nullopt : std::optional(number);
}

Rows KeyIndex::find_all(const std::vector<ColumnPath>& columns, std::size_t count) const {
    Rows numbers(count, keys() == 0 ? kNoRow : 0);
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const PairNumbers& level = levels_[at];
        next_numbers(level, columns[at], numbers, [&](std::uint32_t before, std::uint64_t value) { return level.find(before, value); });
    }
    std::replace(numbers.begin(), numbers.end(), kNoRow, static_cast<std::uint32_t>(keys()));
    return numbers;
}

}  // namespace huiqi
