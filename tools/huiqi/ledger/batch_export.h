#pragma once

#include <string>

#include "tools/huiqi/commands.h"
#include "tools/huiqi/program.h"

namespace CLI {
class App;
}

namespace huiqi {

/// What `batch export` is told.
struct ExportTask {
    std::string ledger;
    std::string batch;
    std::string folder;  ///< that is made; one that is there must be empty
};

/// Takes out of a ledger what a batch was decided from and what came of it, so that every command can look at it again.
[[nodiscard]] Exit export_batch(const Program& program, const ExportTask& task);

/// Adds `batch export`.
void add_batch_export(CLI::App& batch, Action& chosen);

}  // namespace huiqi
