#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/io/data_fault.h"
#include "tools/huiqi/report/decision_sheet.h"

namespace huiqi {

/// Settled amounts by application and incentive.
using SettledApplications = std::map<std::string, std::map<std::string, SettledAmount>>;

/// Reads the statements that `huiqi settle` wrote. A row that is wrong is a fault.
[[nodiscard]] SettledApplications read_statements(const std::string& path, std::vector<DataFault>& faults);

}  // namespace huiqi
