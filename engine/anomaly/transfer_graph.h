#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/anomaly/relation.h"

namespace huiqi {

/// One transfer of money or rights between two parties.
struct Transfer {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t row = 0;
    std::int32_t day = 0;
    std::int64_t amount = 0;
};

/// Who gave to whom: what each party gave and what it took, in the order of days. A party is a small number.
class TransferGraph {
public:
    /// Takes the rows of a relation whose ends, day and amount are known; what stays with one party, and what is nothing or
    /// less, is no transfer.
    TransferGraph(const RowSet& relation, const ColumnPath& from, const ColumnPath& to, const ColumnPath& day, const ColumnPath& amount);

    [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t key) const {
        const auto found = parties_.find(key);
        return found == parties_.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::size_t parties() const noexcept { return parties_.size(); }
    [[nodiscard]] const Transfer& operator[](std::uint32_t transfer) const { return transfers_[transfer]; }

    /// Gives the numbers of the transfers that a party gave, or took, from one day to another.
    [[nodiscard]] std::span<const std::uint32_t> given(std::uint32_t party, std::int64_t first, std::int64_t last) const {
        return window(given_, party, first, last);
    }
    [[nodiscard]] std::span<const std::uint32_t> taken(std::uint32_t party, std::int64_t first, std::int64_t last) const {
        return window(taken_, party, first, last);
    }

private:
    /// Numbers of transfers, those of a party together: party p has [first[p], first[p + 1]).
    struct ByParty {
        std::vector<std::uint32_t> first, transfers;
    };

    [[nodiscard]] ByParty by_party(std::uint32_t Transfer::* party) const;
    [[nodiscard]] std::span<const std::uint32_t> window(const ByParty& all, std::uint32_t party, std::int64_t first, std::int64_t last) const;

    boost::unordered_flat_map<std::uint64_t, std::uint32_t> parties_;
    std::vector<Transfer> transfers_;   ///< by day, then row
    ByParty given_, taken_;
};

}  // namespace huiqi
