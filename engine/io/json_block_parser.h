#pragma once

#include <memory>
#include <string>

#include "engine/io/record_input.h"

namespace huiqi {

/// Gives a parser that reads blocks of JSON Lines into columns: one object a line, lists and records nested.
/// A missing key is unknown, null is absent. Numbers are taken from their digits. The schema must outlive the
/// parser.
[[nodiscard]] std::unique_ptr<BlockParser> make_json_block_parser(std::string file, const Schema& schema,
                                                                  const ReadOptions& options);

}  // namespace huiqi
