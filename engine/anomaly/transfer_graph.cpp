#include "engine/anomaly/transfer_graph.h"

#include <algorithm>

namespace huiqi {

TransferGraph::TransferGraph(const RowSet& relation, const ColumnPath& from, const ColumnPath& to, const ColumnPath& day,
                             const ColumnPath& amount) {
    const auto party = [this](std::uint64_t key) {
        return parties_.try_emplace(key, static_cast<std::uint32_t>(parties_.size())).first->second;
    };
    for (std::uint32_t row = 0; row < relation.rows; ++row) {
        const auto giver = key_of(*from.column, from.value_row(row));
        const auto taker = key_of(*to.column, to.value_row(row));
        const std::uint32_t when = day.value_row(row);
        const std::uint32_t much = amount.value_row(row);
        if (giver && taker && *giver != *taker && when != kNoRow && day.column->values->known(when) && much != kNoRow &&
            amount.column->values->known(much) && amount.column->values->column.int64s[much] > 0) {
            const std::uint32_t first = party(*giver);
            const std::uint32_t second = party(*taker);
            transfers_.push_back({.from = first, .to = second, .row = row, .day = day.column->values->column.int32s[when],
                                  .amount = amount.column->values->column.int64s[much]});
        }
    }
    std::stable_sort(transfers_.begin(), transfers_.end(), [](const Transfer& left, const Transfer& right) { return left.day < right.day; });
    given_ = by_party(&Transfer::from);
    taken_ = by_party(&Transfer::to);
}

TransferGraph::ByParty TransferGraph::by_party(std::uint32_t Transfer::* party) const {
    ByParty out{.first = std::vector<std::uint32_t>(parties_.size() + 1), .transfers = std::vector<std::uint32_t>(transfers_.size())};
    for (const Transfer& one : transfers_) {
        ++out.first[one.*party + 1];
    }
    for (std::size_t at = 1; at < out.first.size(); ++at) {
        out.first[at] += out.first[at - 1];
    }
    std::vector<std::uint32_t> next(out.first.begin(), out.first.end() - 1);
    for (std::uint32_t at = 0; at < transfers_.size(); ++at) {   // they stay in the order of days
        out.transfers[next[transfers_[at].*party]++] = at;
    }
    return out;
}

std::span<const std::uint32_t> TransferGraph::window(const ByParty& all, std::uint32_t party, std::int64_t first, std::int64_t last) const {
    const auto begin = all.transfers.begin() + all.first[party];
    const auto end = all.transfers.begin() + all.first[party + 1];
    const auto low = std::lower_bound(begin, end, first, [this](std::uint32_t at, std::int64_t day) { return transfers_[at].day < day; });
    const auto high = std::upper_bound(low, end, last, [this](std::int64_t day, std::uint32_t at) { return day < transfers_[at].day; });
    return {low, high};
}

}  // namespace huiqi
