#include "engine/anomaly/key_index.h"

namespace huiqi {

KeyIndex::KeyIndex(const RowSet& relation, const std::vector<ColumnPath>& columns) : levels_(columns.size()) {
    const auto count = static_cast<std::uint32_t>(relation.rows);
    Rows numbers(count, 0);
    std::uint32_t next = 1;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        next = 0;
        Level& level = levels_[at];
        level.reserve(count);
        for (std::uint32_t row = 0; row < count; ++row) {
            if (numbers[row] == kNoRow) {
                continue;
            }
            const auto key = key_of(*columns[at].column, columns[at].value_row(row));
            if (!key) {
                numbers[row] = kNoRow;
                continue;
            }
            const auto [found, fresh] = level.try_emplace({numbers[row], *key}, next);
            next += fresh ? 1 : 0;
            numbers[row] = found->second;
        }
    }
    offsets_.assign(next + std::size_t{1}, 0);
    for (const std::uint32_t number : numbers) {
        if (number != kNoRow) {
            ++offsets_[number + 1];
        }
    }
    for (std::size_t k = 0; k < next; ++k) {
        offsets_[k + 1] += offsets_[k];
    }
    rows_.resize(offsets_.back());
    Rows place(offsets_.begin(), offsets_.end() - 1);
    for (std::uint32_t row = 0; row < count; ++row) {
        if (numbers[row] != kNoRow) {
            rows_[place[numbers[row]]++] = row;
        }
    }
}

std::optional<std::uint32_t> KeyIndex::find(const std::vector<ColumnPath>& columns, std::uint32_t row) const {
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const auto key = key_of(*columns[at].column, columns[at].value_row(row));
        const auto found = key ? levels_[at].find({number, *key}) : levels_[at].end();
        if (found == levels_[at].end()) {
            return std::nullopt;
        }
        number = found->second;
    }
    return number;
}

}  // namespace huiqi
