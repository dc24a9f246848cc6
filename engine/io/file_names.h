#pragma once

#include <string>
#include <vector>

#include "engine/io/data_fault.h"

namespace huiqi {

/// Says which outputs would destroy the input (a file, or the tables of a folder) or each other: D209, D210. Files
/// are the same when they are one file on the disk, whatever their names. `-` is no file.
[[nodiscard]] std::vector<DataFault> name_clashes(const std::string& input, const std::vector<std::string>& outputs);

}  // namespace huiqi
