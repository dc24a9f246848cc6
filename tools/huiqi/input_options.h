#pragma once

#include <string>

#include "engine/io/read_options.h"
#include "tools/huiqi/program.h"

namespace CLI {
class App;
}

namespace huiqi {

/// How a person says that a data file is to be read, where the file does not show it.
struct InputOptions {
    std::string encoding;
    std::string sheet;   ///< one name, several between `/`, or `*`
    std::string mapping;
};

/// Adds these options to a command that takes INPUT.
void add_input_options(CLI::App& command, InputOptions& options);

/// Takes them over; false when one is wrong, which has been said then.
[[nodiscard]] bool apply_input_options(const Program& program, const InputOptions& options, ReadOptions& how);

}  // namespace huiqi
