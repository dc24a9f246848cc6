#pragma once

#include <string>
#include <vector>

#include "engine/io/data_fault.h"

namespace huiqi {

/// Says which outputs would destroy the input (a file, or the tables of a folder) or each other: D209, D210. Files
/// are the same when they are one file on the disk, whatever their names. `-` is no file.
[[nodiscard]] std::vector<DataFault> name_clashes(const std::string& input, const std::vector<std::string>& outputs);

/// Says that no output of this program may replace a file, or the files of a folder, whatever is said of replacing:
/// a ledger, a history … `OutputFile::open` refuses such a name (D209). Before threads begin.
void keep_from_outputs(const std::string& path);
/// Whether an output of that name would replace such a file.
[[nodiscard]] bool is_kept_from_outputs(const std::string& output);

}  // namespace huiqi
