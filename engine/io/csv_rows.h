#pragma once

#include <cstddef>
#include <span>

#include "engine/io/output_text.h"
#include "engine/io/result_writer.h"

namespace huiqi {

/// Appends rows of output columns as CSV, a line each. `guard`: see write_csv_cell.
void append_csv_rows(OutputText& out, std::span<const OutputColumn> columns, std::size_t rows, bool guard);

}  // namespace huiqi
