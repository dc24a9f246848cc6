#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/anomaly/relation.h"

namespace huiqi {

/// Numbers pairs of a number and a value in the order in which they are first seen.
class PairNumbers {
public:
    /// Makes room for so many pairs; more find room too.
    explicit PairNumbers(std::size_t expected);

    /// Gives the number of a pair; a pair not seen before gets the next one.
    [[nodiscard]] std::uint32_t add(std::uint32_t before, std::uint64_t value);
    /// Gives the number of a pair, or kNoRow.
    [[nodiscard]] std::uint32_t find(std::uint32_t before, std::uint64_t value) const noexcept;
    /// Asks memory for where a pair would stand.
    void ask(std::uint32_t before, std::uint64_t value) const noexcept { __builtin_prefetch(&slots_[place(before, value)]); }
    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }

private:
    struct Slot {
        std::uint64_t value = 0;
        std::uint32_t before = 0;
        std::uint32_t number = kNoRow;
    };
    [[nodiscard]] std::size_t place(std::uint32_t before, std::uint64_t value) const noexcept {
        const std::uint64_t mixed = (value + before * 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U;
        return static_cast<std::size_t>(((mixed ^ (mixed >> 32U)) * 0xD6E8FEB86659FD93U) >> shift_);
    }
    [[nodiscard]] std::size_t next(std::size_t at) const noexcept { return (at + 1) & (slots_.size() - 1); }
    void grow();

    std::vector<Slot> slots_;
    unsigned shift_ = 0;
    std::uint32_t size_ = 0;
};

/// The rows of a relation by the values of some columns. Rows of one key stand in the order of the relation.
class KeyIndex {
public:
    KeyIndex(const RowSet& relation, const std::vector<ColumnPath>& columns);

    [[nodiscard]] std::size_t keys() const noexcept { return offsets_->size() - 2; }
    /// Gives the rows of key k; keys are numbered in the order of their first rows. None of the key that is one past the last.
    [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t k) const noexcept {
        return {rows_->data() + (*offsets_)[k], rows_->data() + (*offsets_)[k + 1]};
    }
    /// Gives the number of the key that a row of another relation has in its own columns, as many as here.
    [[nodiscard]] std::optional<std::uint32_t> find(const std::vector<ColumnPath>& columns, std::uint32_t row) const;
    /// Gives the numbers of the keys of all rows of another relation; keys() for rows that have none.
    [[nodiscard]] Rows find_all(const std::vector<ColumnPath>& columns, std::size_t count) const;

    /// The lists of rows of all keys, and an empty one behind them, to share with columns that hold such lists.
    [[nodiscard]] const std::shared_ptr<const Rows>& offsets() const noexcept { return offsets_; }
    [[nodiscard]] const std::shared_ptr<const Rows>& all_rows() const noexcept { return rows_; }

private:
    std::vector<PairNumbers> levels_;   ///< one a column: the number so far and the next value give the next number
    std::shared_ptr<const Rows> offsets_;
    std::shared_ptr<const Rows> rows_;
};

}  // namespace huiqi
