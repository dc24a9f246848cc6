#pragma once

#include <string>

#include "engine/io/read_options.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Reads a mapping file, which says how tables are laid out that do not speak for themselves, into the options. False
/// when it is wrong or cannot be read, which has been said then.
[[nodiscard]] bool read_table_mapping(const Program& program, const std::string& path, ReadOptions& how);

}  // namespace huiqi
