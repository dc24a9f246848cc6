#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/data_fault.h"

namespace huiqi {

/// An open file: its descriptor, or -1 with a fault added; and its size where it has one.
struct InputFile {
    int descriptor = -1;
    std::uint64_t bytes = 0;
};

/// Opens a file for reading; `-` is stdin. Adds D201 when that fails, also for a folder.
[[nodiscard]] InputFile open_input_file(const std::string& path, std::vector<DataFault>& faults);

/// Gives the message of an errno: `No space left on device`.
[[nodiscard]] std::string errno_text(int error);

}  // namespace huiqi
