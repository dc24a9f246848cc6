#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/anomaly/detection.h"

namespace huiqi {

/// A row of the data by its table and number.
using RowName = std::pair<std::string, std::string>;

/// What of the data a case shows: its evidence rows, the rows that these name by their keys, and what names its contracts, loans ….
class CaseRows {
public:
    /// A column with what stands in it.
    using Cell = std::pair<std::string, std::string>;

    CaseRows(const Detectors& rules, const DataSet& data, const std::set<RowName>& evidence, bool further = true);

    [[nodiscard]] const Detectors& rules() const noexcept { return rules_; }
    [[nodiscard]] const std::vector<RowName>& rows() const noexcept { return order_; }
    /// How many of the rows are evidence; they come first.
    [[nodiscard]] std::size_t evidence() const noexcept { return evidence_; }
    /// Gives the values of a row with their columns, without what is absent. Of any row of the data, shown or not.
    [[nodiscard]] std::vector<Cell> cells(const RowName& name) const;
    /// Gives one value of a row; empty where there is none.
    [[nodiscard]] std::string cell(const RowName& name, std::string_view column) const;
    [[nodiscard]] bool known(const RowName& name) const;

private:
    [[nodiscard]] const std::map<std::string, std::uint32_t, std::less<>>& keys(const DataTable& table) const;
    void add(const RowName& name, bool evidence);
    void link(const RowName& from, const DataTable& table);
    void name_matters();
    void add_naming(const std::set<std::uint64_t>& matters, const RowSet& rows, const RelationColumn& column, const DataTable& table);

    static constexpr std::size_t kMostRows = 120;
    const Detectors& rules_;
    const DataSet& data_;
    mutable std::map<std::string, std::map<std::string, std::uint32_t, std::less<>>, std::less<>> keys_;
    std::set<RowName> shown_;
    std::vector<RowName> order_;
    std::size_t evidence_ = 0;
};

}  // namespace huiqi
