#pragma once

#include <string>

#include "engine/io/record_input.h"

namespace huiqi {

/// Opens a folder of CSV tables: one with the applications, and one for each list field, called like it,
/// whose rows name their application. The applications' numbers and the lists are held in memory.
[[nodiscard]] OpenedInput open_folder(const std::string& path, const Schema& schema,
                                      const ReadOptions& options);

}  // namespace huiqi
