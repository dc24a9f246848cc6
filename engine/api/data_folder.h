#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/anomaly/detection.h"
#include "engine/io/data_fault.h"

namespace huiqi {

/// What was read of one table.
struct TableRead {
    std::string table;
    std::uint64_t rows = 0;
    std::uint64_t rejected = 0;
    std::uint64_t repeated = 0;   ///< rows that repeat another in all cells; they count once
    bool missing = false;   ///< the file is not there, and need not be
};

/// A folder of CSV tables as joined data; rows that cannot be read are set aside and told.
struct DataFolder {
    DataSet data;
    std::vector<TableRead> tables;
    std::vector<DataFault> faults;
};

/// Reads the tables that detectors declare, several at a time.
[[nodiscard]] DataFolder read_data_folder(const Detectors& rules, const std::string& folder, unsigned threads);

}  // namespace huiqi
