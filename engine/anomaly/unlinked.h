#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/anomaly/detection.h"

namespace huiqi {

/// Applications whose number of a firm, a contract … stands in none of the tables that it must stand in (指向): joins pass
/// them over, so that little or nothing is found of them.
struct Unlinked {
    static constexpr std::size_t kNamed = 10;
    std::string column;
    std::vector<std::string> tables;
    std::uint64_t count = 0;
    std::vector<std::string> applications;   ///< the first of them, in order
};

/// Gives those columns that some application fails at. Numbers are compared as normal forms leave them.
[[nodiscard]] std::vector<Unlinked> unlinked_applications(const Detectors& rules, const DataSet& data);

/// Gives the numbers of all applications, in order.
[[nodiscard]] std::vector<std::string> application_numbers(const Detectors& rules, const DataSet& data);

/// Reports names of 指向 that are no column of the applications or no table with a key (A101).
void check_references(const Detectors& rules, Diagnostics& diagnostics);

}  // namespace huiqi
