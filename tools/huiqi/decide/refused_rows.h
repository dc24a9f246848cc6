#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/data_fault.h"
#include "engine/io/read_options.h"

namespace huiqi {

/// Takes a fault of a file.
using FaultSink = std::function<void(const DataFault&)>;

/// Reads a whole file by a schema, as `run` and `settle` do, and hands over what they refuse or note: of the file, of child
/// tables, then of each row. Gives what ended the reading early.
[[nodiscard]] std::optional<DataFault> each_refusal(const std::string& path, const Schema& schema, const ReadOptions& options,
                                                    const FaultSink& sink);

}  // namespace huiqi
